"""What an attempt's decision means for the ledger: told at the hand-in, and again when a person changes marks.

Nothing here marks; the attempts' rows must already say what is to be told.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from lms.core.completion import Trust, Verb
from lms.courses.queries import get_published
from lms.db import db
from lms.progress.services import folded, record
from lms.quizzes.models import Attempt
from lms.quizzes.queries import PublishedBank, Sitting, list_goes_beside
from lms.quizzes.services.marking import Counted, Marks, counted


def lock_goes(user_id: int, course_id: int, keys: Sequence[str]) -> None:
    """Hold all of a person's attempts at a quiz until the commit, so that the result that counts stands still."""
    rows = select(Attempt.id).where(
        Attempt.user_id == user_id, Attempt.course_id == course_id, Attempt.item_key.in_(keys)
    )
    db.session.execute(rows.order_by(Attempt.id).with_for_update()).all()


def tell_ledger(
    sitting: Sitting,
    published: PublishedBank,
    marks: Marks,
    now: datetime,
    *,
    actor_id: int | None,
    actor_kind: str,
    trust: Trust = Trust.MACHINE,
) -> None:
    """Note once how the attempt was decided."""
    passes = _passes(_result(sitting, published), marks)
    record(
        subject_id=sitting.user_id,
        actor_id=actor_id,
        actor_kind=actor_kind,
        verb=Verb.QUIZ_PASSED if passes else Verb.QUIZ_NOT_PASSED,
        course_id=sitting.course_id,
        item_key=sitting.item_key,
        now=now,
        idempotency_key=f"quiz:{sitting.id}",
        trust=trust,
        detail={"number": sitting.number, "score": str(marks.score), "most": str(sitting.max_score)},
    )


def tell_ledger_again(
    sitting: Sitting,
    published: PublishedBank,
    now: datetime,
    *,
    stood: bool,
    by_id: int,
    change: str,
    trust: Trust = Trust.MACHINE,
) -> None:
    """Let the ledger follow the result that counts: withdraw a pass that no attempt gives any more, add a new one.

    ``stood`` is what ``stands`` said before the change, for a pass that an update of the course took back must not
    return by itself. ``change`` names the change once and for all: told again it is one event. Call both with the
    person's attempts locked.
    """
    passes = stands(sitting, published)
    course = get_published(sitting.course_revision_id)
    standing = folded(sitting.user_id, sitting.course_id, course.plan)
    if passes == stood or passes == standing.is_done(course.today(sitting.item_key)):
        return
    record(
        subject_id=sitting.user_id,
        actor_id=by_id,
        actor_kind="assessor",
        verb=Verb.QUIZ_PASSED if passes else Verb.WITHDRAWN,
        course_id=sitting.course_id,
        item_key=sitting.item_key,
        now=now,
        idempotency_key=f"quiz:{sitting.id}:{change}",
        trust=trust if passes else "",
        detail={"number": sitting.number, "because": change},
    )


def stands(sitting: Sitting, published: PublishedBank) -> bool:
    """Tell whether the person has passed the quiz by the attempts as they are now; an earned pass stays."""
    result = _result(sitting, published)
    return result is not None and (result.is_passed or result.was_passed)


def _result(sitting: Sitting, published: PublishedBank) -> Counted | None:
    """Return the result that counts over the person's decided attempts; a void one has no decision."""
    scores = [
        (go.score, go.max_score)
        for go in list_goes_beside(sitting)
        if go.is_passed is not None and go.score is not None
    ]
    return counted(published.bank.grade, published.bank.pass_share, scores)


def _passes(result: Counted | None, marks: Marks) -> bool:
    """Tell whether the attempt passes by the result that counts; one that fails after a pass is no second pass."""
    return result is not None and result.is_passed and (bool(marks.is_passed) or not result.was_passed)
