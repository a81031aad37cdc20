"""Which account a person may touch. A person's unit decides, so the caller passes its path."""

from lms.core.people import Actor, Role


def can_print_card(actor: Actor, user_id: int, unit_path: str, has_role: bool) -> bool:
    """Officers, for learners of their unit only: a card must never open an account that holds a role."""
    return actor.id != user_id and not has_role and actor.reaches(Role.COORDINATOR, unit_path)


def can_edit_person(actor: Actor, user_id: int, unit_path: str, has_role: bool) -> bool:
    """Officers for learners of their unit; whoever holds a role is edited by an admin only."""
    wanted = Role.ADMIN if has_role else Role.COORDINATOR
    return actor.id != user_id and actor.reaches(wanted, unit_path)
