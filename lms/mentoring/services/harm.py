"""Reporting harm, and what the safeguarding role does about it. The log says that something was done, never in what words."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from lms.accounts.services import write_audit
from lms.core.days import day_of
from lms.core.errors import N_, ConflictError
from lms.core.pair_life import LIVE, MoveRefusedError
from lms.core.unit_paths import ids_down_to
from lms.db import db
from lms.mentoring.models import HarmReport, PairNote
from lms.mentoring.queries.harm import find_desk, find_open_report, has_other_report, other_of
from lms.notices.services import notify
from lms.pairing.models import Pair
from lms.pairing.queries.pairs import get_pair
from lms.pairing.services import life

LONGEST_WORDS = 4_000
MOST_WORDS = 5 * LONGEST_WORDS


class SaidEnoughError(ConflictError):
    message = N_("Báo cáo đã dài. Thầy cô nói trực tiếp với người đang xem, hoặc gọi số hỗ trợ.")


class ReportClosedError(ConflictError):
    message = N_("Báo cáo này đã khép lại. Tải lại trang để xem.")


class PairHeldError(ConflictError):
    message = N_(
        "Báo cáo này còn giữ hai người cách xa nhau. Chọn thôi giữ, hoặc kết thúc cặp vì an toàn, rồi khép lại."
    )


class OtherReportError(ConflictError):
    message = N_("Cặp này còn một báo cáo khác chưa khép lại. Xem báo cáo ấy trước khi cho cặp tiếp tục.")


def report_harm(pair: Pair, by_id: int, kind: str, words: str, now: datetime) -> HarmReport:
    """Keep a report, pause the pair, hand its requests on and tell who has to look, all at once. Twice is once.

    While one's report is not closed, more words are added to it; what was said stays as it was.
    """
    if pair.state in LIVE:
        try:
            life.pause_for_harm(pair, by_id, now)
        except MoveRefusedError:  # the pair ended a moment ago; the report is kept all the same
            db.session.refresh(pair)
    if pair.state not in LIVE and not pair.ended_for_harm:
        pair.paused_for_harm = (
            True  # until it is decided, the two are kept apart as the two of a live pair are
        )
    life.close_between(by_id, other_of(pair, by_id), now)
    already = find_open_report(pair.id, by_id)
    if already:
        _add_words(already, pair, words, now)
        return already
    desk = find_desk(pair, by_id)
    report = HarmReport(
        pair_id=pair.id,
        unit_id=ids_down_to(desk.unit_path)[-1],
        by_id=by_id,
        about_id=other_of(pair, by_id),
        kind=kind,
        words=words[:LONGEST_WORDS],
        at=now,
        state="open",
    )
    try:
        with db.session.begin_nested():
            db.session.add(report)
    except IntegrityError:  # the other tap was a moment faster
        already = find_open_report(pair.id, by_id)
        if already is None:
            raise
        return already
    _log(report, by_id, "harm.reported", now)
    for reader_id in desk.reader_ids:
        _tell(reader_id, report, "harm_reported", now, f"/an-toan/{report.id}")
    return report


def _add_words(report: HarmReport, pair: Pair, words: str, now: datetime) -> None:
    """Put words below those that were sent, unless they are the last ones again; tell who looks, once a day.

    Raises:
        SaidEnoughError: a report has an end, so that it stays to be read.
    """
    db.session.refresh(report, with_for_update=True)
    if not words or report.state == "closed" or report.words.endswith(words):
        return
    if len(report.words) + len(words) > MOST_WORDS:
        raise SaidEnoughError
    report.words = f"{report.words}\n\n{words}".strip()
    _log(report, report.by_id, "harm.added", now)
    readers = (report.handled_by_id,) if report.handled_by_id else find_desk(pair, report.by_id).reader_ids
    for reader_id in readers:
        key = f"harm_added:{report.id}:{reader_id}:{day_of(now)}"
        notify(reader_id, "harm_added", key, now, path=f"/an-toan/{report.id}")


def _log(report: HarmReport, by_id: int, action: str, now: datetime) -> None:
    write_audit(by_id, action, f"harm:{report.id}", now, unit_id=report.unit_id)


def _tell(user_id: int, report: HarmReport, kind: str, now: datetime, path: str) -> None:
    notify(user_id, kind, f"{kind}:{report.id}:{user_id}", now, path=path)


def _held(report: HarmReport) -> HarmReport:
    """Hold a report that is not closed until the transaction ends."""
    db.session.refresh(report, with_for_update=True)
    if report.state == "closed":
        raise ReportClosedError
    return report


def take_report(report: HarmReport, by_id: int, now: datetime) -> None:
    """Begin to look into a report; whoever reported is told that somebody does. Twice is once.

    Raises:
        ReportClosedError: it is closed.
    """
    _held(report)
    if report.handled_by_id == by_id:
        return
    report.state, report.handled_by_id = "looking", by_id
    _log(report, by_id, "harm.taken", now)
    _tell(report.by_id, report, "harm_looking", now, f"/cap/{report.pair_id}/khong-on")


def add_case_note(report: HarmReport, by_id: int, words: str, newest: int, now: datetime) -> None:
    """Keep a note that only the safeguarding role reads. ``newest`` is the last one the page showed: twice is once."""
    db.session.refresh(report, with_for_update=True)
    found = db.session.query(PairNote.id).filter_by(
        report_id=report.id, author_id=by_id, kind="case", words=words[:LONGEST_WORDS]
    )
    if found.filter(PairNote.id > newest).first():
        return
    db.session.add(
        PairNote(
            pair_id=report.pair_id,
            report_id=report.id,
            author_id=by_id,
            kind="case",
            words=words[:LONGEST_WORDS],
            at=now,
        )
    )
    _log(report, by_id, "harm.noted", now)
    db.session.flush()


def let_pair_go_on(report: HarmReport, by_id: int, now: datetime) -> None:
    """Lift the pause; of a pair that ended meanwhile, what keeps the two apart.

    Raises:
        ReportClosedError: the report is closed.
        OtherReportError: another report about the pair is not.
        MoveRefusedError: the pair is over, or goes on already.
    """
    _held(report)
    if has_other_report(report):
        raise OtherReportError
    pair = get_pair(report.pair_id)
    if pair.state == "ended" and pair.paused_for_harm:
        pair.paused_for_harm, pair.held_by = False, ""
    else:
        life.resume(pair, by_id, now, is_safeguarding=True)
    _log(report, by_id, "harm.lifted", now)


def part_for_harm(report: HarmReport, by_id: int, achieved: str, now: datetime) -> None:
    """End the pair, so that the two are never suggested to each other again; also a pair that is over already.

    What the two achieved is kept as at any end: the other finds the page of parting that everybody finds.

    Raises:
        ReportClosedError: the report is closed.
    """
    _held(report)
    pair = get_pair(report.pair_id)
    if pair.state in LIVE:
        life.end(pair, by_id, "", achieved, "", now, is_safeguarding=True)
    elif pair.ended_for_harm:
        return
    pair.ended_for_harm, pair.paused_for_harm, pair.held_by = True, False, ""
    _log(report, by_id, "harm.parted", now)
    db.session.flush()


def close_report(report: HarmReport, by_id: int, outcome: str, now: datetime) -> None:
    """Close a report once it is decided what becomes of the pair; whoever reported is told that it was looked into.

    Raises:
        ReportClosedError: it is closed already.
        PairHeldError: the pair still rests because of it.
    """
    _held(report)
    if get_pair(report.pair_id).paused_for_harm and not has_other_report(report):
        raise PairHeldError
    report.state, report.closed_at, report.outcome = "closed", now, outcome[:LONGEST_WORDS]
    report.handled_by_id = report.handled_by_id or by_id
    _log(report, by_id, "harm.closed", now)
    _tell(report.by_id, report, "harm_closed", now, f"/cap/{report.pair_id}/khong-on")
