"""Who may arrange pairs: officers of the unit or above, for people of their units alone."""

from lms.core.people import Actor, Role


def can_pair_people(actor: Actor, unit_path: str) -> bool:
    """Officers of the unit or above; both people's units are asked about."""
    return actor.reaches(Role.COORDINATOR, unit_path)


def reach_of(actor: Actor, unit_path: str) -> str:
    """Return the path of the widest unit above ``unit_path`` in which the officer may arrange pairs; empty for none."""
    return next((path for path in actor.paths(Role.COORDINATOR) if unit_path.startswith(path)), "")
