"""Every known attack on a signed PDF is refused for its own reason; 400 random ones are refused too."""

import random
from datetime import timedelta

import pytest

from lms.core.signing.inspecting import Expectation, inspect
from lms.core.signing.inspecting_reasons import REASONS, Outcome
from tests.core.signing.attacks import ATTACKS, DOCUMENT, FOR_A_PERSON, FORM_DOCUMENT, honest
from tests.core.signing.hand_made import NOW, make_holder, make_root, sign

OWN = (make_holder().der,)
MUTATIONS = 400


def expect(document: bytes | None = DOCUMENT, own: tuple[bytes, ...] = OWN) -> Expectation:
    return Expectation((make_root().der,), NOW, own, document)


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused_for_its_own_reason(name: str) -> None:
    make, reason = ATTACKS[name]
    if name in {"certificate for another use", "certificate that issues others", "expired", "not yet valid"}:
        own: tuple[bytes, ...] = ()
    else:
        own = OWN
    found = inspect(make(), expect(own=own))
    assert found.reason == reason, found
    assert found.verdict is REASONS[reason].verdict
    assert found.verdict in (Outcome.REFUSED, Outcome.UNKNOWN)


@pytest.mark.parametrize("name", FOR_A_PERSON)
def test_what_only_looks_the_same_waits_for_a_person(name: str) -> None:
    found = inspect(FOR_A_PERSON[name](), expect())
    assert (found.verdict, found.reason) == (Outcome.FOR_A_PERSON, "same-text"), found


def test_the_honest_file_is_accepted() -> None:
    found = inspect(honest(), expect())
    assert (found.verdict, found.reason) == (Outcome.ACCEPTED, "")
    assert [row.id for row in found.rows] == [
        "signed",
        "whole",
        "unchanged",
        "intact",
        "issuer",
        "signer",
        "valid",
        "document",
    ]
    assert {row.outcome for row in found.rows} == {Outcome.ACCEPTED}
    assert [facts.name for facts in found.signatures] == ["Trần Thị Mai"]


def test_random_mutations_are_never_accepted() -> None:
    original, expected = honest(), expect()
    dice = random.Random(20260514)  # noqa: S311 - seeded on purpose
    for number in range(MUTATIONS):
        mutant = mutate(original, dice)
        found = inspect(mutant, expected)
        assert found.verdict is not Outcome.ACCEPTED, number
        assert found.reason in REASONS, number


def mutate(data: bytes, dice: random.Random) -> bytes:
    """Return ``data`` with bytes flipped, cut, doubled or spliced; never as it was."""
    while True:
        at, size = dice.randrange(len(data)), dice.randrange(1, 60)
        piece = data[at : at + size]
        match dice.randrange(5):
            case 0:
                mutant = data[:at] + bytes([data[at] ^ (1 << dice.randrange(8))]) + data[at + 1 :]
            case 1:
                mutant = data[:at] + data[at + size :]
            case 2:
                mutant = data[:at] + piece + data[at:]
            case 3:
                elsewhere = dice.randrange(len(data))
                mutant = data[:elsewhere] + piece + data[elsewhere + len(piece) :]
            case _:
                mutant = data[:at] + dice.randbytes(len(piece)) + data[at + len(piece) :]
        if mutant != data:
            return mutant


def test_every_byte_of_the_envelope_counts() -> None:
    """What lies in the gap is not covered by the digest, so each byte there is changed in turn."""
    signed, expected = honest(), expect()
    start = signed.index(b"/Contents <") + len(b"/Contents <")
    used = len(signed[start : signed.index(b">", start)].rstrip(b"0"))
    for at in range(start, start + used, 23):
        other = b"1" if signed[at : at + 1] != b"1" else b"2"
        mutant = signed[:at] + other + signed[at + 1 :]
        assert inspect(mutant, expected).verdict is not Outcome.ACCEPTED, at


def test_nothing_of_a_real_certificate_is_repeated() -> None:
    make, _ = ATTACKS["real certificate"]
    found = inspect(make(), expect())
    assert found.signatures == ()
    assert [row.id for row in found.rows] == ["file"]
    assert "Trần" not in repr(found)
    assert "xoá" in found.rows[0].message


def test_a_certificate_counts_as_expired_from_the_day_after() -> None:
    signed = honest()
    late = Expectation((make_root().der,), NOW + timedelta(days=301), OWN, DOCUMENT)
    assert inspect(signed, late).reason == "expired"


def test_without_a_document_or_an_owner_any_practice_signature_will_do() -> None:
    make, _ = ATTACKS["other learner"]
    found = inspect(make(), expect(None, ()))
    assert found.verdict is Outcome.ACCEPTED
    assert "document" not in [row.id for row in found.rows]


def test_without_the_practice_root_nothing_is_accepted() -> None:
    assert inspect(honest(), Expectation((), NOW, OWN, DOCUMENT)).reason == "unknown-issuer"


def test_a_form_is_signed_like_any_document() -> None:
    assert inspect(sign(FORM_DOCUMENT), expect(FORM_DOCUMENT)).verdict is Outcome.ACCEPTED


@pytest.mark.parametrize("number", range(60))
def test_noise_is_never_a_traceback(number: int) -> None:
    dice = random.Random(number)  # noqa: S311 - seeded on purpose
    noise = dice.randbytes(dice.randrange(1, 4000))
    for data in (noise, b"%PDF-1.7\n" + noise, honest()[: dice.randrange(3000)] + noise):
        assert inspect(data, expect()).verdict is not Outcome.ACCEPTED


def test_each_reason_has_a_sentence_and_a_next_step() -> None:
    for reason in REASONS.values():
        assert reason.message.endswith(".")
        assert reason.next_step.endswith(".")
        assert reason.verdict is not Outcome.ACCEPTED
