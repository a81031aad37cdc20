"""What a trainer's keyboard does to a task: each slip is either understood or told at its line with what to write."""

import pytest

from lms.core.markup import CourseSource, Item, Known, compile_course
from tests.core.markup.folders import TODAY

FRONT = '---\nid: bai\ntitle: "Bài"\nminutes: 5\n---\n'
SORT = """## Nhiệm vụ: Xếp tin {#xep}

```sort
nhóm: Thật | Giả
- Lịch họp của trường -> Thật
  > Vì sao: người gửi quen.
- Xin mã OTP để nhận quà -> Giả
  > Vì sao: không ai cần mã ấy.
```
"""
CHECK = """## Nhiệm vụ: Viết thẻ {#the}
Nộp: tự kiểm | Chấm: tự kiểm | Điểm: 10

- [ ] Tôi ghi loại máy
- [ ] Tôi ghi số của người giúp
"""
PHOTO = """## Nhiệm vụ: Gửi ảnh {#anh}
Nộp: ảnh, tối đa 2 | Chấm: người hướng dẫn | Điểm: 10

- 6đ: Thấy rõ dấu hợp lệ
- 4đ: Đã che số điện thoại
"""


def compiled(body: str) -> tuple[list[Item], list[tuple[int, str, str, str]]]:
    """Return the items of a lesson, and what was said: line of the body, level, both languages."""
    files = {
        "course.md": b'---\nid: khoa\ntitle: "Kh\xc3\xb3a"\n---\n',
        "01-bai.md": f"{FRONT}{body}".encode(),
    }
    found = compile_course(CourseSource("khoa", files), Known({}, frozenset(), frozenset()), TODAY)
    items = list(found.course.lessons[0].items) if found.course else []
    return items, [(each.line - 5, each.level, each.vi, each.en) for each in found.problems]


def errors(body: str) -> list[tuple[int, str]]:
    return [(line, vi) for line, level, vi, _ in compiled(body)[1] if level == "error"]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        (" -> Thật", " → Thật"),
        (" -> Thật", " --> Thật"),
        (" -> Thật", " –> Thật"),
        (" -> Thật", " => Thật"),
        ("nhóm:", "nhóm："),
        ("nhóm:", "NHÓM:"),
        ("nhóm:", "groups:"),
        ("Vì sao: người", "Vì sao：người"),
        ("```sort", "```Sort"),
        ("```sort", "``` sort"),
        ("  > Vì", "\t> Vì"),
        ("\n", "\r\n"),
    ],
)
def test_what_can_mean_one_thing_only_is_taken_as_that(written: str, typed: str) -> None:
    assert written in SORT
    items, said = compiled(SORT.replace(written, typed))
    assert said == []
    assert [item.task and item.task.spec for item in items] == [
        item.task and item.task.spec for item in compiled(SORT)[0]
    ]


@pytest.mark.parametrize(
    ("written", "typed", "line", "words"),
    [
        ("```sort", "```srot", 3, "Viết `sort`."),
        ("```sort", "```xếp nhóm", 3, "Viết `sort`."),
        ("```sort", "```", 3, "Ngay sau ba dấu huyền viết một trong `match`"),
        ("```", "``", 3, "Viết “```sort” ở dòng này"),
        ("```", "'''", 3, "Viết “```sort” ở dòng này"),
        ("\n```\n", "\n", 3, "Thêm một dòng chỉ có “```” ở cuối khối."),
        ("nhóm:", "nhón:", 4, "Ý thầy cô là `nhóm:`?"),
        (" -> Thật", " Thật", 5, "với nhóm là một trong: Thật | Giả."),
        ("- Lịch", "– Lịch", 5, "Viết: - Lịch họp của trường -> Thật"),
        ("- Lịch", "• Lịch", 5, "Viết: - Lịch họp của trường -> Thật"),
        ("- Lịch", "-Lịch", 5, "Viết: - Lịch họp của trường -> Thật"),
        ("  > Vì sao: người", "  Vì sao: người", 6, "Viết thụt vào: > Vì sao: người gửi quen."),
        ("## Nhiệm vụ:", "## Nhiệm vụ", 3, "phải nằm dưới `## Nhiệm vụ: Tên`"),
        (
            "{#xep}\n",
            "{#xep}\nNộp: ảnh, tối đa 2 | Chấm: người hướng dẫn\n",
            2,
            "dòng 9 là khối `sort`. Giữ một",
        ),
    ],
)
def test_any_other_slip_in_a_block_is_told_at_its_line(
    written: str, typed: str, line: int, words: str
) -> None:
    assert written in SORT
    said = errors(SORT.replace(written, typed))
    assert any(at == line and words in vi for at, vi in said), said
    assert "một trong: ." not in str(said)


@pytest.mark.parametrize("mark", ["– [ ]", "• [ ]", "-[ ]", "- []", "  - [ ]", "[ ]"])
def test_an_item_to_tick_that_would_not_count_is_an_error(mark: str) -> None:
    said = errors(CHECK.replace("- [ ] Tôi ghi loại", f"{mark} Tôi ghi loại"))
    assert any(at == 4 and "“- [ ] Tôi ghi loại máy”" in vi for at, vi in said)


@pytest.mark.parametrize("mark", ["– 6đ", "• 6đ", "-6đ", "  - 6đ"])
def test_a_line_of_a_rubric_that_would_not_count_is_an_error(mark: str) -> None:
    said = errors(PHOTO.replace("- 6đ", mark))
    assert any(at == 4 and "“- 6đ: Thấy rõ dấu hợp lệ”" in vi for at, vi in said)


def test_a_task_to_hand_in_without_its_colon_is_an_error_and_not_a_heading() -> None:
    assert [at for at, _ in errors(CHECK.replace("Nhiệm vụ:", "Nhiệm vụ"))] == [1]


def test_a_block_of_an_almost_known_kind_is_not_shown_as_code_with_its_key() -> None:
    said = errors(CHECK + "\n```sorts\nnhóm: A | B\n- x -> A\n```\n")
    assert said == [(7, "Không có loại nhiệm vụ `sorts`. Viết `sort`.")]


def test_code_in_a_task_may_still_be_shown() -> None:
    assert errors(CHECK + "\n```text\nnhóm: A | B\n```\n") == []


def test_every_sentence_is_there_in_english_too() -> None:
    for typed in ("```srot", "```", "'''sort"):
        for _, _, vi, en in compiled(SORT.replace("```sort", typed))[1]:
            assert en
            assert en != vi
