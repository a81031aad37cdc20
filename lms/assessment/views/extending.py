"""More time, more attempts or a later close for one person: granted, listed, taken back."""

from datetime import datetime
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.assessment import services
from lms.assessment.forms import ExtensionForm
from lms.assessment.policy import can_judge
from lms.assessment.queries import Quiz, get_extension, get_quiz, list_extensions
from lms.assessment.views.blueprint import bp
from lms.assessment.views.finding import reach
from lms.core.errors import NotFoundError
from lms.db import unit_of_work
from lms.quizzes import services as quizzes
from lms.units.queries import Member, get_member, list_members
from lms.web import dates
from lms.web.access import actor, safe_path, trainers_only
from lms.web.translations import gettext

MOST_FOUND = 30


@bp.get("/soan-bai/ket-qua/<slug>/<lesson>/<item>/gia-han")
@trainers_only
def extensions(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """List who was granted more, and find the next person by name."""
    quiz = get_quiz(slug, lesson, item)
    search = request.args.get("tim", "").strip()[:80]
    people = _people(search) if search else []
    return render_template(
        "assessment/extensions.html",
        quiz=quiz,
        rows=list_extensions(quiz, reach()),
        search=search,
        people=people[:MOST_FOUND],
        is_cut=len(people) > MOST_FOUND,
        who=actor().id,
    )


def _people(search: str) -> list[Member]:
    found = [member for path in reach() for member in list_members(path, search)]
    return [each for each in found if can_judge(actor(), each.user_id, each.unit_path)]


@bp.route("/soan-bai/ket-qua/<slug>/<lesson>/<item>/gia-han/<int:user_id>", methods=["GET", "POST"])
@trainers_only
def extend(slug: str, lesson: str, item: str, user_id: int) -> ResponseReturnValue:
    """Ask what one person is granted, and why; it holds at once, also for an attempt that runs."""
    quiz, member = get_quiz(slug, lesson, item), _member(user_id)
    form, now = ExtensionForm(), clock.now()
    closes = quizzes.close_of(quiz.published.bank, _zone())
    terms = form.terms(closes, _zone(), now) if form.validate_on_submit() else None
    if terms is None:
        return _extend_page(form, quiz, member, closes), 200 if request.method == "GET" else 422
    with unit_of_work():
        member = _member(user_id)
        services.grant_extension(
            user_id, quiz.course_id, quiz.keys, terms, actor().id, member.unit_id, _zone(), now
        )
    flash(gettext("Đã gia hạn cho %(name)s. Có hiệu lực ngay.", name=member.full_name))
    return redirect(url_for("assessment.extensions", **quiz.place), 303)


def _member(user_id: int) -> Member:
    """Return the person whom the trainer may grant something."""
    member = get_member(user_id)
    if not can_judge(actor(), user_id, member.unit_path):
        raise NotFoundError
    return member


def _zone() -> Any:
    return current_app.extensions["settings"].timezone


def _extend_page(form: ExtensionForm, quiz: Quiz, member: Member, closes: datetime | None) -> str:
    return render_template(
        "assessment/extend.html",
        form=form,
        quiz=quiz,
        bank=quiz.published.bank,
        member=member,
        closes=closes,
        earliest=dates.local(max(clock.now(), closes or clock.now())).strftime("%Y-%m-%dT%H:%M"),
        live=list_extensions(quiz, reach(), member.user_id, only_live=True),
    )


@bp.post("/soan-bai/ket-qua/gia-han/<int:extension_id>/thu-hoi")
@trainers_only
def revoke_extension(extension_id: int) -> ResponseReturnValue:
    """Take an extension back; pressing twice is pressing once."""
    with unit_of_work():
        extension = get_extension(extension_id)
        member = _member(extension.user_id)
        is_new = services.revoke_extension(extension, actor().id, member.unit_id, clock.now())
    flash(
        gettext("Đã thu hồi. Bài đang làm dở vẫn giữ giờ đã cho.")
        if is_new
        else gettext("Lần gia hạn này đã được thu hồi từ trước.")
    )
    return redirect(safe_path(request.form.get("ve")) or url_for("assessment.quizzes"), 303)
