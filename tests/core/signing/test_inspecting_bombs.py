"""Small files that unfold to large ones end in a report, within the limits that a hand-in has."""

import zlib
from functools import cache

import pytest

from lms.core.child import limited
from lms.core.signing.inspecting import Expectation, Inspection, inspect
from lms.core.signing.inspecting_reasons import REASONS, Outcome
from lms.practice.queries.checking import CPU_SECONDS, MEMORY, PATIENCE_SECONDS
from tests.core.signing.hand_made import NOW, make_holder, make_pdf, make_root, sign, stream

DOCUMENT = make_pdf()
HUGE = 100 * 1024 * 1024


@cache
def packed(layers: int = 1) -> bytes:
    """Return a stream of 100 MB of zeros, packed so many times over."""
    squeezer = zlib.compressobj(1)
    data = b"".join(squeezer.compress(b"\0" * 1_048_576) for _ in range(HUGE // 1_048_576)) + squeezer.flush()
    for _ in range(layers - 1):
        data = zlib.compress(data, 9)
    return data


def confined(data: bytes) -> Inspection | None:
    """Return the report as the site gets it, or None where the child was stopped."""
    expected = Expectation((make_root().der,), NOW, (make_holder().der,), DOCUMENT)
    try:
        return limited(inspect, data, expected, cpu=CPU_SECONDS, patience=PATIENCE_SECONDS, memory=MEMORY)
    except TimeoutError:
        return None


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("is_signed", [False, True])
def test_a_page_that_unfolds_is_not_accepted(layers: int, is_signed: bool) -> None:
    filters = b"/Filter [%s]" % (b"/FlateDecode " * layers)
    bomb = make_pdf(more={4: stream(packed(layers), filters)})
    found = confined(sign(bomb) if is_signed else bomb)
    assert found is None or found.verdict is not Outcome.ACCEPTED


def test_an_index_that_unfolds_is_not_accepted() -> None:
    body = stream(packed(), b"/Type /XRef /Size 9000000 /W [1 4 2] /Root 1 0 R /Filter /FlateDecode")
    bomb = b"%PDF-1.7\n9 0 obj\n" + body + b"\nendobj\nstartxref\n9\n%%EOF\n"
    found = confined(bomb)
    assert found is None or found.reason in REASONS


def test_deep_nesting_is_a_report() -> None:
    found = confined(make_pdf(more={7: b"[" * 200_000 + b"]" * 200_000}, catalogue=b"/AcroForm 7 0 R"))
    assert found is None or found.verdict is not Outcome.ACCEPTED


def test_forms_in_a_circle_are_a_report() -> None:
    form = b"/AcroForm << /Fields [7 0 R] >>"
    field = b"<< /T (a) /FT /Sig /Kids [7 0 R] >>"
    found = confined(make_pdf(more={7: field}, catalogue=form))
    assert found is not None
    assert found.verdict is not Outcome.ACCEPTED


def test_pages_in_a_circle_are_a_report() -> None:
    found = confined(sign(make_pdf(more={2: b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"})))
    assert found is None or found.verdict is not Outcome.ACCEPTED
