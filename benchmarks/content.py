"""A course and a bank made for measuring: a page as heavy as the floors', thirty steps, ten questions."""

import random

from benchmarks.floor.bare import PAGE_BYTES

SLUG = "do-toc-do"
LESSONS, STEPS, QUESTIONS = 6, 5, 10
AROUND_BYTES = 3_900  # what a page of ours adds around the step's text
_COURSE = """---
id: do-toc-do
title: "Khóa đo tốc độ"
summary: "Một khóa để đo"
lang: vi
status: published
authors: ["Nhóm đo"]
license: CC BY 4.0
minutes: 60
certificate: false
complete_when: [steps, quizzes]
---
Khóa này chỉ để đo.
"""
_LESSON = """---
id: bai-{n}
title: "Bài {n}. Đo lần {n}"
kind: practice
minutes: 10
outcome: "Đo được lần {n}"
checked_on: 2026-11-21
review_by: 2099-05-21
sources: ["Nguồn đo"]
---
Bài này để đo.
"""
_STEP = "\n## Bước {n}. Mở máy lần {n} {{#buoc-{n}}}\nThời gian: 2 phút\n\n{body}\n"
_PROSE = (
    "thầy cô bấm nút nguồn đợi màn hình sáng rồi vuốt lên để mở máy nếu hỏi mã thì nhập của mình xem tên nhà phát hành "
    "trùng với phiếu địa phương không đọc cho ai nghe giữ kín cài ứng dụng từ kho chính thức"
)
_QUIZ = "\n[Kiểm tra nhanh](../../quizzes/do-toc-do.md)\n"
_BANK = """---
id: do-toc-do
title: "Kiểm tra: đo tốc độ"
pass: 50%
attempts: 0
review: end
show_key: true
---
# Chung {#chung}
"""
_QUESTION = """
## Câu đo số {n}: ai được biết mã OTP? {{#cau-{n}}}
- (x) Chỉ mình tôi
- ( ) Người hướng dẫn
- ( ) Cán bộ xã

> Giải thích: Không ai có quyền hỏi mã OTP.
"""


def course() -> dict[str, bytes]:
    """Return the course's files; the first step of its first lesson fills a page of 20 KB."""
    files = {"course.md": _COURSE.encode()}
    for lesson in range(1, LESSONS + 1):
        steps = (_step(number, is_long=lesson == number == 1) for number in range(1, STEPS + 1))
        text = _LESSON.format(n=lesson) + "".join(steps) + (_QUIZ if lesson == 1 else "")
        files[f"{lesson:02}-bai-{lesson}.md"] = text.encode()
    return files


def _step(number: int, *, is_long: bool) -> str:
    wanted = PAGE_BYTES - AROUND_BYTES if is_long else 900
    return _STEP.format(n=number, body=prose(wanted, random.Random(number)))


def prose(size: int, chance: random.Random) -> str:
    """Return paragraphs of about ``size`` bytes that compress as prose does, not as one sentence repeated."""
    words, sentences = _PROSE.split(), list[str]()
    while sum(len(sentence.encode()) for sentence in sentences) < size:
        sentences.append(
            " ".join(chance.choices(words, k=12)).capitalize() + ". " + "\n\n" * (len(sentences) % 3 == 2)
        )
    return "".join(sentences)


def bank() -> bytes:
    """Return the bank: ten questions, reviewed at the end, so that answers may be changed any number of times."""
    return (_BANK + "".join(_QUESTION.format(n=number) for number in range(1, QUESTIONS + 1))).encode()
