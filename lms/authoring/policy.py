"""Who may publish content and edit the sheets of local fields."""

from lms.core.people import Actor, Role


def can_publish(actor: Actor) -> bool:
    """Trainers and admins."""
    return actor.has_role(Role.TRAINER)


def can_edit_sheet(actor: Actor, unit_path: str) -> bool:
    """Trainers of the unit or of one above it."""
    return actor.reaches(Role.TRAINER, unit_path)
