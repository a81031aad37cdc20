"""A reading kept as a draft, as the command line does it: ids that stay, pools, bounds, and few statements."""

from typing import Any

import pytest

from lms.banks.queries.drafts import list_drafts, manuscript_of, tally_of
from lms.banks.services import keeping
from lms.banks.services.keeping import TooManyQuestionsError, keep_draft
from lms.core.questions import parse_bank
from lms.core.questions.manuscript import (
    Manuscript,
    Reading,
    Status,
    Trouble,
    WrittenOption,
    WrittenPool,
    WrittenQuestion,
)
from lms.core.questions.model import ONE, QuestionType
from lms.core.questions.native import write_native
from tests.banks.drafting import trainer
from tests.factories import NOW, Site


def question(stem: str, **said: Any) -> WrittenQuestion:
    options = (WrittenOption("Một", ONE), WrittenOption("Hai"))
    return WrittenQuestion(QuestionType.SINGLE, stem, options, **said)


def reading(count: int = 3) -> Reading:
    rows = tuple(question("Cùng một câu?") for _ in range(count))
    return Reading(
        Manuscript((WrittenPool(title="Nhóm một", questions=rows),), {"title": "Từ tệp", "pass": "60%"})
    )


def test_every_question_gets_an_id_of_its_own_and_the_bank_can_be_written(site: Site) -> None:
    person = trainer(site)
    with site.working():
        draft = keep_draft(person.id, reading(), "", "", "a.docx", "word", NOW)
        text = write_native(manuscript_of(draft))
    bank, problems = parse_bank(text, "a.md", lambda markdown, _inline: markdown)
    assert bank is not None, problems
    assert (bank.id, bank.title, str(bank.pass_share)) == ("tu-tep", "Từ tệp", "0.6")
    assert [each.id for each in bank.questions] == ["cung-mot-cau", "cung-mot-cau-2", "cung-mot-cau-3"]
    assert [pool.title for pool in bank.pools] == ["Nhóm một"]


def test_troubles_go_with_their_questions_and_the_file_keeps_its_own(site: Site) -> None:
    person = trainer(site)
    about_file = Trouble("cả tệp", 0, "Có hình.", "Pictures.", "Xem lại.", "Look.", code="pictures")
    about_second = Trouble("dòng 5", 5, "Chưa có đáp án.", "No key.", "Chọn.", "Choose.", 1, "no-key")
    unsure = question("Hai?", status=Status.DRAFT)
    made = Reading(
        Manuscript((WrittenPool(questions=(question("Một?"), unsure)),)), (about_file, about_second)
    )
    with site.working():
        draft = keep_draft(person.id, made, "Tên", "ma", "", "text", NOW)
        assert [each["code"] for each in draft.troubles] == ["pictures"]
        assert (tally_of(draft.id).ready, tally_of(draft.id).unsure) == (1, 1)
        (row,) = list_drafts(person.id)
        assert (row.title, row.slug, row.tally.kept) == ("Tên", "ma", 2)


def test_two_thousand_questions_take_a_handful_of_statements(site: Site, statements: list[str]) -> None:
    person = trainer(site)
    with site.working():
        statements.clear()
        draft = keep_draft(person.id, reading(2000), "", "", "to.docx", "word", NOW)
        kept = len(statements)
        assert tally_of(draft.id).ready == 2000
    assert kept < 12


def test_more_than_a_draft_holds_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_IMPORTED", 2)
    person = trainer(site)
    with site.app.app_context(), pytest.raises(TooManyQuestionsError):
        keep_draft(person.id, reading(3), "", "", "", "text", NOW)
    with site.app.app_context():
        assert list_drafts(person.id) == []
