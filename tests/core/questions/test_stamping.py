"""Stamping a bank: what is missing is added, everything else stays as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.markup import render_markdown
from lms.core.questions import parse_bank, stamp_bank

BARE = """---
title: "Kiểm tra"
pass: 50%
---
# Chung {draw=1}
## Ai được biết mã OTP? {points=2}
```
## không phải câu hỏi
```

- (x) Chỉ mình tôi
- ( ) Người khác
## Ai được biết mã OTP?
- (x) Chỉ mình tôi
- ( ) Người khác
## Mở [[VNeID]] rồi bấm [[(x) Đăng nhập | Thoát]].
## Đã có mã {#co-ma}
- (x) Đúng
- ( ) Sai
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_bank_without_ids_becomes_one_that_can_be_published(end: str) -> None:
    before = BARE.replace("\n", end)
    after = stamp_bank(before.encode(), "kiem-tra").decode()
    bank, problems = parse_bank(after.encode(), "kiem-tra.md", lambda text, inline: render_markdown(text))
    assert bank is not None, problems
    assert (bank.id, [pool.id for pool in bank.pools]) == ("kiem-tra", ["chung"])
    assert [question.id for question in bank.questions] == [
        "ai-duoc-biet-ma-otp",
        "ai-duoc-biet-ma-otp-2",
        "mo-vneid-roi-bam-x-dang-nhap-thoat",
        "co-ma",
    ]
    assert "{#ai-duoc-biet-ma-otp points=2}" in after
    assert "## không phải câu hỏi" + end in after
    assert stamp_bank(after.encode(), "kiem-tra") == after.encode()


def test_only_the_lines_that_lack_an_id_change() -> None:
    after = stamp_bank(BARE.encode(), "kiem-tra").decode().splitlines()
    assert set(BARE.splitlines()) - set(after) == {
        "# Chung {draw=1}",
        "## Ai được biết mã OTP? {points=2}",
        "## Ai được biết mã OTP?",
        "## Mở [[VNeID]] rồi bấm [[(x) Đăng nhập | Thoát]].",
    }


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"## \n", b"---\n", b"x" * 300_000])
def test_what_is_no_bank_is_left_alone(content: bytes) -> None:
    assert stamp_bank(content, "kiem-tra") == content


@given(
    st.lists(
        st.sampled_from(
            ["---", "id: a", "id:", "# A", "## B", "## B {#b}", "##", "## {", "## C {points=1}", "```", "- x"]
        )
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_stamping_any_lines_twice_is_stamping_them_once(lines: list[str], end: str) -> None:
    once = stamp_bank(end.join(lines).encode(), "kiem-tra")
    assert stamp_bank(once, "kiem-tra") == once


@given(st.binary(max_size=200))
def test_stamping_any_bytes_never_raises(content: bytes) -> None:
    stamp_bank(content, "kiem-tra")
