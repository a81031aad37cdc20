"""Reads a whole bank: every problem is noted at its line, and a bank comes out only where none is an error.

The order of the work: ``outlines`` cuts, ``settings`` reads the front matter, ``bodies`` sorts each question's lines,
``answers`` and ``gaps`` read them, ``assembly`` puts a question together, and here they become pools and a bank.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from lms.core.problems import Problem
from lms.core.questions.answers import Workshop
from lms.core.questions.assembly import check_heading, points_in, question_of
from lms.core.questions.findings import Findings
from lms.core.questions.marks import Attributes, split_attributes, without_code
from lms.core.questions.model import ONE, Bank, Pool
from lms.core.questions.outlines import MAX_BYTES, Outline, RawPool, digest, normalised, outline_of
from lms.core.questions.settings import Settings, read_settings
from lms.core.questions.typesetting import Render, Typesetter

_LOCAL_FIELD = re.compile(r"\{\{[a-z][a-z0-9_]{0,39}\}\}")


@dataclass(frozen=True)
class Examined:
    """A bank as far as it could be read, written and compiled side by side: pool by pool, question by question."""

    outline: Outline
    settings: Settings = field(default_factory=Settings)
    pools: tuple[Pool, ...] = ()
    sha256: str = ""


def parse_bank(text: bytes, path: str, render: Render) -> tuple[Bank | None, tuple[Problem, ...]]:
    """Read a bank in the native format. The bank is None if and only if there is an error; bad input never raises."""
    findings = Findings(path)
    read = examine_bank(text, render, findings)
    if findings.has_errors:
        return None, findings.in_order()
    return Bank(**asdict(read.settings), pools=read.pools, sha256=read.sha256), findings.in_order()


def examine_bank(text: bytes, render: Render, findings: Findings) -> Examined:
    """Read a bank even where it is half written; every problem goes to ``findings``."""
    if len(text) > MAX_BYTES:
        findings.error(
            1,
            "bank-too-long",
            f"Tệp lớn quá {MAX_BYTES // 1024} KB; hãy chia thành nhiều ngân hàng.",
            f"The file exceeds {MAX_BYTES // 1024} KB; split it into several banks.",
        )
        return Examined(Outline(None, []))
    source = normalised(text, findings)
    outline = outline_of(source, findings)
    settings = Settings() if outline.front is None else read_settings(outline.front, findings)
    _refuse_local_fields(outline.pools, findings)
    typesetter = Typesetter(render, findings)
    pools = tuple(_pool(raw, settings, typesetter, findings) for raw in outline.pools)
    _check_ids(outline.pools, pools, findings)
    return Examined(outline, settings, pools, digest(source))


def _refuse_local_fields(pools: Sequence[RawPool], findings: Findings) -> None:
    """Note local fields: a question and its key are the same for every unit, and stay so while an attempt runs."""
    texts = [(pool.line, pool.heading or "") for pool in pools]
    for question in (question for pool in pools for question in pool.questions):
        texts.append((question.line, question.heading))
        texts += [(line.number, line.text) for line in question.body if not line.code]
    for number, text in texts:
        found = _LOCAL_FIELD.search(without_code(text))
        if found:
            findings.error(
                number,
                "local-field",
                f"Câu hỏi không dùng được ô địa phương {found[0]}. Viết chung, ví dụ “ứng dụng ghi trên phiếu địa phương”.",
                f"A question cannot hold the local field {found[0]}. Say it in general, such as “the app named on the local sheet”.",
            )


def _pool(raw: RawPool, settings: Settings, typesetter: Typesetter, findings: Findings) -> Pool:
    title, attributes = split_attributes(raw.heading or "", raw.line, findings, keys=("draw", "points"))
    if raw.heading is not None:
        check_heading(title, attributes, raw.line, findings)
    if not raw.questions:
        findings.error(
            raw.line,
            "empty-pool",
            "Nhóm này chưa có câu hỏi nào. Câu hỏi mở đầu bằng ##.",
            "This pool has no question yet. A question begins with ##.",
        )
    points = points_in(attributes, raw.line, findings)
    questions = tuple(
        question_of(
            each, points or ONE, Workshop(typesetter, findings, each.line), shuffles=settings.shuffle_options
        )
        for each in raw.questions
    )
    draw = _draw(attributes, raw, findings)
    if draw is not None and draw < len(questions) and len({question.points for question in questions}) > 1:
        findings.warn(
            raw.line,
            "uneven-points",
            "Nhóm này rút ngẫu nhiên mà các câu khác điểm nhau, nên tổng điểm sẽ tùy may rủi.",
            "This pool is drawn from, but its questions differ in points, so totals depend on luck.",
        )
    return Pool(attributes.id or "", title, draw, points, questions)


def _draw(attributes: Attributes, raw: RawPool, findings: Findings) -> int | None:
    text = attributes.values.get("draw")
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 0 < int(text) <= len(raw.questions):
        findings.error(
            raw.line,
            "draw-size",
            f"draw={text[:20]}: viết một số từ 1 đến {len(raw.questions)}, là số câu của nhóm này.",
            f"draw={text[:20]}: write a number from 1 to {len(raw.questions)}, the questions of this pool.",
        )
        return None
    return int(text)


def _check_ids(raws: Sequence[RawPool], pools: Sequence[Pool], findings: Findings) -> None:
    """Note ids that stand twice: each among pools, and each among all questions of the bank."""
    if not pools and not findings.has("too-many-questions"):
        findings.error(
            1,
            "no-questions",
            "Ngân hàng chưa có câu hỏi nào. Câu hỏi mở đầu bằng ##.",
            "There is no question (##) yet.",
        )
    _check_distinct([(pool.id, raw.line) for pool, raw in zip(pools, raws, strict=True)], findings)
    _check_distinct([(question.id, question.line) for pool in pools for question in pool.questions], findings)


def _check_distinct(ids: Sequence[tuple[str, int]], findings: Findings) -> None:
    seen: dict[str, int] = {}
    for each, line in ids:
        if each and each in seen:
            findings.error(
                line,
                "duplicate-id",
                f"Mã {{#{each[:40]}}} đã dùng ở dòng {seen[each]}; đặt mã khác.",
                f"The id {{#{each[:40]}}} already stands at line {seen[each]}; choose another.",
            )
        seen.setdefault(each, line)
