"""Storing banks: a revision a source, the same again is no change, an old source may come back."""

from lms.core.questions import Bank
from lms.db import db
from lms.quizzes.models import BankRevision
from lms.quizzes.queries import get_bank_revision, get_current_bank
from lms.quizzes.services import store_bank
from tests.core.questions.banks import bank_of
from tests.factories import NOW, Site
from tests.quizzes.makers import bank_text


def store(site: Site, bank: Bank, text: str) -> int | None:
    with site.working():
        revision = store_bank(bank, text, NOW, None)
        return revision.id if revision else None


def count_revisions(site: Site) -> int:
    with site.app.app_context():
        return db.session.query(BankRevision).count()


def test_the_second_time_is_no_change(site: Site) -> None:
    text = bank_text()
    assert store(site, bank_of(text), text) is not None
    assert store(site, bank_of(text), text) is None
    assert count_revisions(site) == 1


def test_a_change_makes_a_revision_that_becomes_the_current_one(site: Site) -> None:
    first = store(site, bank_of(bank_text()), bank_text())
    changed = bank_text(attempts=2)
    second = store(site, bank_of(changed), changed)
    assert first != second
    with site.app.app_context():
        assert get_current_bank("thu-nghiem").id == second
        assert get_bank_revision(first or 0).bank.attempts == 0


def test_an_earlier_source_becomes_current_again_without_a_third_revision(site: Site) -> None:
    first = store(site, bank_of(bank_text()), bank_text())
    changed = bank_text(attempts=2)
    store(site, bank_of(changed), changed)
    assert store(site, bank_of(bank_text()), bank_text()) == first
    assert count_revisions(site) == 2


def test_a_stored_bank_reads_back_exactly(site: Site) -> None:
    bank = bank_of(bank_text())
    revision_id = store(site, bank, bank_text())
    with site.app.app_context():
        assert get_bank_revision(revision_id or 0).bank == bank
