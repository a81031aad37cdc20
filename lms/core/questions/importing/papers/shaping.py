"""One question's lines cut into stem, options, answers and explanation. Which option is right: ``judging``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lms.core.questions.importing.papers import labels
from lms.core.questions.importing.papers.labels import CHOICES, LETTERS, Part
from lms.core.questions.importing.papers.lines import PLAIN, Line, Passage, joined, passage_of
from lms.core.questions.importing.papers.options import Choice, Choices, find_choices, unticked
from lms.core.questions.importing.papers.sorting import RawQuestion
from lms.core.vietnamese import fold, squeeze

_VERDICT = re.compile(
    rf"(?:(?:vậy|nên|do đó|=>|⇒|→)\s*,?\s*)?(?:chọn(?: đáp án| phương án| câu| ý)?|đáp án(?: đúng| cần chọn)?(?: là)?)\s*:?\s*({CHOICES})\s*[.!)]*\s*$",
    re.IGNORECASE,
)
_DENIES = re.compile(r"(?<!\w)(?:khong|chua|dung|loai|bo|tru|sai|tranh)(?: \w+){0,2}\s*$")
_STATEMENT = re.compile(
    rf"\s*[-–•*]?\s*(?:ý\s*)?\(?({CHOICES})\)?\s*[.):\-–=]+\s*[(\[]?(đúng|sai|đ|s)(?![^\W\d_])", re.IGNORECASE
)
_ASKS_TRUTH = re.compile(
    r"dung hay sai|dung\s*\(\s*d\s*\)|dung\s*/\s*sai|dung hoac sai|true or false|\(dung, sai\)|moi y a\s*\)"
)
_WORDS_ALONE = frozenset({"dung", "sai", "true", "false", "d", "s"})
_BULLET = re.compile(r"\s*[-–•+▪◦➢○●]\s+(?=\S)")
_BLANK = re.compile(r"[\s.…_:\-–]*")
_FEWEST, _MOST_BULLETS = 2, 8
_BEHIND = 20  # characters before a verdict in which a word may turn it round
_MOST_TURNS = 8  # places where the answer may begin that are tried


@dataclass
class Shaped:
    """A question cut into its pieces."""

    raw: RawQuestion
    stem: Passage
    options: tuple[Choice, ...] = ()
    faults: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)  # what "Đáp án: …", "Chọn B" say
    explanation: list[str] = field(default_factory=list)
    truths: dict[str, bool] = field(default_factory=dict)  # by letter
    is_cluster: bool = False

    @property
    def flaws(self) -> frozenset[str]:
        return frozenset().union(*(line.flaws for line in self.raw.lines))


def shape(raw: RawQuestion) -> Shaped:
    """Cut one question into stem, options, answers and explanation."""
    body, tail = _parted(raw.lines, raw.manner)
    text = joined(line.passage for line in body)
    choices = find_choices(text, prefer_small=raw.manner is Part.CLUSTER)
    if raw.manner is Part.ESSAY and (choices.is_small or len(choices.options) <= _FEWEST):
        choices = Choices(text.cut(0))  # a) and b) are parts of the task
    shaped = Shaped(raw, choices.stem, choices.options, list(choices.faults))
    if raw.head.letter:
        shaped.given.append(raw.head.letter)
    _read_tail(shaped, tail)
    if not shaped.options and not shaped.given and raw.manner in (Part.UNSAID, Part.CHOICE):
        _take_bullets(shaped, body)
    _take_end_of_last(shaped)
    _offer_both_words(shaped)
    _see_cluster(shaped, choices)
    return shaped


def _parted(lines: Sequence[Line], manner: Part) -> tuple[Sequence[Line], Sequence[Line]]:
    """Part the lines where the answer or the explanation begins; that is after the options, if there are any."""
    turns = [index for index, line in enumerate(lines) if index and _turns(line.text, manner)]
    for index in turns[:_MOST_TURNS]:
        before = joined(line.passage for line in lines[:index])
        if len(find_choices(before).options) >= _FEWEST:
            return lines[:index], lines[index:]
    whole = joined(line.passage for line in lines)
    if not turns or (len(find_choices(whole).options) >= _FEWEST and manner is not Part.ESSAY):
        return lines, ()
    return lines[: turns[0]], lines[turns[0] :]


def _turns(text: str, manner: Part) -> bool:
    is_answer = labels.answer_in(text) is not None or labels.opens_key(text) or bool(_typed(text, manner))
    return is_answer or labels.explanation_after(text) is not None


_TYPED = re.compile(r"\s*(?:trả lời|kết quả|đáp số|tl|đs)\s*[:.]\s*(.*)", re.IGNORECASE)


def _typed(text: str, manner: Part) -> re.Match[str] | None:
    """Return what follows "Trả lời:" where answers are typed."""
    return _TYPED.fullmatch(text) if manner is not Part.ESSAY else None


def _read_tail(shaped: Shaped, tail: Sequence[Line]) -> None:
    """Read the lines after the options: answers, verdicts of explanations, truths of statements, the rest as it is."""
    is_awaited = False
    for line in tail:
        text = line.text.strip()
        if not text:
            continue
        after = labels.explanation_after(text)
        rest = text[after:] if after is not None else text
        if is_awaited and after is None:
            is_awaited = False
            if _give(shaped, rest, is_awaited=True):
                continue
        answer = labels.answer_in(rest)
        typed = None if answer is not None else _typed(rest, shaped.raw.manner)
        answer = typed[1] if typed else answer
        if answer is not None:
            is_awaited = not _give(shaped, answer) and bool(_BLANK.fullmatch(answer))
            continue
        if labels.opens_key(rest):
            is_awaited = True
            continue
        _read_explanation(shaped, rest)


def _read_explanation(shaped: Shaped, text: str) -> None:
    verdict = _VERDICT.search(text)
    if verdict and _DENIES.search(fold(text[: verdict.start()])[-_BEHIND:]):
        verdict = None  # "… nên không chọn B", "… loại đáp án C"
    if verdict and shaped.options:
        shaped.given.append(labels.latin(verdict[1]).upper())
    if statement := _STATEMENT.match(text):
        shaped.truths.setdefault(labels.latin(statement[1]).upper(), bool(labels.truth_of(statement[2])))
    if verdict and not text[: verdict.start()].strip():
        return
    if text.strip():
        shaped.explanation.append(text.strip())


def _give(shaped: Shaped, answer: str, *, is_awaited: bool = False) -> bool:
    """Note what an answer line gives; return whether it gave anything."""
    answer = answer.strip()
    if _BLANK.fullmatch(answer):
        return False
    if truths := labels.truths_in(answer):
        shaped.truths |= truths
        shaped.is_cluster = shaped.is_cluster or len(truths) >= _FEWEST
        return True
    said = labels.said_letters(answer) if shaped.options else None
    if said:
        shaped.given.append(said[0])
        if said[1]:
            _read_after(shaped, said[1])
        return True
    if is_awaited and shaped.options:
        return False
    shaped.given.append(answer)
    return True


def _read_after(shaped: Shaped, text: str) -> None:
    """Keep what follows a letter on its line: an explanation, or the option's own words."""
    after = labels.explanation_after(text)
    shaped.explanation.append(text[after:] if after is not None else text)


def _take_bullets(shaped: Shaped, body: Sequence[Line]) -> None:
    """Take the bulleted lines at the end of a stem as its options where no letters are written."""
    kept = [line for line in body if line.text.strip()]
    count = 0
    while count < len(kept) and _BULLET.match(kept[-1 - count].text):
        count += 1
    if not _FEWEST <= count <= _MOST_BULLETS or count == len(kept):
        return
    shaped.stem = joined(line.passage for line in kept[:-count]).cut(0)
    options = []
    for letter, line in zip(LETTERS, kept[-count:], strict=False):
        found = _BULLET.match(line.text)
        end = found.end() if found else 0
        options.append(unticked(Choice(letter, line.passage.cut(0, end), line.passage.cut(end))))
    shaped.options = tuple(options)


def _offer_both_words(shaped: Shaped) -> None:
    """Give a question that is answered by "Đúng" or "Sai" these two words as its options."""
    if shaped.options or len(shaped.given) != 1 or fold(shaped.given[0]).rstrip(".") not in ("dung", "sai"):
        return
    shaped.options = tuple(
        Choice(letter, Passage(), passage_of([(word, PLAIN)]))
        for letter, word in zip("AB", ("Đúng", "Sai"), strict=True)
    )
    shaped.given = ["A" if labels.truth_of(shaped.given[0]) else "B"]


def merged(questions: Sequence[Shaped]) -> list[Shaped]:
    """Return the questions, each once where a chapter of solutions repeats it word for word with its answer."""
    kept: list[Shaped] = []
    seen: dict[tuple[object, ...], int] = {}
    for question in questions:
        name = (
            question.raw.number,
            squeeze(question.stem.text),
            tuple(squeeze(option.text.text) for option in question.options),
        )
        before = seen.get(name)
        if before is None or not question.options or _says(kept[before]) or not _says(question):
            seen.setdefault(name, len(kept))
            kept.append(question)
        else:
            kept[before] = replace(question, raw=kept[before].raw)
    return kept


def _says(question: Shaped) -> bool:
    """Return whether a question carries anything that may be its key."""
    looks = {look for option in question.options for look in option.text.looks}
    labelled = {look for option in question.options for look in option.label.looks}
    ticked = any(option.is_ticked or option.truth is not None for option in question.options)
    return bool(question.given or question.truths or ticked) or len(looks) > 1 or len(labelled) > 1


def _take_end_of_last(shaped: Shaped) -> None:
    """Take "(Đáp án: B)" off the end of the last option."""
    if not shaped.options or shaped.given:
        return
    last = shaped.options[-1]
    found = labels.tail_answer(last.text.text)
    if found:
        shaped.given.append(found[0])
        shaped.options = (*shaped.options[:-1], replace(last, text=last.text.cut(0, found[1])))


def _see_cluster(shaped: Shaped, choices: Choices) -> None:
    """Decide whether the options are statements, each true or false, and take their truths off their words."""
    said = [labels.said_truth(option.text.text) for option in shaped.options]
    spoken = [each[0] for each in said if each]
    if {fold(option.text.text) for option in shaped.options} <= _WORDS_ALONE:
        shaped.is_cluster = False  # "A. Đúng B. Sai" is a choice between the two words
        return
    is_asked = choices.is_small and bool(_ASKS_TRUTH.search(fold(shaped.stem.text)))
    asks = shaped.raw.manner is Part.CLUSTER or is_asked
    # "(Đ)" behind one option alone, or Đ behind one and S behind all the others, is the key of a choice.
    is_one_alone = spoken == [True]
    is_one_of_all = len(spoken) == len(said) and spoken.count(True) == 1 and not choices.is_small
    is_key = not asks and (is_one_alone or is_one_of_all)
    is_told = shaped.is_cluster or max(len(spoken), len(shaped.truths)) >= _FEWEST
    shaped.is_cluster = bool(shaped.options) and not is_key and (asks or is_told)
    if is_key or shaped.is_cluster:
        shaped.options = tuple(
            _told(option, each, is_key=is_key) for option, each in zip(shaped.options, said, strict=True)
        )


def _told(option: Choice, said: tuple[bool, int, int] | None, *, is_key: bool) -> Choice:
    """Return an option without the Đ or S beside its words, which tells that it is right, or true."""
    if said is None:
        return option
    truth, start, end = said
    words = option.text.cut(start, end)
    return (
        replace(option, text=words, is_ticked=truth) if is_key else replace(option, text=words, truth=truth)
    )
