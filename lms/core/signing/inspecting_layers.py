"""Whether later layers of a file add a signature, and what belongs to it, and nothing else.

A file is saved in layers, each naming the objects it replaces. What a page shows stays the same if nothing that was there
is replaced but the few objects that lead to a signature, and if these differ only in where they lead to it.
"""

from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

_CATALOGUE_MAY: Final = frozenset(
    {"/AcroForm", "/Metadata", "/Extensions", "/Version", "/Perms", "/DSS", "/Type"}
)
_PAGE_MAY: Final = frozenset({"/Annots", "/LastModified", "/Tabs"})
_FORM_MAY: Final = frozenset({"/Fields", "/SigFlags", "/DR", "/DA"})
_DEEPEST = 40
_LARGEST_STAMP = 150_000
"""Square points, a third of a sheet of A4: a larger one could cover what was signed."""


def is_explained_by_signing(reader: PdfFileReader, before: int, after: int) -> bool:
    """Tell whether the layers after ``before``, up to ``after``, only add signatures."""
    old, new = reader.get_historical_resolver(before), reader.get_historical_resolver(after)
    if old.trailer_view.raw_get("/Root").reference != new.trailer_view.raw_get("/Root").reference:
        return False
    layers = range(before + 1, after + 1)
    if any(reader.xrefs.refs_freed_in_revision(layer) for layer in layers):
        return False
    touched = {ref for layer in layers for ref in reader.xrefs.explicit_refs_in_revision(layer)}
    replaced = {ref for ref in touched if reader.xrefs.get_historical_ref(ref, before) is not None}
    leading = _leading_to_annotations(old)
    return (
        all(_may_replace(old, new, ref, leading) for ref in replaced)
        and _is_form_of_signatures(old, new)
        and _kept_its_pages(old, new)
    )


def same(one: Any, other: Any, depth: int = 0) -> bool:
    """Tell whether two objects of different layers are written alike: references lead to one number."""
    if depth > _DEEPEST:
        return False
    if isinstance(one, generic.IndirectObject) or isinstance(other, generic.IndirectObject):
        both = isinstance(one, generic.IndirectObject) and isinstance(other, generic.IndirectObject)
        return both and bool(one.reference == other.reference)
    if isinstance(one, generic.StreamObject) or isinstance(other, generic.StreamObject):
        return False
    if isinstance(one, generic.DictionaryObject) and isinstance(other, generic.DictionaryObject):
        return not differing(one, other, depth + 1)
    if isinstance(one, generic.ArrayObject) and isinstance(other, generic.ArrayObject):
        pairs = zip(raw_items(one), raw_items(other), strict=False)
        return len(one) == len(other) and all(same(a, b, depth + 1) for a, b in pairs)
    return type(one) is type(other) and bool(one == other)


def differing(one: Any, other: Any, depth: int = 0) -> set[str]:
    """Return the keys at which two dictionaries are written differently."""
    return {
        str(key)
        for key in {*one.keys(), *other.keys()}
        if key not in one or key not in other or not same(one.raw_get(key), other.raw_get(key), depth)
    }


def raw_items(values: generic.ArrayObject) -> list[Any]:
    """Return an array's items as written: references are not followed."""
    return [values.raw_get(n) for n in range(len(values))]


def references(values: object) -> list[generic.Reference]:
    """Return where the references in an array lead; none for anything else."""
    if not isinstance(values, generic.ArrayObject):
        return []
    return [each.reference for each in raw_items(values) if isinstance(each, generic.IndirectObject)]


def _may_replace(
    old: HistoricalResolver, new: HistoricalResolver, ref: generic.Reference, leading: set[generic.Reference]
) -> bool:
    if ref in leading:
        return True  # compared by what it holds
    was, now = old(ref), new(ref)
    if isinstance(was, generic.StreamObject):
        return str(was.get("/Type")) == "/Metadata" and isinstance(now, generic.StreamObject)
    if not isinstance(was, generic.DictionaryObject) or not isinstance(now, generic.DictionaryObject):
        return False
    if ref == old.trailer_view.raw_get("/Root").reference:
        return differing(was, now) <= _CATALOGUE_MAY
    return str(was.get("/Type")) == "/Page" and differing(was, now) <= _PAGE_MAY


def _leading_to_annotations(old: HistoricalResolver) -> set[generic.Reference]:
    """Return the objects that lead to fields and annotations, or say who made the file when; pages show none of them."""
    holders: list[tuple[Any, str]] = [(page, "/Annots") for page in _pages(old)]
    holders += [(old.trailer_view, "/Info"), (old.root, "/AcroForm"), (_form(old), "/Fields")]
    raw = (holder.raw_get(key) for holder, key in holders if key in holder)
    return {each.reference for each in raw if isinstance(each, generic.IndirectObject)}


def _is_form_of_signatures(old: HistoricalResolver, new: HistoricalResolver) -> bool:
    """Tell whether the form kept its fields and gained nothing but signatures."""
    was, now = _form(old), _form(new)
    if not differing(was, now) <= _FORM_MAY:
        return False
    return _gained_only_signatures(new, was.get("/Fields"), now.get("/Fields"))


def _kept_its_pages(old: HistoricalResolver, new: HistoricalResolver) -> bool:
    """Tell whether each page kept its annotations and gained nothing but places of signatures."""
    were, are = _pages(old), _pages(new)
    return len(were) == len(are) and all(
        _gained_only_signatures(new, was.get("/Annots"), now.get("/Annots"))
        for was, now in zip(were, are, strict=True)
    )


def _gained_only_signatures(new: Any, old_list: Any, new_list: Any) -> bool:
    if new_list is None:
        return old_list is None
    kept, had = references(new_list), set(references(old_list))
    if len(kept) != len(new_list) or not had <= set(kept):
        return False  # what is no reference, or is gone, has no number to be known by
    return all(_is_place_of_signature(new(ref)) for ref in kept if ref not in had)


def _is_place_of_signature(field: object) -> bool:
    if not isinstance(field, generic.DictionaryObject) or {"/A", "/AA"} & set(field.keys()):
        return False
    parent = field.get("/Parent")
    kinds = (field.get("/FT"), parent.get("/FT") if isinstance(parent, generic.DictionaryObject) else None)
    return "/Sig" in map(str, kinds) and _area(field.get("/Rect")) <= _LARGEST_STAMP


def _area(box: object) -> float:
    if not isinstance(box, generic.ArrayObject) or len(box) != 4:
        return 0
    left, bottom, right, top = (float(side) for side in box)
    return abs((right - left) * (top - bottom))


def _form(layer: HistoricalResolver) -> Any:
    form = layer.root.get("/AcroForm")
    return form if isinstance(form, generic.DictionaryObject) else {}


def _pages(layer: HistoricalResolver) -> list[Any]:
    """Return the pages of a layer in their order."""
    found: list[Any] = []
    waiting, seen = [layer.root.raw_get("/Pages")], set()
    while waiting:
        ref = waiting.pop(0).reference
        if ref in seen:
            raise ValueError("a page tree in a circle")
        seen.add(ref)
        node = layer(ref)
        if "/Kids" in node:
            waiting = [*raw_items(node["/Kids"]), *waiting]
        else:
            found.append(node)
    return found
