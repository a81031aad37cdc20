"""How well a quiz's questions measure: figures for those who know them, advice in words for everybody."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.assessment.queries import Quiz, get_quiz
from lms.assessment.queries.analysis import Examined, Pick, get_marksheet
from lms.assessment.views.blueprint import bp
from lms.assessment.views.finding import reach
from lms.core.item_analysis import CAUTION_BELOW, FEWEST, Advice, Analysis, ItemStatistics, advise, analyse
from lms.web.access import trainers_only
from lms.web.paging import PER_PAGE, Paged, page_number
from lms.web.translations import gettext

ALL_ATTEMPTS = "tat-ca"


@dataclass(frozen=True)
class Row:
    """One question revision with its figures and what they suggest."""

    number: int
    stem: str
    is_present: bool  # whether the bank still has this revision
    statistics: ItemStatistics
    advice: tuple[str, ...]
    picks: tuple[Pick, ...]
    blank: int

    @property
    def is_hidden(self) -> bool:
        """Tell whether too few people met it for figures to mean anything."""
        return self.statistics.attempts < FEWEST


@bp.get("/soan-bai/ket-qua/<slug>/<lesson>/<item>/phan-tich")
@trainers_only
def analysis(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Show each question revision with advice; those that need a look come first."""
    quiz = get_quiz(slug, lesson, item)
    counts_all = request.args.get("lan") == ALL_ATTEMPTS
    sheet = get_marksheet(quiz, reach(), only_first=not counts_all)
    found = analyse(sheet.attempts, [each.item for each in sheet.examined])
    rows = _rows(quiz, sheet.examined, found)
    urgent = [row for row in rows if row.advice]
    number = page_number()
    in_order = [*urgent, *(row for row in rows if not row.advice)]
    return render_template(
        "assessment/analysis.html",
        quiz=quiz,
        found=found,
        fewest=FEWEST,
        caution=CAUTION_BELOW,
        counts_all=counts_all,
        is_cut=sheet.is_cut,
        urgent=len(urgent),
        rows=Paged(in_order[(number - 1) * PER_PAGE : number * PER_PAGE], number, len(in_order)),
        first_path=_path(quiz),
        all_path=_path(quiz, lan=ALL_ATTEMPTS),
        page_link=_path(quiz, trang="", **({"lan": ALL_ATTEMPTS} if counts_all else {})),
    )


def _path(quiz: Quiz, **params: Any) -> str:
    return url_for("assessment.analysis", **quiz.place, **params)


def _rows(quiz: Quiz, examined: tuple[Examined, ...], found: Analysis) -> list[Row]:
    present = {question.id: question.sha256 for question in quiz.published.bank.questions}
    return [
        Row(
            number=number,
            stem=each.question.stem_text,
            is_present=present.get(each.question.id) == each.question.sha256,
            statistics=statistics,
            # That few have sat is said once, above all questions.
            advice=tuple(gettext(advice.value) for advice in advise(statistics) if advice is not Advice.FEW),
            picks=each.picks,
            blank=each.blank,
        )
        for number, (each, statistics) in enumerate(zip(examined, found.items, strict=True), 1)
    ]
