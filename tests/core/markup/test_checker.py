"""What the checker finds, at which line, and that every sentence says what to write."""

from datetime import date

import pytest

from lms.core.markup import CourseSource, Known
from lms.core.markup.findings import WORDING
from lms.core.problems import ERROR
from tests.core.markup.folders import (
    COURSE,
    FRONT,
    KNOWN,
    codes_of,
    compiled,
    findings_in,
    folder,
    picture,
)

STEP = "## Bước 1. Mở máy {#mo}\n\n"  # two lines; what follows begins on the third
LONG = "Thầy cô " + "bấm vào nút ở trên " * 6 + "rồi xem."


def test_a_good_lesson_has_no_findings() -> None:
    assert findings_in(folder()) == []


BODIES = [
    ("## Bước 1. Mở máy\n\nBấm.\n", 1, "missing-id"),
    ("## Bước 1. Mở máy {#Mở_Máy}\n\nBấm.\n", 1, "bad-id"),
    ("## Bước 1. Mở {#a}\n\nBấm.\n\n## Bước 2. Đóng {#a}\n\nBấm.\n", 5, "repeated-id"),
    ("## Bước 1. Mở {#a}\n\nBấm.\n\n## Bước 3. Đóng {#b}\n\nBấm.\n", 5, "step-number"),
    ("## Bước 1. {#a}\n\nBấm.\n", 1, "title-missing"),
    ("## Bước 1. 5 nút {#a}\n\nBấm.\n", 1, "title-start"),
    ("## Bước 1. Mở {{ten_app}} {#a}\n\nBấm.\n", 1, "field-in-title"),
    ("## Bước một: mở máy {#a}\n\nBấm.\n", 1, "almost-a-step"),
    ("##Bước 1. Mở máy {#a}\n\nBấm.\n", 1, "heading-slip"),
    ("# Bước 1. Mở máy {#a}\n\nBấm.\n", 1, "heading-slip"),
    (" ## Nhiệm vụ: Gửi ảnh {#a}\n\nBấm.\n", 1, "heading-slip"),
    ("## Nhiệm vụ Gửi ảnh {#a}\n\nBấm.\n", 1, "almost-a-step"),
    ("## Bước 1. Mở {#a}\nThời gian: năm phút\n\nBấm.\n", 2, "bad-duration"),
    ("## Bước 1. Mở {#a}\nThời gian: 5-7 phút\n\nBấm.\n", 2, "bad-duration"),
    ("## Bước 1. Mở {#a}\n\nThời gian: 0 phút\n\nBấm.\n", 3, "bad-duration"),
    (
        "## Bước 1. Mở {#a}\nThời gian: 5 phút\n\nBấm.\n\n## Bước 2. Đóng {#b}\n\nBấm.\n",
        6,
        "duration-missing",
    ),
    ("## Bước 1. Mở {#a}\n", 1, "empty-section"),
    (STEP + "```\nmã\n", 3, "open-fence"),
    (STEP + "".join(f"{n}. Bấm nút.\n" for n in range(1, 8)), 9, "many-actions"),
    (STEP + "Chào.\n\n" + LONG + "\n", 5, "long-sentence"),
    (STEP + "- Một.\n- " + LONG + "\n", 4, "long-sentence"),
    (STEP + "Đây là <b>đậm</b>.\n", 3, "raw-html"),
    (STEP + "<!-- ghi chú -->\n", 3, "raw-html"),
    (STEP + "> [!WARNNG]\n> Cẩn thận.\n", 3, "unknown-box"),
    (STEP + "> [!WARNING] Cẩn thận.\n", 3, "box-text"),
    (STEP + "Gõ {{Ten App}}.\n", 3, "bad-field"),
    (STEP + "Xem [bài](99-khong-co.md).\n", 3, "broken-link"),
    (STEP + "Xem [khóa](../khong-co/course.md).\n", 3, "broken-link"),
    (STEP + "Xem [chỗ](../../../bi-mat.md).\n", 3, "broken-link"),
    (STEP + "Xem [bước](#khong-co).\n", 3, "unknown-anchor"),
    (STEP + "Xem [bước](01-mo-may.md#khong-co).\n", 3, "unknown-anchor"),
    (STEP + "Xem [nút](javascript:alert(1)).\n", 3, "unsafe-link"),
    (STEP + "Xem [nút](//evil.example/a).\n", 3, "unsafe-link"),
    (STEP + "Tải [tệp](https://a.example/app.apk).\n", 3, "apk-link"),
    (STEP + "Mã [OTP](../glossary.md#opt).\n", 3, "unknown-term"),
    (STEP + "[Kiểm tra](../../quizzes/ky-do.md)\n", 3, "unknown-quiz"),
    (STEP + "[Kiểm tra](../../quizzes/ky-so.md#bai-2)\n", 3, "unknown-pool"),
    (STEP + "[Một](../../quizzes/ky-so.md)\n\n[Hai](../../quizzes/ky-so.md)\n", 5, "repeated-quiz"),
    (STEP + "Làm [kiểm tra](../../quizzes/ky-so.md) nhé.\n", 3, "quiz-inline"),
    (STEP + "### Android\n\n[Kiểm tra](../../quizzes/ky-so.md)\n", 5, "quiz-inline"),
    (STEP + "### Android\n\n### iPhone\nBấm.\n", 3, "empty-variant"),
    (STEP + "![](media/a.png)\n", 3, "missing-alt"),
    (STEP + "![Nút](media/b.png)\n", 3, "missing-media"),
    (STEP + "![Nút](https://a.example/a.png)\n", 3, "outside-picture"),
    (STEP + "![Nút](data:image/png;base64,AAAA)\n", 3, "outside-picture"),
    (STEP + "[Xem](https://youtu.be/abcdefghijk)\n", 3, "video-size"),
    (STEP + "Xem phụ lục[^1].\n\n[^1]: [mất](mat.md)\n", 5, "broken-link"),
    ("## Nhiệm vụ: Gửi {#a}\n\nGửi ảnh.\n", 1, "hand-in-missing"),
    ("## Nhiệm vụ: Gửi {#a}\nNộp: bài hát | Chấm: ai đó | Điểm: 1\n", 2, "unknown-hand-in"),
    ("## Nhiệm vụ: Gửi {#a}\nNộp: ảnh | Chấm người hướng dẫn | Điểm: 10\n\n- 10đ: Rõ\n", 2, "hand-in-part"),
    ("## Nhiệm vụ: Gửi {#a}\nNộp: ảnh | Chấm: người hướng dẫn | Điểm: 10\n\n- 6đ: Rõ\n", 2, "practice"),
    ("## Nhiệm vụ: Gửi {#a}\nNộp: tự kiểm | Chấm: tự kiểm | Điểm: 10\n\nChưa có mục.\n", 2, "practice"),
    ("## Nhiệm vụ: Xếp {#a}\n\n```srot {#b}\nnhóm: A | B\n```\n", 3, "unknown-kind"),
    ("## Nhiệm vụ: Xếp {#a}\n\n```sort\nnhóm: A | B\n- một -> C\n```\n", 5, "practice"),
    (STEP + "```sort\nnhóm: A | B\n```\n", 3, "block-in-step"),
]


@pytest.mark.parametrize(
    ("body", "line", "code"), BODIES, ids=[f"{code}-{n}" for n, (_, _, code) in enumerate(BODIES)]
)
def test_a_fault_in_a_lesson_is_found_at_its_line(body: str, line: int, code: str) -> None:
    assert (line, code) in codes_of(body, files={"media/a.png": picture()})


FRONTS = [
    ("Chỉ có chữ.\n", 1, "front-matter-missing"),
    ("---\nid: a\ntitle: [a\n---\n", 3, "front-matter-broken"),
    ("---\n- id\n- title\n---\n", 2, "front-matter-broken"),
    ("---\nid: a\ntitle: &x A\noutcome: *x\n---\n", 3, "front-matter-broken"),
    ("---\nid: a\ntitle: [[[[[[[a]]]]]]]\n---\n", 3, "front-matter-broken"),
    ("---\nid: a\ntitle: A\nsummary: B\n---\n", 4, "foreign-key"),
    ("---\nid: a\ntitle: A\ntitle: B\n---\n", 4, "repeated-key"),
    ("---\nid: Bài Một\ntitle: A\n---\n", 2, "wrong-type"),
    ("---\nid: a\ntitle: [A]\n---\n", 3, "wrong-type"),
    ("---\nid: a\ntitle: A\nminutes: mười\n---\n", 4, "wrong-type"),
    ("---\nid: a\ntitle: A\nchecked_on: 2026-13-01\n---\n", 4, "wrong-type"),
    ("---\nid: a\ntitle: A\nkind: pratice\n---\n", 4, "unknown-choice"),
    ("---\nid: a\ntitle: A\ndevices: [android, nokia]\n---\n", 4, "unknown-choice"),
    ("---\nid: a\n---\n", 1, "title-key-missing"),
    ("---\ntitle: A\n---\n", 1, "missing-lesson-id"),
    ("---\nid: a\ntitle: A\n---\n", 1, "minutes-missing"),
    ("---\nid: a\ntitle: A\nreview_by: 2026-11-20\n---\n", 4, "review-past"),
    ("---\nid: a\ntitle: A\nchecked_on: 2026-11-22\n---\n", 4, "checked-in-future"),
    ("---\nid: a\ntitle: A\nchecked_on: 2026-11-01\nreview_by: 2026-10-01\n---\n", 5, "review-before-check"),
    ("---\nid: a\ntitle: A\nsources: [Luật]\n---\n", 4, "review-missing"),
    ("---\nid: a\ntitle: A\nrequires: [khong-co]\n---\n", 4, "unknown-prerequisite"),
    ("---\nid: a\ntitle: A\nrequires: [a]\n---\n", 4, "unknown-prerequisite"),
    ("---\nid: a\ntitle: A\naliases: [a]\n---\n", 4, "alias-taken"),
    ("---\nid: a\ntitle: A\naliases: [cu -> moi]\n---\n", 4, "alias-target"),
    (
        "---\nid: a\ntitle: A\nminutes: 5\n---\n## Bước 1. Mở {#m}\nThời gian: 9 phút\n\nBấm.\n",
        4,
        "minutes-differ",
    ),
    (
        "---\nid: a\ntitle: A\nminutes: 9\n---\n## Bước 1. Mở {#m}\nThời gian: 5 phút\n\nBấm.\n",
        4,
        "minutes-differ",
    ),
    (
        "---\nid: a\ntitle: A\nminutes: 5\n---\n"
        "## Bước 1. Mở {#m}\nThời gian: 5 phút\n\n" + "Bấm nút này.\n" * 60,
        4,
        "minutes-short",
    ),
    ("---\nid: a\ntitle: |\n" + "  dài\n" * 1500 + "---\n", 1, "front-matter-long"),
]


@pytest.mark.parametrize(
    ("text", "line", "code"), FRONTS, ids=[f"{code}-{n}" for n, (_, _, code) in enumerate(FRONTS)]
)
def test_a_fault_in_front_matter_is_found_at_its_line(text: str, line: int, code: str) -> None:
    assert (line, code) in codes_of(text.encode())


COURSES = [
    (COURSE.replace("id: ky-so", "id: khac"), 2, "folder-name"),
    (COURSE.replace("id: ky-so\n", ""), 1, "missing-course-id"),
    (COURSE.replace("minutes: 15", "minutes: 20"), 4, "course-minutes"),
    (COURSE.replace("minutes: 15", "minutes: 15\nrequires: [khong-co]"), 5, "unknown-prerequisite"),
    (COURSE.replace("minutes: 15", "minutes: 15\nmentor: sometimes"), 5, "unknown-choice"),
    (COURSE.replace("minutes: 15", "minutes: 15\ncertificate: maybe"), 5, "wrong-type"),
    (COURSE.replace("minutes: 15", "minutes: 15\nauthor: Lan"), 5, "unknown-key"),
    (
        COURSE.replace("minutes: 15", "minutes: 15\nmodules:\n  - title: A\n    lessons: [mat]"),
        5,
        "module-lesson",
    ),
    (
        COURSE.replace("minutes: 15", "minutes: 15\nmodules:\n  - title: A\n    lessons: []"),
        5,
        "module-left-out",
    ),
    (
        COURSE.replace("minutes: 15", "minutes: 15\nmodules:\n  - title: A\n    lessons: [bai-mot, bai-mot]"),
        5,
        "module-twice",
    ),
    (COURSE.replace("minutes: 15", "minutes: 15\nmodules:\n  - title: A"), 6, "wrong-type"),
    (
        COURSE.replace("minutes: 15", "minutes: 15\nskills:\n  - {id: a, title: A}\n  - {id: a, title: B}"),
        5,
        "repeated-id",
    ),
    (
        COURSE.replace("minutes: 15", "minutes: 15\nskills:\n  - {id: a, title: A, lessons: [bai-mọt]}"),
        6,
        "wrong-type",
    ),
    (
        COURSE.replace(
            "minutes: 15", "minutes: 15\nskills:\n  - {id: a, title: A, lessons: [bai-mot, bai-ba]}"
        ),
        5,
        "skill-lesson",
    ),
    (COURSE + "\n[mất](mat.md)\n", 8, "broken-link"),
]


@pytest.mark.parametrize(
    ("course", "line", "code"), COURSES, ids=[f"{c}-{n}" for n, (_, _, c) in enumerate(COURSES)]
)
def test_a_fault_in_the_course_file_is_found_at_its_line(course: str, line: int, code: str) -> None:
    assert ("ky-so/course.md", line, code) in findings_in(folder(course=course))


def test_an_unknown_key_is_answered_with_the_one_that_was_meant() -> None:
    problems = compiled(folder(front="---\nid: a\ntitle: A\nminute: 15\n---\n")).problems
    said = next(problem for problem in problems if problem.code == "unknown-key")
    assert said.vi == "Không có mục `minute`. Ý thầy cô là `minutes`?"
    assert said.text("en") == "ky-so/01-mo-may.md:4: error: There is no key `minute`. Did you mean `minutes`?"


def test_two_lessons_may_not_share_an_id() -> None:
    files = {"02-hai.md": (FRONT + "## Bước 1. Mở {#m}\n\nBấm.\n").encode()}
    assert ("ky-so/02-hai.md", 2, "repeated-lesson-id") in findings_in(folder(files=files))


def test_prerequisites_may_not_go_in_a_circle() -> None:
    files = {"02-hai.md": b"---\nid: hai\ntitle: Hai\nrequires: [bai-mot]\n---\n"}
    front = FRONT.replace("kind: practice", "kind: practice\nrequires: [hai]")
    found = findings_in(folder(front=front, files=files))
    assert ("ky-so/01-mo-may.md", 5, "circle") in found
    assert ("ky-so/02-hai.md", 4, "circle") in found


def test_what_is_not_known_outside_the_folder_is_not_checked() -> None:
    body = "## Bước 1. Mở {#m}\n\n[OTP](../glossary.md#la), [khóa](../la/course.md)\n\n[Kiểm tra](../../quizzes/la.md#b)\n"
    front = FRONT.replace("kind: practice", "kind: practice\nrequires: [la]")
    found = compiled(folder(body, front=front), Known())
    assert [problem.code for problem in found.problems] == []
    assert found.course is not None
    assert found.course.lessons[0].items[1].key == "bai-mot/la.b"


def test_every_problem_of_a_folder_is_reported_at_once() -> None:
    body = "## Bước 1. Mở\n\n![](media/khong.png)\n\n[a](mat.md) và [b](mat.md)\n"
    files = {"02-hai.md": b"\xff\xfe", "media/x.exe": b"MZ", "ghi-chu.txt": b"a"}
    found = findings_in(folder(body, files=files, course="---\nid: ky-so\n---\n"))
    assert {
        ("ky-so/01-mo-may.md", 7, "missing-id"),
        ("ky-so/01-mo-may.md", 9, "missing-alt"),
        ("ky-so/01-mo-may.md", 9, "missing-media"),
        ("ky-so/01-mo-may.md", 11, "broken-link"),
        ("ky-so/02-hai.md", 1, "not-utf8"),
        ("ky-so/course.md", 1, "title-key-missing"),
        ("ky-so/ghi-chu.txt", 1, "unused-file"),
        ("ky-so/media/x.exe", 1, "media-kind"),
    } <= set(found)


def test_the_same_broken_link_on_two_lines_is_reported_on_both() -> None:
    found = codes_of(STEP + "[a](mat.md)\n\nGiữa.\n\n[b](mat.md)\n")
    assert [line for line, code in found if code == "broken-link"] == [3, 7]


def test_a_folder_without_its_course_file_is_an_error() -> None:
    assert findings_in(CourseSource("ky-so", {})) == [
        ("ky-so/course.md", 1, "course-file-missing"),
        ("ky-so/course.md", 1, "no-lessons"),
    ]


def test_a_date_passes_only_when_its_day_is_over() -> None:
    front = FRONT.replace("kind: practice", "kind: practice\nreview_by: 2026-11-21")
    assert compiled(folder(front=front), today=date(2026, 11, 21)).problems == ()
    assert [problem.code for problem in compiled(folder(front=front), today=date(2026, 11, 22)).problems] == [
        "review-past"
    ]


def test_warnings_do_not_forbid_a_course_and_errors_do() -> None:
    warned = compiled(folder("## Bước 1. Mở\n\nBấm.\n"))
    assert warned.course is not None
    assert {problem.level for problem in warned.problems} == {"warning"}
    broken = compiled(folder(STEP + "[a](mat.md)\n"))
    assert broken.course is None
    assert ERROR in {problem.level for problem in broken.problems}


def test_heavy_pictures_on_one_step_are_reported_at_the_step() -> None:
    heavy = picture("PNG") + b"\0" * 61_000
    found = codes_of("Chào.\n\n" + STEP + "![Nút](media/a.png)\n", files={"media/a.png": heavy})
    assert (3, "heavy-step") in found


def test_every_sentence_speaks_both_languages_and_fills_the_same_places() -> None:
    for code, (level, vi, en) in WORDING.items():
        assert level in {"error", "warning"}, code
        assert len(vi) > 15, code
        assert len(en) > 15, code
        places = {
            name for name in ("{target", "{id", "{nearest", "{found", "{allowed", "{title") if name in vi
        }
        assert places == {
            name for name in ("{target", "{id", "{nearest", "{found", "{allowed", "{title") if name in en
        }, code


def test_the_shared_folder_of_the_tests_knows_what_lies_outside() -> None:
    assert KNOWN.glossary is not None
    assert findings_in(folder(STEP + "[OTP](../glossary.md#otp) [Cổng](https://dichvucong.gov.vn)\n")) == []


def test_two_lessons_may_not_both_have_been_called_the_same() -> None:
    front = FRONT.replace("kind: practice", "kind: practice\naliases: [cu]")
    files = {"02-hai.md": b"---\nid: hai\ntitle: Hai\naliases: [cu]\n---\n"}
    found = findings_in(folder(front=front, files=files))
    assert [(path, line) for path, line, code in found if code == "alias-taken"] == [("ky-so/02-hai.md", 4)]


def test_a_renamed_step_is_listed_with_its_new_id() -> None:
    front = FRONT.replace("kind: practice", "kind: practice\naliases: [bai-cu, bat-may -> mo]")
    found = compiled(folder(front=front))
    assert found.problems == ()
    assert found.course is not None
    assert found.course.lessons[0].aliases == ("bai-cu", "bat-may->mo")


def test_a_course_has_the_values_of_its_front_matter() -> None:
    text = COURSE.replace(
        "minutes: 15",
        "minutes: 15\nversion: 1.10\nauthors: Lan\nlang: vi\ncertificate: yes\nmentor: required\n"
        'devices: [android]\ntags: [a, "b c"]\nmodules:\n  - title: "Một"\n    lessons: [bai-mot]\n'
        'skills:\n  - id: ky\n    title: Ký\n    codes: ["4.1", 5.2]\ncomplete_when: [steps]\nrequires: [ho-so]',
    )
    course = compiled(folder(course=text)).course
    assert course is not None
    assert (course.version, course.authors, course.certificate) == ("1.10", ("Lan",), True)
    assert (course.devices, course.tags, course.requires) == (("android",), ("a", "b c"), ("ho-so",))
    assert course.modules[0].lesson_ids == ("bai-mot",)
    assert course.skills[0].codes == ("4.1", "5.2")
    assert course.complete_when == ("steps",)
    assert course.intro_html == "<p>Khóa học ngắn.</p>"
