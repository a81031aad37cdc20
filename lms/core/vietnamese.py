"""Vietnamese text: normal form, folding, sorting, names. Used by search, answers, sign-in names and lists."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_BASES = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
_RANK = {letter: rank for rank, letter in enumerate(_BASES)}


def nfc(text: str) -> str:
    """Return ``text`` in Unicode normal form C, the form that everything is stored in."""
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """Return ``text`` in NFC, trimmed, with each run of white space as one space."""
    return _SPACES.sub(" ", nfc(text)).strip()


def seen(text: str) -> str:
    """Return ``text`` in NFC without what nobody sees: controls, marks that turn the reading direction, empty characters.

    What joins the parts of one emoji stays. Every way to end a line is one.
    """
    return _LINE_ENDS.sub("\n", nfc(_HIDDEN.sub("", text)))


def fold(text: str) -> str:
    """Return ``text`` for searching: no case, no diacritics, đ as d, single spaces."""
    bare = unicodedata.normalize("NFD", squeeze(text).casefold())
    return "".join(c for c in bare if not unicodedata.combining(c)).replace("đ", "d")


def slug(text: str) -> str:
    """Return ``text`` as lower-case ASCII words joined by hyphens; empty if nothing remains."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def given_name(full_name: str) -> str:
    """Return the name a person is called by: the last word of a Vietnamese full name."""
    words = squeeze(full_name).split(" ")
    return words[-1]


def sort_key(text: str) -> tuple[tuple[int, ...], str]:
    """Return a key that sorts by the Vietnamese alphabet (a ă â b … d đ e ê …), tones after letters."""
    lowered = squeeze(text).casefold()
    return tuple(_RANK.get(c, ord(c) - 0x10000) for c in lowered), lowered


def name_sort_key(full_name: str) -> tuple[object, ...]:
    """Return the roster order used in Vietnam: given name first, then family and middle names."""
    return sort_key(given_name(full_name)), sort_key(full_name)
