"""A .docx taken apart: its XML parts, parsed within bounds. What they say is read by the neighbours."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from lms.core.questions.importing.containers import parts_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_TAGS = 4_000_000
DEEPEST = 120

_MAIN = b"wordprocessingml.document.main+xml"
_STRICT = b"http://purl.oclc.org/ooxml/"
_SAME_AS_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


class WordError(Exception):
    """A document cannot be read; ``code`` is the sentence of ``papers.sentences`` that says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Package:
    """The parts of a document that matter; None for one that is not there."""

    body: "Element"
    styles: "Element | None"
    numbering: "Element | None"


def open_package(data: bytes) -> Package:
    """Return the parts of a document.

    Raises:
        ArchiveError: the zip is damaged or more than is allowed.
        WordError: there is no text in it, or its XML is damaged, or it is nested too deeply.
    """
    parts = parts_of(data)
    main = _main_part(parts)
    document = _parsed(parts[main])
    body = document.find(W + "body")
    if body is None:
        raise WordError("broken")
    folder = main.rpartition("/")[0]
    return Package(
        body, _optional(parts, f"{folder}/styles.xml"), _optional(parts, f"{folder}/numbering.xml")
    )


def _main_part(parts: dict[str, bytes]) -> str:
    """Return the name of the part with the text, as the list of contents says, else where Word puts it."""
    types = parts.get("[Content_Types].xml", b"")
    if _MAIN in types:
        for override in _parsed(types):
            name = override.get("PartName", "").lstrip("/")
            if _MAIN.decode() in override.get("ContentType", "") and name in parts:
                return name
    if "word/document.xml" not in parts:
        raise WordError("broken")
    return "word/document.xml"


def _optional(parts: dict[str, bytes], name: str) -> "Element | None":
    """Return a part that a document can be read without."""
    if name not in parts:
        return None
    try:
        return _parsed(parts[name])
    except WordError:
        return None


def _parsed(data: bytes) -> "Element":
    if data.count(b"<") > MOST_TAGS:
        raise WordError("too-long")
    if _STRICT in data[:4_096]:
        for strict, same in _SAME_AS_STRICT:
            data = data.replace(strict, same)
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise WordError("broken") from None
    _check_depth(root)
    return root


def _check_depth(root: "Element") -> None:
    """Refuse what is nested beyond all documents; the readers follow the nesting with calls."""
    level = [root]
    for _ in range(DEEPEST):
        level = [child for parent in level for child in parent]
        if not level:
            return
    raise WordError("too-deep")
