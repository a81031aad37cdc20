"""The public page of a course: what it promises, to whom, and the one button that fits whoever reads."""

import gzip
from html import unescape

from lms.authoring.queries import Content, compile_content
from lms.authoring.services import publish as publish_content
from lms.courses.services import set_local_values
from tests.content import BANK, COURSE, GLOSSARY, LESSON, SECOND, publish, publish_shipped, small_course
from tests.factories import NOW, Site, post

PAGE = "/khoa-hoc/thu-nghiem"


def course(**changes: str) -> str:
    """Return course.md with keys added or replaced."""
    text = COURSE.format(minutes=9)
    for key, value in changes.items():
        lines = [line for line in text.split("\n") if not line.startswith(f"{key}:")]
        text = "\n".join([lines[0], f"{key}: {value}", *lines[1:]])
    return text


def page_of(site: Site, path: str = PAGE) -> str:
    return unescape(site.client().get(path).text)


def test_a_stranger_reads_what_the_course_promises(site: Site) -> None:
    publish(site)
    page = page_of(site)
    for words in (
        "Mở được máy",
        "Bài 1. Mở máy",
        "7 phút",
        "Cần xong “Bài 1. Mở máy” trước",
        "Nhóm thử",
        "Ngày 21/11/2026",
        "Ngày 21/05/2027",
        "CC BY 4.0",
        "Nguồn thử",
        "khung năng lực số cho nhà giáo",
        "mã 4.3",
        "Có, khi học xong cả khóa.",
    ):
        assert words in page, words
    assert page.count("Đăng nhập để học") == 1


def test_only_what_the_front_matter_says_is_shown(site: Site) -> None:
    publish(site)
    page = page_of(site)
    for words in ("Dành cho", "Máy dùng để học", "Cần học trước"):
        assert words not in page
    told = course(
        audience='"Giáo viên mới"', level='"Cơ bản"', devices="[android, iphone]", mentor="required"
    )
    publish(site, small_course(course__md=told))
    page = page_of(site)
    for words in ("Giáo viên mới", "Cơ bản", "Android, iPhone", "Một đồng nghiệp kèm thầy cô"):
        assert words in page


def test_lessons_stand_under_their_modules(site: Site) -> None:
    modules = '[{title: "Phần đầu", lessons: [bai-mot]}, {title: "Phần sau", lessons: [bai-hai]}]'
    publish(site, small_course(course__md=course(modules=modules)))
    page = page_of(site)
    places = [page.index(words) for words in ("Phần đầu", "<b>Bài 1.", "Phần sau", "<b>Bài 2.")]
    assert places == sorted(places)


def test_facts_past_their_date_are_said_in_plain_words(site: Site) -> None:
    publish(site)
    assert "quá hạn" not in page_of(site)
    old = LESSON.replace(
        "checked_on: 2026-11-21\nreview_by: 2027-05-21", "checked_on: 2026-01-01\nreview_by: 2026-06-01"
    )
    publish(site, small_course(**{"01_bai_mot__md": old}))
    page = page_of(site)
    assert "1 bài đã quá hạn kiểm tra" in page
    assert "Từ ngày 01/01/2026 đến ngày 21/11/2026" in page
    client = site.client(site.person())
    lesson = unescape(client.get("/hoc/thu-nghiem/bai-mot").text)
    assert "Bài này đã quá hạn kiểm tra" in lesson
    assert "kiểm tra ngày 01/01/2026" in lesson
    assert "<details" in lesson
    assert "Nguồn thử" in lesson


def test_a_lesson_not_yet_compared_with_its_source_says_so(site: Site) -> None:
    publish(site)
    client = site.client(site.person())
    assert "chờ đối chiếu" not in page_of(site) + client.get("/hoc/thu-nghiem/bai-mot").text
    unsure = LESSON.replace("kind: practice", "kind: practice\nstatus: unverified")
    publish(site, small_course(**{"01_bai_mot__md": unsure}))
    assert "1 bài, có hộp “Kiểm tra lại”" in page_of(site)
    assert "chờ đối chiếu" in client.get("/hoc/thu-nghiem/bai-mot").text
    assert "chờ đối chiếu" not in client.get("/hoc/thu-nghiem/bai-hai").text


def test_the_button_follows_where_one_stands(site: Site) -> None:
    publish(site)
    client = site.client(site.person())
    page = client.get(PAGE).text
    assert "Vào học" in page
    post(client, "/hoc/thu-nghiem/bat-dau")
    post(client, "/hoc/thu-nghiem/bai-mot/bam-nut/xong")
    page = client.get(PAGE).text
    assert "Thầy cô đã xong 1 trên 7 bước. Tiếp theo: Mở ứng dụng." in page
    assert 'href="/hoc/thu-nghiem/bai-mot/mo-ung-dung">Học tiếp' in page
    assert "Vào học" not in page


def test_nobody_elses_standing_is_shown(site: Site) -> None:
    publish(site)
    learner = site.client(site.person())
    post(learner, "/hoc/thu-nghiem/bai-mot/bam-nut/xong")
    assert "Vào học" in site.client(site.person("Trần Văn Bình")).get(PAGE).text
    assert "trên 7 bước" not in page_of(site)


def test_a_draft_is_not_there_for_anybody(site: Site) -> None:
    publish(site, small_course(course__md=course(status="draft")))
    assert site.client().get(PAGE).status_code == 404
    assert site.client(site.person()).get(PAGE).status_code == 404


def test_a_retired_course_tells_those_who_learned_it_that_nothing_is_lost(site: Site) -> None:
    publish(site)
    learner = site.client(site.person())
    post(learner, "/hoc/thu-nghiem/bai-mot/bam-nut/xong")
    publish(site, small_course(course__md=course(status="retired")))
    answer = learner.get(PAGE)
    assert answer.status_code == 200
    assert "Khóa học này đã ngừng dạy" in answer.text
    assert "Thầy cô đã xong 1 trên 7 bước" in answer.text
    assert 'href="/cua-toi"' in answer.text
    assert site.client().get(PAGE).status_code == 404
    assert site.client(site.person("Trần Văn Bình")).get(PAGE).status_code == 404


def test_local_fields_never_show_as_braces(site: Site) -> None:
    text = course().replace("Khóa này ngắn.", "Mở {{ten_app}} là học được.")
    lesson = LESSON.replace("Bài này dễ.", "Bài này dùng {{ten_app}}.")
    publish(site, small_course(course__md=text, **{"01_bai_mot__md": lesson}))
    assert "{{" not in page_of(site)
    assert "chỗ này đơn vị chưa ghi" in page_of(site)
    person = site.person()
    with site.working():
        set_local_values(person.unit_id, {"ten_app": "Ứng <dụng>"}, person.id, NOW)
    client = site.client(person)
    for path in (PAGE, "/hoc/thu-nghiem/bai-mot"):
        page = client.get(path).text
        assert "Ứng &lt;dụng&gt;" in page, path
        assert "{{" not in page


def test_a_prerequisite_course_is_linked_by_its_title(site: Site) -> None:
    needs = course(id="hoc-tiep", requires="[thu-nghiem]").replace("Khóa thử nghiệm", "Học tiếp nữa")
    files = {"course.md": needs.encode(), "01-bai.md": SECOND.replace("requires: [bai-mot]\n", "").encode()}
    content = Content(
        {"thu-nghiem": small_course(), "hoc-tiep": files}, {"thu-nghiem": BANK.encode()}, GLOSSARY.encode()
    )
    with site.app.app_context():
        compiled = compile_content(content, NOW.date())
    with site.working():
        publish_content(content, compiled, None, NOW)
    page = page_of(site, "/khoa-hoc/hoc-tiep")
    assert "Cần học trước" in page
    assert 'href="/khoa-hoc/thu-nghiem">Khóa thử nghiệm</a>' in page


def test_a_second_lesson_without_a_prerequisite_says_nothing_of_one(site: Site) -> None:
    publish(site, small_course(**{"02_bai_hai__md": SECOND.replace("requires: [bai-mot]\n", "")}))
    assert "Cần xong" not in page_of(site)


def test_a_first_visit_of_the_shipped_course_is_light(site: Site) -> None:
    publish_shipped(site)
    page = site.client().get("/khoa-hoc/c-thai-nguyen").text
    assert "<style" in page
    assert len(gzip.compress(page.encode(), 6)) <= 14_000
