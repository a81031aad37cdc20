"""A manuscript as Moodle XML: Moodle's own elements for Moodle, and one element of ours for the way back.

Ours holds each question as the bank format has it, with the digest of what stands beside it, so that reading the file
here loses nothing, and a change made by hand or by Moodle is never overruled by what we wrote before it.
"""

from collections.abc import Iterator
from decimal import Decimal

from lms.core.questions.exporting.moodle_texts import block_html, plain, stem_html
from lms.core.questions.exporting.moodle_types import Sheet, fill, html
from lms.core.questions.exporting.moodle_xml import document, leaf, text
from lms.core.questions.importing.moodle_own import OWN, digest_of, name_of
from lms.core.questions.importing.moodle_xml import Node
from lms.core.questions.manuscript import Manuscript, Misfit, Status, WrittenPool, WrittenQuestion
from lms.core.questions.model import ONE, ZERO
from lms.core.questions.native import write_question
from lms.core.questions.numbers import shortest

_VERSION = "1"
_PENALTY_STEP = Decimal("0.0000001")
_COUNTED_IN_GAPS = "cloze"


def write_moodle(manuscript: Manuscript) -> tuple[bytes, tuple[Misfit, ...]]:
    """Return the file and what Moodle will not know; the same manuscript gives the same bytes."""
    misfits: list[Misfit] = []
    quiz = Node("quiz", children=[_front(manuscript.front)])
    title = manuscript.front.get("title", "")
    shuffles = _shuffles_options(manuscript.front)
    for pool in manuscript.pools:
        quiz.children.append(_category(pool, title))
        for question in pool.questions:
            sheet = Sheet(question, _points(question, pool), shuffles)
            quiz.children.append(_question(sheet))
            misfits += [
                Misfit(question.id, f"Moodle không giữ {vi}.", f"Moodle drops {en}.") for vi, en in sheet.lost
            ]
    return document(quiz), (*_file_misfits(manuscript), *misfits)


def _front(front: dict[str, str]) -> Node:
    settings = [leaf("setting", value, name=key) for key, value in front.items()]
    return Node(OWN, {"version": _VERSION}, settings)


def _shuffles_options(front: dict[str, str]) -> bool:
    said = front.get("shuffle", "").lower()
    return "options" in said or said in ("true", "yes")


def _points(question: WrittenQuestion, pool: WrittenPool) -> Decimal:
    if question.rubric:
        return sum((line.points for line in question.rubric), ZERO)
    return question.points or pool.points or ONE


def _category(pool: WrittenPool, bank_title: str) -> Node:
    """Return the element that names the category of what follows."""
    steps = [plain(step).replace("/", "//") for step in (bank_title, pool.title) if step.strip()]
    node = Node("question", {"type": "category"})
    node.children.append(text("category", "/".join(["$course$/top", *steps])))
    node.children += [html("info", ""), leaf("idnumber", pool.id)]
    said = {
        "draw": "" if pool.draw is None else str(pool.draw),
        "points": "" if pool.points is None else shortest(pool.points),
    }
    return _with_own(node, pool.title, {key: value for key, value in said.items() if value})


def _question(sheet: Sheet) -> Node:
    question = sheet.question
    fill(sheet)
    node = Node("question", {"type": sheet.kind})
    node.children += [
        text("name", name_of(question)),
        text("questiontext", sheet.stem or stem_html(question.stem), format="html"),
        text("generalfeedback", block_html(question.explanation), format="html"),
    ]
    if sheet.kind != _COUNTED_IN_GAPS:
        node.children.append(leaf("defaultgrade", shortest(sheet.points)))
    cost = max((hint.penalty for hint in question.hints), default=ZERO)
    node.children += [leaf("penalty", shortest(cost.quantize(_PENALTY_STEP))), leaf("hidden", "0")]
    node.children += [leaf("idnumber", question.id), *sheet.nodes]
    node.children += [text("hint", block_html(hint.text), format="html") for hint in question.hints]
    if question.tags:
        node.children.append(Node("tags", children=[text("tag", tag) for tag in question.tags]))
    _note_what_no_type_has(sheet)
    status = {"status": str(Status.DRAFT)} if question.status is Status.DRAFT else {}
    return _with_own(node, f"\n{write_question(question).strip()}\n", status)


def _note_what_no_type_has(sheet: Sheet) -> None:
    question = sheet.question
    if len({hint.penalty for hint in question.hints}) > 1:
        sheet.lose(
            "điểm trừ riêng của từng gợi ý (lấy mức cao nhất)",
            "what each hint costs by itself (the highest was taken)",
        )


def _with_own(node: Node, words: str, attributes: dict[str, str]) -> Node:
    """Add our element, bound to what the node says so far."""
    own = leaf(OWN, words, version=_VERSION, digest=digest_of(node), **attributes)
    node.children.append(own)
    return node


def _file_misfits(manuscript: Manuscript) -> Iterator[Misfit]:
    if any(pool.draw is not None for pool in manuscript.pools):
        yield Misfit(
            "",
            "Moodle không giữ việc rút câu ngẫu nhiên: thêm “câu hỏi ngẫu nhiên” từ từng danh mục khi lập đề.",
            "Moodle drops the drawing of questions: add “random questions” from each category to the quiz.",
        )
    if any(question.lesson for question in manuscript.questions):
        yield Misfit(
            "",
            "Moodle không giữ bài nên đọc lại của từng câu (lesson=).",
            "Moodle drops the lesson that each question says to reread (lesson=).",
        )
    if manuscript.front.keys() - {"id", "title"}:
        yield Misfit(
            "",
            "Moodle không giữ thiết lập của bài (số lần làm, thời gian, xem lại …): đặt lại khi lập đề.",
            "Moodle drops the settings (attempts, time, review …): set them in the quiz.",
        )
