"""Twinning of units: the page of a unit's twins, asking another unit, answering, resting, going on, ending."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import N_, DomainError, NotFoundError
from lms.core.pair_life import Move
from lms.core.twin_life import MOST_TWINS, may
from lms.core.vietnamese import squeeze
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.matching.forms import PartForm, TwinForm
from lms.matching.models import Twinning
from lms.matching.queries.twins import (
    Twin,
    get_twinning,
    list_lent,
    list_twins,
    may_twin,
    search_units,
    see,
)
from lms.matching.services import twins as services
from lms.matching.views.blueprint import bp
from lms.matching.views.boards import LONGEST_NAME, unit_to_arrange
from lms.units.models import Unit
from lms.units.queries import get_unit
from lms.web.access import actor, coordinators_only
from lms.web.translations import gettext, sentence

Answer = Callable[[Twinning, int, int, datetime], None]
ANSWERS: dict[str, tuple[Answer, str]] = {
    "dong-y": (
        services.accept,
        N_("Hai đơn vị đã kết nghĩa. Lần gợi ý tới sẽ tìm cả người hướng dẫn của đơn vị kia."),
    ),
    "tu-choi": (services.decline, N_("Đã trả lời là lần này chưa kết nghĩa. Đơn vị kia được báo.")),
    "tam-nghi": (services.pause, N_("Kết nghĩa tạm nghỉ. Các cặp đang đi cùng nhau vẫn đi tiếp.")),
    "di-tiep": (services.resume, N_("Kết nghĩa lại đi tiếp. Bấm gợi ý để dùng người hướng dẫn của hai bên.")),
}


@bp.get("/ghep-cap/<int:unit_id>/ket-nghia")
@coordinators_only
def twins(unit_id: int) -> ResponseReturnValue:
    """Show a unit's twins, and a search for a unit to ask."""
    return _page(unit_to_arrange(unit_id))


def _page(unit: Unit, error: str = "", status: int = 200) -> ResponseReturnValue:
    words = squeeze(request.args.get("tim", ""))[:LONGEST_NAME]
    listed = list_twins(unit.id)
    page = render_template(
        "matching/twins.html",
        unit=unit,
        live=[each for each in listed if each.is_live],
        past=[each for each in listed if not each.is_live],
        lent=list_lent(unit.path),
        words=words,
        found=search_units(unit, words),
        may=may,
        moves=Move,
        most=MOST_TWINS,
        error=error,
    )
    return page, status


@bp.route("/ghep-cap/<int:unit_id>/ket-nghia/ngo-loi", methods=["GET", "POST"])
@coordinators_only
def ask_twin(unit_id: int) -> ResponseReturnValue:
    """Ask one unit, with a word of greeting; a second tap finds what the first asked."""
    unit, form = unit_to_arrange(unit_id), TwinForm()
    other = _unit_to_ask(unit)
    if request.method == "GET" or not form.validate_on_submit():
        page = render_template("matching/twin_ask.html", unit=unit, other=other, form=form)
        return page, 422 if form.errors else 200
    try:
        with unit_of_work():
            services.ask_twin(
                get_unit(unit.id), get_unit(other.id), form.words.data or "", actor().id, clock.now()
            )
    except services.AlreadyTwinsError:
        flash(gettext("Hai đơn vị đã có lời ngỏ, hoặc đang kết nghĩa. Thầy cô xem bên dưới."))
        return redirect(url_for("matching.twins", unit_id=unit_id), 303)
    except DomainError as refused:
        return _page(unit_to_arrange(unit_id), sentence(refused), refused.status)
    flash(gettext("Đã ngỏ lời với %(unit)s. Đơn vị ấy có 7 ngày để trả lời.", unit=other.name))
    return redirect(url_for("matching.twins", unit_id=unit_id), 303)


def _unit_to_ask(unit: Unit) -> Unit:
    """Return the unit that the address names, if it may be a twin at all."""
    other_id = whole_number(request.values.get("don-vi", ""))
    other = get_unit(other_id or 0)
    if not may_twin(unit, other):
        raise NotFoundError
    return other


@bp.post("/ghep-cap/<int:unit_id>/ket-nghia/<int:twinning_id>")
@coordinators_only
def answer_twin(unit_id: int, twinning_id: int) -> ResponseReturnValue:
    """Say yes or no, let it rest, let it go on."""
    _twin(unit_id, twinning_id)
    if request.form.get("gui") not in ANSWERS:
        raise NotFoundError
    do, said = ANSWERS[request.form["gui"]]
    try:
        with unit_of_work():
            do(get_twinning(twinning_id, unit_id), unit_id, actor().id, clock.now())
    except DomainError as refused:
        return _page(unit_to_arrange(unit_id), sentence(refused), refused.status)
    flash(gettext(said))
    return redirect(url_for("matching.twins", unit_id=unit_id), 303)


@bp.route("/ghep-cap/<int:unit_id>/ket-nghia/<int:twinning_id>/ket-thuc", methods=["GET", "POST"])
@coordinators_only
def end_twin(unit_id: int, twinning_id: int) -> ResponseReturnValue:
    """End a twinning with a reason, or take the asking back."""
    twin, form = _twin(unit_id, twinning_id), PartForm()
    if not may(twin.state, Move.END, twin.side):
        return redirect(url_for("matching.twins", unit_id=unit_id), 303)
    if request.method == "GET" or not form.validate_on_submit():
        page = render_template("matching/twin_end.html", unit=get_unit(unit_id), twin=twin, form=form)
        return page, 422 if form.errors else 200
    try:
        with unit_of_work():
            found = get_twinning(twinning_id, unit_id)
            services.end(found, unit_id, form.reason.data or "", actor().id, clock.now())
    except DomainError as refused:
        return _page(unit_to_arrange(unit_id), sentence(refused), refused.status)
    flash(_farewell(twin))
    return redirect(url_for("matching.twins", unit_id=unit_id), 303)


def _farewell(twin: Twin) -> str:
    if twin.started_at is None:
        return gettext("Đã thu lời ngỏ với %(unit)s lại.", unit=twin.other_name)
    return gettext(
        "Cảm ơn thầy cô và %(unit)s đã đi cùng nhau. Các cặp đang đi cùng nhau vẫn đi tiếp.",
        unit=twin.other_name,
    )


def _twin(unit_id: int, twinning_id: int) -> Twin:
    """Return a twinning of a unit whose pairs the officer arranges, as that unit sees it."""
    return see(get_twinning(twinning_id, unit_to_arrange(unit_id).id), unit_id)
