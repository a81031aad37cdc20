"""What the site itself signs and hands out is judged as it was meant, by code of another hand."""

import random
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from lms.core.signing.authority import issue, make_root, make_sample_signers
from lms.core.signing.documents import Place, draw, learners_sheet
from lms.core.signing.identity import Identity
from lms.core.signing.inspecting import Expectation, inspect
from lms.core.signing.inspecting_reasons import Outcome
from lms.core.signing.samples import Flaw, make_sample, plan
from lms.core.signing.sealing import seal
from tests.core.signing.test_inspecting_attacks import mutate

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
NAME = "Nguyễn Thị Ngọc Ánh"


@cache
def root() -> Identity:
    return make_root("Trường THCS Sông Cầu", NOW)


@cache
def learner(is_rsa: bool) -> Identity:
    return issue(root(), NAME, NOW - timedelta(hours=1), 200, is_rsa)


@cache
def sheet(seed: int = 7, name: str = NAME) -> bytes:
    return draw(
        learners_sheet("Giấy xác nhận tham gia tập huấn", "Tôi đã dự đủ ba buổi.", name, seed, Place.RIGHT)
    )


@cache
def signed(is_rsa: bool) -> bytes:
    return seal(sheet(), learner(is_rsa), root().certificate, NOW, Place.RIGHT)


def expect(**changed: object) -> Expectation:
    known = {"own": (learner(False).certificate, learner(True).certificate), "document": sheet(), **changed}
    return Expectation(roots=(root().certificate,), now=NOW + timedelta(minutes=1), **known)  # type: ignore[arg-type]


@pytest.mark.parametrize("is_rsa", [False, True])
def test_what_is_signed_in_the_site_is_accepted(is_rsa: bool) -> None:
    found = inspect(signed(is_rsa), expect())
    assert (found.verdict, found.reason) == (Outcome.ACCEPTED, ""), found
    (facts,) = found.signatures
    assert facts.name == NAME
    assert facts.signed_at == NOW


def test_another_learner_s_sheet_is_the_wrong_document() -> None:
    assert inspect(signed(False), expect(document=sheet(8))).reason == "wrong-document"
    assert inspect(signed(False), expect(document=sheet(7, "Lê Văn Hai"))).reason == "wrong-document"


def test_the_sheet_as_it_was_handed_out_is_unsigned() -> None:
    assert inspect(sheet(), expect()).reason == "unsigned"


@pytest.mark.parametrize(
    ("flaw", "reason"),
    [
        (Flaw.VALID, ""),
        (Flaw.ALTERED, "page-altered"),
        (Flaw.STRANGER, "unknown-issuer"),
        (Flaw.EXPIRED, "expired"),
    ],
)
def test_sample_files_are_what_they_are_said_to_be(flaw: Flaw, reason: str) -> None:
    signers = make_sample_signers(root(), NOW)
    for sample in plan([flaw], 5):
        made = make_sample(sample, signers, root().certificate)
        assert inspect(made, expect(own=(), document=None)).reason == reason


def test_a_sample_that_only_shows_a_picture_has_no_signature() -> None:
    (sample,) = plan([Flaw.PICTURE], 5)
    made = make_sample(sample, make_sample_signers(root(), NOW), root().certificate)
    assert inspect(made, expect(own=(), document=None)).reason == "picture-only"


def test_random_mutations_of_the_site_s_own_files_are_never_accepted() -> None:
    dice = random.Random(7)  # noqa: S311 - seeded on purpose
    for number in range(100):
        found = inspect(mutate(signed(False), dice), expect())
        assert found.verdict is not Outcome.ACCEPTED, number
