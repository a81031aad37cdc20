"""Each kind of fault is found in the right file, at the right line, with a sentence in both languages that names the mend."""

from typing import NamedTuple

import pytest

from lms.core.markup import CourseSource, compile_course
from lms.core.problems import Problem
from tests.core.markup.folders import COURSE, FRONT, KNOWN, TODAY, compiled, folder, picture

STEP = "## Bước 1. Mở máy {#mo}\n\n"
LONG = "Thầy cô " + "bấm vào nút ở trên " * 6 + "rồi xem."


class Row(NamedTuple):
    fault: str
    kind: str  # what ``source`` is: see ``problems_of``
    source: str
    path: str
    line: int
    level: str
    vi: str
    en: str


ROWS = [
    Row(
        "a lesson without an id",
        "front",
        '---\ntitle: "Bài 1"\nminutes: 5\n---\n',
        "ky-so/01-mo-may.md",
        1,
        "warning",
        "Bài chưa có id. Viết `id: mo-may` ở đầu trang.",
        "The lesson has no id. Write `id: mo-may` in the front matter.",
    ),
    Row(
        "two lessons with one id",
        "two lessons",
        "",
        "ky-so/02-hai.md",
        2,
        "error",
        "Id `bai-mot` đã dùng trong `01-mo-may.md`. Đặt id khác cho bài này.",
        "The id `bai-mot` is already used in `01-mo-may.md`. Give this lesson another id.",
    ),
    Row(
        "a step without an id",
        "lesson",
        "## Bước 1. Mở máy\n\nBấm.\n",
        "ky-so/01-mo-may.md",
        7,
        "warning",
        "“Mở máy” chưa có id, đổi tên sẽ mất dấu người đã học. Thêm ` {#mo-may}` vào cuối dòng.",
        "“Mở máy” has no id; a new title would lose people's progress. Add ` {#mo-may}` at the end of the line.",
    ),
    Row(
        "a step whose id has capitals",
        "lesson",
        "## Bước 1. Mở máy {#Mở_Máy}\n\nBấm.\n",
        "ky-so/01-mo-may.md",
        7,
        "error",
        "`{#Mở_Máy}` không dùng được. Chỉ chữ thường không dấu, số, gạch nối: `{#mo-may}`.",
        "`{#Mở_Máy}` cannot be used. Lower-case letters, digits and hyphens only: `{#mo-may}`.",
    ),
    Row(
        "two steps with one id",
        "lesson",
        "## Bước 1. Mở {#a}\n\nBấm.\n\n## Bước 2. Đóng {#a}\n\nBấm.\n",
        "ky-so/01-mo-may.md",
        11,
        "error",
        "Id `a` đã dùng ở dòng 7. Đặt id khác cho chỗ này.",
        "The id `a` is already used on line 7. Give this one another id.",
    ),
    Row(
        "a kind of lesson that there is not",
        "key",
        "kind: pratice",
        "ky-so/01-mo-may.md",
        4,
        "error",
        "`kind` không nhận `pratice`. Viết `practice`.",
        "`kind` does not take `pratice`. Write `practice`.",
    ),
    Row(
        "a kind of task that there is not",
        "lesson",
        "## Nhiệm vụ: Xếp {#a}\n\n```srot {#b}\nnhóm: A | B\n```\n",
        "ky-so/01-mo-may.md",
        9,
        "error",
        "Không có loại nhiệm vụ `srot`. Viết `sort`.",
        "There is no kind of task `srot`. Write `sort`.",
    ),
    Row(
        "a way of handing in that there is not",
        "lesson",
        "## Nhiệm vụ: Gửi {#a}\nNộp: bài hát | Chấm: người hướng dẫn | Điểm: 1\n",
        "ky-so/01-mo-may.md",
        8,
        "error",
        "Không có cách nộp “bài hát”. Viết `Nộp: tự kiểm`, `Nộp: ảnh, tối đa 2` hoặc `Nộp: trực tiếp`.",
        "“bài hát” cannot be handed in. Write `Nộp: tự kiểm`, `Nộp: ảnh, tối đa 2` or `Nộp: trực tiếp`.",
    ),
    Row(
        "a prerequisite that there is not",
        "key",
        "requires: [ho-xo]",
        "ky-so/01-mo-may.md",
        5,
        "error",
        "`requires` ghi `ho-xo` nhưng không có bài hay khóa đó. Bỏ id ấy đi.",
        "`requires` names `ho-xo`, which does not exist. Remove it.",
    ),
    Row(
        "a word that the glossary has not",
        "lesson",
        "## Bước 1. Mở máy {#mo}\n\nMã [OTP](../glossary.md#opt).\n",
        "ky-so/01-mo-may.md",
        9,
        "error",
        "Từ điển chưa có `#opt`. Viết `#otp`, hoặc thêm từ vào `glossary.md`.",
        "The glossary has no `#opt`. Write `#otp`, or add the word to `glossary.md`.",
    ),
    Row(
        "a bank that there is not",
        "lesson",
        "## Bước 1. Mở máy {#mo}\n\n[Kiểm tra](../../quizzes/ky-do.md)\n",
        "ky-so/01-mo-may.md",
        9,
        "error",
        "Không tìm thấy bộ câu hỏi `ky-do`. Viết `../../quizzes/ky-so.md`, hoặc gửi kèm tệp `quizzes/ky-do.md`.",
        "There is no question bank `ky-do`. Write `../../quizzes/ky-so.md`, or add the file `quizzes/ky-do.md`.",
    ),
    Row(
        "a pool that there is not",
        "lesson",
        "## Bước 1. Mở máy {#mo}\n\n[Kiểm tra](../../quizzes/ky-so.md#bai-2)\n",
        "ky-so/01-mo-may.md",
        9,
        "error",
        "Bộ câu hỏi không có nhóm `#bai-2`. Viết `#bai-1`.",
        "The question bank has no pool `#bai-2`. Write `#bai-1`.",
    ),
    Row(
        "a picture that there is not",
        "lesson",
        "## Bước 1. Mở máy {#mo}\n\n![Nút](media/a.png)\n",
        "ky-so/01-mo-may.md",
        9,
        "error",
        "Không thấy tệp `media/a.png`. Thêm tệp vào `media/`.",
        "There is no file `media/a.png`. Add the file to `media/`.",
    ),
    Row(
        "a picture whose name is misspelt",
        "lesson",
        "## Bước 1. Mở máy {#mo}\n\n![Nút](media/nut-cat.png)\n",
        "ky-so/01-mo-may.md",
        9,
        "error",
        "Không thấy tệp `media/nut-cat.png`. Viết `media/nut-cai.png`, hoặc thêm tệp vào `media/`.",
        "There is no file `media/nut-cat.png`. Write `media/nut-cai.png`, or add the file to `media/`.",
    ),
    Row(
        "a picture without words",
        "lesson",
        "## Bước 1. Mở máy {#mo}\n\n![](media/nut-cai.png)\n",
        "ky-so/01-mo-may.md",
        9,
        "error",
        "Hình `media/nut-cai.png` chưa có lời tả. Viết giữa hai ngoặc vuông điều người đọc cần thấy: `![Nút Cài đặt ở góc phải](…)`.",
        "The picture `media/nut-cai.png` has no description. Write what matters in it: `![The Install button, top right](…)`.",
    ),
    Row(
        "a link that leads nowhere",
        "lesson",
        "## Bước 1. Mở máy {#mo}\n\nXem [bài](01-mo-mai.md).\n",
        "ky-so/01-mo-may.md",
        9,
        "error",
        "Liên kết `01-mo-mai.md` không dẫn tới đâu. Viết `01-mo-may.md`.",
        "The link `01-mo-mai.md` leads nowhere. Write `01-mo-may.md`.",
    ),
    Row(
        "an anchor that there is not",
        "lesson",
        "## Bước 1. Mở máy {#mo}\n\nXem [bước](#mở).\n",
        "ky-so/01-mo-may.md",
        9,
        "error",
        "Liên kết `#mở`: không có id đó ở đây. Viết `#mo`.",
        "The link `#mở`: there is no such id here. Write `#mo`.",
    ),
    Row(
        "a duration that is no number",
        "lesson",
        "## Bước 1. Mở {#a}\nThời gian: năm phút\n\nBấm.\n",
        "ky-so/01-mo-may.md",
        8,
        "error",
        "Không hiểu thời gian “năm phút”. Viết `Thời gian: 5 phút`, từ 1 đến 180.",
        "The duration “năm phút” is not understood. Write `Thời gian: 5 phút`, from 1 to 180.",
    ),
    Row(
        "a step without a duration",
        "lesson",
        "## Bước 1. Mở {#a}\nThời gian: 5 phút\n\nBấm.\n\n## Bước 2. Đóng {#b}\n\nBấm.\n",
        "ky-so/01-mo-may.md",
        12,
        "warning",
        "Bước “Đóng” chưa ghi thời gian. Thêm dưới tiêu đề: `Thời gian: 5 phút`.",
        "The step “Đóng” does not say how long it takes. Add below its heading: `Thời gian: 5 phút`.",
    ),
    Row(
        "minutes that do not add up",
        "key",
        "minutes: 20",
        "ky-so/01-mo-may.md",
        5,
        "warning",
        "`minutes: 20` khác tổng các bước là 15 phút. Sửa một trong hai.",
        "`minutes: 20` differs from the 15 minutes of its parts. Change one of them.",
    ),
    Row(
        "minutes of the course that do not add up",
        "course key",
        "minutes: 45",
        "ky-so/course.md",
        4,
        "warning",
        "`minutes: 45` khác tổng các bài là 15 phút. Sửa thành `minutes: 15`.",
        "`minutes: 45` differs from the 15 minutes of the lessons. Write `minutes: 15`.",
    ),
    Row(
        "front matter of the wrong type",
        "key",
        "minutes: mười",
        "ky-so/01-mo-may.md",
        5,
        "error",
        "Mục `minutes` cần một số phút, ví dụ 15.",
        "The key `minutes` wants a number of minutes, such as 15.",
    ),
    Row(
        "a date that there is not",
        "key",
        "checked_on: 2026-02-30",
        "ky-so/01-mo-may.md",
        5,
        "error",
        "Mục `checked_on` cần ngày dạng 2026-11-21.",
        "The key `checked_on` wants a date such as 2026-11-21.",
    ),
    Row(
        "an unknown key with a likely one",
        "key",
        "minute: 15",
        "ky-so/01-mo-may.md",
        5,
        "error",
        "Không có mục `minute`. Ý thầy cô là `minutes`?",
        "There is no key `minute`. Did you mean `minutes`?",
    ),
    Row(
        "quotes of a word processor",
        "key",
        "outcome: “Bật được máy”",
        "ky-so/01-mo-may.md",
        5,
        "warning",
        'Ngoặc kép cong “…” ở mục `outcome` sẽ hiện ra cùng chữ. Gõ lại bằng ngoặc kép thẳng: `"…"`.',
        'The curly quotes “…” at `outcome` will be shown with the text. Type straight ones: `"…"`.',
    ),
    Row(
        "a tab in front matter",
        "key",
        "\toutcome: Bật được máy",
        "ky-so/01-mo-may.md",
        5,
        "error",
        "Máy không hiểu phần đầu trang từ dòng này. Ở đây có dấu Tab; thay bằng dấu cách.",
        "The front matter cannot be read from this line on. There is a tab here; use spaces.",
    ),
    Row(
        "a colon in a bare value",
        "key",
        "outcome: Bài 1: Bật được máy",
        "ky-so/01-mo-may.md",
        5,
        "error",
        'Máy không hiểu phần đầu trang từ dòng này. Giá trị có dấu hai chấm thì để trong ngoặc kép: `title: "Bài 1: Mở máy"`. Tên mục thì viết sát lề trái.',
        'The front matter cannot be read from this line on. Put a value with a colon in quotes: `title: "Lesson 1: Begin"`. Keys begin at the left margin.',
    ),
    Row(
        "a key without its colon",
        "key",
        "outcome Bật được máy\nminutes: 5",
        "ky-so/01-mo-may.md",
        5,
        "error",
        "Máy không hiểu phần đầu trang từ dòng này. Sau tên mục cần dấu hai chấm và một dấu cách: `minutes: 5`.",
        "The front matter cannot be read from this line on. A key is followed by a colon and a space: `minutes: 5`.",
    ),
    Row(
        "a quote that is not closed",
        "key",
        'outcome: "Bật được máy',
        "ky-so/01-mo-may.md",
        5,
        "error",
        'Máy không hiểu phần đầu trang từ dòng này. Ngoặc kép mở ở đây chưa đóng. Thêm `"` ở cuối giá trị.',
        'The front matter cannot be read from this line on. The quote opened here is not closed. Add `"` at the end of the value.',
    ),
    Row(
        "an id with accents and spaces",
        "lesson",
        "## Bước 1. Mở máy {#mở máy}\n",
        "ky-so/01-mo-may.md",
        7,
        "error",
        "`{#mở máy}` không dùng được. Chỉ chữ thường không dấu, số, gạch nối: `{#mo-may}`.",
        "`{#mở máy}` cannot be used. Lower-case letters, digits and hyphens only: `{#mo-may}`.",
    ),
    Row(
        "an unknown key without a likely one",
        "key",
        "zzzzzz: 15",
        "ky-so/01-mo-may.md",
        5,
        "error",
        "Tệp này không có mục `zzzzzz`. Các mục hay dùng: `id`, `title`, `kind`, `minutes`, `outcome`. Xem bảng các mục ở cuối bản hướng dẫn.",
        "This file has no key `zzzzzz`. The usual ones: `id`, `title`, `kind`, `minutes`, `outcome`. The guide ends with a table of all keys.",
    ),
    Row(
        "facts past their date",
        "key",
        "review_by: 2026-11-20",
        "ky-so/01-mo-may.md",
        5,
        "warning",
        "Đã quá hạn kiểm tra lại (2026-11-20). Đối chiếu nguồn, rồi sửa `checked_on` và `review_by`.",
        "The review date 2026-11-20 has passed. Check the sources, then change `checked_on` and `review_by`.",
    ),
    Row(
        "facts without a date",
        "key",
        "sources: [Luật]",
        "ky-so/01-mo-may.md",
        5,
        "warning",
        "Bài có `sources` nhưng chưa có hạn kiểm tra lại. Thêm `review_by: 2027-05-21`.",
        "The lesson has `sources` but no review date. Add `review_by: 2027-05-21`.",
    ),
    Row(
        "an over-long sentence",
        "lesson",
        STEP + LONG + "\n",
        "ky-so/01-mo-may.md",
        9,
        "warning",
        "Câu này dài 34 chữ. Tách thành câu ngắn, nhiều nhất 25 chữ.",
        "This sentence has 34 words. Split it; 25 at most.",
    ),
    Row(
        "an over-heavy page",
        "heavy",
        "## Bước 1. Mở máy {#mo}\n\n![Nút](media/a.png)\n\n![Nút](media/b.png)\n",
        "ky-so/01-mo-may.md",
        7,
        "warning",
        "Hình trên trang này nặng tổng cộng 62 KB, quá 60 KB. Bớt hình, hoặc chia bước.",
        "The pictures of this page weigh 62 KB, more than 60 KB. Use fewer, or split the step.",
    ),
    Row(
        "an over-heavy page before the first step",
        "heavy",
        "![Nút](media/a.png)\n\n![Nút](media/b.png)\n\n## Bước 1. Mở máy {#mo}\n\nBấm.\n",
        "ky-so/01-mo-may.md",
        7,
        "warning",
        "Hình trên trang này nặng tổng cộng 62 KB, quá 60 KB. Bớt hình, hoặc chia bước.",
        "The pictures of this page weigh 62 KB, more than 60 KB. Use fewer, or split the step.",
    ),
]


def problems_of(kind: str, source: str) -> tuple[Problem, ...]:
    """Return what is found in a course or a bank that is good but for ``source``."""
    match kind:
        case "lesson":
            files = {"media/nut-cai.png": picture()} if "nut-c" in source else {}
            return compiled(folder(source, files=files)).problems
        case "front":
            return compiled(folder(front=source)).problems
        case "key":
            key = source.partition(":")[0]
            kept = [line for line in FRONT.splitlines() if not line.startswith(f"{key}:")]
            kept.insert(4 if key == "minutes" else 3 if key == "kind" else 4, source)
            return compiled(folder(front="\n".join(kept) + "\n")).problems
        case "course key":
            return compiled(folder(course=COURSE.replace("minutes: 15", source))).problems
        case "heavy":
            files = {f"media/{name}.png": picture() + b"\0" * 31_000 + name.encode() for name in "ab"}
            return compiled(folder(source, files=files)).problems
        case "two lessons":
            return compiled(folder(files={"02-hai.md": f"{FRONT}{STEP}Bấm.\n".encode()})).problems
    raise AssertionError(kind)


@pytest.mark.parametrize("row", ROWS, ids=[row.fault for row in ROWS])
def test_a_fault_is_found_at_its_line_and_the_sentence_names_the_mend(row: Row) -> None:
    found = [(one.path, one.line, one.level, one.vi, one.en) for one in problems_of(row.kind, row.source)]
    assert (row.path, row.line, row.level, row.vi, row.en) in found


def test_all_faults_of_all_lessons_are_found_in_one_run() -> None:
    lessons = [row for row in ROWS if row.kind == "lesson"]
    files = {"course.md": COURSE.encode(), "media/nut-cai.png": picture()}
    wanted = set()
    for number, row in enumerate(lessons, 10):
        front = FRONT.replace("bai-mot", f"bai-{number}")
        files[f"{number}-mo-may.md"] = (front + row.source).encode()
        alone = compiled(folder(row.source, files={"media/nut-cai.png": picture()})).problems
        wanted |= {
            (f"ky-so/{number}-mo-may.md", one.line, one.code)
            for one in alone
            if one.path == row.path and one.code != "broken-link"
        }
    found = compile_course(CourseSource("ky-so", files), KNOWN, TODAY).problems
    assert wanted <= {(one.path, one.line, one.code) for one in found}
    assert len(wanted) >= len(lessons) - 1


def test_a_sentence_never_suggests_nothing() -> None:
    for row in ROWS:
        for problem in problems_of(row.kind, row.source):
            assert "``" not in problem.vi + problem.en
            assert "<<" not in problem.vi + problem.en
            assert "Viết ." not in problem.vi
            assert "Write ." not in problem.en
