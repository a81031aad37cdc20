"""Pictures that a task shows: they count as used, and places on them are measured against their real size."""

from lms.core.markup import CourseSource, Known, compile_course
from tests.core.markup.folders import TODAY, picture

LESSON = """---
id: bai
title: "Bài"
minutes: 5
---
## Nhiệm vụ: Chọn {#chon}
Thời gian: 5 phút

```simulation
đích: Xong
màn hình: Đầu
ảnh: media/dau.webp | Hai nút
- Đi tiếp -> Xong (0, 0, 100, 20)
- Quà tặng -> sai (0, 50, 100, 20)
  > Vì sao: Quà của người lạ là mồi.
màn hình: Xong
Đã xong.
```
"""


def remarks(size: tuple[int, int], lesson: str = LESSON) -> list[str]:
    files = {
        "course.md": b'---\nid: khoa\ntitle: "Kh\xc3\xb3a"\n---\n',
        "01-bai.md": lesson.encode(),
        "media/dau.webp": picture("WEBP", size),
    }
    found = compile_course(CourseSource("khoa", files), Known(), TODAY)
    return [f"{problem.level} {problem.line}: {problem.vi}" for problem in found.problems]


def test_a_picture_that_only_a_task_shows_is_used() -> None:
    assert remarks((300, 300)) == []


def test_a_picture_that_no_task_shows_any_more_is_unused() -> None:
    without = LESSON.replace("ảnh: media/dau.webp | Hai nút\n", "").replace(" (0, 0, 100, 20)", "")
    assert len(remarks((300, 300), without.replace(" (0, 50, 100, 20)", ""))) == 1


def test_a_place_that_is_too_low_for_a_finger_on_a_wide_picture_may_not_be_published() -> None:
    said = remarks((600, 200))
    assert [each.partition(":")[0] for each in said] == ["error 13", "error 14"]
    assert "cao ít nhất 47 phần trăm" in said[0]
