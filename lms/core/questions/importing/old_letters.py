"""Vietnamese that was typed in the fonts of the nineties, or spoiled by a wrong code page: recognised, never repaired.

Repairing would be guessing: "µ" is "à" in one of these encodings and a Greek letter everywhere else.
"""

import re
from collections.abc import Iterable

_ENOUGH = 3
_LOOKED_AT = 200_000  # characters
_WORD = re.compile(r"\w+|[^\w\s]+")
_DAMAGE = (
    # UTF-8 read as Windows-1252: "CÃ¢u há»i"
    (
        "lost-marks",
        "UTF-8",
        re.compile("á[»º]|Ã[\u0080-\u00bf\u0192\u2020\u2030]|Ä[\u0090\u2018\u0083\u0192]|Æ[°¡]"),
    ),
    # TCVN3 (ABC, .VnTime): "C©u hái nµo"
    (
        "old-font",
        "TCVN3, .VnTime",
        re.compile("(?<=[A-Za-z])[©ª«¬®¨µ¶·¸¹»¼½¾¢£¤¥¦§](?=[a-z]|\\b)|[©ª«¬®¨§](?=[a-z]{1,3}\\b)"),
    ),
    # VNI-Windows: "Caâu hoûi naøo ñuùng"
    (
        "old-font",
        "VNI",
        re.compile("a[ùøûõïâêáàåãä]|e[ùøûõïâáàåãä]|o[ûõïäâåø]|ö[ùøûõï]|ñ[aeiouyöôò]|ô[ùøûõï]"),
    ),
    # An ANSI code page that has no such letters: "C?u h?i"
    ("lost-marks", "", re.compile("(?<=[A-Za-z])\\?(?=[a-z])|\ufffd")),
)
_SHARE = 0.04  # of the words


def damage_in(texts: Iterable[str]) -> tuple[str, str] | None:
    """Return the code and the name of what spoiled a file's letters, None if they are as they should be."""
    looked_at: list[str] = []
    length = 0
    for text in texts:
        looked_at.append(text)
        length += len(text)
        if length > _LOOKED_AT:
            break
    whole = "\n".join(looked_at)
    words = len(_WORD.findall(whole)) or 1
    for code, name, pattern in _DAMAGE:
        hits = len(pattern.findall(whole))
        if hits >= _ENOUGH and hits > words * _SHARE:
            return code, name
    return None
