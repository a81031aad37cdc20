"""Whose attempts a trainer may look at, and which of them the trainer may judge."""

from lms.core.people import Actor, Role


def can_see_attempts(actor: Actor, unit_path: str) -> bool:
    """Trainers of the person's unit or of one above it."""
    return actor.reaches(Role.TRAINER, unit_path)


def can_judge(actor: Actor, user_id: int, unit_path: str) -> bool:
    """The same trainers, to mark, void or extend; nobody judges over one's own attempts."""
    return actor.id != user_id and can_see_attempts(actor, unit_path)
