"""Who may work on question banks."""

from lms.core.people import Actor, Role


def can_make_banks(actor: Actor) -> bool:
    """Trainers and admins."""
    return actor.has_role(Role.TRAINER)


def can_work_on_draft(actor: Actor, owner_id: int) -> bool:
    """The trainer who began it, while still a trainer, and admins: a draft holds keys."""
    return (actor.id == owner_id and can_make_banks(actor)) or actor.has_role(Role.ADMIN)
