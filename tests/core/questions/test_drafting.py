"""A manuscript on its way to a bank: ids that stay, what could not be published, settings that cannot stand."""

import pytest

from lms.core.questions.drafting import (
    checked,
    compiled_question,
    errors_of,
    setting_problems,
    with_ids,
    with_provisional_key,
)
from lms.core.questions.manuscript import (
    Manuscript,
    Reading,
    Status,
    WrittenAnswer,
    WrittenOption,
    WrittenPool,
    WrittenQuestion,
)
from lms.core.questions.model import ONE, QuestionType
from lms.core.questions.storing import written_from_json, written_to_json


def choice(stem: str, *, right: int | None = 0, question_id: str = "") -> WrittenQuestion:
    options = tuple(
        WrittenOption(text, ONE) if place == right else WrittenOption(text)
        for place, text in enumerate(("Một", "Hai"))
    )
    return WrittenQuestion(QuestionType.SINGLE, stem, options, id=question_id)


def plainly(markdown: str, _inline: bool) -> str:
    return markdown


def test_ids_are_distinct_and_what_a_question_brings_is_kept() -> None:
    named = with_ids([choice("Ai?"), choice("Ai?", question_id="ai"), choice("Ai?")])
    assert [each.id for each in named] == ["ai-2", "ai", "ai-3"]


def test_a_question_that_could_not_be_published_becomes_a_draft_with_the_reason() -> None:
    good, bad = choice("Được?"), choice("Thiếu đáp án?", right=None)
    reading = checked(Reading(Manuscript((WrittenPool(questions=(good, bad)),))))
    assert [each.status for each in reading.manuscript.questions] == [Status.READY, Status.DRAFT]
    (trouble,) = reading.troubles
    assert trouble.question == 1
    assert trouble.vi


def test_a_whole_question_has_no_errors_and_needs_no_settings_to_be_checked() -> None:
    assert errors_of(choice("Ai được biết mã OTP?")) == ()
    assert errors_of(WrittenQuestion(QuestionType.NUMBER, "Mấy?", answers=(WrittenAnswer("2803 ± 0"),))) == ()
    assert errors_of(WrittenQuestion(QuestionType.NUMBER, "Mấy?", answers=(WrittenAnswer("nhiều"),))) != ()


def test_a_choice_without_a_key_can_be_shown_all_the_same() -> None:
    undecided = choice("Ai?", right=None)
    assert compiled_question(undecided, plainly)[0] is None
    shown, _problems = compiled_question(with_provisional_key(undecided), plainly)
    assert shown is not None
    assert [option.text for option in shown.options] == ["Một", "Hai"]


@pytest.mark.parametrize(
    ("front", "wrong"),
    [
        ({"id": "a", "title": "A", "pass": "140%"}, {"pass"}),
        ({"id": "a", "title": "A", "time": "mười"}, {"time"}),
        ({"id": "a", "title": "A", "open": "2026-11-22", "close": "2026-11-21"}, {"close"}),
        ({"id": "a", "title": 'A: "b" #c', "pass": "70%", "shuffle": "[questions, options]"}, set()),
    ],
)
def test_settings_are_checked_each_by_its_name(front: dict[str, str], wrong: set[str]) -> None:
    assert set(setting_problems(front)) == wrong


def test_a_question_stored_by_an_older_release_is_read_with_what_it_did_not_know_left_empty() -> None:
    stored = written_to_json(choice("Ai?"))
    assert written_from_json(stored) == choice("Ai?")
    del stored["is_weighted"], stored["tags"]
    assert written_from_json(stored) == choice("Ai?")
