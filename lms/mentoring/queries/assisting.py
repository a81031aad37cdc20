"""Reading what two do together on the mentor's phone: codes that can be used, the session that runs, the next step in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from lms.core.completion import ItemState
from lms.core.errors import NotFoundError
from lms.core.markup import Item, Lesson
from lms.core.sight import Sight
from lms.courses.queries import Head, Published, get_published
from lms.db import db
from lms.mentoring.models import AssistedSession, AssistGuess
from lms.mentoring.queries.goals import NextStep, lately
from lms.pairing.models import Pair
from lms.progress.queries import Prerequisites, Standing, find_standing, list_standings

SESSION_LIFE = timedelta(minutes=60)
SCREEN, CARD = "screen", "card"
_TO_DO = (ItemState.NEW, ItemState.STARTED, ItemState.RETURNED)


def find_running(pair: Pair, now: datetime) -> AssistedSession | None:
    """Return what runs in a pair now. A rest or the end of the pair has ended it, and it does not come back with it."""
    if pair.state != "active":
        return None
    began = AssistedSession.started_at
    found = select(AssistedSession).where(
        AssistedSession.pair_id == pair.id, began > now - SESSION_LIFE, AssistedSession.ended_at.is_(None)
    )
    if pair.resumed_at:
        found = found.where(began >= pair.resumed_at)
    return db.session.scalars(found.order_by(AssistedSession.id.desc()).limit(1)).first()


def list_codes(pair_id: int, now: datetime) -> list[AssistedSession]:
    """Return the codes of a pair that can still be used."""
    found = select(AssistedSession).where(
        AssistedSession.pair_id == pair_id,
        AssistedSession.started_at.is_(None),
        AssistedSession.expires_at > now,
    )
    return list(db.session.scalars(found))


def count_guesses(pair_id: int, since: datetime) -> int:
    """Return how many codes were typed within a pair since then, none of which was right."""
    found = select(func.count()).select_from(AssistGuess)
    return db.session.scalar(found.where(AssistGuess.pair_id == pair_id, AssistGuess.at > since)) or 0


def next_together(user_id: int, seen: Sight) -> NextStep | None:
    """Return the next step within the goals, in the course most lately worked on. Tasks and quizzes are for her alone."""
    for head, standing in sorted(list_standings(user_id), key=lately, reverse=True):
        if standing.completed_at or not seen.takes_in_course(head.slug):
            continue
        published = get_published(head.revision_id)
        needs = Prerequisites(user_id, standing, published)
        for lesson in published.course.lessons:
            item = next((each for each in lesson.items if _is_to_do(each, standing)), None)
            if item and seen.takes_in(published.course, item.key) and not needs.missing_for(lesson):
                return NextStep(head, lesson, item)
    return None


def _is_to_do(item: Item, standing: Standing) -> bool:
    return item.kind == "step" and standing.state(item.key) in _TO_DO


@dataclass(frozen=True)
class StepTogether:
    """A step that the mentor's phone may show, and whether it is done."""

    head: Head
    published: Published
    lesson: Lesson
    item: Item
    is_done: bool


def get_step_together(user_id: int, seen: Sight, slug: str, lesson_id: str, item_id: str) -> StepTogether:
    """Return a step of the mentee for the mentor's phone.

    Raises:
        NotFoundError: it is no step, lies outside the goals, or is not open to her yet.
    """
    known = find_standing(user_id, slug)
    if known is None:
        raise NotFoundError
    head, standing = known
    published = get_published(head.revision_id)
    lesson, item = published.item(lesson_id, item_id)
    is_done = standing.state(item.key) is ItemState.DONE
    if item.kind != "step" or not seen.takes_in(published.course, item.key):
        raise NotFoundError
    if not is_done and Prerequisites(user_id, standing, published).missing_for(lesson):
        raise NotFoundError
    return StepTogether(head, published, lesson, item, is_done)
