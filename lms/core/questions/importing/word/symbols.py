"""Characters that Word draws with symbol fonts, and raised or lowered ones, as Unicode."""

_FONTS: dict[str, dict[int, str]] = {
    "wingdings": {
        0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢",
        0xE0: "→", 0xE8: "→", 0xF0: "⇒", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA3: "☐"},
    "webdings": {0x61: "✓", 0x63: "☐", 0x72: "✗"},
    "symbol": {
        **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
        **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
        0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2D: "−", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥", 0xA2: "′", 0xA3: "≤", 0xA5: "∞",
        0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×",
        0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪",
        0xC9: "⊃", 0xCC: "⊂", 0xCD: "⊆", 0xCE: "∈", 0xCF: "∉", 0xD0: "∠", 0xD1: "∇", 0xD5: "∏", 0xD6: "√", 0xD7: "⋅",
        0xD8: "¬", 0xD9: "∧", 0xDA: "∨", 0xDB: "⇔", 0xDC: "⇐", 0xDE: "⇒", 0xE5: "∑", 0xF2: "∫",
    },
}  # fmt: skip
_FONTS["wingdings 3"] = {}
_PRIVATE = 0xF000  # where Word keeps the characters of symbol fonts
_RAISED = dict(zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True))
_LOWERED = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
UNKNOWN = "□"


def symbol(code: str, font: str) -> str:
    """Return the character of a ``w:sym``, "□" for one that is not known."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if not 0x20 <= number <= 0xFFFF or 0xD800 <= number <= 0xDFFF:
        return ""
    return _one(number, font.casefold())


def plain(text: str, font: str) -> str:
    """Return text that is set in a symbol font, or holds characters of one, as Unicode."""
    name = font.casefold()
    if name not in _FONTS and not any(0xF000 <= ord(char) <= 0xF0FF for char in text):
        return text
    return "".join(_one(ord(char), name) if char > " " else char for char in text)


def _one(number: int, font: str) -> str:
    is_private = _PRIVATE <= number <= _PRIVATE + 0xFF
    known = _FONTS.get(font, {})
    code = number - _PRIVATE if is_private else number
    if code in known:
        return known[code]
    if is_private:
        return UNKNOWN if font in _FONTS else _FONTS["symbol"].get(code, UNKNOWN)
    return chr(number)


def shifted(text: str, raised: str) -> str:
    """Return text that stands above or below the line in characters that do so by themselves, else after ^ or _."""
    table = {"superscript": _RAISED, "subscript": _LOWERED}.get(raised)
    if table is None or not text.strip():
        return text
    if all(char in table for char in text.strip()):
        return "".join(table.get(char, char) for char in text)
    sign = "^" if raised == "superscript" else "_"
    words = text.strip()
    return sign + (words if len(words) == 1 else f"({words})")
