"""Whether pairs do their work: shares of a unit and of the units below it, no names, no ranking, no group under five."""

from flask import render_template
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import N_
from lms.core.pair_health import OWN, SMALLEST_SHOWN, shown_rates
from lms.reports.queries.health import Measure, list_facts
from lms.reports.views.blueprint import bp, reported
from lms.units.queries import list_children
from lms.web.access import coordinators_only

WORDS = {
    Measure.ALONE: (
        N_("Tự làm một mình sau 14 ngày"),
        N_(
            "Trong các việc đã làm được ít nhất 14 ngày trước: đã có người ngoài cặp xác nhận, hoặc làm lại một mình đạt."
        ),
    ),
    Measure.REACHED: (
        N_("Mục tiêu đã đạt"),
        N_("Trong các mục tiêu hai người đã đồng ý: đã đạt, ít nhất là máy kiểm đạt."),
    ),
    Measure.SEEN: (
        N_("Mục tiêu đạt, có người đã xem"),
        N_("Cùng số mục tiêu: đạt đến mức có người thấy làm được."),
    ),
    Measure.INDEPENDENT: (
        N_("Mục tiêu đạt đến mức tự làm"),
        N_("Cùng số mục tiêu: đạt đến mức tự làm một mình."),
    ),
    Measure.ACCEPTED: (N_("Lời mời thành cặp"), N_("Trong các lời mời đã có câu trả lời hoặc hết hạn.")),
    Measure.MET: (N_("Gặp nhau trong 7 ngày đầu"), N_("Trong các cặp đã bắt đầu ít nhất 7 ngày.")),
    Measure.REVIEWED: (
        N_("Bài nộp được xem trong 72 giờ"),
        N_("Trong các bài cần người xem; bài vừa nộp chưa tính."),
    ),
    Measure.SOLVED: (
        N_("Lời nhờ giúp có trả lời trong 72 giờ"),
        N_("Từ lúc nhờ đến câu trả lời đầu tiên; lời vừa nhờ chưa tính."),
    ),
    Measure.PAIRED: (
        N_("Người cần kèm đã có người hướng dẫn"),
        N_("Trong những người đang đăng ký cần kèm hôm nay."),
    ),
}
"""How each measure is called, and what exactly is counted."""
BY_UNIT = (Measure.ALONE, Measure.PAIRED)


@bp.get("/ghep-cap/<int:unit_id>/suc-khoe")
@coordinators_only
def health(unit_id: int) -> ResponseReturnValue:
    """Show the shares of a unit, and of two of them by unit below."""
    unit = reported(unit_id)
    top = unit.path[: unit.path.index("/", 1) + 1]
    shown = {measure: shown_rates(facts) for measure, facts in list_facts(top, clock.now()).items()}
    children = list_children(unit.id)
    parts = [(each.name, each.path) for each in children]
    if children:
        parts.append((unit.name, unit.path + OWN))
    return render_template(
        "reports/health.html",
        unit=unit,
        rates={measure: shown[measure].get(unit.path) for measure in Measure},
        words=WORDS,
        parts=[(name, [shown[each].get(path) for each in BY_UNIT]) for name, path in parts],
        by_unit=[WORDS[each][0] for each in BY_UNIT],
        own=unit.name,
        smallest=SMALLEST_SHOWN,
        first=shown[Measure.ALONE].get(unit.path),
    )
