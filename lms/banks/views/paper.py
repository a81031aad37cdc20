"""A bank on paper: what to print is chosen on one page, and the sheets are another, without the site around them."""

from dataclasses import dataclass

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from lms.banks.views.bank import BANK
from lms.banks.views.blueprint import bp
from lms.banks.views.files import send
from lms.core.questions import Bank
from lms.core.questions.exporting import MOST_PRINTED, MOST_VARIANTS
from lms.core.whole_numbers import whole_number
from lms.quizzes.queries import get_current_bank
from lms.web.access import trainers_only
from lms.web.headers import csp_nonce
from lms.web.translations import gettext, language

FIRST_CODE = 101
HIGHEST_CODE = 9999


@dataclass(frozen=True)
class Wish:
    """What somebody wants printed, as it was typed."""

    is_shuffled: bool = False
    code: str = str(FIRST_CODE)
    variants: str = "1"
    pool: str | None = None
    with_key: bool = True
    with_explanations: bool = False


@bp.get(f"{BANK}/in")
@trainers_only
def paper(bank: str) -> ResponseReturnValue:
    """Ask what to print."""
    return _ask(bank, Wish())


@bp.get(f"{BANK}/in/de")
@trainers_only
def sheets(bank: str) -> ResponseReturnValue:
    """Show the sheets as a page to print, or send them as a file."""
    from lms.core.questions.exporting.paper import (
        write_paper,  # loaded with the first paper, not with every worker
    )

    found = get_current_bank(bank).bank
    wish = _wish(found)
    problem, place = _problem(found, wish)
    if problem:
        return _ask(bank, wish, problem, place)
    is_file = "tai" in request.args
    text = write_paper(
        found,
        seed=int(wish.code) if wish.is_shuffled else None,
        variants=int(wish.variants) if wish.is_shuffled else 1,
        pool=wish.pool,
        with_key=wish.with_key,
        with_explanations=wish.with_explanations,
        language=language(),
        nonce="" if is_file else csp_nonce(),
    )
    content_type = "text/html; charset=utf-8"
    if is_file:
        return send(text.encode(), content_type, found.title, ".html")
    return Response(text, content_type=content_type)


def _ask(bank: str, wish: Wish, problem: str = "", place: str = "") -> ResponseReturnValue:
    found = get_current_bank(bank).bank
    page = render_template(
        "banks/paper.html",
        slug=bank,
        bank=found,
        wish=wish,
        problem=problem,
        place=place,
        pools=[pool for pool in found.pools if pool.questions],
        most=MOST_VARIANTS,
        highest=HIGHEST_CODE,
    )
    return (page, 422) if problem else page


def _wish(bank: Bank) -> Wish:
    asked = request.args
    pool = asked.get("nhom", "*")
    return Wish(
        is_shuffled=asked.get("kieu") == "xao",
        code=asked.get("ma", str(FIRST_CODE))[:10].strip(),
        variants=asked.get("so", "1")[:10].strip(),
        pool=pool if pool in {each.id for each in bank.pools} else None,
        with_key=asked.get("khoa", "") in ("co", "giai"),
        with_explanations=asked.get("khoa") == "giai",
    )


def _problem(bank: Bank, wish: Wish) -> tuple[str, str]:
    """Return what stands in the way of printing, and the field it is about; empty where nothing does."""
    variants = whole_number(wish.variants) or 0 if wish.is_shuffled else 1
    if wish.is_shuffled and not whole_number(wish.code, HIGHEST_CODE):
        return gettext("Mã đề là một số từ 1 đến %(most)s.", most=HIGHEST_CODE), "ma"
    if not 1 <= variants <= MOST_VARIANTS:
        return gettext("Số mã đề từ 1 đến %(most)s.", most=MOST_VARIANTS), "so"
    if variants * len(bank.questions) > MOST_PRINTED:
        return gettext(
            "Một lần in được tối đa %(most)s câu. Thầy cô in ít mã đề hơn.", most=MOST_PRINTED
        ), "so"
    return "", ""
