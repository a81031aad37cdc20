"""Who may work on question banks."""

from lms.core.people import Actor, Role


def can_make_banks(actor: Actor) -> bool:
    """Trainers and admins."""
    return actor.has_role(Role.TRAINER)
