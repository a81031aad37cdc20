"""Signing practice sheets: whole letters in the stamp, the time of Viet Nam, and a signature that stands up."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from lms.core.signing.documents import Place, draw, learners_sheet
from lms.core.signing.identity import PRACTICE_ONLY
from lms.core.signing.inspecting import Expectation, Inspection, inspect
from lms.core.signing.inspecting_reasons import Outcome
from lms.core.signing.sealing import draw_stamp, seal
from tests.core.practice.samples import laboratory
from tests.core.practice.samples.laboratory import LEARNER, NOW
from tests.core.signing.letters import LETTERS

SHEET = learners_sheet("Giấy xác nhận", "Tôi đã đọc tờ giấy này.", LEARNER, 7, Place.RIGHT)
NIGHT = datetime(2026, 9, 1, 18, 30, 5, tzinfo=UTC)  # the next day in Viet Nam


def sealed(at: datetime = NOW, place: Place = Place.RIGHT, reason: str = "Xác nhận") -> bytes:
    return seal(draw(SHEET), laboratory.learner(), laboratory.root().certificate, at, place, reason)


def inspected(data: bytes, document: bytes | None = None) -> Inspection:
    own = (laboratory.learner().certificate,)
    root = (laboratory.root().certificate,)
    return inspect(data, Expectation(roots=root, now=NIGHT, own=own, document=document))


def run_apart(work: Callable[[], Coroutine[None, None, bytes]]) -> bytes:
    """Run a coroutine in a thread of its own: a browser test may have left a loop in this one."""
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(lambda: asyncio.run(work())).result()


def text_of(data: bytes) -> str:
    return " ".join(PdfReader(BytesIO(data)).pages[0].extract_text().split())


def test_a_signed_sheet_is_accepted_and_begins_with_the_sheet_itself() -> None:
    data = sealed()
    assert data.startswith(draw(SHEET))
    inspection = inspected(data, draw(SHEET))
    assert (inspection.verdict, inspection.reason) == (Outcome.ACCEPTED, "")
    assert inspection.signatures[0].name == LEARNER
    assert inspection.signatures[0].signed_at == NOW


def test_a_sheet_is_sealed_in_a_thread_that_runs_an_event_loop_of_its_own() -> None:
    async def in_a_loop() -> bytes:
        return sealed()

    assert inspected(run_apart(in_a_loop), draw(SHEET)).verdict is Outcome.ACCEPTED


@pytest.mark.parametrize("place", list(Place))
def test_the_stamp_stands_in_its_place(place: Place) -> None:
    page = PdfReader(BytesIO(sealed(place=place))).pages[0]
    (field,) = [each.get_object() for each in page["/Annots"]]
    assert [float(each) for each in field["/Rect"]] == list(place.box)


@pytest.mark.parametrize("letters", LETTERS)
def test_the_stamp_keeps_every_vietnamese_letter(letters: str) -> None:
    text = text_of(draw_stamp(letters, NOW, letters))
    assert text.count(letters) == 2


def test_the_stamp_tells_the_time_of_viet_nam_the_reason_and_that_it_is_for_practice() -> None:
    text = text_of(draw_stamp(LEARNER, NIGHT, "Xác nhận đã tham gia"))
    assert "01:30:05, ngày 02/09/2026" in text
    assert "Lý do: Xác nhận đã tham gia" in text
    assert PRACTICE_ONLY in text
    assert "Lý do" not in text_of(draw_stamp(LEARNER, NIGHT))


def test_the_typeface_is_embedded_in_the_stamp() -> None:
    page = PdfReader(BytesIO(draw_stamp(LEARNER, NOW, "Xác nhận"))).pages[0]
    for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
        below = font.get_object()["/DescendantFonts"][0].get_object()
        assert below["/FontDescriptor"].get_object()["/FontFile2"]


def test_one_page_flipped_after_signing_is_noticed() -> None:
    data = bytearray(sealed())
    place = data.index(b"stream") + 40
    data[place] ^= 1
    assert inspected(bytes(data)).verdict is not Outcome.ACCEPTED


def test_an_rsa_signature_comes_again_byte_for_byte_and_another_second_makes_another() -> None:
    signer, root = laboratory.signers()["signer-1"], laboratory.root().certificate
    first = seal(draw(SHEET), signer, root, NOW, Place.RIGHT)
    assert seal(draw(SHEET), signer, root, NOW, Place.RIGHT) == first
    assert seal(draw(SHEET), signer, root, NIGHT, Place.RIGHT) != first


def test_a_very_long_name_stays_in_the_stamp() -> None:
    text = text_of(draw_stamp("Nguyễn Phúc " * 30, NOW, "lý do " * 40))
    assert "…" in text
    assert PRACTICE_ONLY in text
