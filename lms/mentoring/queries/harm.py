"""Reading reports of harm, their case notes, and who has the safeguarding role where."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import aliased

from lms.accounts.models import AuditEntry, User
from lms.core.errors import NotFoundError
from lms.core.people import Actor, Role
from lms.core.safeguarding import Desk, Post, choose_desk
from lms.core.unit_paths import paths_down_to
from lms.db import db
from lms.mentoring.models import HarmReport, PairNote
from lms.pairing.models import Pair
from lms.units.models import RoleGrant, Unit
from lms.units.queries import find_member, get_unit

MOST_LISTED = 200


def find_desk(pair: Pair, by_id: int) -> Desk:
    """Return where a report by one of the two lies, and who is told of it."""
    member = find_member(pair.mentee_id)
    path = member.unit_path if member else get_unit(pair.unit_id).path
    return choose_desk(path, _list_posts(path), other_of(pair, by_id), by_id)


def is_nobody_else_there(report: HarmReport) -> bool:
    """Tell whether nobody but the one who made a report could be told of it today."""
    pair = db.session.get_one(Pair, report.pair_id)
    return set(find_desk(pair, report.by_id).reader_ids) <= {report.by_id}


def has_guardian(report: HarmReport) -> bool:
    """Tell whether anybody but the two has the safeguarding role for the unit where a report lies."""
    found = select(HarmReport.id).join(Unit, Unit.id == HarmReport.unit_id)
    return db.session.scalar(found.where(HarmReport.id == report.id, _is_guarded())) is not None


def _is_guarded() -> ColumnElement[bool]:
    """Return the condition that somebody has the safeguarding role itself: then no admin reads the report."""
    office, guardian = aliased(Unit), aliased(User)
    return (
        select(RoleGrant.id)
        .join(office, office.id == RoleGrant.unit_id)
        .join(guardian, guardian.id == RoleGrant.user_id)
        .where(RoleGrant.role == Role.SAFEGUARDING, RoleGrant.revoked_at.is_(None))
        .where(guardian.closed_at.is_(None), Unit.path.like(office.path.concat("%")))
        .where(guardian.id != HarmReport.about_id, guardian.id != HarmReport.by_id)
        .correlate(HarmReport, Unit)
        .exists()
    )


def _list_posts(path: str) -> list[Post]:
    """Return the offices held on the unit at ``path`` and above it, and every admin's, the longest in office first."""
    found = (
        select(RoleGrant.user_id, RoleGrant.role, Unit.path)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .join(User, User.id == RoleGrant.user_id)
        .where(RoleGrant.revoked_at.is_(None), User.closed_at.is_(None))
        .where(or_(Unit.path.in_(paths_down_to(path)), RoleGrant.role == Role.ADMIN))
        .order_by(RoleGrant.id)
    )
    return [Post(user_id, Role(role), at) for user_id, role, at in db.session.execute(found)]


def other_of(pair: Pair, user_id: int) -> int:
    """Return the other of the two."""
    return pair.mentee_id if user_id == pair.mentor_id else pair.mentor_id


def find_last_report(pair_id: int, by_id: int) -> HarmReport | None:
    """Return the newest report that this person made about the pair."""
    found = select(HarmReport).where(HarmReport.pair_id == pair_id, HarmReport.by_id == by_id)
    return db.session.scalars(found.order_by(HarmReport.id.desc()).limit(1)).first()


def find_open_report(pair_id: int, by_id: int) -> HarmReport | None:
    """Return the report that this person made about the pair and that is not closed."""
    last = find_last_report(pair_id, by_id)
    return last if last and last.state != "closed" else None


def has_other_report(report: HarmReport) -> bool:
    """Tell whether another report about the same pair is not closed either."""
    found = select(HarmReport.id).where(
        HarmReport.pair_id == report.pair_id, HarmReport.id != report.id, HarmReport.state != "closed"
    )
    return db.session.scalar(found.limit(1)) is not None


def get_report(report_id: int) -> HarmReport:
    """Return the report as it is now.

    Raises:
        NotFoundError: there is no such report.
    """
    report = db.session.get(HarmReport, report_id)
    if report is None:
        raise NotFoundError
    return report


@dataclass(frozen=True)
class ReportLine:
    """A report as the list shows it: nobody's name but that of who looks into it."""

    id: int
    kind: str
    state: str
    at: datetime
    closed_at: datetime | None
    unit_name: str
    handled_by: str


def list_reports(actor: Actor) -> list[ReportLine]:
    """Return the reports of the units that the actor looks after: open, then looked into.

    None about the actor; those that the actor made only where nobody else could read them; an admin without the role only
    those for which nobody has it.
    """
    paths, handler = actor.paths(Role.SAFEGUARDING), aliased(User)
    own = [each.unit_path for each in actor.grants if each.role is Role.SAFEGUARDING]
    if not paths:
        return []
    order = case((HarmReport.state == "open", 0), (HarmReport.state == "looking", 1), else_=2)
    found = (
        select(
            HarmReport.id,
            HarmReport.kind,
            HarmReport.state,
            HarmReport.at,
            HarmReport.closed_at,
            Unit.name,
            func.coalesce(handler.full_name, ""),
        )
        .join(Unit, Unit.id == HarmReport.unit_id)
        .outerjoin(handler, handler.id == HarmReport.handled_by_id)
        .where(or_(*(Unit.path.startswith(path, autoescape=True) for path in paths)))
        .where(or_(~_is_guarded(), *(Unit.path.startswith(path, autoescape=True) for path in own)))
        .where(HarmReport.about_id != actor.id, HarmReport.id.not_in(_list_others_own(actor.id)))
        .order_by(order, HarmReport.id.desc())
        .limit(MOST_LISTED)
    )
    return [ReportLine(*row) for row in db.session.execute(found)]


def _list_others_own(user_id: int) -> list[int]:
    """Return the reports that this person made and that somebody else may read."""
    own = db.session.scalars(select(HarmReport).where(HarmReport.by_id == user_id))
    return [each.id for each in own if not is_nobody_else_there(each)]


def list_reports_of_pair(pair_id: int) -> list[tuple[HarmReport, str]]:
    """Return the reports about a pair, each with the path of the unit where it lies."""
    found = select(HarmReport, Unit.path).join(Unit, Unit.id == HarmReport.unit_id)
    rows = db.session.execute(found.where(HarmReport.pair_id == pair_id).order_by(HarmReport.id))
    return [(report, path) for report, path in rows]


def list_case_notes(report_ids: Collection[int]) -> list[tuple[PairNote, User]]:
    """Return the case notes on these reports, the oldest first, each with its author."""
    found = (
        select(PairNote, User)
        .join(User, User.id == PairNote.author_id)
        .where(PairNote.report_id.in_(report_ids), PairNote.kind == "case")
        .order_by(PairNote.id)
    )
    return [(note, author) for note, author in db.session.execute(found)]


@dataclass(frozen=True)
class Step:
    """Something that was done about a report or its pair, and by whom; without a name it was the site's clock."""

    at: datetime
    action: str
    full_name: str


def list_steps(report: HarmReport) -> Sequence[Step]:
    """Return what was done about the report and what became of its pair, the oldest first."""
    found = (
        select(AuditEntry.at, AuditEntry.action, func.coalesce(User.full_name, ""))
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(AuditEntry.subject.in_((f"harm:{report.id}", f"pair:{report.pair_id}")))
        .order_by(AuditEntry.id)
    )
    return [Step(*row) for row in db.session.execute(found)]
