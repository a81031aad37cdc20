"""A manuscript written as Aiken: single choices as words, everything else named."""

from decimal import Decimal

from hypothesis import given

from lms.core.questions.exporting.aiken import write_aiken
from lms.core.questions.importing.aiken import read_aiken
from lms.core.questions.manuscript import Manuscript, WrittenHint, WrittenOption, WrittenPool, WrittenQuestion
from lms.core.questions.model import ONE, ZERO, QuestionType
from tests.core.questions.exporting.any_manuscripts import MANUSCRIPTS

OPTIONS = (WrittenOption("**một**"), WrittenOption("5 \\* 3", ONE))


def bank(*questions: WrittenQuestion) -> Manuscript:
    return Manuscript((WrittenPool(questions=questions),))


@given(MANUSCRIPTS)
def test_what_was_written_is_written_the_same_once_it_was_read(manuscript: Manuscript) -> None:
    once, _ = write_aiken(manuscript)
    twice, misfits = write_aiken(read_aiken(once, "x.txt").manuscript)

    assert twice.decode() == once.decode()
    assert misfits == ()


@given(MANUSCRIPTS)
def test_no_question_vanishes_without_a_word(manuscript: Manuscript) -> None:
    data, misfits = write_aiken(manuscript)
    left_out = sum(misfit.en.startswith("This question is left out") for misfit in misfits)

    assert len(read_aiken(data, "x").manuscript.questions) == len(manuscript.questions) - left_out


def test_a_single_choice_is_written_in_words() -> None:
    data, misfits = write_aiken(
        bank(WrittenQuestion(QuestionType.SINGLE, "Một\\\nhai\n\nA. ba", options=OPTIONS))
    )

    assert data.decode() == "Một\nhai\n“A. ba”\nA. một\nB. 5 * 3\nANSWER: B\n"
    assert misfits == ()


def test_what_aiken_cannot_say_is_said_in_words() -> None:
    whole = WrittenQuestion(
        QuestionType.SINGLE,
        "Một",
        options=(*OPTIONS, WrittenOption("c", Decimal("0.5"), is_pinned=True)),
        hints=(WrittenHint("gợi"),),
        points=Decimal(2),
        explanation="vì",
    )
    _, misfits = write_aiken(Manuscript((WrittenPool("Nhóm", questions=(whole,)),)))

    assert len(misfits) == 6


def test_other_types_and_unsure_keys_are_left_out() -> None:
    several = (WrittenOption("a", ONE), WrittenOption("b", ONE))
    left_out = [
        WrittenQuestion(QuestionType.MULTIPLE, "Một", options=several),
        WrittenQuestion(QuestionType.SINGLE, "Một", options=several),
        WrittenQuestion(QuestionType.SINGLE, "Một", options=OPTIONS[:1]),
        WrittenQuestion(QuestionType.SINGLE, "", options=OPTIONS),
        WrittenQuestion(
            QuestionType.SINGLE,
            "Một",
            options=tuple(WrittenOption(f"ý {n}", ZERO if n else ONE) for n in range(27)),
        ),
        WrittenQuestion(QuestionType.ESSAY, "Một"),
    ]
    data, misfits = write_aiken(bank(*left_out))

    assert data == b"\n"
    assert len(misfits) == len(left_out)
