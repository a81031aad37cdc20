"""A bank's front matter: which keys there are, what they may say, and what holds where they are silent."""

import datetime
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import yaml

from lms.core.questions.findings import Findings, instead, likely, quoted
from lms.core.questions.marks import checked_id
from lms.core.questions.model import ONE
from lms.core.questions.outlines import HIDDEN, Line, say_hidden
from lms.core.vietnamese import squeeze

MAX_BYTES = 8 * 1024
MOST_BRACKETS = 20
MOST_ATTEMPTS = 100
MOST_MINUTES = 10 * 24 * 60
_DECIMAL = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,6})?)\s*(%?)")
_MINUTES = re.compile(r"([0-9]{1,5})\s*(?:'|phút|minutes?|min)?", re.IGNORECASE)
_SHUFFLES = ("questions", "options")
_UNQUOTED = frozenset({"shuffle", "show_key"})  # a list, and yes or no, which quotes would make words
_UNREADABLE = (
    yaml.YAMLError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
)


@dataclass(frozen=True)
class Settings:
    """What the front matter says; the values here are those of an author who says nothing."""

    id: str = ""
    title: str = ""
    pass_share: Decimal = Decimal("0.7")
    attempts: int = 0
    grade: str = "best"
    time_minutes: int | None = None
    open: str | None = None
    close: str | None = None
    overdue: str = "submit"
    grace_minutes: int = 0
    shuffle_questions: bool = False
    shuffle_options: bool = False
    review: str = "end"
    show_key: bool = True


@dataclass(frozen=True)
class _Said:
    """What the author wrote for one key, and where."""

    key: str
    value: Any
    line: int
    findings: Findings

    @property
    def word(self) -> str:
        return _word(self.value)

    def wrong(self, vi: str, en: str) -> None:
        self.findings.error(self.line, "bad-setting", f"{self.key}: {vi}", f"{self.key}: {en}")


def _word(value: Any) -> str:
    """Return a scalar as the author would say it, and "" for anything that is no scalar."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float) and abs(value) < 10**15:
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value.strip() if isinstance(value, str) else ""


def read_settings(front: Sequence[Line], findings: Findings) -> Settings:
    """Read the lines between the two ``---``; each problem is noted at its line, and the default then stands."""
    settings = Settings()
    everything = _said(front, findings)
    for key, said in (everything or {}).items():
        reader = READERS.get(key)
        if reader is not None:
            settings = settings if said.value is None else reader(settings, said)
            continue
        vi, en = instead(key, READERS)
        findings.error(
            said.line,
            "unknown-setting",
            f"Không có mục khai báo {quoted(key)}; {vi}",
            f"There is no setting {quoted(key)}; {en}",
        )
    if everything is not None:
        _check_together(settings, everything, findings)
    return settings


def said_words(front: Sequence[Line]) -> dict[str, str]:
    """Return what is said for each known setting as text, a list in brackets; what cannot be read is left out."""
    said = _said(front, Findings("")) or {}
    return {key: text for key, each in said.items() if key in READERS and (text := _text(each.value))}


def _text(value: Any) -> str:
    return f"[{', '.join(_word(each) for each in value)}]" if isinstance(value, list) else _word(value)


def setting_line(key: str, text: str) -> str:
    """Return the line of the front matter that says ``text``, in quotes where YAML would read it otherwise."""
    words = squeeze(text)
    if key in _UNQUOTED:
        return f"{key}: {words}"
    read = _said([Line(1, f"{key}: {words}")], Findings(""))
    is_plain = read is not None and key in read and read[key].word == words
    return f"{key}: {words if is_plain else json.dumps(words, ensure_ascii=False)}"


def _said(front: Sequence[Line], findings: Findings) -> dict[str, _Said] | None:
    """Return what is said for each key, None where the front matter is no list of settings at all."""
    source = "\n".join(line.text for line in front)
    if len(source.encode()) > MAX_BYTES:
        findings.error(
            1,
            "front-matter-too-long",
            "Phần khai báo dài quá 8 KB; hãy rút gọn.",
            "The settings exceed 8 KB; shorten them.",
        )
        return None
    first = front[0].number if front else 1
    try:
        _refuse_bombs(source)
        loader = yaml.SafeLoader(source)
        node = loader.get_single_node()
    except _UNREADABLE as wrong:
        mark = getattr(wrong, "problem_mark", None)
        _say_unreadable(first + (mark.line if mark else 0), findings)
        return None
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        findings.error(
            first,
            "front-matter-shape",
            "Phần khai báo gồm các dòng “tên: giá trị”.",
            "Settings are “name: value” lines.",
        )
        return None
    return _values(loader, node, first, findings)


def _values(
    loader: yaml.SafeLoader, node: yaml.MappingNode, first: int, findings: Findings
) -> dict[str, _Said]:
    """Return each key's value by itself, so that one unreadable value does not hide the others."""
    said: dict[str, _Said] = {}
    for key, value in node.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
        line = first + key.start_mark.line
        if name in said:
            _say_twice(name, line, said[name].line, findings)
        try:
            worth = loader.construct_object(value, deep=True)
        except _UNREADABLE:
            _say_unreadable(line, findings)
            worth = None
        if isinstance(worth, str) and HIDDEN.search(worth):  # by an escape such as "\0"
            say_hidden(line, findings)
            worth = HIDDEN.sub(" ", worth)
        said[name] = _Said(name, worth, line, findings)
    return said


def _refuse_bombs(source: str) -> None:
    """Raise where merged aliases or deep brackets would take time without bound; settings need neither."""
    depth = 0
    for token in yaml.scan(source, yaml.SafeLoader):
        depth += isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken)
        if depth > MOST_BRACKETS or isinstance(token, yaml.AliasToken | yaml.AnchorToken):
            raise yaml.MarkedYAMLError(problem="not plain settings", problem_mark=token.start_mark)


def _say_unreadable(line: int, findings: Findings) -> None:
    findings.error(
        line,
        "front-matter-unreadable",
        "Chưa đọc được dòng khai báo này; mỗi dòng viết “tên: giá trị”, chữ có dấu hai chấm đặt trong ngoặc kép.",
        "This setting cannot be read; write “name: value” on each line, in quotes where the value has a colon.",
    )


def _say_twice(name: str, line: int, before: int, findings: Findings) -> None:
    findings.error(
        line,
        "setting-twice",
        f"Mục {quoted(name)} đã viết ở dòng {before}; hãy bỏ một dòng.",
        f"{quoted(name)} already stands at line {before}; remove one.",
    )


def _id(settings: Settings, said: _Said) -> Settings:
    return replace(settings, id=checked_id(said.word, said.line, said.findings))


def _title(settings: Settings, said: _Said) -> Settings:
    if not said.word:
        said.wrong("viết tên của ngân hàng câu hỏi.", "write the name of the bank.")
    return replace(settings, title=said.word[:300])


def _pass(settings: Settings, said: _Said) -> Settings:
    found = _DECIMAL.fullmatch(said.word)
    share = Decimal(found[1].replace(",", ".")) / (100 if found[2] else 1) if found else None
    if share is None or share > ONE:
        said.wrong("viết từ 0% đến 100%, ví dụ 70%.", "write 0% to 100%, such as 70%.")
        return settings
    return replace(settings, pass_share=share)


def _attempts(settings: Settings, said: _Said) -> Settings:
    if not re.fullmatch(r"[0-9]{1,3}", said.word) or int(said.word) > MOST_ATTEMPTS:
        said.wrong(
            f"viết số lần làm, từ 0 (không hạn chế) đến {MOST_ATTEMPTS}.",
            f"write 0 (no limit) to {MOST_ATTEMPTS}.",
        )
        return settings
    return replace(settings, attempts=int(said.word))


def _minutes(said: _Said) -> int | None:
    found = _MINUTES.fullmatch(said.word)
    if not found or not 0 < int(found[1]) <= MOST_MINUTES:
        said.wrong("viết số phút, ví dụ 15.", "write a number of minutes such as 15.")
        return None
    return int(found[1])


def _time(settings: Settings, said: _Said) -> Settings:
    return replace(settings, time_minutes=_minutes(said))


def _grace(settings: Settings, said: _Said) -> Settings:
    return settings if said.word == "0" else replace(settings, grace_minutes=_minutes(said) or 0)


def _instant(said: _Said, clock: datetime.time) -> str | None:
    """Return a date and time in ISO form; a date alone gets ``clock``."""
    value = said.value
    if isinstance(value, str) and len(value) <= 40:
        try:
            value = datetime.datetime.fromisoformat(value.strip())
        except ValueError:
            value = None
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, datetime.date):
        return datetime.datetime.combine(value, clock).isoformat(timespec="seconds")
    said.wrong("viết ngày giờ như 2026-11-21 07:30.", "write a date and time such as 2026-11-21 07:30.")
    return None


def _open(settings: Settings, said: _Said) -> Settings:
    return replace(settings, open=_instant(said, datetime.time.min))


def _close(settings: Settings, said: _Said) -> Settings:
    return replace(settings, close=_instant(said, datetime.time(23, 59, 59)))


def _shuffle(settings: Settings, said: _Said) -> Settings:
    named = said.value if isinstance(said.value, list) else [said.value]
    words = [word for value in named for word in re.split(r"[,\s]+", _word(value) or "?")]
    if words in (["yes"], ["no"]):
        return replace(settings, shuffle_questions=words == ["yes"], shuffle_options=words == ["yes"])
    for word in words:
        if word not in _SHUFFLES:
            said.wrong(
                f"{quoted(word)} không dùng được; {instead(word, _SHUFFLES)[0]}",
                f"{instead(word, _SHUFFLES)[1]}",
            )
    return replace(settings, shuffle_questions="questions" in words, shuffle_options="options" in words)


def _show_key(settings: Settings, said: _Said) -> Settings:
    if said.word not in ("yes", "no", "có", "không"):
        said.wrong("viết true hoặc false.", "write true or false.")
    return replace(settings, show_key=said.word in ("yes", "có"))


def _choice(field: str, allowed: Sequence[str]) -> Callable[[Settings, _Said], Settings]:
    def read(settings: Settings, said: _Said) -> Settings:
        if said.word not in allowed:
            vi, en = instead(said.word, allowed)
            said.wrong(
                f"{quoted(said.word)} không dùng được; {vi}", f"{quoted(said.word)} cannot stand here; {en}"
            )
            return settings
        return replace(settings, **{field: said.word})  # type: ignore[arg-type]  # field is one of the words below

    return read


READERS: Mapping[str, Callable[[Settings, _Said], Settings]] = {
    "id": _id,
    "title": _title,
    "pass": _pass,
    "attempts": _attempts,
    "grade": _choice("grade", ("best", "last", "first", "average")),
    "time": _time,
    "open": _open,
    "close": _close,
    "overdue": _choice("overdue", ("submit", "grace", "abandon")),
    "grace": _grace,
    "shuffle": _shuffle,
    "review": _choice("review", ("each", "end", "after-close", "never")),
    "show_key": _show_key,
}


def _check_together(settings: Settings, said: Mapping[str, _Said], findings: Findings) -> None:
    """Note settings that are missing, or that contradict each other."""
    meant = {likely(key, READERS) for key in said if key not in READERS}
    for key, vi, en in (
        ("id", "id: ma-ngan-hang", "id: bank-id"),
        ("title", 'title: "Tên bài"', 'title: "Name"'),
    ):
        if (key not in said or said[key].value is None) and key not in meant:
            findings.error(
                1, "setting-missing", f"Thiếu mục {key}; thêm dòng {vi}", f"{key} is missing; add {en}"
            )
    if settings.overdue == "grace" and not settings.grace_minutes:
        findings.error(
            said["overdue"].line,
            "grace-missing",
            "overdue: grace cần thêm dòng grace: với số phút được thêm.",
            "overdue: grace needs a line grace: with the extra minutes.",
        )
    if settings.review == "after-close" and "close" not in said:
        findings.error(
            said["review"].line,
            "close-missing",
            "review: after-close cần thêm dòng close: với ngày đóng bài.",
            "review: after-close needs a line close: with the closing date.",
        )
    if settings.open and settings.close and _starts_late(settings.open, settings.close):
        findings.error(
            said["close"].line,
            "close-before-open",
            "close: phải sau open:.",
            "close: must be later than open:.",
        )


def _starts_late(opening: str, closing: str) -> bool:
    begin, end = datetime.datetime.fromisoformat(opening), datetime.datetime.fromisoformat(closing)
    return (begin.tzinfo is None) == (end.tzinfo is None) and begin >= end
