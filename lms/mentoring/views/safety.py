"""The safeguarding role's pages: the reports of one's units, one report with its case notes, and what is done about it."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.accounts.models import User
from lms.accounts.queries import get_user
from lms.core.errors import N_, NotFoundError
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.mentoring.forms import HARM_KINDS, CaseNoteForm, OutcomeForm
from lms.mentoring.models import HarmReport, PairNote
from lms.mentoring.policy import can_read_report
from lms.mentoring.queries.closing import summarise
from lms.mentoring.queries.harm import (
    get_report,
    has_other_report,
    list_case_notes,
    list_reports,
    list_reports_of_pair,
    list_steps,
)
from lms.mentoring.services.harm import (
    add_case_note,
    close_report,
    let_pair_go_on,
    part_for_harm,
    take_report,
)
from lms.mentoring.views.blueprint import bp
from lms.pairing.queries.looks import list_looks_at
from lms.pairing.queries.pairs import get_pair
from lms.pairing.views.looking import WORDS, looked
from lms.units.queries import get_unit
from lms.web.access import actor, safeguarding_only
from lms.web.translations import gettext

REPORT = "/an-toan/<int:report_id>"
LOOKS_SHOWN = 20
STEPS = {
    "harm.reported": N_("Gửi báo cáo"),
    "harm.added": N_("Gửi thêm lời"),
    "harm.taken": N_("Nhận xem báo cáo"),
    "harm.noted": N_("Ghi chú vụ việc"),
    "harm.lifted": N_("Cho cặp tiếp tục"),
    "harm.parted": N_("Kết thúc cặp vì an toàn"),
    "harm.closed": N_("Khép lại báo cáo"),
    "pair.invited": N_("Mời ghép cặp"),
    "pair.agreed": N_("Đồng ý ghép cặp"),
    "pair.made": N_("Ghép cặp"),
    "pair.paused": N_("Cặp tạm nghỉ"),
    "pair.resumed": N_("Cặp đi tiếp"),
    "pair.other_wanted": N_("Xin đổi người hướng dẫn"),
    "pair.mentor_kept": N_("Thôi xin đổi người hướng dẫn"),
    "pair.ended": N_("Kết thúc cặp"),
}


@bp.app_template_global("reports_waiting")
def reports_waiting() -> int:
    """Return how many reports wait for the reader: the home page, which knows no harm, says so before all else."""
    return sum(each.state == "open" for each in list_reports(actor()))


@bp.get("/an-toan")
@safeguarding_only
def reports() -> ResponseReturnValue:
    """List the reports of the units that this person looks after: those nobody looks into yet, first."""
    lines = list_reports(actor())
    return render_template("mentoring/reports.html", lines=lines, kinds=HARM_KINDS)


def _report(report_id: int) -> HarmReport:
    report = get_report(report_id)
    if not can_read_report(actor(), report, get_unit(report.unit_id).path):
        raise NotFoundError
    return report


@bp.get(REPORT)
@safeguarding_only
def report(report_id: int) -> ResponseReturnValue:
    """Show a report with all that helps to judge it; that it was opened is written down, for whoever sent it."""
    found = _report(report_id)
    looked(found.by_id, f"harm:{found.id}")
    return _page(found, CaseNoteForm(formdata=None), OutcomeForm(formdata=None), 200)


def _case_notes(found: HarmReport) -> list[tuple[PairNote, User]]:
    """Return the notes on a report, and on any other about the same pair that the reader may read."""
    others = list_reports_of_pair(found.pair_id)
    return list_case_notes([each.id for each, path in others if can_read_report(actor(), each, path)])


def _page(found: HarmReport, note: CaseNoteForm, outcome: OutcomeForm, status: int) -> ResponseReturnValue:
    pair, notes = get_pair(found.pair_id), _case_notes(found)
    note.newest.data = str(max((each.id for each, _author in notes), default=0))
    page = render_template(
        "mentoring/report.html",
        report=found,
        kind=HARM_KINDS.get(found.kind, ""),
        pair=pair,
        mentor=get_user(pair.mentor_id),
        mentee=get_user(pair.mentee_id),
        reporter=get_user(found.by_id),
        handler=get_user(found.handled_by_id) if found.handled_by_id else None,
        is_mine=found.handled_by_id == actor().id,
        is_other_open=has_other_report(found),
        steps=[(each, STEPS.get(each.action, N_("Việc khác"))) for each in list_steps(found)],
        notes=notes,
        looks=list_looks_at(pair.mentee_id, 1, LOOKS_SHOWN, by_id=pair.mentor_id)[0],
        look_words=WORDS,
        note_form=note,
        outcome_form=outcome,
    )
    return page, status


def _act(report_id: int, act: Callable[[HarmReport, int, datetime], None]) -> None:
    with unit_of_work():
        act(_report(report_id), actor().id, clock.now())


def _back(report_id: int) -> ResponseReturnValue:
    return redirect(url_for("mentoring.report", report_id=report_id), 303)


@bp.post(f"{REPORT}/nhan")
@safeguarding_only
def take(report_id: int) -> ResponseReturnValue:
    """Begin to look into a report."""
    _act(report_id, take_report)
    flash(gettext("Người gửi đã được báo là có người đang xem."))
    return _back(report_id)


@bp.post(f"{REPORT}/ghi-chu")
@safeguarding_only
def case_note(report_id: int) -> ResponseReturnValue:
    """Keep a note on the case."""
    form = CaseNoteForm()
    if not form.validate_on_submit():
        return _page(_report(report_id), form, OutcomeForm(formdata=None), 422)
    newest = whole_number(form.newest.data or "") or 0
    _act(report_id, lambda found, by_id, now: add_case_note(found, by_id, form.words.data, newest, now))
    return _back(report_id)


@bp.post(f"{REPORT}/di-tiep")
@safeguarding_only
def lift(report_id: int) -> ResponseReturnValue:
    """Let the pair go on."""
    _act(report_id, let_pair_go_on)
    if get_pair(_report(report_id).pair_id).state == "active":
        flash(gettext("Cặp lại đi tiếp. Cả hai chỉ thấy “Cặp đi tiếp”."))
    else:
        flash(gettext("Báo cáo này không còn giữ cặp nữa."))
    return _back(report_id)


@bp.post(f"{REPORT}/ket-thuc")
@safeguarding_only
def part(report_id: int) -> ResponseReturnValue:
    """End the pair for good."""
    achieved = summarise(get_pair(_report(report_id).pair_id), clock.now()).to_text()
    _act(report_id, lambda found, by_id, now: part_for_harm(found, by_id, achieved, now))
    flash(gettext("Cặp đã kết thúc. Hai người sẽ không được gợi ý ghép với nhau nữa."))
    return _back(report_id)


@bp.post(f"{REPORT}/khep-lai")
@safeguarding_only
def close_case(report_id: int) -> ResponseReturnValue:
    """Close a report with what came of it."""
    form = OutcomeForm()
    if not form.validate_on_submit():
        return _page(_report(report_id), CaseNoteForm(formdata=None), form, 422)
    _act(report_id, lambda found, by_id, now: close_report(found, by_id, form.outcome.data, now))
    flash(gettext("Đã khép lại. Người gửi được báo là việc đã xem xong, không thấy ghi chú."))
    return _back(report_id)
