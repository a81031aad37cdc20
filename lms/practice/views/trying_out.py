"""Trying a prompt before it is handed in: how it looks put together, hints, and what an AI says. Nothing is kept."""

from flask import current_app, redirect, request
from flask.typing import ResponseReturnValue

from lms import clock
from lms.assistant import Assistant, Reply
from lms.core.errors import NotFoundError
from lms.core.practice.prompt import prompt_in
from lms.core.practice.prompt_block import PromptSpec
from lms.db import db
from lms.practice.views.blueprint import TASK, bp
from lms.practice.views.handing_in import sent_fields
from lms.practice.views.opening import OPEN, open_task
from lms.practice.views.showing import show
from lms.web.access import actor, signed_in


@bp.post(f"{TASK}/xem-thu")
@signed_in
def try_out(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Show a prompt with hints while it is being written and, asked to, what the site's AI says to it."""
    page = open_task(slug, lesson, item)
    spec = page.task.spec
    if not isinstance(spec, PromptSpec):
        raise NotFoundError
    if page.missing or page.state not in OPEN:
        return redirect(page.path, 303)
    sent = sent_fields(page)
    assistant: Assistant | None = current_app.extensions["assistant"]
    reply: Reply | None = None
    if assistant and request.form.get("hoi") == "ai":
        person = actor().id
        db.session.close()  # so that no connection of the database waits along with us
        reply = assistant.ask(person, prompt_in(spec, sent), clock.now())
    return show(page, sent, is_tried=True, ai_reply=reply)
