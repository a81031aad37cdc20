"""Which units a person may act on."""

from collections.abc import Iterable

from lms.accounts.policy import can_edit_person
from lms.core.people import Actor, Role


def can_report_unit(actor: Actor, unit_path: str) -> bool:
    """Officers of the unit or of one above it."""
    return actor.reaches(Role.COORDINATOR, unit_path)


def can_manage_unit(actor: Actor, unit_path: str) -> bool:
    """Admins of the unit or of one above it."""
    return actor.reaches(Role.ADMIN, unit_path)


def can_edit_member(actor: Actor, user_id: int, unit_path: str, grant_paths: Iterable[str]) -> bool:
    """Officers, for people of their units; whoever holds a role anywhere, for admins over all of these places.

    ``grant_paths`` are the paths of the units on which the person holds a role.
    """
    held = list(grant_paths)
    return can_edit_person(actor, user_id, unit_path, has_role=bool(held)) and all(
        actor.reaches(Role.ADMIN, path) for path in held
    )


def can_grant_role(actor: Actor, user_id: int, unit_path: str) -> bool:
    """Admins of the unit or above; nobody changes one's own roles."""
    return actor.id != user_id and actor.reaches(Role.ADMIN, unit_path)
