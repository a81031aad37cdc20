"""Which units a person may act on."""

from lms.core.people import Actor, Role


def can_report_unit(actor: Actor, unit_path: str) -> bool:
    """Officers of the unit or of one above it."""
    return actor.reaches(Role.COORDINATOR, unit_path)


def can_manage_unit(actor: Actor, unit_path: str) -> bool:
    """Admins of the unit or of one above it."""
    return actor.reaches(Role.ADMIN, unit_path)


def can_grant_role(actor: Actor, user_id: int, unit_path: str) -> bool:
    """Admins of the unit or above; nobody changes one's own roles."""
    return actor.id != user_id and actor.reaches(Role.ADMIN, unit_path)
