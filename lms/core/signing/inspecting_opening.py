"""Opening a PDF within limits, and finding the signatures in it."""

import io
import logging
import re
from dataclasses import dataclass
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import (
    DEFAULT_PURPOSE_LIMITS,
    DecodeLimits,
    DocumentDecodeBudget,
    StreamDecodeLimits,
)
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from lms.core.signing.inspecting_bytes import MOST_OBJECTS, MOST_SAVES
from lms.core.signing.inspecting_reasons import Stop

MOST_SIGNATURES: Final = 10

_MIB = 1024 * 1024
_LIMITS = DecodeLimits(
    per_stream=StreamDecodeLimits(max_ratio=200, ratio_floor=4 * _MIB, max_output_size=16 * _MIB),
    per_purpose=DEFAULT_PURPOSE_LIMITS,
    document_budget=DocumentDecodeBudget(base_allowance=64 * _MIB, max_ratio=4),
)
_HEADER = re.compile(rb"(?:^|(?<=[\r\n ]))(\d{1,10}) (\d{1,5}) obj\b")
_MODERN = frozenset({"/adbe.pkcs7.detached", "/ETSI.CAdES.detached"})
_OLD = frozenset({"/adbe.pkcs7.sha1", "/adbe.x509.rsa_sha1"})


@dataclass(frozen=True)
class Signature:
    """A filled signature field: its dictionary, what lies in it, and the save in which it was made."""

    fields: Any
    contents: bytes
    revision: int

    @property
    def byte_range(self) -> object:
        """The /ByteRange as it is written."""
        return self.fields.raw_get("/ByteRange") if "/ByteRange" in self.fields else None

    @property
    def format_reason(self) -> str:
        """Why the signature's format is not taken, or ""."""
        if str(self.fields.get("/Type", "/Sig")) == "/DocTimeStamp":
            return "document-timestamp"
        named = str(self.fields.get("/SubFilter", ""))
        if named in _OLD:
            return "old-format"
        return "" if named in _MODERN else "unknown-format"


def keep_quiet() -> None:
    """Keep what the readers have to say about hostile files from the error output; our report says it."""
    for name in ("pyhanko", "pyhanko_certvalidator", "pypdf"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
        logger.propagate = False


def open_pdf(data: bytes) -> PdfFileReader:
    """Return a reader of the file, or raise Stop where it may not or cannot be read."""
    # Other tools write files with small faults; whatever matters is checked by our own rules.
    reader = PdfFileReader(io.BytesIO(data), strict=False, decode_limits=_LIMITS)
    if reader.encrypted:
        raise Stop("encrypted")
    xrefs = reader.xrefs
    if xrefs.total_revisions > MOST_SAVES:
        raise Stop("too-many-parts")
    if sum(len(xrefs.explicit_refs_in_revision(n)) for n in range(xrefs.total_revisions)) > MOST_OBJECTS:
        raise Stop("too-many-parts")
    if xrefs.hybrid_xrefs_present:
        raise Stop("two-indexes")
    form = reader.root.get("/AcroForm")
    if isinstance(form, generic.DictionaryObject) and "/XFA" in form:
        raise Stop("xfa")
    return reader


def find_signatures(reader: PdfFileReader) -> tuple[list[Signature], bool]:
    """Return the signatures, oldest first, and whether there is a field that waits for one."""
    found, has_empty_field = [], False
    for number, (_, value, field) in enumerate(enumerate_sig_fields(reader)):
        if number == MOST_SIGNATURES:
            raise Stop("too-many-parts")
        if not value:
            has_empty_field = True
            continue
        fields = value.get_object()
        if not isinstance(fields, generic.DictionaryObject):
            raise Stop("odd-signature")
        at = field.get_object().raw_get("/V")
        holder = at if isinstance(at, generic.IndirectObject) else field
        found.append(Signature(fields, _contents(fields), reader.xrefs.get_last_change(holder.reference)))
    return sorted(found, key=lambda each: each.revision), has_empty_field


def has_hidden_twin(reader: PdfFileReader, data: bytes) -> bool:
    """Tell whether an object is written once more where no index names it: other viewers may show that one."""
    xrefs = reader.xrefs
    listed: set[int] = set()
    known: set[int] = set()
    for revision in range(xrefs.total_revisions):
        for ref in xrefs.explicit_refs_in_revision(revision):
            place = xrefs.get_historical_ref(ref, revision)
            known.add(ref.idnum)
            if isinstance(place, int):
                listed.add(place)
        info = xrefs.get_xref_container_info(revision)
        listed.add(info.start_location)
    return any(
        int(header[1]) in known and not _is_listed(header, listed) for header in _HEADER.finditer(data)
    )


def _is_listed(header: re.Match[bytes], listed: set[int]) -> bool:
    # Some tools let an entry point to the line end before the object.
    return any(header.start() - back in listed for back in range(3))


def _contents(fields: Any) -> bytes:
    contents = fields.raw_get("/Contents") if "/Contents" in fields else None
    if isinstance(contents, generic.IndirectObject):
        raise Stop("indirect-contents")
    if not isinstance(contents, generic.TextStringObject | generic.ByteStringObject):
        raise Stop("empty-contents")
    written: bytes = contents.original_bytes
    return written
