"""Manuscripts of every shape for Hypothesis: words with every sign that some format reads, keys that make no sense."""

from decimal import Decimal

from hypothesis import strategies as st

from lms.core.questions.manuscript import (
    Manuscript,
    WrittenAnswer,
    WrittenHint,
    WrittenOption,
    WrittenPair,
    WrittenPool,
    WrittenQuestion,
    WrittenRubricLine,
)
from lms.core.questions.model import ONE, ZERO, QuestionType

SIGNS = "abĐ ộ\n\\#=~{}:[]()%*_`<>&!|/-+.,;$0123\"'\t\u00a0\u0301\u0338\u200b\u2028\ue000\ud800"
PIECES = [
    "[html]", "[plain]", "::", "//", "->", "-\\>", "####", "%50%", "{#a}", "TRUE", "A. ", "ANSWER: B", "&amp;", "![x](y)",
    "$CATEGORY:", "[[a|b]]", "[[(x) a | b]]", "[[= 5 ± 1]]", "\\*", "  \n", "\\\n", "**đậm**", "```\nx\\\ny\n```", "_____",
]  # fmt: skip
TEXTS = st.lists(
    st.one_of(st.text(SIGNS, max_size=8), st.sampled_from(PIECES), st.text(max_size=4)), max_size=4
).map("".join)
SHARES = st.one_of(
    st.sampled_from(
        [ONE, ZERO, Decimal("0.5"), Decimal("-0.5"), Decimal("0.33"), Decimal("0.3333333"), -ONE]
    ),
    st.decimals(-1, 1, places=7),
)
NUMBERS = st.one_of(
    st.sampled_from(
        ["2803", "2803 ± 0", "5 ± 5%", "3.1 .. 3.2", "3.1420", "-0", "0,5", "1.762", "ba", "7 ± 1/3"]
    ),
    st.decimals(-999, 999, places=3).map(str),
)
_OPTIONS = st.lists(
    st.builds(WrittenOption, text=TEXTS, fraction=SHARES, feedback=TEXTS, is_pinned=st.booleans()), max_size=4
).map(tuple)
_ANSWERS = st.lists(
    st.builds(WrittenAnswer, text=st.one_of(TEXTS, NUMBERS), fraction=SHARES, feedback=TEXTS), max_size=3
).map(tuple)
_PAIRS = st.lists(st.builds(WrittenPair, left=TEXTS, right=TEXTS, feedback=TEXTS), max_size=3).map(tuple)
_QUESTIONS = st.builds(
    WrittenQuestion,
    type=st.sampled_from(QuestionType),
    stem=TEXTS,
    options=_OPTIONS,
    answers=_ANSWERS,
    pairs=_PAIRS,
    rubric=st.just((WrittenRubricLine(ONE, "rõ ràng"),)) | st.just(()),
    id=st.one_of(st.just(""), st.from_regex(r"[a-z0-9][a-z0-9_-]{0,8}", fullmatch=True), TEXTS),
    title=TEXTS,
    tags=st.lists(TEXTS, max_size=2).map(tuple),
    points=st.none() | st.just(Decimal(2)),
    score=st.sampled_from(["", "exact", "moodle", "proportional", "all-right", "even"]),
    hints=st.just((WrittenHint("gợi ý"),)) | st.just(()),
    explanation=TEXTS,
    right=TEXTS,
    wrong=TEXTS,
)
_POOLS = st.builds(
    WrittenPool,
    title=TEXTS,
    draw=st.none() | st.just(1),
    questions=st.lists(_QUESTIONS, max_size=3).map(tuple),
)
MANUSCRIPTS = st.lists(_POOLS, max_size=3).map(lambda pools: Manuscript(tuple(pools)))
