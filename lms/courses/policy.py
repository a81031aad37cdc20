"""Who may read and change course content. Published courses are open to all."""

from lms.core.people import Actor, Role


def can_write_courses(actor: Actor) -> bool:
    """Trainers and admins."""
    return actor.has_role(Role.TRAINER)


def can_read_drafts(actor: Actor) -> bool:
    """Those who may write."""
    return can_write_courses(actor)
