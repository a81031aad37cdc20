"""Who may open a certificate's own page, and who may revoke it. Verifying one by its code is open to all."""

from lms.core.people import Actor, Role


def can_see_certificate(actor: Actor, user_id: int, unit_path: str) -> bool:
    """The person it names, and officers of the person's unit or above."""
    return actor.id == user_id or actor.reaches(Role.COORDINATOR, unit_path)


def can_revoke_certificate(actor: Actor, user_id: int, unit_path: str) -> bool:
    """Officers of the person's unit or above; nobody decides over one's own."""
    return actor.id != user_id and actor.reaches(Role.COORDINATOR, unit_path)
