"""One bank as its trainer sees it: rules, questions with their key, who uses it, its history, and what can be done with it."""

from dataclasses import dataclass
from itertools import islice

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.banks.queries.shelf import get_tally, list_publications_of, uses_of_banks
from lms.banks.views.blueprint import bp
from lms.banks.views.rules import rules_of, type_name
from lms.banks.views.shelf import LONGEST_SEARCH, SHELF
from lms.banks.views.written import haystack, written
from lms.core.people import Role
from lms.core.questions import Bank, Question, QuestionType
from lms.core.vietnamese import fold
from lms.quizzes.queries import get_current_bank
from lms.web.access import actor, trainers_only
from lms.web.paging import Paged, page_number

BANK = f"{SHELF}/<bank>"
A_PAGE = 20
MOST_PUBLICATIONS = 20


@dataclass(frozen=True)
class Filter:
    """Which questions are asked for; an empty field asks for all."""

    search: str
    pool: str | None
    type: str

    @property
    def is_on(self) -> bool:
        return bool(self.search or self.type or self.pool is not None)


@bp.get(BANK)
@trainers_only
def bank(bank: str) -> ResponseReturnValue:
    """Show a bank, twenty questions a page."""
    published = get_current_bank(bank)
    asked = _asked(published.bank)
    found = list(_found(published.bank, asked))
    start = (page_number() - 1) * A_PAGE
    attempts, waiting = get_tally(published.bank_id, actor().paths(Role.TRAINER))
    publications = list_publications_of(published.bank_id, bank, MOST_PUBLICATIONS + 1)
    return render_template(
        "banks/bank.html",
        slug=bank,
        bank=published.bank,
        total=len(published.questions),
        rules=rules_of(published.bank),
        attempts=attempts,
        waiting=waiting,
        uses=uses_of_banks().get(bank, ()),
        publications=publications[:MOST_PUBLICATIONS],
        has_more=len(publications) > MOST_PUBLICATIONS,
        asked=asked,
        paged=Paged(
            [written(each, number) for number, each in islice(found, start, start + A_PAGE)],
            page_number(),
            len(found),
            A_PAGE,
        ),
        pools=[pool for pool in published.bank.pools if pool.questions],
        types=_types(published.bank),
        page_link=url_for(
            "banks.bank",
            bank=bank,
            tim=asked.search or None,
            nhom=asked.pool,
            loai=asked.type or None,
            trang="",
        ),
    )


def _asked(bank: Bank) -> Filter:
    pool = request.args.get("nhom")
    kind = request.args.get("loai", "")
    return Filter(
        search=" ".join(request.args.get("tim", "")[:LONGEST_SEARCH].split()),
        pool=pool if pool in {each.id for each in bank.pools if each.id} else None,
        type=kind if kind in set(QuestionType) else "",
    )


def _found(bank: Bank, asked: Filter) -> list[tuple[int, Question]]:
    """Return the questions asked for with their numbers in the bank."""
    words = fold(asked.search).split()
    pools = [(pool.id, question) for pool in bank.pools for question in pool.questions]
    return [
        (number, question)
        for number, (pool, question) in enumerate(pools, 1)
        if asked.pool in (None, pool)
        and asked.type in ("", question.type)
        and (not words or _holds(question, words))
    ]


def _holds(question: Question, words: list[str]) -> bool:
    text = haystack(question)
    return all(word in text for word in words)


def _types(bank: Bank) -> list[tuple[str, str, int]]:
    """Return the types that occur, as addresses and as people say them, with how many there are of each."""
    counts: dict[QuestionType, int] = {}
    for question in bank.questions:
        counts[question.type] = counts.get(question.type, 0) + 1
    return [(kind.value, type_name(kind), counts[kind]) for kind in QuestionType if kind in counts]
