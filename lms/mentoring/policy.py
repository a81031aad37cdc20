"""Who may report harm in a pair, and who may read a report: never whom it is about."""

from datetime import datetime

from lms.core.pair_life import LIVE
from lms.core.people import Actor, Role
from lms.core.safeguarding import REPORTABLE_AFTER_END
from lms.mentoring.models import HarmReport
from lms.mentoring.queries.harm import has_guardian, is_nobody_else_there
from lms.pairing.models import Pair


def can_report_harm(actor: Actor, pair: Pair, now: datetime) -> bool:
    """The two, while the pair lives, rests or ended no more than 90 days ago."""
    if actor.id not in (pair.mentor_id, pair.mentee_id):
        return False
    return pair.state in LIVE or (
        pair.state == "ended" and pair.ended_at is not None and now - pair.ended_at <= REPORTABLE_AFTER_END
    )


def can_read_report(actor: Actor, report: HarmReport, unit_path: str) -> bool:
    """The safeguarding role of the unit where the report lies, or of one above it: rather none of the two.

    An admin without that role reads it only where nobody has it: who wants to must be given the role, and the log says so.
    Whoever reported may be reported as well, and would read on the own report what is written of both. Only where there
    is nobody else to read it, whoever made it does.
    """
    if actor.id == report.about_id or not actor.reaches(Role.SAFEGUARDING, unit_path):
        return False
    has_role = any(
        each.role is Role.SAFEGUARDING and unit_path.startswith(each.unit_path) for each in actor.grants
    )
    if not has_role and has_guardian(report):
        return False
    return actor.id != report.by_id or is_nobody_else_there(report)
