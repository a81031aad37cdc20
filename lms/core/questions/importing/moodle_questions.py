"""One ``<question>`` of a Moodle file as a question of ours, by its type. Files and categories are read in ``moodle``.

A type that does not exist here comes as a draft of the nearest type, its words kept; so does every question whose key
is not beyond doubt.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from lms.core.questions.assembly import MOST_POINTS
from lms.core.questions.importing.moodle_choices import (
    FALSE_WORDS,
    NEARLY,
    TRUE_WORDS,
    all_or_nothing,
    multichoice,
    note_options,
    share_of,
    ticked,
    truefalse,
)
from lms.core.questions.importing.moodle_cloze import cloze_stem, number_key_of, places_stem
from lms.core.questions.importing.moodle_notes import Notes
from lms.core.questions.importing.moodle_texts import Texts, number_in, plain_html, shown, source_of
from lms.core.questions.importing.moodle_xml import Node
from lms.core.questions.manuscript import (
    Status,
    WrittenAnswer,
    WrittenHint,
    WrittenOption,
    WrittenPair,
    WrittenQuestion,
    WrittenRubricLine,
)
from lms.core.questions.marks import ID, Family, bullet_content, mark_in
from lms.core.questions.model import ONE, ZERO, QuestionType
from lms.core.questions.native import visible
from lms.core.vietnamese import fold, slug, squeeze

WITHOUT_QUESTION = frozenset(["category", "random", "randomsamatch"])
"""Types that hold no question of their own."""

MOST_PARTS = 500
"""Elements of one question that are read; a page can show far fewer."""

_LONGEST_ID = 64
_MOST_TAGS = 20


def read_question(node: Node) -> tuple[WrittenQuestion, Notes]:
    """Return what Moodle's elements say, and what a person should know about it."""
    notes = Notes()
    if len(node.children) > MOST_PARTS:
        notes.say("unsure-too-many", MOST_PARTS)
        node = replace(node, children=node.children[:MOST_PARTS])
    texts = Texts(node, notes)
    kind = node.attributes.get("type", "").strip()
    read = _READERS.get(kind)
    question = read(texts, notes) if read else _essay(texts, notes)
    if not read:
        notes.say("unsure-type", kind[:40])
    question = _with_remarks(question, texts, notes)
    if node.value("hidden") == "1":
        notes.say("unsure-hidden")
    texts.note_files()
    status = Status.DRAFT if notes.unsure else Status.READY
    return replace(question, status=status, source=source_of(node)), notes


def id_in(node: Node) -> str:
    """Return the id that a question carries in Moodle, as an id of ours."""
    given = squeeze(node.value("idnumber"))
    return given if ID.fullmatch(given) else slug(given)[:_LONGEST_ID].strip("-")


def tags_in(node: Node) -> tuple[str, ...]:
    """Return the question's tags, each once."""
    tags = node.find("tags")
    words = [squeeze(tag.value())[:100] for tag in tags.each("tag")] if tags else []
    return tuple(dict.fromkeys(word for word in words if word))[:_MOST_TAGS]


def _with_remarks(question: WrittenQuestion, texts: Texts, notes: Notes) -> WrittenQuestion:
    """Return the question with what every type may have: stem, id, name, tags, points, hints and feedback."""
    node = texts.node
    title = squeeze(visible(node.value("name")))
    stem = question.stem or texts.block(node.find("questiontext")) or texts.markdown(title, "plain_text")
    partly = texts.remark("partiallycorrectfeedback")
    if partly:
        notes.say("partly-lost", shown(partly))
    points = question.points if question.points is not None else _points(node, notes)
    return replace(
        question,
        stem=stem,
        id=id_in(node),
        title=title,
        tags=tags_in(node),
        points=None if points == ONE or question.rubric else points,
        hints=_hints(texts),
        explanation=texts.block(node.find("generalfeedback")),
        right=texts.remark("correctfeedback"),
        wrong=question.wrong or texts.remark("incorrectfeedback"),
    )


def _points(node: Node, notes: Notes) -> Decimal:
    said = node.value("defaultgrade")
    points = number_in(said or "1")
    rounded = points.quantize(Decimal("0.01")) if points is not None else ZERO
    if not 0 < rounded <= MOST_POINTS:
        if node.attributes.get("type") != "description":
            notes.say("points-lost", said[:40])
        return ONE
    return rounded.normalize() + ZERO


def _hints(texts: Texts) -> tuple[WrittenHint, ...]:
    """Return the hints; each costs what Moodle takes off for the wrong answer that shows it."""
    cost = number_in(texts.node.value("penalty") or "0") or ZERO
    share = min(max(cost, ZERO), ONE)
    hints = [texts.block(hint.find("hintcontent") or hint) for hint in texts.node.each("hint")]
    return tuple(WrittenHint(hint, share) for hint in hints if hint)


def _shortanswer(texts: Texts, notes: Notes) -> WrittenQuestion:
    answers, otherwise = _typed(texts, notes)
    for answer in answers:
        if "*" in answer.text.replace("\\*", ""):
            notes.say("unsure-wildcard", answer.text[:60])
    plain = tuple(replace(each, text=each.text.replace("\\*", "*")) for each in answers)
    match = "case" if texts.node.value("usecase") == "1" else "accent"
    return WrittenQuestion(QuestionType.SHORT, "", answers=plain, match=match, wrong=otherwise)


def _typed(texts: Texts, notes: Notes) -> tuple[list[WrittenAnswer], str]:
    """Return the foreseen answers, and the feedback for any other."""
    answers, otherwise = [], ""
    for node in texts.node.each("answer"):
        words, feedback = texts.words(node), texts.block(node.find("feedback"))
        share = min(max(share_of(node), ZERO), ONE)
        if words == "*" and share < ONE:
            otherwise = feedback
        elif words:
            answers.append(WrittenAnswer(words, ONE if share >= NEARLY else share, feedback))
    if not any(answer.fraction == ONE for answer in answers):
        notes.say("unsure-answer")
    return answers, otherwise


def _numerical(texts: Texts, notes: Notes) -> WrittenQuestion:
    answers, otherwise = _typed(texts, notes)
    spreads = {texts.words(node): node.value("tolerance") for node in texts.node.each("answer")}
    keys = []
    for answer in answers:
        key = number_key_of(number_in(answer.text), number_in(spreads.get(answer.text) or "0"))
        if key is None:
            notes.say("unsure-number", answer.text[:60])
        keys.append(replace(answer, text=key or answer.text))
    units = texts.node.find("units")
    names = [squeeze(unit.value("unit_name")) for unit in units.each("unit")] if units else []
    if any(names):
        notes.say("units-lost", ", ".join(name for name in names if name)[:200])
    return WrittenQuestion(QuestionType.NUMBER, "", answers=tuple(keys), wrong=otherwise)


def _match(texts: Texts, notes: Notes) -> WrittenQuestion:
    """Read pairs; where every right-hand side is Đúng or Sai, they are statements, which Moodle cannot say better."""
    pairs = []
    for node in texts.node.each("subquestion"):
        right = texts.markdown(
            node.value("answer"), "plain_text" if "<" not in node.value("answer") else "html"
        )
        if right:
            pairs.append(WrittenPair(texts.line(node), right.replace("\\\n", " ").replace("\n", " ")))
    lefts = [pair for pair in pairs if pair.left]
    if len(lefts) < 2:
        notes.say("unsure-too-few")
    if len({squeeze(pair.left) for pair in lefts}) < len(lefts):
        notes.say("unsure-twice")
    words = {fold(pair.right) for pair in pairs}
    if words and (words <= {"dung", "sai"} or words <= {"true", "false"}):
        statements = (
            WrittenOption(pair.left, ONE if fold(pair.right) in TRUE_WORDS else ZERO) for pair in lefts
        )
        return WrittenQuestion(QuestionType.CLUSTER, "", options=tuple(statements))
    return WrittenQuestion(QuestionType.MATCHING, "", pairs=tuple(pairs))


def _statements(texts: Texts, notes: Notes) -> WrittenQuestion:
    """Read the rows of the widespread types mtf and kprime: each row has a weight for each column."""
    columns = [fold(plain_html(node.value("responsetext"))) for node in texts.node.each("column")]
    truths = [index for index, word in enumerate(columns, 1) if word in TRUE_WORDS]
    if len(columns) != 2 or len(truths) != 1 or not set(columns) & FALSE_WORDS:
        notes.say("unsure-statements")
    weights = {
        (node.attributes.get("rownumber"), node.attributes.get("columnnumber")): number_in(
            node.value("value")
        )
        or ZERO
        for node in texts.node.each("weight")
    }
    options = []
    for number, row in enumerate(texts.node.each("row"), 1):
        column = str(truths[0] if truths else 1)
        is_true = weights.get((row.attributes.get("number", str(number)), column), ZERO) > ZERO
        text, feedback = texts.block(row.find("optiontext")), texts.block(row.find("feedbacktext"))
        options.append(WrittenOption(text, ONE if is_true else ZERO, feedback))
    note_options(options, notes)
    return WrittenQuestion(QuestionType.CLUSTER, "", options=tuple(options))


def _ordering(texts: Texts, notes: Notes) -> WrittenQuestion:
    nodes = list(texts.node.each("answer"))
    places = [share_of(node) for node in nodes]
    if len(set(places)) == len(places):  # Moodle writes each item's place where others have a share
        nodes.sort(key=share_of)
    options = [
        WrittenOption(texts.block(node), feedback=texts.block(node.find("feedback"))) for node in nodes
    ]
    note_options(options, notes)
    score = "exact" if texts.node.value("gradingtype") in ("ALL_OR_NOTHING", "-1") else ""
    return WrittenQuestion(QuestionType.ORDERING, "", options=tuple(options), score=score)


def _essay(texts: Texts, notes: Notes) -> WrittenQuestion:
    node = texts.node
    template = texts.block(node.find("responsetemplate"))
    if template:
        notes.say("template-lost", shown(template))
    wants_file = (number_in(node.value("attachmentsrequired") or "0") or ZERO) > ZERO
    kind = QuestionType.EVIDENCE if wants_file else QuestionType.ESSAY
    return WrittenQuestion(kind, "", rubric=_rubric(texts, notes))


def _rubric(texts: Texts, notes: Notes) -> tuple[WrittenRubricLine, ...]:
    """Read the note for graders: lines such as "- 3đ: …" are a rubric, other words become its only line."""
    guidance = texts.block(texts.node.find("graderinfo"))
    if not guidance:
        return ()
    found = [mark_in(bullet_content(line) or "", Family.RUBRIC) for line in guidance.split("\n")]
    lines = [WrittenRubricLine(Decimal(each[0].replace(",", ".")), each[1]) for each in found if each]
    if len(lines) == len(found):
        return tuple(lines)
    notes.say("grader-note")
    return (WrittenRubricLine(_points(texts.node, notes), texts.line(texts.node.find("graderinfo"))),)


def _cloze(texts: Texts, notes: Notes) -> WrittenQuestion:
    stem, cloze = cloze_stem(texts, notes)
    total = Decimal(sum(cloze.weights))
    points = total if 0 < total <= MOST_POINTS else ONE
    return WrittenQuestion(QuestionType.CLOZE, stem, match=cloze.match, points=points)


def _drag_words(texts: Texts, notes: Notes) -> WrittenQuestion:
    return WrittenQuestion(QuestionType.CLOZE, places_stem(texts, notes, list(texts.node.each("dragbox"))))


def _select_words(texts: Texts, notes: Notes) -> WrittenQuestion:
    return WrittenQuestion(
        QuestionType.CLOZE, places_stem(texts, notes, list(texts.node.each("selectoption")))
    )


def _drawn(texts: Texts, notes: Notes) -> WrittenQuestion:
    """Read what is dragged onto a picture as choices without their places."""
    notes.say("unsure-drawn")
    drags = [texts.line(node) for node in texts.node.each("drag")]
    pairs = tuple(WrittenPair("", words) for words in drags if words)
    return WrittenQuestion(QuestionType.MATCHING, "", pairs=pairs)


def _calculated(texts: Texts, notes: Notes) -> WrittenQuestion:
    formulas = [texts.words(node) for node in texts.node.each("answer")]
    notes.say("unsure-formula", "; ".join(formulas)[:200])
    if texts.node.attributes.get("type") == "calculatedmulti":
        return multichoice(texts, notes)
    return WrittenQuestion(QuestionType.NUMBER, "")


def _description(_texts: Texts, notes: Notes) -> WrittenQuestion:
    notes.say("unsure-description")
    return WrittenQuestion(QuestionType.ESSAY, "")


_READERS: dict[str, Callable[[Texts, Notes], WrittenQuestion]] = {
    "multichoice": multichoice,
    "multichoiceset": all_or_nothing,
    "oumultiresponse": ticked,
    "truefalse": truefalse,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "match": _match,
    "matching": _match,
    "ddmatch": _match,
    "mtf": _statements,
    "kprime": _statements,
    "ordering": _ordering,
    "essay": _essay,
    "cloze": _cloze,
    "multianswer": _cloze,
    "ddwtos": _drag_words,
    "gapselect": _select_words,
    "ddimageortext": _drawn,
    "ddmarker": _drawn,
    "calculated": _calculated,
    "calculatedsimple": _calculated,
    "calculatedmulti": _calculated,
    "description": _description,
}
