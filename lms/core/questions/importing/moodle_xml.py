"""A Moodle XML file as a tree with line numbers, within bounds, and texts out of it. What questions mean: ``moodle``."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError

from lms.core.questions.importing.containers import Kind, kind_of, refusal
from lms.core.questions.importing.sentences import WHOLE_FILE, Sentence
from lms.core.questions.manuscript import MOST_IMPORTED, Trouble

DEEPEST = 40
MOST_ELEMENTS = 400_000
MOST_CHARACTERS = 16_000_000  # files that are packed in not counted
_SAVE_AGAIN = (
    "Trong Moodle, vào Ngân hàng câu hỏi > Xuất, chọn “Định dạng Moodle XML”, rồi tải tệp ấy lên.",
    "In Moodle, go to Question bank > Export, choose “Moodle XML format”, and send that file.",
)
_SPLIT = (
    "Xuất từng danh mục thành một tệp rồi tải từng tệp lên.",
    "Export each category as a file of its own and send them one by one.",
)


@dataclass
class Node:
    """One element: its name, attributes, children, the words directly inside it, and its line in the file."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    line: int = 0

    @property
    def text(self) -> str:
        """Return the words directly inside."""
        return "".join(self.words)

    def each(self, tag: str) -> Iterator["Node"]:
        """Yield the children with this name."""
        return (child for child in self.children if child.tag == tag)

    def find(self, *path: str) -> "Node | None":
        """Return the first child of the first child … along ``path``."""
        node: Node | None = self
        for tag in path:
            node = next(node.each(tag), None) if node else None
        return node

    def value(self, *path: str) -> str:
        """Return the words at the end of ``path``, within ``<text>`` or without, trimmed; "" where nothing stands."""
        node = self.find(*path)
        if node is None:
            return ""
        inner = node.find("text")
        return (inner if inner is not None else node).text.strip()


class _RefusedError(Exception):
    """The tree is beyond a bound; the code of the sentence is the argument."""


class _Builder:
    """Builds the tree as the parser reports it."""

    def __init__(self) -> None:
        self.root = Node("")
        self.parser: object = None
        self._open = [self.root]
        self._count = 0
        self._questions = 0
        self._characters = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        self._count += 1
        self._questions += tag == "question" and attributes.get("type") != "category"
        if len(self._open) > DEEPEST:
            raise _RefusedError("too-deep")
        if self._count > MOST_ELEMENTS:
            raise _RefusedError("too-many-elements")
        if self._questions > MOST_IMPORTED:
            raise _RefusedError("too-many-questions")
        line = getattr(getattr(self.parser, "parser", None), "CurrentLineNumber", 0)
        node = Node(tag, attributes, line=line)
        self._open[-1].children.append(node)
        self._open.append(node)

    def data(self, words: str) -> None:
        """Take words; the content of a file that was packed in is not kept."""
        if self._open[-1].tag in ("file", "image_base64"):
            return
        self._characters += len(words)
        if self._characters > MOST_CHARACTERS:
            raise _RefusedError("too-long")
        self._open[-1].words.append(words)

    def end(self, _tag: str) -> None:
        """End the innermost element."""
        self._open.pop()


def read_tree(data: bytes, name: str) -> Node | Trouble:
    """Return the ``<quiz>`` element of a file, or why the file is not read."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    refused = refusal(data, name)
    if refused is not None:
        return refused
    if kind_of(data, name) is not Kind.TEXT:
        return _trouble("not-xml")
    builder = _Builder()
    try:
        parser = DefusedXMLParser(target=builder, forbid_dtd=True)
        builder.parser = parser
        parser.feed(data if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data.lstrip())
        parser.close()
        root = builder.root.children[0]
    except DefusedXmlException:
        return _trouble("entities" if b"<!ENTITY" in data.upper() else "document-type")
    except _RefusedError as why:
        return _trouble(str(why))
    except (SyntaxError, ExpatError, LookupError, ValueError) as wrong:
        return _broken(wrong)
    return root if root.tag == "quiz" else _trouble("not-moodle", root.tag[:40])


def _broken(wrong: Exception) -> Trouble:
    """Return the sentence for a file that is no XML, at its line where that is known."""
    line = int(getattr(wrong, "lineno", None) or (getattr(wrong, "position", None) or (0,))[0])
    where = f"dòng {line}" if line else WHOLE_FILE
    return Trouble(
        where,
        line,
        "Tệp XML này bị hỏng ở đây: thẻ không khớp, ký tự lạ, hoặc tệp bị cắt ngang.",
        "The XML is broken here: tags that do not match, a strange character, or a file cut short.",
        *_SAVE_AGAIN,
        code="broken-xml",
    )


def _trouble(code: str, name: str = "") -> Trouble:
    return _SENTENCES[code].trouble(code, words={"name": name} if name else None)


_SENTENCES: dict[str, Sentence] = {
    "not-xml": Sentence(
        "Đây là tệp Word hoặc Excel, không phải tệp Moodle XML.",
        "This is a Word or Excel file, not Moodle XML.",
        "Chọn định dạng Word hoặc Excel khi tải lên.",
        "Choose the format Word or Excel when sending it.",
    ),
    "not-moodle": Sentence(
        "Đây là tệp XML nhưng không phải của Moodle (thẻ ngoài cùng là “{name}”, cần “quiz”).",
        "This is XML, but not Moodle's (its outermost element is “{name}”, not “quiz”).",
        *_SAVE_AGAIN,
    ),
    "entities": Sentence(
        "Tệp khai báo các thực thể XML (ENTITY) mà Moodle không bao giờ ghi, nên máy không mở.",
        "The file declares XML entities, which Moodle never writes, so it is not opened.",
        *_SAVE_AGAIN,
    ),
    "document-type": Sentence(
        "Tệp có khai báo DOCTYPE mà Moodle không bao giờ ghi, nên máy không mở.",
        "The file has a DOCTYPE, which Moodle never writes, so it is not opened.",
        *_SAVE_AGAIN,
    ),
    "too-deep": Sentence(
        f"Các thẻ trong tệp lồng nhau quá {DEEPEST} tầng, nên máy không đọc.",
        f"Elements are nested more than {DEEPEST} deep, so the file is not read.",
        *_SAVE_AGAIN,
    ),
    "too-many-elements": Sentence(
        f"Tệp có quá {MOST_ELEMENTS} thẻ.",
        f"The file has more than {MOST_ELEMENTS} elements.",
        *_SPLIT,
    ),
    "too-long": Sentence(
        f"Chữ trong tệp dài quá {MOST_CHARACTERS // 1_000_000} triệu ký tự.",
        f"The texts in the file exceed {MOST_CHARACTERS // 1_000_000} million characters.",
        *_SPLIT,
    ),
    "too-many-questions": Sentence(
        f"Tệp có quá {MOST_IMPORTED} câu hỏi.",
        f"The file has more than {MOST_IMPORTED} questions.",
        *_SPLIT,
    ),
}
