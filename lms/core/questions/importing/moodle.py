"""Moodle XML as a manuscript: categories become pools, and our own elements, where they still fit, say the rest.

What the types of questions mean is read in ``moodle_questions``. ``exporting.moodle`` writes such files.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lms.core.questions.importing.moodle_notes import Notes
from lms.core.questions.importing.moodle_own import OWN, name_of, own_of
from lms.core.questions.importing.moodle_questions import WITHOUT_QUESTION, id_in, read_question, tags_in
from lms.core.questions.importing.moodle_texts import number_in, source_of
from lms.core.questions.importing.moodle_xml import Node, read_tree
from lms.core.questions.importing.sentences import Sentence
from lms.core.questions.manuscript import Manuscript, Reading, Status, Trouble, WrittenPool, WrittenQuestion
from lms.core.questions.marks import ID
from lms.core.questions.model import ONE
from lms.core.questions.native import read_native, visible
from lms.core.questions.settings import READERS
from lms.core.vietnamese import squeeze

_SLASH = re.compile(r"(?<!/)/(?!/)")
_SYSTEM = re.compile(r"\$[a-z]+\$|top", re.IGNORECASE)
_LONGEST_SETTING = 300
_LONGEST_TITLE = 300


@dataclass
class _Item:
    """A question that was read, and what there is to say about it."""

    question: WrittenQuestion
    troubles: list[Trouble]


@dataclass
class _Pool:
    """A category being read, with what our own element says of it."""

    written: WrittenPool = field(default_factory=WrittenPool)
    items: list[_Item] = field(default_factory=list)


def read_moodle(data: bytes, name: str) -> Reading:
    """Read a file in Moodle's XML format. Bad input never raises: it gives a sentence and no question."""
    tree = read_tree(data, name)
    if isinstance(tree, Trouble):
        return Reading(Manuscript(), (tree,))
    reader = _Reader()
    for node in tree.each("question"):
        reader.take(node)
    return reader.reading(_front(tree))


def _front(tree: Node) -> dict[str, str]:
    """Return the settings of the bank, which only our own element knows."""
    own = tree.find(OWN)
    said = (
        [(each.attributes.get("name", ""), each.text.strip()) for each in own.each("setting")] if own else []
    )
    return {key: value[:_LONGEST_SETTING] for key, value in said if key in READERS and value}


class _Reader:
    """Takes the questions of a file one after the other."""

    def __init__(self) -> None:
        self._pools: dict[WrittenPool, _Pool] = {}
        self._pool = self._pools.setdefault(WrittenPool(), _Pool())
        self._troubles: list[Trouble] = []  # that are about no question
        self._number = 0  # of the question in the file, as a person counts

    def take(self, node: Node) -> None:
        """Take a question, or a category, which is the pool of what follows."""
        kind = node.attributes.get("type", "").strip()
        if kind == "category":
            self._begin_pool(_pool_of(node))
            return
        self._number += 1
        where = self._where(node)
        if kind in WITHOUT_QUESTION:
            self._troubles.append(_left_out(kind, where, node.line))
            return
        question, notes, checked = self._read(node)
        question = replace(question, where=where, place=node.line, source=source_of(node))
        troubles = [*_troubles(notes, where, node.line)]
        troubles += [replace(each, where=where, place=node.line) for each in checked]
        self._pool.items.append(_Item(question, troubles))

    def reading(self, front: dict[str, str]) -> Reading:
        """Return everything that was taken."""
        pools, troubles = [], []
        count = 0
        for pool in self._pools.values():
            draw = pool.written.draw
            if draw is not None and draw > len(pool.items) > 0:
                self._troubles.append(_too_few_to_draw(pool.written))
                draw = None
            for index, item in enumerate(pool.items, count):
                troubles += [replace(trouble, question=index) for trouble in item.troubles]
            count += len(pool.items)
            questions = tuple(item.question for item in pool.items)
            pools += [replace(pool.written, draw=draw, questions=questions)] if questions else []
        if not pools and not self._troubles:
            self._troubles.append(_NO_QUESTIONS.trouble("no-questions"))
        return Reading(Manuscript(tuple(pools), front), (*troubles, *self._troubles))

    def _begin_pool(self, pool: WrittenPool) -> None:
        """Go on with a category that was there before, as Moodle does, else begin one."""
        self._pool = self._pools.setdefault(pool, _Pool(pool))

    def _where(self, node: Node) -> str:
        name = _plain(node.value("name"))[:60]
        return f"câu {self._number}{f' “{name}”' if name else ''}, dòng {node.line}"

    def _read(self, node: Node) -> tuple[WrittenQuestion, Notes, Sequence[Trouble]]:
        own = own_of(node)
        kept = _kept(own, node, self._pool.written) if own is not None else None
        if kept is not None and own is not None:
            notes = Notes()
            question, troubles = kept
            if own.attributes.get("status") == Status.DRAFT and question.status is Status.READY:
                notes.say("unsure-draft")
                question = replace(question, status=Status.DRAFT)
            return question, notes, troubles
        question, notes = read_question(node)
        if node.find(OWN) is not None:
            notes.say("edited")
        return question, notes, ()


def _kept(own: Node, node: Node, pool: WrittenPool) -> tuple[WrittenQuestion, Sequence[Trouble]] | None:
    """Return the question that our own element holds, None where it holds no such thing."""
    # Settings are read once for the file; that they are missing is said at the first line, which is no question's.
    reading = read_native(f"\n{own.text.strip()}\n".encode(errors="replace"), "")
    questions = reading.manuscript.questions
    if len(questions) != 1 or len(reading.manuscript.pools) != 1 or reading.manuscript.pools[0].title:
        return None
    question, title = questions[0], _plain(node.value("name"))
    question = replace(question, id=id_in(node), title="", tags=tags_in(node))
    points = number_in(node.value("defaultgrade") or "1")
    if (
        not question.rubric
        and points != (question.points or pool.points or ONE)
        and node.find("defaultgrade")
    ):
        question = replace(question, points=points)  # it stands in another category now
    troubles = [each for each in reading.troubles if each.question == 0]
    return replace(question, title="" if name_of(question) == title else title), troubles


def _plain(text: str) -> str:
    """Return a name as it stands: Moodle shows names of questions and categories without markup."""
    return squeeze(visible(text))


def _pool_of(node: Node) -> WrittenPool:
    """Return what a category says: our own element's words, or the last part of its path."""
    own = own_of(node)
    given = squeeze(node.value("idnumber"))
    pool_id = given if ID.fullmatch(given) else ""
    if own is not None:
        draw = own.attributes.get("draw", "")
        points = number_in(own.attributes.get("points", ""))
        return WrittenPool(
            title=own.text.strip()[:_LONGEST_TITLE],
            id=pool_id,
            draw=int(draw) if re.fullmatch(r"[1-9][0-9]{0,3}", draw) else None,
            points=points if points is not None and points > 0 else None,
        )
    steps = [_plain(step.replace("//", "/")) for step in _SLASH.split(node.value("category")[:2000])]
    named = [step for step in steps if step and not _SYSTEM.fullmatch(step)]
    return WrittenPool(title=named[-1][:_LONGEST_TITLE] if named else "", id=pool_id)


def _troubles(notes: Notes, where: str, line: int) -> list[Trouble]:
    return [
        Trouble(where, line, note.vi, note.en, note.mend_vi, note.mend_en, code=note.code)
        for note in notes.said.values()
    ]


def _left_out(kind: str, where: str, line: int) -> Trouble:
    return Trouble(
        where,
        line,
        f"Mục “{kind}” chỉ lấy ngẫu nhiên câu khác, tự nó không có câu hỏi, nên được bỏ qua.",
        f"“{kind}” only draws other questions at random and holds none itself, so it was left out.",
        "Đặt draw= cho nhóm câu hỏi để rút ngẫu nhiên ở đây.",
        "Give the pool draw= to draw from it here.",
        code="random-left-out",
    )


def _too_few_to_draw(pool: WrittenPool) -> Trouble:
    return Trouble(
        f"nhóm “{pool.title[:60]}”",
        0,
        f"Nhóm này rút {pool.draw} câu nhưng tệp không có đủ, nên không rút nữa.",
        f"This pool draws {pool.draw} questions, which the file does not have, so it draws none.",
        "Đặt lại draw= cho nhóm nếu cần.",
        "Give the pool draw= again if it is needed.",
        code="draw-lost",
    )


_NO_QUESTIONS = Sentence(
    "Tệp Moodle XML này không có câu hỏi nào.",
    "There is no question in this Moodle XML file.",
    "Trong Moodle, chọn danh mục có câu hỏi rồi xuất lại.",
    "In Moodle, choose a category with questions and export again.",
)
