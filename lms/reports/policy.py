"""Whose report a person may open: officers, of their units and those below."""

from lms.core.people import Actor
from lms.units.policy import can_report_unit


def can_report_person(actor: Actor, unit_path: str, member_path: str) -> bool:
    """Officers of the unit, for people who belong to it or below it today."""
    return member_path.startswith(unit_path) and can_report_unit(actor, unit_path)
