"""A trainer does a bank as a learner would. Nothing is stored: every page is made from what its form carries.

Going back in the browser only sends the same form again, and so does no harm.
"""

from dataclasses import dataclass, replace

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.banks.queries.shelf import lessons_beside
from lms.banks.views.bank import BANK
from lms.banks.views.blueprint import bp
from lms.banks.views.rules import review_rule, rules_of
from lms.banks.views.trying import (
    LONGEST,
    Outcome,
    Try,
    UnreadableTryError,
    begin,
    from_text,
    is_done,
    outcome_of,
    settled,
    to_text,
    usable,
)
from lms.core.questions import Bank, State, clean_response, is_answered
from lms.core.questions.numbers import written
from lms.core.whole_numbers import whole_number
from lms.quizzes.queries import KeptAnswer, PublishedBank, get_current_bank
from lms.quizzes.views.pages import Judged, ask, judge
from lms.web.access import trainers_only
from lms.web.translations import gettext, sentence

CHECK, RESULT = "xem-lai", "ket-qua"


@dataclass(frozen=True)
class Place:
    """Where a try is done: the address of its pages, and where it leads back to."""

    path: str
    back_path: str
    back_title: str
    slug: str


@dataclass(frozen=True)
class Line:
    """A question in the list before the hand-in: ``state`` is done, saved, partly or open."""

    number: int
    stem: str
    state: str


@dataclass(frozen=True)
class Scored:
    """A question in the result: what was said about the answer, and its points."""

    judged: Judged
    points: str
    most: str


@bp.get(f"{BANK}/thu")
@trainers_only
def trial(bank: str) -> ResponseReturnValue:
    """Offer a try: the whole bank or one pool, with the key beside it or not."""
    return start(get_current_bank(bank).bank, _place(bank))


@bp.post(f"{BANK}/thu")
@trainers_only
def go_on_trying(bank: str) -> ResponseReturnValue:
    """Take an answer, and show the next page of the try."""
    return answer_try(get_current_bank(bank).bank, _place(bank))


def _place(slug: str) -> Place:
    bank = get_current_bank(slug).bank
    return Place(url_for("banks.trial", bank=slug), url_for("banks.bank", bank=slug), bank.title, slug)


def start(bank: Bank, place: Place, refused: str = "") -> ResponseReturnValue:
    """Offer a try at any bank, published or not."""
    page = render_template(
        "banks/trial.html",
        bank=bank,
        place=place,
        refused=refused,
        rules=rules_of(bank),
        pools=[pool for pool in bank.pools if pool.questions],
        total=sum(_drawn_from(pool.draw, len(pool.questions)) for pool in bank.pools),
    )
    return (page, 422) if refused else page


def _drawn_from(draw: int | None, questions: int) -> int:
    return questions if draw is None else draw


def answer_try(bank: Bank, place: Place) -> ResponseReturnValue:
    """Answer a form of a try at any bank, published or not."""
    published = usable(bank)
    try:
        if "bai" not in request.form:
            return _question(published, place, _begun(bank), 1)
        tried = from_text(published, request.form["bai"])
    except UnreadableTryError as refused:
        return start(bank, place, sentence(refused))
    target = request.form.get("toi", "")
    if target == "bo-khac":
        return _question(published, place, begin(bank, tried.pool, shows_key=tried.shows_key), 1)
    if target == "lam-lai":
        same = begin(bank, tried.pool, shows_key=tried.shows_key, seed=tried.drawn.seed)
        return _question(published, place, same, 1)
    at = _number(request.form.get("cau", ""), tried)
    if at:
        return _from_question(published, place, tried, at, target)
    return _turn_to(published, place, tried, target)


def _begun(bank: Bank) -> Try:
    pools = {pool.id for pool in bank.pools if pool.questions}
    pool = request.form.get("nhom", "*")
    return begin(bank, pool if pool in pools else None, shows_key="dap-an" in request.form)


def _number(text: str, tried: Try) -> int:
    """Return the number of a question, 0 where the text is none."""
    return whole_number(text, len(tried.drawn.questions)) or 0


def _from_question(
    published: PublishedBank, place: Place, tried: Try, at: int, target: str
) -> ResponseReturnValue:
    """Keep what the page of a question says, then stay or go."""
    question_id = tried.drawn.questions[at - 1].id
    question, before = published.questions[question_id], tried.answer(question_id)
    if before.is_final:
        return _turn_to(published, place, tried, target or _next(tried, at))
    given = replace(before, response=clean_response(question, request.form.to_dict(flat=False)))
    kept = tried.with_answer(question_id, given)
    if len(to_text(published.bank, kept)) > LONGEST:
        too_long = gettext("Các câu trả lời của bài thử dài quá sức giữ. Thầy cô viết câu này ngắn lại.")
        return _question(published, place, tried, at, too_long)
    if target == "goi-y":
        hints_used = min(given.hints_used + 1, len(question.hints))
        return _question(
            published, place, tried.with_answer(question_id, replace(given, hints_used=hints_used)), at
        )
    if target == "dap-an":
        return _question(published, place, replace(kept, shows_key=not tried.shows_key), at)
    if target:
        return _turn_to(published, place, kept, target)
    return _answered(published, place, kept, at, given)


def _answered(
    published: PublishedBank, place: Place, tried: Try, at: int, given: KeptAnswer
) -> ResponseReturnValue:
    """Do what the main button promises: feedback at once, what is missing, or the next question."""
    question_id = tried.drawn.questions[at - 1].id
    question = published.questions[question_id]
    if not given.response:
        missing = gettext("Thầy cô chưa trả lời câu này. Trả lời rồi bấm nút lần nữa, hoặc bấm “Để sau”.")
        return _question(published, place, tried, at, missing)
    if published.bank.review != "each" or question.needs_person:
        return _turn_to(published, place, tried, _next(tried, at))
    if not is_answered(question, given.response):
        missing = gettext("Câu này còn chỗ chưa trả lời. Phần đã làm vẫn được giữ.")
        return _question(published, place, tried, at, missing)
    judged = tried.with_answer(question_id, settled(published, tried, question_id, given))
    return _question(published, place, judged, at)


def _next(tried: Try, at: int) -> str:
    return str(at + 1) if at < len(tried.drawn.questions) else CHECK


def _turn_to(published: PublishedBank, place: Place, tried: Try, target: str) -> ResponseReturnValue:
    if target == RESULT:
        return _result(published, place, tried)
    at = _number(target, tried)
    return _question(published, place, tried, at) if at else _check(published, place, tried)


def _question(
    published: PublishedBank, place: Place, tried: Try, at: int, error: str = ""
) -> ResponseReturnValue:
    if not tried.drawn.questions:
        return _check(published, place, tried)
    kept = tried.answer(tried.drawn.questions[at - 1].id)
    shown = _keyed(published) if tried.shows_key else published
    page = render_template(
        "banks/trial_question.html",
        **_frame(published, place, tried),
        number=at,
        error=error,
        judged=judge(tried, shown, at) if kept.is_final else None,
        asked=None if kept.is_final else ask(tried, published, at),
        key=_key(published, tried, at) if tried.shows_key and not kept.is_final else None,
    )
    return (page, 422) if error else page


def _frame(published: PublishedBank, place: Place, tried: Try) -> dict[str, object]:
    return {
        "bank": published.bank,
        "place": place,
        "tried": tried,
        "bai": to_text(published.bank, tried),
        "total": len(tried.drawn.questions),
    }


def _keyed(published: PublishedBank) -> PublishedBank:
    return replace(published, bank=replace(published.bank, show_key=True))


def _key(published: PublishedBank, tried: Try, at: int) -> Judged:
    """Return what the author wrote about a question, whatever is answered so far."""
    drawn = tried.drawn.questions[at - 1]
    return judge(tried.with_answer(drawn.id, KeptAnswer()), _keyed(published), at)


def _check(published: PublishedBank, place: Place, tried: Try) -> ResponseReturnValue:
    lines = [
        Line(at, published.questions[drawn.id].stem_text, _state(published, tried, drawn.id))
        for at, drawn in enumerate(tried.drawn.questions, 1)
    ]
    return render_template(
        "banks/trial_check.html",
        **_frame(published, place, tried),
        lines=lines,
        open_lines=[line for line in lines if line.state != "done"],
    )


def _state(published: PublishedBank, tried: Try, question_id: str) -> str:
    if is_done(published, tried, question_id):
        return "done"
    kept = tried.answer(question_id)
    if not kept.response:
        return "open"
    return "saved" if is_answered(published.questions[question_id], kept.response) else "partly"


def _result(published: PublishedBank, place: Place, tried: Try) -> ResponseReturnValue:
    outcome = outcome_of(published, tried)
    keyed = _keyed(published)
    return render_template(
        "banks/trial_result.html",
        **_frame(published, place, tried),
        outcome=outcome,
        score=written(outcome.score),
        most=written(outcome.most),
        pass_percent=written(published.bank.pass_share * 100),
        scored=[
            Scored(
                judge(tried, keyed, at),
                written(outcome.marks[drawn.id].score),
                written(drawn.points),
            )
            for at, drawn in enumerate(tried.drawn.questions, 1)
        ],
        reread=_to_reread(published, tried, outcome, place.slug),
        review_rule=review_rule(published.bank),
    )


def _to_reread(
    published: PublishedBank, tried: Try, outcome: Outcome, slug: str
) -> list[tuple[str, str, str]]:
    """Return course, id and title of the lessons that a learner with these answers would be sent to."""
    settled_states = (State.RIGHT, State.NEEDS_PERSON)
    missed = {
        published.questions[drawn.id].lesson: None
        for drawn in tried.drawn.questions
        if outcome.marks[drawn.id].state not in settled_states
    }
    known = lessons_beside(slug)
    return [(known[lesson][0], lesson, known[lesson][1]) for lesson in missed if lesson and lesson in known]
