"""Each kind of fault in a bank is found at its line, with a sentence in both languages that names the mend."""

from typing import NamedTuple

import pytest

from lms.core.markup import render_markdown
from lms.core.problems import Problem
from lms.core.questions import note_lessons, parse_bank

PATH = "quizzes/thu.md"
BANK = '---\nid: thu\ntitle: "Thử"\n---\n'
QUESTION = "## Câu {#c}\n- (x) a\n- ( ) b\n"


class Row(NamedTuple):
    fault: str
    kind: str  # what ``source`` is: a line of settings, or questions
    source: str
    path: str
    line: int
    level: str
    vi: str
    en: str


ROWS = [
    Row(
        "two questions with one id",
        "bank",
        "## Câu {#c}\n- (x) a\n- ( ) b\n\n## Khác {#c}\n- (x) a\n- ( ) b\n",
        "quizzes/thu.md",
        9,
        "error",
        "Mã {#c} đã dùng ở dòng 5; đặt mã khác.",
        "The id {#c} already stands at line 5; choose another.",
    ),
    Row(
        "a question without an id",
        "bank",
        "## Câu\n- (x) a\n- ( ) b\n",
        "quizzes/thu.md",
        5,
        "error",
        "Thêm mã vào cuối dòng, ví dụ {#cau}; nhờ mã, bài đã làm vẫn đi với câu khi chữ thay đổi.",
        "Add an id at the end of the line, such as {#cau}; it ties answers to this heading.",
    ),
    Row(
        "a single choice without a right answer",
        "bank",
        "## Câu {#c}\n- ( ) a\n- ( ) b\n",
        "quizzes/thu.md",
        5,
        "error",
        "Chưa có ý nào được đánh dấu đúng. Đổi “- ( )” thành “- (x)” ở ý đúng.",
        "No option is marked right. Change “- ( )” to “- (x)” where it is.",
    ),
    Row(
        "a multiple choice without a right answer",
        "bank",
        "## Câu {#c}\n- [ ] a\n- [ ] b\n",
        "quizzes/thu.md",
        5,
        "error",
        "Chưa có ý nào được đánh dấu đúng. Đổi “- [ ]” thành “- [x]” ở mỗi ý đúng.",
        "No option is marked right. Change “- [ ]” to “- [x]” where it is.",
    ),
    Row(
        "a single choice with two right answers",
        "bank",
        "## Câu {#c}\n- (x) a\n- (x) b\n",
        "quizzes/thu.md",
        7,
        "error",
        "Câu một lựa chọn có đúng một dòng “- (x)”, ở đây có 2. Nhiều ý đúng thì viết “- [x]”.",
        "A single choice has exactly one “- (x)”, here are 2. Several right ones are “- [x]”.",
    ),
    Row(
        "a question without answers",
        "bank",
        "## Câu {#c}\n\nThân bài.\n",
        "quizzes/thu.md",
        5,
        "error",
        "Câu này chưa có đáp án. Viết các dòng “- (x)”, “- [x]”, “- (Đ)”, “- =”, “- a -> b”, “1.”, “- 3đ:”, hoặc thêm type=essay nếu có người chấm.",
        "This question has no answers. Write lines “- (x)”, “- [x]”, “- (Đ)”, “- =”, “- a -> b”, “1.”, “- 3đ:”, or add type=essay if a person grades.",
    ),
    Row(
        "a pool that draws more than it has",
        "bank",
        "# Nhóm {#n draw=3}\n## Câu {#c}\n- (x) a\n- ( ) b\n",
        "quizzes/thu.md",
        5,
        "error",
        "draw=3: viết một số từ 1 đến 1, là số câu của nhóm này.",
        "draw=3: write a number from 1 to 1, the questions of this pool.",
    ),
    Row(
        "the same option twice",
        "bank",
        "## Câu {#c}\n- (x) a\n- ( ) A\n- ( ) a\n",
        "quizzes/thu.md",
        8,
        "error",
        "Đáp án này trùng với dòng 6; sửa một dòng, hoặc bỏ đi.",
        "This answer repeats the one at line 6; change one, or remove it.",
    ),
    Row(
        "a question without words",
        "bank",
        "## {#c}\n- (x) a\n- ( ) b\n",
        "quizzes/thu.md",
        5,
        "error",
        "Dòng này mới có dấu #. Viết câu hỏi (hoặc tên nhóm) ngay sau dấu ấy.",
        "This line has only its #. Write the question (or the pool's name) after it.",
    ),
    Row(
        "a lesson to reread that no course has",
        "bank",
        "## Câu {#c lesson=bai-mott}\n- (x) a\n- ( ) b\n",
        "quizzes/thu.md",
        5,
        "warning",
        "Không khóa nào có bài “bai-mott” để xem lại; có phải ý thầy cô là “bai-mot”?",
        "No course has the lesson “bai-mott” to reread; did you mean “bai-mot”?",
    ),
    Row(
        "a local field in a question",
        "bank",
        "## Mở {{ten_app}} {#c}\n- (x) a\n- ( ) b\n",
        "quizzes/thu.md",
        5,
        "error",
        "Câu hỏi không dùng được ô địa phương {{ten_app}}. Viết chung, ví dụ “ứng dụng ghi trên phiếu địa phương”.",
        "A question cannot hold the local field {{ten_app}}. Say it in general, such as “the app named on the local sheet”.",
    ),
    Row(
        "a pass mark above the whole",
        "setting",
        "pass: 150%",
        "quizzes/thu.md",
        3,
        "error",
        "pass: viết từ 0% đến 100%, ví dụ 70%.",
        "pass: write 0% to 100%, such as 70%.",
    ),
    Row(
        "an unknown setting with a likely one",
        "setting",
        "passs: 50%",
        "quizzes/thu.md",
        3,
        "error",
        "Không có mục khai báo “passs”; có phải ý thầy cô là “pass”?",
        "There is no setting “passs”; did you mean “pass”?",
    ),
    Row(
        "an unknown type of question",
        "bank",
        "## Câu {#c type=singel}\n- (x) a\n- ( ) b\n",
        "quizzes/thu.md",
        5,
        "error",
        "Không có loại câu “singel”; có phải ý thầy cô là “single”?",
        "No type “singel”; did you mean “single”?",
    ),
]


def problems_of(kind: str, source: str) -> tuple[Problem, ...]:
    """Return what is found in a bank that is good but for ``source``."""
    text = BANK.replace("title", f"{source}\ntitle") + QUESTION if kind == "setting" else BANK + source
    bank, found = parse_bank(text.encode(), PATH, lambda piece, inline: render_markdown(piece, inline=inline))
    return (*found, *(note_lessons(bank, PATH, {"bai-mot", "bai-hai"}) if bank else ()))


@pytest.mark.parametrize("row", ROWS, ids=[row.fault for row in ROWS])
def test_a_fault_is_found_at_its_line_and_the_sentence_names_the_mend(row: Row) -> None:
    found = [(one.path, one.line, one.level, one.vi, one.en) for one in problems_of(row.kind, row.source)]
    assert (row.path, row.line, row.level, row.vi, row.en) in found


def test_all_faults_of_a_bank_are_found_in_one_run() -> None:
    text, wanted = BANK, set()
    # A pool goes on to the next one, so it comes last.
    rows = sorted((row for row in ROWS if row.kind == "bank"), key=lambda row: row.source.startswith("# "))
    for number, row in enumerate(rows):
        source = row.source.replace("#c}", f"#c{number}}}").replace("#c ", f"#c{number} ")
        above = text.count("\n") - BANK.count("\n")
        wanted |= {
            (one.line + above, one.code) for one in problems_of("bank", source) if one.level == "error"
        }
        text += source
    _, found = parse_bank(text.encode(), PATH, lambda piece, inline: render_markdown(piece, inline=inline))
    assert wanted <= {(one.line, one.code) for one in found}
    assert len(wanted) >= 8
