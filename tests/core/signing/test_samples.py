"""Sample files for reading signatures: what is said of each is what inspection finds in its bytes."""

from collections import Counter
from io import BytesIO

import pytest
from pypdf import PdfReader

from lms.core.signing.documents import draw
from lms.core.signing.inspecting import Expectation, inspect
from lms.core.signing.inspecting_reasons import Outcome
from lms.core.signing.samples import Flaw, Sample, make_sample, plan, read_sample
from tests.core.practice.samples import laboratory
from tests.core.practice.samples.laboratory import NOW

ALL = list(Flaw)
REASONS = {
    Flaw.VALID: (Outcome.ACCEPTED, ""),
    Flaw.ALTERED: (Outcome.REFUSED, "page-altered"),
    Flaw.STRANGER: (Outcome.REFUSED, "unknown-issuer"),
    Flaw.PICTURE: (Outcome.REFUSED, "picture-only"),
    Flaw.EXPIRED: (Outcome.REFUSED, "expired"),
}


def sample(flaw: Flaw, seed: int = 7) -> Sample:
    return next(each for each in plan(ALL, seed) if each.flaw is flaw)


def made(one: Sample) -> bytes:
    return make_sample(one, laboratory.signers(), laboratory.root().certificate)


@pytest.mark.parametrize("flaw", ALL)
def test_each_sample_is_what_it_is_said_to_be(flaw: Flaw) -> None:
    inspection = inspect(made(sample(flaw)), Expectation(roots=(laboratory.root().certificate,), now=NOW))
    assert (inspection.verdict, inspection.reason) == REASONS[flaw]


@pytest.mark.parametrize("flaw", [flaw for flaw in ALL if flaw is not Flaw.PICTURE])
def test_what_the_page_shows_of_a_sample_stands_in_its_bytes(flaw: Flaw) -> None:
    one = sample(flaw)
    reading = read_sample(one, laboratory.signers())
    facts = inspect(made(one), Expectation(roots=(laboratory.root().certificate,), now=NOW)).signatures[0]
    assert reading is not None
    assert reading.holder == facts.name == one.name
    assert reading.signed_at == facts.signed_at
    assert reading.is_intact == (flaw is not Flaw.ALTERED)
    assert reading.is_known_issuer == (flaw is not Flaw.STRANGER)
    assert (reading.signed_at > reading.valid_until) == (flaw is Flaw.EXPIRED)
    assert reading.signed_at < NOW


def test_in_a_picture_there_is_nothing_to_read() -> None:
    one = sample(Flaw.PICTURE)
    assert read_sample(one, laboratory.signers()) is None
    text = PdfReader(BytesIO(made(one))).pages[0].extract_text()
    assert one.name in text


@pytest.mark.parametrize("flaw", ALL)
def test_a_sample_comes_again_byte_for_byte(flaw: Flaw) -> None:
    first = made(sample(flaw))
    draw.cache_clear()
    assert made(sample(flaw)) == first


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 2**48 - 1])
def test_an_altered_sample_shows_other_figures_than_were_signed_and_keeps_its_signature(seed: int) -> None:
    one = sample(Flaw.ALTERED, seed)
    text = PdfReader(BytesIO(made(one))).pages[0].extract_text()
    assert f"{one.people[::-1]} người" in text
    assert f"{one.people} người" not in text
    inspection = inspect(made(one), Expectation(roots=(laboratory.root().certificate,), now=NOW))
    assert inspection.reason == "page-altered"


def test_learners_get_their_own_order_names_and_codes() -> None:
    orders = Counter(tuple(each.flaw for each in plan(ALL, seed)) for seed in range(60))
    assert len(orders) > 20
    assert len({each.name for seed in range(10) for each in plan(ALL, seed)}) == 3
    assert made(sample(Flaw.VALID, 1)) != made(sample(Flaw.VALID, 2))


def test_a_flaw_may_come_twice_with_two_titles() -> None:
    twice = plan([Flaw.ALTERED, Flaw.ALTERED, Flaw.VALID], 5)
    assert len({each.title for each in twice}) == 3
    assert [each.number for each in twice] == [1, 2, 3]
