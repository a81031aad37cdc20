"""Reading any signed PDF, whoever made it: a report of rows that a teacher understands, and one verdict.

The verdict is ours. PDF viewers and libraries answer a softer question, and files are known that every one of them calls
signed although they show something else; here a signature must cover the file from its first byte to its last, belong
to the learner, come from the practice lab, and lie on the task's own document. Why a rule is there stands with it in
the other ``inspecting`` modules. Nothing is raised, whatever the bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lms.core.signing import inspecting_bytes as raw
from lms.core.signing import inspecting_certificates as certificates
from lms.core.signing import inspecting_changes as changes
from lms.core.signing import inspecting_documents as documents
from lms.core.signing import inspecting_envelope as envelopes
from lms.core.signing import inspecting_layers as layers
from lms.core.signing import inspecting_opening as opening
from lms.core.signing import inspecting_reasons as reasons
from lms.core.signing.authority import serial_of
from lms.core.signing.inspecting_envelope import Envelope
from lms.core.signing.inspecting_opening import Signature
from lms.core.signing.inspecting_reasons import Outcome, ReportRow, Stop


@dataclass(frozen=True)
class Expectation:
    """What a file is held against. ``roots`` and ``own`` are certificates in DER.

    Without ``own`` any certificate under the roots will do, and without ``document`` any document.
    """

    roots: tuple[bytes, ...]
    now: datetime
    own: tuple[bytes, ...] = ()
    document: bytes | None = None


@dataclass(frozen=True)
class SignatureFacts:
    """What a signature says of itself. ``name`` may be shown anywhere; it is a practice certificate's."""

    name: str
    serial: str
    signed_at: datetime | None
    digest: str
    mechanism: str
    is_own: bool


@dataclass(frozen=True)
class Inspection:
    """How a file stands; ``reason`` is the one that decides, "" where the file is accepted."""

    verdict: Outcome
    reason: str = ""
    rows: tuple[ReportRow, ...] = ()
    signatures: tuple[SignatureFacts, ...] = ()


@dataclass
class _Notes:
    """What was found so far: rows looked at, reasons in the order of their weight, and what fills their sentences."""

    looked_at: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    name: str = ""
    signatures: list[SignatureFacts] = field(default_factory=list)

    def look(self, row: str, *found: str) -> None:
        self.looked_at.append(row)
        self.found += [reason for reason in found if reason]

    @property
    def found_rows(self) -> set[str]:
        return {reasons.REASONS[reason].row for reason in self.found}

    def conclude(self) -> Inspection:
        verdict, reason = reasons.verdict_of(self.found)
        rows = reasons.rows_of(self.looked_at, self.found, {"name": self.name})
        return Inspection(verdict, reason, rows, tuple(self.signatures))


def stopped(reason: str) -> Inspection:
    """Return the report on a file of which nothing else can be said."""
    return _Notes(found=[reason]).conclude()


def inspect(data: bytes, expected: Expectation) -> Inspection:
    """Return how the file stands. Never raises; what cannot be read could not be checked."""
    notes = _Notes()
    opening.keep_quiet()
    try:
        _inspect(data, expected, notes)
    except Stop as stop:
        notes.found.append(stop.reason)
    except Exception:  # the readers raise whatever comes to hand, and no file may end a page
        notes.found.append("unreadable")
    if reasons.REAL in notes.found:
        return stopped(reasons.REAL)  # nothing of a real certificate is repeated
    return notes.conclude()


def _inspect(data: bytes, expected: Expectation, notes: _Notes) -> None:
    raw.refuse_unfit_size(data)
    # First of all, and without a reader that could stumble: was anything real handed in?
    if any(certificates.is_real(envelopes.signer_certificate(each)) for each in raw.hex_strings(data)):
        raise Stop(reasons.REAL)
    raw.refuse_unfit(data)
    reader = _opened(data)
    signatures, has_empty_field = opening.find_signatures(reader)
    if any(certificates.is_real(envelopes.signer_certificate(each.contents)) for each in signatures):
        raise Stop(reasons.REAL)
    if not signatures:
        raise Stop("empty-field" if has_empty_field else documents.unsigned_reason(data, expected.document))
    if opening.has_hidden_twin(reader, data):
        notes.look(reasons.FILE, "duplicate-objects")
    _look(_chosen(signatures, expected), signatures, reader, data, expected, notes)


def _opened(data: bytes) -> Any:
    try:
        return opening.open_pdf(data)
    except Stop:
        raise
    except Exception as fault:
        raise Stop(raw.why_unreadable(data)) from fault


def _chosen(signatures: list[Signature], expected: Expectation) -> Signature:
    """Return the signature that the report is about: the learner's own where there is one, else the first."""
    own = [each for each in signatures if envelopes.signer_certificate(each.contents) in expected.own]
    return (own or signatures)[0]


def _look(
    chosen: Signature,
    signatures: list[Signature],
    reader: Any,
    data: bytes,
    expected: Expectation,
    notes: _Notes,
) -> None:
    if chosen.format_reason:
        raise Stop(chosen.format_reason)
    envelope = envelopes.open_envelope(chosen.contents)
    notes.signatures.append(_facts(envelope, expected))
    notes.name = certificates.shown_name(envelope.certificate)
    cover, unclear = raw.read_cover(chosen.byte_range, data)
    if cover is not None:
        unclear = raw.gap_reason(cover, data, chosen.contents)
        if not unclear and not envelopes.has_padding_of_zeros(chosen.contents):
            unclear = "padding"
    if cover is None or unclear:
        notes.look(reasons.SIGNED)
        notes.look(reasons.WHOLE, unclear)
    else:
        added = _added(chosen, signatures, reader, data[cover.end :])
        notes.look(reasons.UNCHANGED, added)
        notes.look(reasons.SIGNED, "several-signatures" if len(signatures) > 1 and not added else "")
        notes.look(reasons.WHOLE, "not-whole" if added else "")
        notes.look(reasons.INTACT, envelopes.is_untouched(envelope, cover.covered(data)))
    _look_at_certificate(envelope, expected, notes)
    if expected.document is not None:
        # Where the signature reaches the end, every layer was there when it was made.
        last = chosen.revision if reasons.UNCHANGED in notes.found_rows else reader.xrefs.total_revisions - 1
        notes.look(reasons.DOCUMENT, documents.document_reason(data, reader, last, expected.document))


def _added(chosen: Signature, signatures: list[Signature], reader: Any, rest: bytes) -> str:
    """Return what was added after the signature, or ""."""
    latest = reader.xrefs.total_revisions - 1
    if not rest:
        return ""
    if latest <= chosen.revision:
        return "trailing-bytes"
    later = [each for each in signatures if each.revision > chosen.revision]
    if later and layers.is_explained_by_signing(reader, chosen.revision, latest):
        return "countersigned"
    return changes.name_changes(reader, chosen.revision)


def _look_at_certificate(envelope: Envelope, expected: Expectation, notes: _Notes) -> None:
    root = certificates.issuer_of(envelope.certificate, expected.roots)
    notes.look(reasons.ISSUER, *_issuer_reasons(envelope, root, expected))
    notes.look(reasons.SIGNER, certificates.owner_reason(envelope.certificate, expected.own))
    if root is not None:
        chain = (envelope.certificate, root)
        notes.look(reasons.VALID, *certificates.time_reasons(chain, envelope.signed_at, expected.now))


def _issuer_reasons(envelope: Envelope, root: bytes | None, expected: Expectation) -> Iterator[str]:
    if root is None:
        yield "unknown-issuer"
    elif not certificates.may_sign_documents(envelope.certificate):
        yield "wrong-use"
    elif any(each not in (*expected.roots, envelope.certificate) for each in envelope.others):
        yield "extra-certificates"


def _facts(envelope: Envelope, expected: Expectation) -> SignatureFacts:
    return SignatureFacts(
        certificates.shown_name(envelope.certificate),
        serial_of(envelope.certificate),
        envelope.signed_at,
        envelope.digest,
        envelope.mechanism,
        envelope.certificate in expected.own,
    )
