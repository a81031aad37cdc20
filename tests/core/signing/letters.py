"""Every Vietnamese letter, in names short enough for a certificate and a stamp."""

import unicodedata

_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_SMALL = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in _TONES]
ALPHABET = "".join(["đ", *_SMALL, "Đ", *(letter.upper() for letter in _SMALL)])
LETTERS = [ALPHABET[start : start + 15] for start in range(0, len(ALPHABET), 15)]
