"""A tree of elements as indented XML, the same bytes for the same tree. What stands in it: ``moodle``."""

import re
from xml.sax.saxutils import escape, quoteattr

from lms.core.questions.importing.moodle_xml import Node

_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def leaf(tag: str, words: str, **attributes: str) -> Node:
    """Return an element with words in it, without characters that XML cannot hold."""
    clean = {name: _FORBIDDEN.sub("", value) for name, value in attributes.items()}
    return Node(tag, clean, words=[_FORBIDDEN.sub("", words.replace("\r", "\n"))])


def text(tag: str, words: str, **attributes: str) -> Node:
    """Return an element whose words stand in ``<text>``, as Moodle has them."""
    return Node(tag, attributes, [leaf("text", words)])


def document(root: Node) -> bytes:
    """Return the whole file."""
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(_lines(root, "")) + "\n").encode()


def _lines(node: Node, margin: str) -> list[str]:
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in node.attributes.items())
    if not node.children:
        return [f"{margin}<{node.tag}{attributes}>{_words(node.text)}</{node.tag}>"]
    inner = [line for child in node.children for line in _lines(child, margin + "  ")]
    return [f"{margin}<{node.tag}{attributes}>", *inner, f"{margin}</{node.tag}>"]


def _words(words: str) -> str:
    """Return words as Moodle writes them: as they are, between marks, where they would need escaping."""
    if escape(words) == words:
        return words
    return f"<![CDATA[{words.replace(']]>', ']]]]><![CDATA[>')}]]>"
