"""Our own element in a Moodle file: what Moodle's elements cannot say, and whether it still belongs to them.

Moodle passes over elements that it does not know. Each of ours carries the digest of its neighbours: where somebody
changed those by hand, they no longer fit, and what Moodle's elements say holds.
"""

import hashlib
import json
from typing import Any

from lms.core.questions.importing.moodle_xml import Node
from lms.core.questions.manuscript import WrittenQuestion
from lms.core.questions.native import plain_of

OWN = "cap-doi-so"
_LONGEST_NAME = 80


def digest_of(node: Node) -> str:
    """Return the digest of what an element says apart from our own."""
    said = json.dumps(_said(node), ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _said(node: Node) -> list[Any]:
    inner = [_said(child) for child in node.children if child.tag != OWN]
    return [node.tag, sorted(node.attributes.items()), node.text.strip(), inner]


def own_of(node: Node) -> Node | None:
    """Return our element if what stands beside it is what we wrote."""
    own = node.find(OWN)
    return own if own is not None and own.attributes.get("digest") == digest_of(node) else None


def name_of(question: WrittenQuestion) -> str:
    """Return the name of a question in Moodle's lists: its own, or its first words."""
    words = question.title or plain_of(question.stem.split("\n")[0])
    return words if len(words) <= _LONGEST_NAME else words[: _LONGEST_NAME - 1].rstrip() + "…"
