"""A manuscript on its way to becoming a bank: ids that stay, and whether each question could be published as it is.

What a question's Markdown looks like is not decided here: the check reads the structure alone, so that thousands of
questions are checked while a person waits. Publishing compiles everything once more, with the real renderer.
"""

import html
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from lms.core.problems import ERROR, Problem
from lms.core.questions.findings import Findings
from lms.core.questions.manuscript import (
    Manuscript,
    Reading,
    Status,
    Trouble,
    WrittenPool,
    WrittenQuestion,
)
from lms.core.questions.model import ONE, Question, QuestionType
from lms.core.questions.native import write_native, write_question
from lms.core.questions.native.naming import distinct_ids
from lms.core.questions.outlines import Line
from lms.core.questions.parsing import parse_bank
from lms.core.questions.settings import read_settings, setting_line
from lms.core.questions.typesetting import Render
from lms.core.vietnamese import squeeze

CHOICES = frozenset({QuestionType.SINGLE, QuestionType.TRUE_FALSE, QuestionType.MULTIPLE})
_MARKS = re.compile(r"\\(?=[^\w\s])|\*\*")  # what escapes, or makes bold
_OF_SETTINGS = frozenset({"no-front-matter", "setting-missing"})
_FRONT = {"id": "nhap", "title": "Nháp"}


def compiled_question(
    question: WrittenQuestion, render: Render
) -> tuple[Question | None, tuple[Problem, ...]]:
    """Return one question as a bank would hold it, None where it has an error, and what the checker says of it."""
    alone = replace(question, id=question.id or "cau")
    text = write_native(Manuscript((WrittenPool(questions=(alone,)),), dict(_FRONT)))
    bank, problems = parse_bank(text, "", render)
    if bank is None:
        return None, problems
    return (bank.questions[0] if len(bank.questions) == 1 else None), problems


def errors_of(question: WrittenQuestion) -> tuple[Problem, ...]:
    """Return why a question could not be published as it is; nothing where it could."""
    text = write_question(
        replace(question, id=question.id or "cau")
    ).encode()  # no settings: YAML would take longest
    found = parse_bank(text, "", _plainly)[1]
    return tuple(each for each in found if each.level == ERROR and each.code not in _OF_SETTINGS)


def plain_stem(question: WrittenQuestion) -> str:
    """Return the question on one line, as lists show it."""
    return squeeze(_MARKS.sub("", question.stem))


def checked(reading: Reading, tell: Callable[[int], None] | None = None) -> Reading:
    """Return a reading whose questions all have ids, and in which whatever could not be published is a draft.

    ``tell`` hears after each question how many have been looked at.
    """
    given = with_ids(reading.manuscript.questions)
    troubles = list(reading.troubles)
    seen: list[WrittenQuestion] = []
    for number, question in enumerate(given):
        wrong = errors_of(question) if question.status is Status.READY else ()
        troubles += [_trouble(each, number, question) for each in wrong]
        seen.append(replace(question, status=Status.DRAFT) if wrong else question)
        if tell:
            tell(len(seen))
    return Reading(_refilled(reading.manuscript, seen), tuple(troubles))


def with_ids(questions: Sequence[WrittenQuestion], taken: Collection[str] = ()) -> list[WrittenQuestion]:
    """Return the questions, each with an id of its own; what a question brings is kept if nobody has it yet."""
    ids = distinct_ids(
        [each.id for each in questions], [plain_stem(each) for each in questions], "cau", taken
    )
    return [replace(each, id=own) for each, own in zip(questions, ids, strict=True)]


def free_id(wanted: str, title: str, taken: Collection[str]) -> str:
    """Return the wanted id, or one made of a title's words, that is not among ``taken``."""
    return distinct_ids([wanted], [title], "cau", taken)[0]


def with_provisional_key(question: WrittenQuestion) -> WrittenQuestion:
    """Return a choice that has no key with one, so that it can be shown as learners would see it."""
    if question.type not in CHOICES or not question.options:
        return question
    first, *others = question.options
    return replace(
        question,
        options=(replace(first, fraction=ONE), *(replace(each, fraction=0 * ONE) for each in others)),
    )


def _trouble(problem: Problem, number: int, question: WrittenQuestion) -> Trouble:
    return Trouble(
        question.where, question.place, problem.vi, problem.en, "", "", number, code=f"check-{problem.code}"
    )


def _refilled(manuscript: Manuscript, questions: list[WrittenQuestion]) -> Manuscript:
    """Return the manuscript with its questions replaced, one for one."""
    left = iter(questions)
    pools = tuple(
        replace(pool, questions=tuple(next(left) for _ in pool.questions)) for pool in manuscript.pools
    )
    return replace(manuscript, pools=pools)


def _plainly(markdown: str, _inline: bool) -> str:
    return html.escape(markdown)


def setting_problems(front: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return what is wrong with settings, each one's first fault by its name, in both languages."""
    findings = Findings("")
    keys = list(front)
    lines = [Line(number, setting_line(key, front[key])) for number, key in enumerate(keys, start=1)]
    read_settings(lines, findings)
    found: dict[str, tuple[str, str]] = {}
    for problem in findings.in_order():
        if problem.level == ERROR and 0 < problem.line <= len(keys):
            found.setdefault(keys[problem.line - 1], (problem.vi, problem.en))
    return found
