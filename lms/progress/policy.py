"""Who may see whose progress."""

from lms.core.people import Actor, Role


def can_see_progress(actor: Actor, user_id: int, unit_path: str, is_mentor: bool) -> bool:
    """The person, the person's mentor, and officers of the unit or above."""
    return actor.id == user_id or is_mentor or actor.reaches(Role.COORDINATOR, unit_path)
