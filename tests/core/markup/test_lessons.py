"""Steps, tasks, variants, lists and cards: what a lesson's text becomes."""

from decimal import Decimal

import pytest

from lms.core.devices import device_of
from lms.core.markup import QuizRef, RubricLine
from tests.core.markup.folders import (
    COURSE,
    codes_of,
    course_of,
    findings_in,
    folder,
    html_of,
    lesson_of,
    step_of,
)

STEP = "## Bước 1. Mở máy {#mo}\n\n"


def test_a_step_has_a_key_a_bare_title_and_its_minutes() -> None:
    step = lesson_of("## Bước 1. Mở **CH Play** {#mo-kho}\nThời gian: 5 phút\n\nBấm vào kho.\n").items[0]
    assert (step.key, step.kind, step.id) == ("bai-mot/mo-kho", "step", "mo-kho")
    assert (step.title, step.minutes) == ("Mở CH Play", 5)
    assert step.body[0].html == "<p>Bấm vào kho.</p>"


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Bước 1. Mở kho {#a}", "Mở kho"),
        ("Bước 1: Mở kho {#a}", "Mở kho"),
        ("Bước 1 Mở kho {#a}", "Mở kho"),
        ("BƯỚC 1. Mở kho {#a}", "Mở kho"),
        ("Step 1. Open the store {#a}", "Open the store"),
        ("Bước 1. Mở kho {: #a }", "Mở kho"),
        ("Bước 1. Dùng C# {#a} ##", "Dùng C#"),
    ],
)
def test_a_step_may_be_written_in_several_ways(heading: str, title: str) -> None:
    assert [(item.id, item.title) for item in lesson_of(f"## {heading}\n\nLàm.\n").items] == [("a", title)]


def test_text_before_the_first_step_is_the_lessons_own() -> None:
    lesson = lesson_of(f"Chào thầy cô.\n\n{STEP}Bấm.\n")
    assert [segment.html for segment in lesson.body] == ["<p>Chào thầy cô.</p>"]


def test_a_heading_in_a_fence_begins_no_step() -> None:
    lesson = lesson_of(f"{STEP}```\n## Bước 2. Giả {{#gia}}\n```\n")
    assert [item.id for item in lesson.items] == ["mo"]


def test_a_heading_that_is_no_step_stays_in_its_step_and_is_reported() -> None:
    assert "<h2>Ghi nhớ</h2>" in html_of("Bấm.\n\n## Ghi nhớ\n\nGiữ kín.")
    assert (5, "plain-heading") in codes_of(f"{STEP}Bấm.\n\n## Ghi nhớ\n")


def test_device_headings_next_to_each_other_form_one_segment() -> None:
    step = step_of(
        "Chọn máy.\n\n### Android (máy Samsung)\n1. A\n\n### iPhone\n1. B\n\n### Nếu gặp lỗi\nHỏi."
    )
    before, variants, after = step.body
    assert before.html == "<p>Chọn máy.</p>"
    assert [(one.device, one.label) for one in variants.variants] == [
        ("android", "Android (máy Samsung)"),
        ("iphone", "iPhone"),
    ]
    assert "<li>B</li>" in variants.variants[1].html
    assert after.html == "<h3>Nếu gặp lỗi</h3>\n<p>Hỏi.</p>"


@pytest.mark.parametrize(
    ("heading", "device"),
    [
        ("Android", "android"),
        ("Trên Android", "android"),
        ("Điện thoại Android (Oppo)", "android"),
        ("iPhone", "iphone"),
        ("Cho iPad", "iphone"),
        ("Windows", "windows"),
        ("Máy tính", "windows"),
        ("Trên máy tính Windows", "windows"),
        ("Nếu gặp lỗi", None),
        ("Cài Android", None),
    ],
)
def test_a_device_is_recognised_by_its_heading(heading: str, device: str | None) -> None:
    assert device_of(heading) == device


def test_a_course_may_name_devices_in_its_own_words() -> None:
    front = "minutes: 15\ndevice_names:\n  android: [Vsmart, Máy của trường]\n  windows: Máy bàn"
    text = "### Vsmart\nA\n\n### Trên máy của trường (cũ)\nB\n\n### Máy bàn\nC\n\n### iPhone\nD"
    step = step_of(text, course=COURSE.replace("minutes: 15", front))
    assert [segment.kind for segment in step.body] == ["variants"]
    assert [one.device for one in step.body[0].variants] == ["android", "android", "windows", "iphone"]


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("device_names: [Vsmart]", 5),
        ("device_names: {nokia: [3310]}", 5),
        ("device_names: {android: [[a]]}", 5),
    ],
)
def test_names_for_devices_that_do_not_exist_are_refused(written: str, line: int) -> None:
    course = COURSE.replace("minutes: 15", f"minutes: 15\n{written}")
    assert ("ky-so/course.md", line, "wrong-type") in findings_in(folder(course=course))


def test_an_english_lesson_may_be_written_in_english() -> None:
    lesson = lesson_of(
        "## Step 1. Open the app {#open}\nTime: 5 minutes\n\n> [!NOTE]\n> Slowly.\n\n"
        "## Task: Send it {#send}\nSubmit: photos, at most 2 | By: mentor | Points: 10\nTime: 5 min\n\n"
        "- 6 points: Clear\n- 4 points: Covered\n\n"
        "## Task: Tick it {#tick}\nSubmit: self-check | By: self-check | Points: 1\nTime: 1 minute\n\n- [ ] Done\n\n"
        "## Task: Show it {#show}\nSubmit: in person | By: mentor | Points: 1\nTime: 4 minutes\n\n- [ ] Done (required)\n",
        course=COURSE.replace("minutes: 15", "minutes: 15\nlang: en"),
    )
    assert [(item.title, item.minutes) for item in lesson.items] == [
        ("Open the app", 5),
        ("Send it", 5),
        ("Tick it", 1),
        ("Show it", 4),
    ]
    assert '<p class="box-title">Note</p>' in lesson.items[0].body[0].html
    kinds = [item.task.kind for item in lesson.items if item.task]
    assert kinds == ["evidence", "self-check", "observed"]


def test_tick_items_become_checks_with_inline_markup() -> None:
    step = step_of(
        "Làm xong chưa?\n\n- [ ] Tôi thấy **Cài đặt**.\n- [x] Tôi gõ được\n  mật khẩu.\n\nTốt lắm."
    )
    assert [segment.kind for segment in step.body] == ["html", "checks", "html"]
    assert step.body[1].checks == ("Tôi thấy <strong>Cài đặt</strong>.", "Tôi gõ được mật khẩu.")


def test_a_tick_item_in_a_variant_is_shown_with_a_box_and_reported() -> None:
    text = "### Android\n- [ ] Đã mở"
    assert "<li>☐ Đã mở</li>" in step_of(text).body[0].variants[0].html
    assert (4, "check-in-variant") in codes_of(STEP + text)


def test_a_lone_quiz_link_is_an_item_after_its_step() -> None:
    lesson = lesson_of(f"{STEP}Bấm.\n\n[Kiểm tra nhanh](../../quizzes/ky-so.md#bai-1)\n")
    assert [item.key for item in lesson.items] == ["bai-mot/mo", "bai-mot/ky-so.bai-1"]
    quiz = lesson.items[1]
    assert (quiz.kind, quiz.title, quiz.quiz) == ("quiz", "Kiểm tra nhanh", QuizRef("ky-so", "bai-1"))
    assert "Kiểm tra" not in lesson.items[0].body[0].html


def test_a_quiz_of_a_whole_bank_has_the_banks_id() -> None:
    lesson = lesson_of(f"{STEP}Bấm.\n\n[Kiểm tra](../../quizzes/ky-so.md)\n")
    assert (lesson.items[1].key, lesson.items[1].quiz) == ("bai-mot/ky-so", QuizRef("ky-so", None))


def test_a_self_check_task_takes_its_list_out_of_the_text() -> None:
    task = lesson_of(
        "## Nhiệm vụ: Viết thẻ {#the}\nNộp: tự kiểm | Chấm: tự kiểm | Điểm: 10\n\n"
        "Viết ra giấy.\n\n- [ ] Tôi ghi tên máy.\n- [ ] Tôi ghi phiên bản.\n\nCất thẻ đi.\n"
    ).items[0]
    assert (task.kind, task.title) == ("task", "Viết thẻ")
    assert task.task is not None
    assert (task.task.kind, task.task.points, task.task.submit) == ("self-check", Decimal(10), "tự kiểm")
    assert [item["text"] for item in task.task.spec["items"]] == ["Tôi ghi tên máy.", "Tôi ghi phiên bản."]
    assert [segment.html for segment in task.body] == ["<p>Viết ra giấy.</p>", "<p>Cất thẻ đi.</p>"]


def test_an_evidence_task_shows_its_rubric() -> None:
    task = lesson_of(
        "## Nhiệm vụ: Gửi ảnh {#anh}\nNộp: ảnh, tối đa 2 | Chấm: người hướng dẫn | Điểm: 10\n\n"
        "- 6đ: Thấy rõ dấu\n- 4đ: Đã che số điện thoại\n"
    ).items[0]
    assert task.task is not None
    assert task.task.assessor == "người hướng dẫn"
    assert task.task.rubric == (
        RubricLine(Decimal(6), "Thấy rõ dấu"),
        RubricLine(Decimal(4), "Đã che số điện thoại"),
    )
    assert task.body == ()


def test_an_observed_task_keeps_what_is_required() -> None:
    task = lesson_of(
        "## Nhiệm vụ: Nói cho nghe {#noi}\nNộp: trực tiếp | Chấm: người hướng dẫn | Điểm: 10\n\n"
        "- [ ] Nói được mức tài khoản. (bắt buộc)\n- [ ] Nói được câu từ chối.\n"
    ).items[0]
    assert task.task is not None
    assert task.task.kind == "observed"


SORT = "```sort\nnhóm: Thật | Giả\nđạt: 2\n- Đúng kho -> Thật\n- Đường dẫn lạ -> Giả\n```\n"


def test_a_machine_task_is_a_fenced_block_under_its_heading() -> None:
    lesson = lesson_of(f"## Nhiệm vụ: Xếp {{#xep}}\n\nXếp hai dòng.\n\n{SORT}\nGiữ lại một câu.\n")
    task = lesson.items[0]
    assert task.task is not None
    assert (task.task.kind, task.task.assessor, task.task.points) == ("sort", "máy", Decimal(2))
    assert "".join(segment.html for segment in task.body) == "<p>Xếp hai dòng.</p>\n<p>Giữ lại một câu.</p>"


def test_a_machine_tasks_block_may_carry_the_id() -> None:
    lesson = lesson_of("## Nhiệm vụ: Xếp\n\n" + SORT.replace("```sort", "```sort {#xep-hai}"))
    assert lesson.items[0].id == "xep-hai"


def test_the_points_of_a_machine_task_may_stand_in_its_hand_in_line() -> None:
    lesson = lesson_of(f"## Nhiệm vụ: Xếp {{#xep}}\nNộp: trên máy | Điểm: 5\n\n{SORT}")
    assert lesson.items[0].task is not None
    assert lesson.items[0].task.points == Decimal(5)


def test_other_fenced_blocks_are_shown_as_code() -> None:
    assert "<pre><code>sort</code></pre>" in html_of("```text\nsort\n```").replace("\n</code>", "</code>")


def test_local_fields_stay_as_text_and_are_listed() -> None:
    lesson = lesson_of(f"Số {{{{hotline}}}}.\n\n{STEP}Gõ **{{{{ten_app}}}}** và {{{{ten_app}}}}.\n")
    assert lesson.items[0].local_fields == ("ten_app",)
    assert lesson.items[0].body[0].html == "<p>Gõ <strong>{{ten_app}}</strong> và {{ten_app}}.</p>"
    course = course_of(folder(f"Số {{{{hotline}}}}.\n\n{STEP}Gõ {{{{ten_app}}}}.\n"))
    assert course.local_fields == ("hotline", "ten_app")


@pytest.mark.parametrize(
    "place", ["| Tên |\n|---|\n| Gọi {{ten_app}} |", "### Gọi {{ten_app}}", "- Gọi {{ten_app}}"]
)
def test_a_local_field_at_the_end_of_a_block_is_no_attribute_list(place: str) -> None:
    assert "Gọi {{ten_app}}" in html_of(place)


@pytest.mark.parametrize(
    "text",
    ["[gọi](https://{{hotline}})", "![{{ten_app}}](media/a.png)", '[a](https://a.vn "{{ten_app}}")'],
)
def test_a_local_field_in_an_attribute_is_refused(text: str) -> None:
    assert "field-in-attribute" in {code for _, code in codes_of(STEP + text)}


def test_a_definition_at_the_end_of_a_lesson_serves_all_its_steps() -> None:
    lesson = lesson_of(
        "## Bước 1. Một {#mot}\n\n[Cổng][dvc] và chú thích[^1].\n\n## Bước 2. Hai {#hai}\n\n- [ ] [Cổng][dvc]\n\n"
        "[dvc]: https://dichvucong.gov.vn\n\n[^1]: Kiểm tra\n    hai lần.\n"
    )
    first, second = lesson.items
    assert 'href="https://dichvucong.gov.vn"' in first.body[0].html
    assert "hai lần" in first.body[0].html
    assert 'href="https://dichvucong.gov.vn"' in second.body[0].checks[0]
    assert "hai lần" not in second.body[0].checks[0]


def test_ids_in_a_page_are_prefixed_and_differ_between_passages() -> None:
    lesson = lesson_of(
        "## Bước 1. Một {#mot}\n\n### Nhớ {#body}\n\nXem[^1].\n\n## Bước 2. Hai {#hai}\n\n### Nhớ {#body}\n\nXem[^1].\n\n"
        "[^1]: Chú thích.\n"
    )
    pages = [item.body[0].html for item in lesson.items]
    assert 'id="c-mot-' in pages[0]
    assert 'id="body"' not in "".join(pages)
    ids = [part.split('"')[0] for page in pages for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids)) == 6
    targets = [part.split('"')[0] for page in pages for part in page.split(' href="#')[1:]]
    assert set(targets) <= set(ids)


def test_a_video_link_that_stands_alone_becomes_a_player() -> None:
    step = step_of("[Xem: Cài VNeID (3 phút, 12 MB)](https://www.youtube.com/watch?v=abcdefghijk)")
    video = step.body[0].video
    assert video is not None
    assert (video.provider, video.title, video.size) == ("youtube", "Xem: Cài VNeID", "3 phút, 12 MB")
    assert video.player_url == "https://www.youtube-nocookie.com/embed/abcdefghijk"


def test_a_film_of_the_course_knows_its_size_and_its_captions() -> None:
    film = b"\0\0\0\x18ftypmp42" + b"x" * 1_500_000
    files = {"media/a.mp4": film, "media/a.vtt": b"WEBVTT\n"}
    video = step_of("[Xem phim](media/a.mp4)", files=files).body[0].video
    assert video is not None
    assert (video.provider, video.size) == ("file", "1,5 MB")
    assert video.captions_url.endswith(".vtt")


def test_a_link_in_the_middle_of_a_paragraph_is_no_card() -> None:
    assert "<a href=" in html_of("Xem [phim](https://www.youtube.com/watch?v=abcdefghijk) này.")


def test_lessons_come_in_the_order_of_their_numbers() -> None:
    files = {
        name: f"---\nid: {name[3:-3]}\ntitle: Bài\n---\n".encode() for name in ("10-muoi.md", "02-hai.md")
    }
    course = course_of(folder(files=files))
    assert [lesson.id for lesson in course.lessons] == ["bai-mot", "hai", "muoi"]
