"""What the pages that decide have in common: whose task it is, what was ticked, and the task as its reviewer sees it."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import request

from lms.core.errors import NotFoundError
from lms.core.practice import Attempt
from lms.courses.queries import local_values
from lms.pairing.models import Pair
from lms.pairing.policy import can_follow
from lms.pairing.queries.pairs import Learner, get_learner, get_pair
from lms.practice.policy import can_review_learner
from lms.practice.queries import PublishedTask
from lms.practice.queries.certificates import find_locked_since
from lms.practice.services import Party
from lms.web import reading
from lms.web.access import actor

_TICK = re.compile(r"o-[0-9]{1,2}|how")


def followed(pair_id: int) -> Pair:
    """Return a live pair of which the reader is the mentor; to others there is none."""
    pair = get_pair(pair_id)
    if not can_follow(actor(), pair):
        raise NotFoundError
    return pair


def locked_since(user_id: int) -> datetime | None:
    """Return since when a learner's key is locked, where the reader may unlock it."""
    since = find_locked_since(user_id)
    return since if since and can_review_learner(actor(), get_learner(user_id)) else None


def ticks() -> dict[str, object]:
    """Return what was ticked in the form, and nothing else of it."""
    return {name: value for name, value in request.form.items() if _TICK.fullmatch(name)}


def filled(page: str, task: PublishedTask, learner: Learner) -> str:
    """Return the page with the local values that the learner reads: those of the learner's unit."""
    names = task.item.local_fields
    return reading.filled_page(page, names, local_values(names, learner.unit_path))


def shown(task: PublishedTask, user_id: int, sent: Mapping[str, object]) -> dict[str, Any]:
    """Return a task as its reviewer sees it, with what was ticked so far."""
    view = task.kind.view(task.spec, task.variant_for(user_id), Attempt(sent))
    return {"lesson": task.lesson, "item": task.item, "kind": task.kind.key, "shown": view.context}


def party(learner: Learner) -> Party:
    """Return as whom the reader decides about this learner's work."""
    return Party(actor().id, "mentor" if actor().id == learner.mentor_id else "assessor")
