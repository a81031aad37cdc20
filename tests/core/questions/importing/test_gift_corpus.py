"""Real GIFT files: our reading says what the reading beside each file says, and writing them out again is stable."""

import json
from pathlib import Path

import pytest

from lms.core.questions.exporting.gift import write_gift
from lms.core.questions.importing.gift import read_gift
from lms.core.questions.manuscript import Status
from tests.core.questions.importing.gift_shapes import CORPUS, shapes_of

FILES = sorted(CORPUS.glob("*.gift"))
pytestmark = pytest.mark.skipif(not FILES, reason="the corpora folder is not beside this checkout")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_our_reading_says_what_the_reading_beside_the_file_says(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))

    assert shapes_of(path.read_text("utf-8-sig")) == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_writing_a_file_out_and_reading_it_again_changes_nothing(path: Path) -> None:
    manuscript = read_gift(path.read_bytes(), path.name).manuscript
    once, misfits = write_gift(manuscript)
    twice, _ = write_gift(read_gift(once, path.name).manuscript)

    assert twice == once
    assert misfits == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_question_of_the_corpus_has_a_key(path: Path) -> None:
    reading = read_gift(path.read_bytes(), path.name)

    assert all(question.status is Status.READY for question in reading.manuscript.questions)
    assert {trouble.code for trouble in reading.troubles} <= {"description", "no-questions"}
