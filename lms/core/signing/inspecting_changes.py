"""What layers that were added after a signature did.

They are refused whatever they did, so a guess that is wrong costs no more than a sentence that fits less well.
"""

from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

from lms.core.signing.inspecting_layers import differing, references

_WORST_FIRST: Final = ("content-changed", "form-changed", "annotation-added", "metadata-changed")
_OF_A_FORM = frozenset({"/AcroForm", "/Perms", "/NeedAppearances"})


def name_changes(reader: PdfFileReader, signed: int) -> str:
    """Return the reason that says what layers after ``signed`` did."""
    old = reader.get_historical_resolver(signed)
    latest = reader.xrefs.total_revisions - 1
    touched = {
        ref for n in range(signed + 1, latest + 1) for ref in reader.xrefs.explicit_refs_in_revision(n)
    }
    looks = _appearances(old)
    info = reader.trailer.raw_get("/Info") if "/Info" in reader.trailer else None
    kinds = {_kind(reader, old, ref, looks, info) for ref in touched}
    return next((kind for kind in _WORST_FIRST if kind in kinds), "update-added")


def _kind(
    reader: PdfFileReader,
    old: HistoricalResolver,
    ref: generic.Reference,
    looks: set[generic.Reference],
    info: object,
) -> str:
    now: Any = ref.get_object()
    before = _before(reader, old, ref)
    if isinstance(info, generic.IndirectObject) and info.reference == ref:
        return "metadata-changed"
    if not isinstance(now, generic.DictionaryObject):
        return "" if before is None else _replaced(before)
    if str(now.get("/Type")) in ("/Metadata", "/XRef", "/ObjStm"):
        return "metadata-changed" if now["/Type"] == "/Metadata" else ""
    if isinstance(now, generic.StreamObject):
        if before is None:
            return ""
        return "form-changed" if ref in looks else "content-changed"
    if str(now.get("/FT", "")) or str(now.get("/Subtype")) == "/Widget":
        return "form-changed"
    if str(now.get("/Type")) == "/Annot" or "/Rect" in now:
        return "annotation-added"
    return _dictionary(now, before)


def _dictionary(now: generic.DictionaryObject, before: object) -> str:
    """Return what a changed page, catalogue or other dictionary means."""
    if not isinstance(before, generic.DictionaryObject):
        return ""
    keys = differing(now, before)
    if str(now.get("/Type")) == "/Catalog":
        if keys <= {"/Metadata", "/Version", "/Extensions"}:
            return "metadata-changed" if "/Metadata" in keys else ""
        return (
            "form-changed" if keys <= {*_OF_A_FORM, "/Metadata", "/Extensions", "/DSS"} else "content-changed"
        )
    if "/Fields" in now:
        return "form-changed"
    if keys <= {"/Annots"}:
        return "annotation-added" if keys else ""
    return "content-changed"


def _replaced(before: object) -> str:
    """Return what it means that an array or a value stands where there was one before: mostly a page's annotations."""
    return "annotation-added" if isinstance(before, generic.ArrayObject) else "content-changed"


def _before(reader: PdfFileReader, old: HistoricalResolver, ref: generic.Reference) -> object | None:
    return None if reader.xrefs.get_historical_ref(ref, old.revision) is None else old(ref)


def _appearances(old: HistoricalResolver) -> set[generic.Reference]:
    """Return the streams that draw the fields of the form."""
    form = old.root.get("/AcroForm")
    if not isinstance(form, generic.DictionaryObject):
        return set()
    found: set[generic.Reference] = set()
    waiting, seen = references(form.get("/Fields")), set()
    while waiting:
        ref = waiting.pop()
        if ref in seen:
            continue
        seen.add(ref)
        field = old(ref)
        if isinstance(field, generic.DictionaryObject):
            waiting += references(field.get("/Kids"))
            drawn = field.get("/AP")
            if isinstance(drawn, generic.DictionaryObject):
                found.update(references(generic.ArrayObject(map(drawn.raw_get, drawn.keys()))))
    return found
