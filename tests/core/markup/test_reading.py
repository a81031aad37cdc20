"""How long a lesson takes to read."""

from lms.core.markup.findings import FileFindings, Findings
from lms.core.markup.outline import read_outline
from lms.core.markup.pieces import Custom
from lms.core.markup.reading import words_to_read

CUSTOM = Custom(lambda target: target.startswith("../../quizzes/"))


def words(text: str) -> int:
    lines = tuple(enumerate(text.splitlines(), 1))
    return words_to_read(read_outline(lines, FileFindings("bai.md", Findings())), CUSTOM)


def test_words_of_the_introduction_the_steps_and_the_tasks_count() -> None:
    assert words("Một hai.\n\n## Bước 1. Mở {#mo}\nThời gian: 2 phút\n\nBa bốn năm.\n\n1. Sáu bảy.\n") == 7


def test_of_two_devices_the_longer_passage_counts() -> None:
    step = "## Bước 1. Mở {#mo}\n\nMột.\n\n### Android\nHai ba.\n\n### iPhone\nHai ba bốn năm.\n\n"
    assert words(step) == 5
    assert words(step + "### Nếu gặp lỗi\nSáu bảy.\n") == 7


def test_pictures_and_practice_blocks_take_no_time_to_read() -> None:
    block = "```order\n- Một hai ba\n- Bốn năm sáu\n- Bảy tám chín\n```\n"
    assert words(f"## Nhiệm vụ: Xếp {{#xep}}\n\nXếp lại.\n\n![Mười chữ tả hình](media/a.svg)\n\n{block}") == 2


def test_the_ticks_of_a_task_and_the_words_of_a_card_count() -> None:
    task = "## Nhiệm vụ: Xem {#xem}\nNộp: tự kiểm | Chấm: tự kiểm | Điểm: 1\n\n- [ ] Một hai\n- [ ] Ba\n"
    assert words(task + "\n[Kiểm tra nhanh](../../quizzes/a.md)\n") == 6
