"""Hypothesis strategies: sources of valid questions of every type, and of whole banks.

What a learner must not see before review carries the canary.
"""

from hypothesis import strategies as st

CANARY = "hoàng yến bí mật"
_WORDS = (
    "mật khẩu",
    "OTP",
    "chữ ký số",
    "tệp PDF",
    "ảnh chụp",
    "Zalo",
    "đăng nhập",
    "máy tính",
    "liên kết lạ",
    "bản sao",
)


@st.composite
def texts(draw, least: int = 2, most: int = 6) -> list[str]:
    """Different option texts."""
    count = draw(st.integers(least, most))
    return [f"{draw(st.sampled_from(_WORDS))} số {index}" for index in range(count)]


@st.composite
def _remarks(draw) -> str:
    lines = ["Gợi ý (-10%)", "Gợi ý", "Giải thích", "Đúng", "Sai"]
    chosen = [label for label in lines if draw(st.booleans())]
    return "".join(f"\n> {label}: {CANARY}\n" for label in chosen)


def _with_feedback(draw, line: str) -> str:
    return f"{line}\n  > {CANARY}" if draw(st.booleans()) else line


@st.composite
def _single(draw) -> tuple[str, str]:
    options = draw(texts())
    right = draw(st.integers(0, len(options) - 1))
    pin = draw(st.integers(-1, len(options) - 1))
    lines = []
    for index, text in enumerate(options):
        mark = "x" if index == right else " "
        lines.append(_with_feedback(draw, f"- ({mark}) {text}{' {pin}' if index == pin else ''}"))
    return "", "\n".join(lines)


@st.composite
def _multiple(draw) -> tuple[str, str]:
    options = draw(texts())
    right = draw(st.sets(st.integers(0, len(options) - 1), min_size=1))
    lines = [
        _with_feedback(draw, f"- [{'x' if index in right else ' '}] {text}")
        for index, text in enumerate(options)
    ]
    score = draw(
        st.sampled_from(["", "score=exact", "score=proportional", "score=all-right", "score=moodle"])
    )
    return score, "\n".join(lines)


@st.composite
def _weighted(draw) -> tuple[str, str]:
    marks = draw(
        st.sampled_from([("50%", "50%", "-50%"), ("33%", "33,33%", "33.34%", "0%"), ("100%", "-100%", " ")])
    )
    options = draw(texts(len(marks), len(marks)))
    return "", "\n".join(
        _with_feedback(draw, f"- [{mark}] {text}") for mark, text in zip(marks, options, strict=True)
    )


@st.composite
def _cluster(draw) -> tuple[str, str]:
    score = draw(st.sampled_from(["", "score=even", "score=thpt2025", "score=exact"]))
    options = draw(texts(4, 4) if "thpt" in score else texts())
    return score, "\n".join(
        _with_feedback(draw, f"- ({draw(st.sampled_from('ĐS'))}) {text}") for text in options
    )


@st.composite
def _short(draw) -> tuple[str, str]:
    match = draw(st.sampled_from(["", "match=accent", "match=case", "match=exact"]))
    return match, _with_feedback(draw, f"- = {CANARY}") + "\n- =50% nửa vời\n- =0% sai hẳn"


@st.composite
def _number(draw) -> tuple[str, str]:
    key = draw(st.sampled_from(["98765 ± 0", "98765 ± 5", "98765 ± 5%", "98765,5", "98765 .. 98766"]))
    return "", _with_feedback(draw, f"- = {key}")


@st.composite
def _matching(draw) -> tuple[str, str]:
    lefts, rights = draw(texts()), draw(st.lists(st.sampled_from(_WORDS), min_size=6, max_size=6))
    lines = [_with_feedback(draw, f"- {left} -> {right}") for left, right in zip(lefts, rights, strict=False)]
    if draw(st.booleans()):
        lines.append("- -> vế thừa")
    return draw(st.sampled_from(["", "score=exact"])), "\n".join(lines)


@st.composite
def _ordering(draw) -> tuple[str, str]:
    lines = [f"{place}. {text}" for place, text in enumerate(draw(texts()), start=1)]
    return draw(st.sampled_from(["", "score=exact"])), "\n".join(lines)


@st.composite
def _cloze(draw) -> tuple[str, str]:
    gaps = [f"[[{CANARY}|{CANARY} hai]]", "[[(x) Đăng nhập | Thoát | Hủy]]", "[[= 98765 ± 1]]"]
    chosen = draw(st.lists(st.sampled_from(gaps), min_size=1, max_size=4))
    return draw(st.sampled_from(["", "score=exact"])), "\n" + " rồi ".join(chosen) + ".\n"


_QUESTIONS = [
    _single(),
    _multiple(),
    _weighted(),
    _cluster(),
    _short(),
    _number(),
    _matching(),
    _ordering(),
    _cloze(),
]


@st.composite
def question_sources(draw, question_id: str = "cau", kinds=None) -> str:
    """The source of one question that the machine can grade."""
    attributes, answers = draw(st.one_of(kinds or _QUESTIONS))
    points = draw(st.sampled_from(["", "points=0,25", "points=1", "points=2.5", "points=3", "points=10"]))
    return f"## Câu hỏi thử {{#{question_id} {attributes} {points}}}\n{answers}\n{draw(_remarks())}"


multiple_sources = question_sources(kinds=[_multiple(), _weighted()])
choice_sources = question_sources(kinds=[_single(), _multiple(), _cluster()])


@st.composite
def bank_sources(draw) -> str:
    """The source of a bank of a few pools, some drawn from, in any mixture of settings."""
    shuffle = draw(st.sampled_from(["[]", "[questions]", "[options]", "[questions, options]", "true"]))
    lines = ["---", "id: ngan-hang", "title: Ngân hàng", f"shuffle: {shuffle}", "---"]
    number = 0
    for pool in range(draw(st.integers(1, 3))):
        count = draw(st.integers(1, 4))
        drawn = draw(st.sampled_from(["", f"draw={draw(st.integers(1, count))}"]))
        lines.append(f"# Nhóm {pool} {{#nhom-{pool} {drawn}}}")
        for _ in range(count):
            number += 1
            lines.append(draw(question_sources(f"cau-{number}")))
    return "\n".join(lines)


_HEADINGS = st.sampled_from(
    [
        "Câu", "- gạch", "1. x", "# y", "#5", "> q", "**đậm** `{x}` {1, 2}", "==", "***", "~~~ x", "a\\", "a: {b=1}", "C#",
        "[[a]] b", "[[(x) m | n]] và [[= 5 ± 1]]",
    ]
)  # fmt: skip
_STEM_PIECES = st.sampled_from(
    [
        "chữ\n", "- gạch\n", "- a -> b\n", "1. một\n", "> trích\n", "> Mai: chào\n", "```\n- (x) mã\n\n# x\n```\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n", "    lùi\n", "\n", "  tiếp\n", "[[x]]\n", "`[[x]]`\n", "dòng  \ncứng\\\nnữa\n",
        "### nhỏ\n", "- = 5\n", "- 3đ: ý\n", "* sao\n   con\n", "<!-- ẩn -->\n", "{#x}\n", "a: b\n: c\n",
    ]
)  # fmt: skip
_ANSWER_PIECES = st.sampled_from(
    [
        "", "- (x) một {pin}\n- ( ) hai {#hai}\n", "- [x] ba\n- [ ] bốn {#bon pin}\n", "- [50%] a\n- [50%] b\n- [-10%] c\n",
        "- [100%] a\n- [0%] b\n", "- (Đ) năm\n- (S) sáu\n", "- = 5 ± 1\n", "- = một\n- =50% nửa\n", "- = 12\n",
        "- a -> b {#a}\n- c `->` -> d\n- -> e\n", "1. bước\n2. bước b {#b}\n", "- (x) Đúng\n- ( ) Sai\n",
        "- 3đ: ý một\n  thêm\n- 1,5đ: ý hai {#x}\n",
    ]
)  # fmt: skip
_ENDINGS = st.sampled_from(
    [
        "  tiếp\n", "  > lời\n  >\n  > hai\n", "\n", "  ```\n  - (x) mã\n  ```\n", "> Gợi ý (-12,5%): x\n> y\n>\n> ```\n> z\n> ```\n",
        "> Đúng: a\n", "> Giải thích:\n> - a\n> - b\n", "    lùi\n", "  - con\n",
    ]
)  # fmt: skip
_TYPES = [
    "",
    "essay",
    "evidence",
    "cloze",
    "single",
    "multiple",
    "ordering",
    "matching",
    "short",
    "number",
    "cluster",
]


@st.composite
def odd_sources(draw) -> str:
    """A question of pieces that are each right somewhere: what comes of them may be valid, or half written."""
    kind = draw(st.sampled_from(_TYPES))
    heading = f"## {draw(_HEADINGS)} {{#c{f' type={kind}' if kind else ''}}}\n"
    stem = "".join(draw(st.lists(_STEM_PIECES, max_size=4)))
    return heading + stem + draw(_ANSWER_PIECES) + "".join(draw(st.lists(_ENDINGS, max_size=3)))
