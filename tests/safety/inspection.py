"""Judging HTML by Python's own parser, which neither sanitiser uses: what stands in it that must not?"""

import re
from html.parser import HTMLParser

ELEMENTS = frozenset(
    [
        *(
            "a",
            "abbr",
            "blockquote",
            "br",
            "code",
            "dd",
            "del",
            "div",
            "dl",
            "dt",
            "em",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
        ),
        *("hr", "img", "li", "ol", "p", "pre", "s", "span", "strong", "sub", "sup"),
        *("table", "tbody", "td", "th", "thead", "tr", "ul"),
    ]
)
ATTRIBUTES = frozenset(
    [
        "align",
        "alt",
        "class",
        "decoding",
        "height",
        "href",
        "id",
        "loading",
        "rel",
        "role",
        "sizes",
        "src",
        "srcset",
        "start",
        "title",
        "width",
    ]
)
CLASSES = frozenset(
    [
        "box",
        "box good",
        "box warn",
        "box bad",
        "box-title",
        "term",
        "footnote",
        "footnote-ref",
        "footnote-backref",
    ]
)
VOID = frozenset(["br", "hr", "img"])


class Inspection(HTMLParser):
    """Collects every element, attribute and address that is not on the list."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        try:
            self.feed(markup)
            self.close()
        except AssertionError as error:  # the parser's own word for a declaration that it cannot read
            self.faults.append(str(error))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            self.inspect(tag, name, value or "")

    def inspect(self, tag: str, name: str, value: str) -> None:
        allowed = name in ATTRIBUTES and "{{" not in value
        if name in {"srcset", "sizes", "decoding"}:
            allowed = allowed and tag == "img"
        if name in {"href", "src"}:
            allowed = allowed and is_harmless(value, picture=name == "src")
        elif name == "srcset":
            candidates = [one.strip().partition(" ")[0] for one in value.split(",")]
            allowed = allowed and all(is_harmless(one, picture=True) for one in candidates)
        elif name == "id":
            allowed = allowed and re.fullmatch(r"c-[a-z0-9-]+", value) is not None
        elif name == "class":
            allowed = allowed and value in CLASSES
        if not allowed:
            self.faults.append(f'<{tag} {name}="{value}">')

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"<!--{data}")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"<!{decl}")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"<?{data}")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"<![{data}")


def is_harmless(url: str, *, picture: bool) -> bool:
    """Return whether a browser takes ``url`` for the web, mail, telephone, or this very site.

    Browsers drop tabs and line ends within an address and control characters before it, and read \\ as /.
    """
    seen = re.sub(r"[\t\r\n]", "", url).lstrip("".join(map(chr, range(33)))).replace("\\", "/").lower()
    if picture:
        return re.match(r"/khoa-hoc/[a-z0-9-]+/media/[0-9a-f]{64}\.[a-z0-9]+$", seen) is not None
    if seen.startswith("//"):
        return False
    if seen.startswith(("/", "#")):
        return True
    return seen.startswith(("https://", "http://", "mailto:", "tel:"))


def faults_in(markup: str) -> list[str]:
    """Return what in ``markup`` must not be there."""
    return Inspection(markup).faults
