"""Whether a signed file is the task's own document, and what a file without a signature shows instead of one."""

import io
import re
from typing import Any, Final

from lms.core.signing.inspecting_bytes import refuse_unfit
from lms.core.signing.inspecting_layers import is_explained_by_signing
from lms.core.signing.inspecting_opening import open_pdf
from lms.core.vietnamese import nfc

MOST_PAGES: Final = 50

_LOOKS_SIGNED = re.compile(
    r"(?:đã ký|ký bởi|ký số bởi|người ký\s*:|signed by|digitally signed)", re.IGNORECASE
)


def document_reason(data: bytes, reader: Any, signed: int, document: bytes) -> str:
    """Return why the file is not ``document`` with a signature added; "" where it is, byte for byte.

    Equal pages and text are never enough: what is drawn may still differ, so a person looks.
    """
    if data.startswith(document) and _goes_on_from(reader, signed, document):
        return ""
    try:
        same = _pages(data) == _pages(document)
    except Exception:  # the reader of text raises whatever comes to hand
        return "document-unreadable"
    return "same-text" if same else "wrong-document"


def unsigned_reason(data: bytes, document: bytes | None) -> str:
    """Return whether a file without a signature shows something that looks like one."""
    try:
        shown = _looks(data)
        given = _looks(document) if document is not None else 0
    except Exception:  # then it can only be said that there is no signature
        return "unsigned"
    return "picture-only" if shown > given else "unsigned"


def _goes_on_from(reader: Any, signed: int, document: bytes) -> bool:
    """Tell whether the signature's layers lie on the document's own, and add nothing but a signature.

    Beginning with the same bytes proves nothing by itself: a file may leave them unused.
    """
    own = open_pdf(document)
    last = own.xrefs.total_revisions - 1
    if last >= signed:
        return False
    layers = range(last + 1)
    starts = [reader.xrefs.get_startxref_for_revision(n) for n in layers]
    if starts != [own.xrefs.get_startxref_for_revision(n) for n in layers]:
        return False
    return is_explained_by_signing(reader, last, signed)


def _pages(data: bytes) -> list[tuple[tuple[float, ...], int, str]]:
    """Return each page's size, rotation and text, whatever tool wrote them."""
    from pypdf import PdfReader

    refuse_unfit(data)
    pages = PdfReader(io.BytesIO(data)).pages
    if len(pages) > MOST_PAGES:
        raise ValueError("more pages than are compared")
    return [
        (
            tuple(round(float(side), 1) for side in page.mediabox),
            page.rotation % 360,
            " ".join(nfc(page.extract_text()).split()),
        )
        for page in pages
    ]


def _looks(data: bytes) -> int:
    """Return how many pictures, stamps and words on the pages look like a signature."""
    from pypdf import PdfReader

    total = 0
    for page in PdfReader(io.BytesIO(data)).pages[:MOST_PAGES]:
        drawings = _held(_held(page, "/Resources", {}), "/XObject", {}).values()
        notes = _held(page, "/Annots", ())
        total += sum(each.get_object().get("/Subtype") == "/Image" for each in drawings)
        total += sum(each.get_object().get("/Subtype") == "/Stamp" for each in notes)
        total += len(_LOOKS_SIGNED.findall(nfc(page.extract_text())))
    return total


def _held(holder: Any, key: str, missing: Any) -> Any:
    value = holder.get(key)
    return missing if value is None else value.get_object()
