"""A course's trainer page: its state and history, downloads, and returning to an older revision."""

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms import clock
from lms.authoring.queries import get_course, list_revisions
from lms.core.people import Role
from lms.courses.models import CoursePublication
from lms.courses.queries import find_course
from lms.courses.services import note_other_screen
from lms.db import db, unit_of_work
from lms.progress.services import finish_step
from tests.authoring.uploads import hidden, packed, press_publish, sent, trainer, tree
from tests.content import COURSE, LESSON, publish, small_course
from tests.factories import NOW, Site, post

PAGE = "/soan-bai/khoa/thu-nghiem"
SECOND = LESSON.replace("1. Bấm nút bên phải.", "1. Bấm và giữ nút bên phải.")
THIRD = LESSON.replace("## Bước 2. Mở ứng dụng {#mo-ung-dung}", "## Bước 2. Nghe điện thoại {#nghe}")


def names(site: Site) -> list[str]:
    """The revisions of the course in the order in which they were first published, as addresses name them."""
    with site.app.app_context():
        return [each.name for each in reversed(list_revisions(get_course("thu-nghiem").id, 100))]


def lesson(text: str) -> dict[str, bytes]:
    return small_course(**{"01_bai_mot__md": text})


def current(site: Site) -> int:
    with site.app.app_context():
        return find_course("thu-nghiem").current_revision_id


def test_the_history_says_who_changed_what_and_marks_the_current_one(site: Site) -> None:
    publish(site)
    client = site.client(trainer(site))
    press_publish(client, sent(client, packed(tree(lesson(SECOND)))))
    page = client.get(PAGE).text
    assert page.count(">Đang dùng<") == 2  # the course, and its newest publication
    assert "1 bước sửa." in page
    assert "Bản đầu tiên." in page
    assert "Lê Thị Lan" in page
    assert "Người cài đặt trang" in page
    first, second = names(site)
    assert page.rindex(">Đang dùng<") < page.index(second[:8]) < page.index(first[:8])
    assert f"{PAGE}/ban/{first}/dang-lai" in page
    assert f"{PAGE}/ban/{second}/dang-lai" not in page
    assert f"{PAGE}/so-sanh/{first}/{second}" in page


def test_the_page_says_which_fields_are_used_who_studies_and_what_learners_said(site: Site) -> None:
    publish(site)
    learner = site.person()
    with site.working():
        course_id = find_course("thu-nghiem").id
        finish_step(learner.id, course_id, "bai-mot/bam-nut", NOW)
        note_other_screen(course_id, "bai-mot/bam-nut", learner.id, "android", "Nút ở <bên> trái", NOW)
    page = site.client(trainer(site)).get(PAGE).text
    assert "ten_app" in page
    assert "Nút ở &lt;bên&gt; trái" in page
    assert "Bấm nút nguồn" in page
    assert "<b>1</b>người đang học" in page


def test_a_note_is_closed_and_one_stays_on_the_course(site: Site) -> None:
    publish(site)
    learner = site.person()
    with site.working():
        note_other_screen(find_course("thu-nghiem").id, "bai-mot/bam-nut", learner.id, "", "khác", NOW)
    client = site.client(trainer(site))
    fields = hidden(client.get(PAGE).text)
    assert fields["ve"] == PAGE
    answer = post(client, "/soan-bai/man-hinh/1/da-sua", ve="//evil.example/")
    assert answer.location == "/soan-bai"


def test_a_download_publishes_to_nothing_new(site: Site) -> None:
    publish(site)
    client = site.client(trainer(site))
    answer = client.get(f"{PAGE}/tai-ve")
    assert answer.content_type == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=thu-nghiem-")
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert "courses/thu-nghiem/course.md" in archive.namelist()
    assert "Không có gì thay đổi" in client.get(sent(client, answer.data)).text


def test_an_older_revision_downloads_as_it_was(site: Site) -> None:
    publish(site)
    publish(site, lesson(SECOND))
    client = site.client(trainer(site))
    texts = []
    for name in names(site):
        with zipfile.ZipFile(io.BytesIO(client.get(f"{PAGE}/ban/{name}/tai-ve").data)) as archive:
            texts.append(archive.read("courses/thu-nghiem/01-bai-mot.md").decode())
    assert texts == [LESSON, SECOND]


def test_an_older_revision_is_published_again_after_its_report(site: Site) -> None:
    publish(site)
    before = current(site)
    publish(site, lesson(THIRD))
    learner = site.person()
    with site.working():
        finish_step(learner.id, find_course("thu-nghiem").id, "bai-mot/nghe", NOW)
    client = site.client(trainer(site))
    first = names(site)[0]
    path = f"{PAGE}/ban/{first}/dang-lai"
    page = client.get(path).text
    assert "1 bước mới, 1 bước nghỉ, 1 người đang học" in page
    assert "1 người trong đó đã làm phần có thay đổi" in page
    assert current(site) != before
    answer = client.post(path, data=hidden(page))
    assert answer.location == PAGE
    assert current(site) == before
    assert "Đã đăng lại bản ngày" in client.get(PAGE).text
    again = client.post(path, data=hidden(page))
    assert again.location == PAGE
    with site.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(CoursePublication)) == 3


def test_the_current_revision_needs_no_publishing_again(site: Site) -> None:
    publish(site)
    client = site.client(trainer(site))
    page = client.get(f"{PAGE}/ban/{names(site)[0]}/dang-lai").text
    assert "Bản này đang được dùng" in page
    assert "Đăng lại bản này</button>" not in page


def test_returning_over_somebody_elses_publication_is_refused_with_a_fresh_report(site: Site) -> None:
    publish(site)
    publish(site, lesson(SECOND))
    client = site.client(trainer(site))
    path = f"{PAGE}/ban/{names(site)[0]}/dang-lai"
    seen = hidden(client.get(path).text)
    publish(site, lesson(THIRD))
    stays = current(site)
    late = client.post(path, data=seen)
    assert late.status_code == 409
    assert "<title>Lỗi:" in late.text
    assert current(site) == stays
    assert client.post(path, data=hidden(late.text)).status_code == 303
    assert current(site) != stays
    assert post(client, f"{PAGE}/ban/{names(site)[2]}/dang-lai").status_code == 409


def test_a_long_history_is_paged(site: Site) -> None:
    publish(site)
    publish(site, lesson(SECOND))
    with site.app.app_context():
        first, second = db.session.scalars(select(CoursePublication).order_by(CoursePublication.id)).all()
        with unit_of_work():
            for number in range(40):
                db.session.add(
                    CoursePublication(
                        course_id=first.course_id,
                        revision_id=(first if number % 2 else second).revision_id,
                        published_at=NOW + timedelta(days=number),
                        changes={},
                    )
                )
    client = site.client(trainer(site))
    page = client.get(PAGE).text
    assert page.count('class="row small"') == 20
    assert "Trang 1 trên 3" in page
    last = client.get(f"{PAGE}?trang=3").text
    assert last.count('class="row small"') == 2
    assert "Bản đầu tiên." in last
    assert "Bản đầu tiên." not in page


@pytest.mark.parametrize("name", ["1", "khong-co", "0" * 12, "%25" * 4, "_" * 12, "a" * 64])
def test_a_revision_that_is_not_there_is_not_found(site: Site, name: str) -> None:
    publish(site)
    client = site.client(trainer(site))
    for path in (f"ban/{name}/tai-ve", f"ban/{name}/dang-lai", f"so-sanh/{name}/{names(site)[0]}"):
        assert client.get(f"{PAGE}/{path}").status_code == 404
    assert client.get(f"{PAGE}/so-sanh?tu={name}&den={names(site)[0]}").status_code == 404
    assert post(client, f"{PAGE}/ban/{name}/dang-lai").status_code == 404


def test_a_revision_of_another_course_is_not_found_here(site: Site) -> None:
    publish(site)
    client = site.client(trainer(site))
    other = {
        "course.md": COURSE.format(minutes=7).replace("thu-nghiem", "khac").encode(),
        "01-bai-mot.md": LESSON.encode(),
    }
    press_publish(client, sent(client, packed(other)))
    assert client.get("/soan-bai/khoa/khac").status_code == 200
    assert client.get(f"/soan-bai/khoa/khac/ban/{names(site)[0]}/tai-ve").status_code == 404
    assert client.get(f"/soan-bai/khoa/khac/ban/{names(site)[0]}/dang-lai").status_code == 404


@pytest.mark.parametrize("role", [None, Role.COORDINATOR])
def test_who_is_no_trainer_sees_no_history(site: Site, role: Role | None) -> None:
    publish(site)
    client = site.client(site.person("Phạm Văn Sơn", role=role))
    name = names(site)[0]
    for path in ("", "/tai-ve", f"/ban/{name}/tai-ve", f"/ban/{name}/dang-lai", f"/so-sanh/{name}/{name}"):
        assert client.get(PAGE + path).status_code == 403
    assert post(client, f"{PAGE}/ban/{name}/dang-lai").status_code == 403


@pytest.mark.parametrize(("status", "says"), [("draft", "Bản nháp"), ("retired", "Đã nghỉ")])
def test_drafts_and_retired_courses_have_their_page_too(site: Site, status: str, says: str) -> None:
    course = COURSE.format(minutes=9).replace("status: published", f"status: {status}")
    publish(site, small_course(course__md=course))
    client = site.client(trainer(site))
    for path in ("/soan-bai", PAGE):
        page = client.get(path).text
        assert says in page
        assert 'href="/hoc/thu-nghiem' not in page
    assert client.get(f"{PAGE}/tai-ve").status_code == 200
    assert site.client().get("/khoa-hoc/thu-nghiem").status_code == 404


def test_the_shelf_takes_the_same_statements_for_many_courses_and_revisions(
    site: Site, statements: list[str]
) -> None:
    publish(site)
    client = site.client(trainer(site))
    counts = []
    for text in (None, SECOND, THIRD):
        if text:
            publish(site, lesson(text))
            slug = f"khoa-{len(counts)}"
            more = COURSE.format(minutes=7).replace("id: thu-nghiem", f"id: {slug}")
            press_publish(
                client, sent(client, packed({"course.md": more.encode(), "01-bai-mot.md": LESSON.encode()}))
            )
        client.get("/soan-bai"), client.get(PAGE)
        for path in ("/soan-bai", PAGE):
            statements.clear()
            assert client.get(path).status_code == 200
            counts.append(len(statements))
    assert counts[0::2] == [counts[0]] * 3
    assert counts[1::2] == [counts[1]] * 3


def test_a_page_opened_long_after_still_says_the_day(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(site)
    person = trainer(site)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=300))
    page = site.client(person).get(PAGE).text
    assert "cần kiểm tra lại từ 21/05/2027" in page
    assert "2 bài cần kiểm tra lại" in site.client(person).get("/soan-bai").text
