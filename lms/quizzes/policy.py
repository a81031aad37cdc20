"""Who may sit an attempt, and when its answers may be reviewed."""

from datetime import datetime

from lms.core.people import Actor
from lms.core.questions import Bank
from lms.quizzes.queries import KeptAnswer, Sitting


def can_sit(actor: Actor, sitting: Sitting) -> bool:
    """The person alone. Trainers look at attempts on pages of their own; mentors do not."""
    return actor.is_authenticated and actor.id == sitting.user_id


def can_review_question(bank: Bank, answer: KeptAnswer) -> bool:
    """While the attempt runs: where the bank answers each question at once, and this one is answered for good."""
    return bank.review == "each" and answer.is_final


def can_review_attempt(sitting: Sitting, bank: Bank, closes: datetime | None, now: datetime) -> bool:
    """After the hand-in, by the bank's rule; ``closes`` is when the last answer of anybody can count."""
    if sitting.state not in ("submitted", "graded") or bank.review == "never":
        return False
    return bank.review != "after-close" or (closes is not None and now > closes)
