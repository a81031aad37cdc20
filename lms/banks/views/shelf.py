"""The trainer's shelf of question banks: what there is, who uses it, what waits, and the drafts in the making."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.banks.queries.drafts import list_drafts
from lms.banks.queries.shelf import BankRow, count_questions, list_bank_rows
from lms.banks.views.blueprint import bp
from lms.core.errors import N_
from lms.core.people import Role
from lms.core.vietnamese import fold, sort_key
from lms.web.access import actor, trainers_only
from lms.web.paging import Paged, page_number
from lms.web.translations import gettext

SHELF = "/soan-bai/cau-hoi"
A_PAGE = 20
LONGEST_SEARCH = 80
_NEVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Order:
    """One way to sort the shelf."""

    label: str
    key: Callable[[BankRow], Any]


_ORDERS = {
    "moi": Order(N_("Mới đăng trước"), lambda row: -(row.published_at or _NEVER).timestamp()),
    "ten": Order(N_("Theo tên"), lambda row: sort_key(row.title)),
    "lam": Order(N_("Nhiều lượt làm trước"), lambda row: -row.attempts),
    "cham": Order(N_("Nhiều bài chờ chấm trước"), lambda row: -row.waiting),
}


@bp.get(SHELF)
@trainers_only
def shelf() -> ResponseReturnValue:
    """List the banks, and this trainer's drafts."""
    search = " ".join(request.args.get("tim", "")[:LONGEST_SEARCH].split())
    order = request.args.get("xep", "")
    order = order if order in _ORDERS else "moi"
    everything = list_bank_rows(actor().paths(Role.TRAINER))
    rows = sorted((row for row in everything if _holds(row, search)), key=lambda row: sort_key(row.title))
    rows.sort(key=_ORDERS[order].key)
    start = (page_number() - 1) * A_PAGE
    shown = rows[start : start + A_PAGE]
    return render_template(
        "banks/shelf.html",
        paged=Paged(shown, page_number(), len(rows), A_PAGE),
        counts=count_questions(row.revision_id for row in shown),
        orders=[(name, gettext(each.label)) for name, each in _ORDERS.items()],
        order=order,
        search=search,
        drafts=list_drafts(actor().id),
        total=len(everything),
        waiting=sum(row.waiting for row in everything),
        page_link=url_for("banks.shelf", tim=search or None, xep=order, trang=""),
    )


def _holds(row: BankRow, search: str) -> bool:
    words = fold(f"{row.title} {row.slug} {' '.join(row.courses.values())}")
    return all(word in words for word in fold(search).split())
