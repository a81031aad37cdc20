"""Build-time work: cut Be Vietnam Pro to the letters the site uses, and compile the message catalogues.

Both results are artifacts, never committed. A missing font package is a warning, not a failure: pages then fall
back to the system's own fonts, and the PDF of a certificate is not offered.
"""

import pathlib
import shutil
import unicodedata
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LATIN = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | {ord(c) for c in "đĐ₫“”‘’–—…•‹›✓"}
COMBINING = {0x300, 0x301, 0x302, 0x303, 0x306, 0x309, 0x31B, 0x323}
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")


def vietnamese_code_points() -> set[int]:
    points = LATIN | COMBINING
    for vowel in "aăâeêioôơuưy":
        for tone in TONES:
            letter = unicodedata.normalize("NFC", vowel + tone)
            points |= {ord(letter), ord(letter.upper())}
    return points


def cut_fonts(folder: pathlib.Path) -> None:
    """Write the bold web font (woff2) and the two faces that certificates embed (ttf)."""
    import fontpkg_be_vietnam_pro as package
    from fontTools import subset
    from fontTools.ttLib import TTFont

    folder.mkdir(parents=True, exist_ok=True)
    points = vietnamese_code_points()
    for weight, flavours in (("Regular", ["ttf"]), ("Bold", ["ttf", "woff2"])):
        for flavour in flavours:
            font = TTFont(package.ROOT / "files" / f"BeVietnamPro-{weight}.ttf", recalcTimestamp=False)
            options = subset.Options()
            options.hinting = False
            options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "ss01"]
            cutter = subset.Subsetter(options)
            cutter.populate(unicodes=points)
            cutter.subset(font)
            font.flavor = None if flavour == "ttf" else flavour
            font.save(folder / f"be-vietnam-pro-{weight.lower()}.{flavour}")
    shutil.copy(package.ROOT / "LICENSE", folder / "OFL.txt")


def compile_catalogues(folder: pathlib.Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        with source.open("rb") as text:
            catalogue = read_po(text)
        with source.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = pathlib.Path(self.root)
        compile_catalogues(root / "lms" / "web" / "locale")
        fonts = root / "lms" / "static" / "fonts"
        try:
            cut_fonts(fonts)
        except ImportError as missing:
            self.app.display_warning(f"{missing}: building without Be Vietnam Pro, pages use system fonts")
