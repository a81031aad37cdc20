"""Keeping skills: beginning to do a task again, and telling people on the day when one is due."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from lms.accounts.models import User
from lms.core.completion import Verb
from lms.core.errors import N_, DomainError, NotFoundError
from lms.core.proficiency import HOLDS
from lms.db import db
from lms.notices.services import Telling, notify_all
from lms.practice.queries import get_task
from lms.practice.services import begin_again
from lms.progress.models import LearningEvent
from lms.skills.queries import find_abilities, list_abilities, list_skills

AT_ONCE = 100
TOLD_WITHIN = timedelta(days=14)
"""Who is due for longer has been told, and the page still says so: a site that was switched off nags nobody afterwards."""

PAGE = "/cua-toi/ky-nang"


class TooEarlyError(DomainError):
    status = 409
    message = N_("Chưa đến ngày thử lại. Trang này ghi ngày có thể thử, thầy cô quay lại sau nhé.")


def try_again(user_id: int, slug: str, key: str, now: datetime) -> None:
    """Begin a fresh try at a passed task, where passing it alone would show something in one of its skills.

    Raises:
        NotFoundError: no skill of a published course has this task for a machine to check.
        TooEarlyError: it is too early to show anything by it, or the skill is not practised yet.
        TransitionRefusedError: the task is not passed.
    """
    skills = [each for each in list_skills() if each.head.slug == slug and key in each.plan.machine]
    if not skills:
        raise NotFoundError
    abilities = find_abilities(user_id, now)
    if not any(abilities[skill.name].may_pass_again(now) for skill in skills):
        raise TooEarlyError
    begin_again(user_id, get_task(skills[0].published, *key.split("/", 1)), now)


def tick(now: datetime) -> int:
    """Tell everybody whose skill became due to be shown again, once for each day on which one is; return how many."""
    return sum(tick_in_parts(now))


def tick_in_parts(now: datetime) -> Iterator[int]:
    """Do the same for some people at a time; each part may be a transaction of its own."""
    last = 0
    while people := _list_people(now, last):
        last = people[-1]
        yield _tell_due(people, now)


def _tell_due(people: list[int], now: datetime) -> int:
    titles = {skill.name: skill.title for skill in list_skills()}
    due = (
        Telling(
            user_id,
            "recheck_due",
            f"recheck:{user_id}:{one.due_at.date().isoformat()}:{name}",
            PAGE,
            {"skill": titles[name]},
        )
        for user_id, abilities in list_abilities(people, titles.keys(), now).items()
        for name, one in abilities.items()
        if one.due_at is not None and one.due_at <= now <= one.due_at + TOLD_WITHIN
    )
    return notify_all(due, now)


def _list_people(now: datetime, after: int) -> list[int]:
    """Return some who may be due, from one id on: people who showed something by themselves between the longest and the shortest time ago."""
    found = (
        select(LearningEvent.subject_id)
        .join(User, User.id == LearningEvent.subject_id)
        .where(
            LearningEvent.verb.in_((Verb.OBSERVED_ALONE, Verb.RECHECKED)),
            LearningEvent.at > now - max(HOLDS) - TOLD_WITHIN,
            LearningEvent.at <= now - min(HOLDS),
            LearningEvent.subject_id > after,
            User.closed_at.is_(None),
        )
        .distinct()
        .order_by(LearningEvent.subject_id)
        .limit(AT_ONCE)
    )
    return list(db.session.scalars(found))
