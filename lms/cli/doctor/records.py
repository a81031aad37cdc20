"""Checks of what the database says: content, people, the ledger, and the files that rows name."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from lms import clock
from lms.accounts.models import AuditEntry, LoginSession, SignInGuess, User
from lms.accounts.queries import count_people, count_real_people, has_way_in
from lms.authoring.models import Upload
from lms.authoring.queries import list_due_uploads
from lms.cli.database import KEPT_LOG
from lms.cli.doctor.checks import Check, note, shortened
from lms.config import Settings
from lms.core.markup import SIZE_TYPE
from lms.core.people import Role
from lms.core.practice import KINDS
from lms.courses.models import CourseItem
from lms.courses.queries import Published, get_published, list_heads
from lms.credentials.models import Certificate
from lms.db import db
from lms.notices.queries.mail import count_given_up
from lms.pairing.models import Pair
from lms.photos import kept_names
from lms.practice.queries import list_due_photos
from lms.practice.queries.certificates import find_lab
from lms.practice.services.authority import find_trouble
from lms.progress.models import Enrolment, LearningEvent
from lms.progress.services import differences
from lms.quizzes.models import Bank
from lms.quizzes.queries import list_due_photos as list_due_answer_photos
from lms.storage import Storage, media_name
from lms.units.models import Membership, RoleGrant, Unit

AHEAD = timedelta(minutes=5)
MOST_LISTED = 50


def _texts(found: Select[Any]) -> list[str]:
    return [str(each) for each in db.session.scalars(found.limit(MOST_LISTED))]


def content(storage: Storage) -> Iterator[Check]:
    """Yield the checks of courses and banks."""
    heads = list_heads()
    yield Check("courses are published", bool(heads), "run: lms content publish")
    published = {head.slug: get_published(head.revision_id) for head in heads}
    empty = [slug for slug, each in published.items() if not each.items]
    yield Check("published courses can be read", not empty, "run: lms content publish", ", ".join(empty))
    lost = [slug for slug, each in published.items() if not _has_its_media(each, storage)]
    yield Check("pictures of courses are there", not lost, "run: lms content publish", ", ".join(lost))
    banks = set(db.session.scalars(select(Bank.slug).where(Bank.current_revision_id.is_not(None))))
    items = [(slug, item) for slug, each in published.items() for _lesson, item in each.items.values()]
    without = [f"{slug}/{item.key}" for slug, item in items if item.quiz and item.quiz.bank not in banks]
    yield Check("every quiz has its bank", not without, "run: lms content publish", shortened(without))
    strange = [f"{slug}/{item.key}" for slug, item in items if item.task and item.task.kind not in KINDS]
    yield Check("every task is of a known kind", not strange, "install the newer version", shortened(strange))
    today = clock.now().date().isoformat()
    due = [
        f"{slug}/{lesson.id}"
        for slug, each in published.items()
        for lesson in each.course.lessons
        if lesson.review_by and lesson.review_by < today
    ]
    yield note("no lesson is past its review day", due, "read its sources again, then set review_by")


def _has_its_media(published: Published, storage: Storage) -> bool:
    try:
        sizes = (size for media in published.course.media for size in media.sizes)
        names = [*published.media.values(), *(media_name(size.sha256, SIZE_TYPE) for size in sizes)]
        return all(storage.get(name) for name in names)
    except FileNotFoundError:
        return False


def roster() -> Iterator[Check]:
    """Yield the checks of people, units, roles and pairs."""
    yield Check(
        "people are on the roster", count_people() > 0, "run: lms people add, or lms demo to try the site"
    )
    yield Check(
        "no demo people among real ones",
        count_real_people() in (0, count_people()),
        "close the demo accounts, whose passwords lie in a file",
    )
    admin = (
        select(User.full_name)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(RoleGrant.role == Role.ADMIN, RoleGrant.revoked_at.is_(None), User.closed_at.is_(None))
        .where(has_way_in(clock.now()))
    )
    yield Check(
        "an admin can sign in", bool(_texts(admin)), "run: lms people add … --role admin --password-stdin"
    )
    unsent = count_given_up()
    yield note(
        "mails arrive",
        [f"{unsent} notices could not be mailed"] if unsent else [],
        "those people read them in the site and were told; look at LMS_SMTP_URL",
    )
    lost = _units_off_the_tree()
    yield Check("every unit is where its path says", not lost, "restore a backup", shortened(lost))
    member = select(Membership.id).where(Membership.user_id == User.id, Membership.to_on.is_(None))
    nowhere = select(User.full_name).where(User.closed_at.is_(None), ~member.exists()).order_by(User.id)
    yield note("everybody belongs to a unit", _texts(nowhere), "give them a unit, or close their accounts")
    held = (
        select(User.full_name)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(RoleGrant.revoked_at.is_(None), User.closed_at.is_not(None))
    )
    yield note("no role is held by a closed account", _texts(held), "take the role back under Quản trị")
    yield note("every unit has an officer", _units_without_officer(), "grant the role at it or above it")
    gone = aliased(User)
    broken = (
        select(gone.full_name)
        .join(Pair, or_(Pair.mentor_id == gone.id, Pair.mentee_id == gone.id))
        .where(Pair.state.in_(("active", "paused")), gone.closed_at.is_not(None))
    )
    yield note(
        "every pair is of two people who are here", _texts(broken), "end the pair, and find another mentor"
    )


def _units_off_the_tree() -> list[str]:
    """Return the units that cannot be reached from a root by the paths that they carry."""
    rows = db.session.execute(select(Unit.id, Unit.parent_id, Unit.path, Unit.name)).all()
    paths = {row.id: row.path for row in rows}
    return [
        row.name
        for row in rows
        if row.path != f"{paths.get(row.parent_id, '/') if row.parent_id else '/'}{row.id}/"
    ]


def _units_without_officer() -> list[str]:
    """Return the units with members for which nobody answers, neither there nor above."""
    officers = set(
        db.session.scalars(
            select(Unit.path)
            .join(RoleGrant, RoleGrant.unit_id == Unit.id)
            .where(RoleGrant.revoked_at.is_(None), RoleGrant.role.in_((Role.COORDINATOR, Role.ADMIN)))
        )
    )
    peopled = select(Unit.path, Unit.name).where(
        select(Membership.id).where(Membership.unit_id == Unit.id, Membership.to_on.is_(None)).exists()
    )
    return [
        name
        for path, name in db.session.execute(peopled.order_by(Unit.id))
        if not any(path.startswith(above) for above in officers)
    ]


def practice(settings: Settings) -> Iterator[Check]:
    """Yield the checks of the signature lab: is there an authority, and does this site's secret open it?"""
    lab = find_lab(0)
    trouble = find_trouble(lab, settings.secret_key)
    yield Check(
        "there is a practice authority",
        lab.authority is not None,
        "run: lms practice-ca init",
        is_grave=False,
    )
    yield Check(
        "the practice authority can be opened",
        lab.authority is None or trouble is None,
        "put the former LMS_SECRET_KEY back, or run: lms practice-ca init --replace",
    )


def records(is_quick: bool) -> Iterator[Check]:
    """Yield the checks of the ledger and of what is derived from it."""
    newest = _newest()
    yield Check(
        "the clock is not behind what was written",
        newest is None or newest <= clock.now() + AHEAD,
        "set this machine's clock",
        str(newest),
    )
    if not is_quick:
        found = list(differences())
        yield Check(
            "stored progress equals the ledger", not found, "run: lms progress rebuild", shortened(found)
        )
    item = select(CourseItem.id).where(
        CourseItem.course_id == LearningEvent.course_id, CourseItem.key == LearningEvent.item_key
    )
    unknown = select(LearningEvent.item_key).where(LearningEvent.item_key != "", ~item.exists()).distinct()
    yield note("every event is of a known item", _texts(unknown), "publish the course that it came from")
    finished = select(Enrolment.id).where(
        Enrolment.user_id == Certificate.user_id,
        Enrolment.course_id == Certificate.course_id,
        Enrolment.completed_at.is_not(None),
    )
    early = select(Certificate.code).where(Certificate.revoked_at.is_(None), ~finished.exists())
    yield note(
        "every certificate is of a finished course", _texts(early), "look into it, and revoke it if need be"
    )
    old = select(LoginSession.id).where(LoginSession.expires_at < clock.now() - KEPT_LOG)
    yield note("no sign-in traces over 90 days old", _texts(old), "run daily: lms db tidy")
    due = [photo.id for photo in list_due_photos(clock.now() - timedelta(days=2), MOST_LISTED)]
    yield note("no photo is kept beyond its time", due, "run daily: lms practice sweep")
    due = [photo.id for photo in list_due_answer_photos(clock.now() - timedelta(days=2), MOST_LISTED)]
    yield note(
        "no photo of an answer is kept beyond its time", due, "run every few minutes: lms quizzes sweep"
    )
    over = [each.file_name for each in list_due_uploads(clock.now() - timedelta(days=2), MOST_LISTED)]
    yield note("no upload is kept beyond its time", over, "run daily: lms content sweep")


def _newest() -> datetime | None:
    latest = (
        db.session.scalar(select(func.max(column)))
        for column in (LearningEvent.at, AuditEntry.at, LoginSession.created_at, SignInGuess.at)
    )
    return max((each for each in latest if each is not None), default=None)


def files(settings: Settings) -> Iterator[Check]:
    """Yield the checks that rows and files know each other; a bucket is not listed."""
    folder = settings.instance / "files"
    if settings.storage != "disk":
        return
    kept = kept_names()
    lost = sorted(name for name in kept if not (folder / name).is_file())
    yield Check("every photo that was handed in is there", not lost, "restore a backup", shortened(lost))
    waiting = set(db.session.scalars(select(Upload.storage_name).where(Upload.state == "waiting")))
    gone = sorted(name for name in waiting if not (folder / name).is_file())
    yield note("every upload that waits is there", gone, "ask its trainer to upload it again")
    kept |= set(db.session.scalars(select(Upload.storage_name)))
    yesterday = clock.now().timestamp() - 86_400
    unknown = [
        path.relative_to(folder).as_posix()
        for kind in ("answers", "evidence", "uploads")
        for path in sorted(folder.glob(f"{kind}/*"))
        if path.relative_to(folder).as_posix() not in kept and path.stat().st_mtime < yesterday
    ]
    yield note("no file that nobody knows", unknown, "delete it: its row is gone, or the upload never ended")
