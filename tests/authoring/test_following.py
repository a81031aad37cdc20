"""Publishing over what people have done: who was faster, what breaks midway, renames, refusals, and who is counted."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from lms import clock
from lms.authoring.queries import CompiledContent, Content, compile_content, current_base, report_on
from lms.authoring.services import StaleReportError, publish, publishing, republish
from lms.core.errors import NotFoundError
from lms.courses.models import Course, CourseItem, CoursePublication, CourseRevision, ScreenNote
from lms.courses.services import note_other_screen
from lms.db import Base, db
from lms.pairing.models import HelpRequest
from lms.progress.models import Enrolment, LearningEvent
from lms.progress.services import differences
from lms.quizzes.models import Attempt
from tests.content import BANK, GLOSSARY, LESSON, small_course
from tests.content import publish as publish_small
from tests.crowd import site_of_its_own
from tests.factories import NOW, Site, post
from tests.progress.publishing import publish_at

COURSE = "/hoc/thu-nghiem"
STEP = f"{COURSE}/bai-mot/bam-nut"
KINDLY = "Phần này không còn trong khóa học"


def told(text: str) -> dict[str, bytes]:
    return small_course(**{"01_bai_mot__md": text})


def content(files: dict[str, bytes], bank: str = BANK) -> Content:
    return Content({"thu-nghiem": files}, {"thu-nghiem": bank.encode()}, GLOSSARY.encode())


def compiled(site: Site, what: Content) -> CompiledContent:
    with site.app.app_context():
        return compile_content(what, date(2026, 11, 21))


def codes(site: Site, files: dict[str, bytes], bank: str = BANK) -> list[tuple[str, str, int]]:
    found = compiled(site, content(files, bank)).errors
    return [(each.code, each.path, each.line) for each in found]


RENAMED = LESSON.replace("{#bam-nut}", "{#bat-may}").replace(
    "id: bai-mot\n", 'id: bai-dau\naliases: [bai-mot, "bam-nut -> bat-may"]\n'
)
SECOND_AFTER = small_course()["02-bai-hai.md"].decode().replace("requires: [bai-mot]", "requires: [bai-dau]")


def renamed() -> dict[str, bytes]:
    return small_course(**{"01_bai_mot__md": RENAMED, "02_bai_hai__md": SECOND_AFTER})


BANK_AFTER = BANK.replace("lesson=bai-mot", "lesson=bai-dau")


def test_a_report_that_somebody_has_overtaken_publishes_nothing(site: Site) -> None:
    publish_small(site)
    mine = content(told(LESSON.replace("bên phải", "bên trái")))
    read = compiled(site, mine)
    with site.app.app_context():
        base = current_base(read)
    publish_at(site, told(LESSON.replace("bên phải", "ở giữa")))
    with pytest.raises(StaleReportError), site.working():
        publish(mine, read, None, NOW, base)
    with site.app.app_context():
        assert db.session.query(CoursePublication).count() == 2


@pytest.mark.parametrize("is_new", [True, False])
def test_of_two_who_publish_at_once_one_wins_and_the_other_is_told(tmp_path: Path, is_new: bool) -> None:
    with site_of_its_own(tmp_path) as site:
        if not is_new:
            publish_small(site)
        texts = [LESSON.replace("bên phải", where) for where in ("bên trái", "ở giữa")]
        contents = [content(told(text)) for text in texts]
        reads = [compiled(site, each) for each in contents]
        with site.app.app_context():
            base = current_base(reads[0])
        gate = threading.Barrier(2)

        def run(number: int) -> bool:
            gate.wait()
            try:
                with site.working():
                    publish(contents[number], reads[number], None, clock.now(), base)
            except StaleReportError:
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(run, range(2))) == [False, True]
        with site.app.app_context():
            assert db.session.query(CoursePublication).count() == (1 if is_new else 2)
            db.session.remove()


def test_a_publication_that_breaks_midway_leaves_everything_as_it_was(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_small(site)
    client = site.client(site.person())
    post(client, f"{STEP}/xong")
    before = everything(site)

    def broken(*_args: object) -> int:
        raise RuntimeError("in the very end")

    changed = told(
        LESSON.replace("bên phải", "bên trái").replace("kind: practice", "kind: practice\non_update: reset")
    )
    with monkeypatch.context() as during:
        during.setattr(publishing, "refold_course", broken)
        with pytest.raises(RuntimeError):
            publish_at(site, changed, bank=BANK.replace("sáng.", "rất sáng."))
    assert everything(site) == before
    assert "Bấm nút bên phải" in client.get(STEP).text
    publish_at(site, changed)
    assert "Bấm nút bên trái" in client.get(STEP).text


def everything(site: Site) -> dict[str, list[tuple[object, ...]]]:
    with site.app.app_context():
        return {
            table.name: sorted((tuple(row) for row in db.session.execute(table.select())), key=repr)
            for table in Base.metadata.sorted_tables
        }


def test_old_addresses_lead_on_and_what_was_begun_goes_on(site: Site) -> None:
    publish_small(site)
    learner = site.person()
    site.pair(site.person("Trần Quang Minh", learner.unit_id), learner)
    client = site.client(learner)
    post(client, f"{STEP}/xong")
    post(client, "/nho-giup", o="thu-nghiem/bai-mot/bam-nut", ten="Bước", tu=STEP, message="mất sóng rồi")
    attempt = post(client, f"{COURSE}/bai-mot/kiem-tra/thu-nghiem").location
    with site.working():
        course_id = db.session.query(Course.id).scalar()
        note_other_screen(course_id, "bai-mot/bam-nut", learner.id, "android", "Khác", NOW)
    publish_at(site, renamed(), bank=BANK_AFTER)
    for old, new in (
        ("bai-mot", "bai-dau"),
        ("bai-mot/bam-nut", "bai-dau/bat-may"),
        ("bai-mot/nhiem-vu/nv-tu-kiem", "bai-dau/nhiem-vu/nv-tu-kiem"),
        ("bai-mot/kiem-tra/thu-nghiem", "bai-dau/kiem-tra/thu-nghiem"),
    ):
        answer = client.get(f"{COURSE}/{old}")
        assert (answer.status_code, answer.location) == (301, f"{COURSE}/{new}")
        assert client.get(answer.location).status_code == 200
    page = client.get(f"{COURSE}/bai-dau/bat-may").text
    assert "đã làm xong bước này" in page
    assert "Đang chờ trả lời" in page
    assert "Làm tiếp" in client.get(f"{COURSE}/bai-dau/kiem-tra/thu-nghiem").text
    assert post(client, f"{COURSE}/bai-dau/kiem-tra/thu-nghiem").location == attempt
    assert post(client, f"{COURSE}/bai-mot/mo-ung-dung/xong").status_code == 308
    with site.app.app_context():
        assert db.session.query(Attempt).count() == 1
        assert db.session.query(ScreenNote.item_key).scalar() == "bai-dau/bat-may"
        assert db.session.query(HelpRequest.place).scalar() == "thu-nghiem/bai-dau/bat-may"
        rows = {row.key: row.retired_at is None for row in db.session.query(CourseItem)}
        assert not rows["bai-mot/bam-nut"]
        assert rows["bai-dau/bat-may"]
        assert list(differences()) == []


def test_a_retired_step_says_kindly_that_it_is_gone_and_keeps_its_record(site: Site) -> None:
    publish_small(site)
    client = site.client(site.person())
    post(client, f"{STEP}/xong")
    start, end = LESSON.index("## Bước 1."), LESSON.index("## Bước 2.")
    publish_at(site, told(LESSON[:start] + LESSON[end:]))
    page = client.get(STEP)
    assert page.status_code == 410
    assert KINDLY in page.text
    assert f'href="{COURSE}/bai-mot"' in page.text
    assert client.get(f"{COURSE}/bai-mot/chua-tung-co").status_code == 404
    assert site.client().get(STEP).status_code == 303
    with site.app.app_context():
        assert db.session.query(Enrolment.records).scalar()["bai-mot/bam-nut"]["state"] == "done"
        assert db.session.query(LearningEvent).filter_by(verb="step_done").count() == 1


def test_an_alias_carries_a_step_to_another_lesson(site: Site) -> None:
    publish_small(site)
    client = site.client(site.person())
    post(client, f"{STEP}/xong")
    start, end = LESSON.index("## Bước 1."), LESSON.index("## Bước 2.")
    second = (
        small_course()["02-bai-hai.md"]
        .decode()
        .replace("## Bước 1. Làm lại", LESSON[start:end] + "## Bước 2. Làm lại")
    )
    second = second.replace("id: bai-hai\n", 'id: bai-hai\naliases: ["bai-mot/bam-nut -> bam-nut"]\n')
    publish_at(
        site, small_course(**{"01_bai_mot__md": LESSON[:start] + LESSON[end:], "02_bai_hai__md": second})
    )
    assert client.get(STEP).location == f"{COURSE}/bai-hai/bam-nut"
    with site.app.app_context():
        assert db.session.query(Enrolment.records).scalar()["bai-hai/bam-nut"]["state"] == "done"


def test_a_key_that_comes_to_mean_another_kind_is_refused_at_its_line(site: Site) -> None:
    publish_small(site)
    other = LESSON.replace("{#nv-tu-kiem}", "{#mo-ung-dung}").replace(
        LESSON[LESSON.index("## Bước 2.") : LESSON.index("## Nhiệm vụ")], ""
    )
    line = other.splitlines().index("## Nhiệm vụ: Tự kiểm máy {#mo-ung-dung}") + 1
    assert codes(site, told(other)) == [("item-kind", "thu-nghiem/01-bai-mot.md", line)]


def test_an_alias_between_kinds_is_refused(site: Site) -> None:
    publish_small(site)
    start, end = LESSON.index("## Bước 2."), LESSON.index("## Nhiệm vụ")
    other = (LESSON[:start] + LESSON[end:]).replace(
        "kind: practice", 'kind: practice\naliases: ["mo-ung-dung -> nv-tu-kiem"]'
    )
    assert codes(site, told(other)) == [("alias-kind", "thu-nghiem/01-bai-mot.md", 5)]


def test_a_question_that_changes_its_type_is_refused_even_against_an_earlier_revision(site: Site) -> None:
    publish_small(site)
    gone = BANK[: BANK.index("## Máy bật")]
    other = BANK.replace("- (x) Đúng\n- ( ) Sai", "- [x] Đúng\n- [ ] Sai")
    line = other.splitlines().index("## Máy bật thì màn hình sáng. {#sang}") + 1
    expected = [("question-type", "quizzes/thu-nghiem.md", line)]
    assert codes(site, small_course(), other) == expected
    publish_at(site, small_course(), bank=gone)
    assert codes(site, small_course(), other) == expected


def test_an_alias_that_records_stand_on_is_neither_dropped_nor_given_to_another(site: Site) -> None:
    publish_small(site)
    client = site.client(site.person())
    post(client, f"{STEP}/xong")
    first = LESSON.replace("{#bam-nut}", "{#bat-may}").replace(
        "kind: practice", 'kind: practice\naliases: ["bam-nut -> bat-may"]'
    )
    publish_at(site, told(first))
    dropped = first.replace('aliases: ["bam-nut -> bat-may"]\n', "")
    assert codes(site, told(dropped)) == [("alias-dropped", "thu-nghiem/01-bai-mot.md", 1)]
    claimed = first.replace("-> bat-may", "-> mo-ung-dung")
    assert codes(site, told(claimed)) == [("alias-claimed", "thu-nghiem/01-bai-mot.md", 5)]


def test_the_report_counts_exactly_whom_it_affects(site: Site) -> None:
    publish_small(site)
    for steps in ((), ("bam-nut",), ("mo-ung-dung",), ("bam-nut", "mo-ung-dung")):
        client = site.client(site.person())
        post(client, f"{COURSE}/bat-dau")
        for step in steps:
            post(client, f"{COURSE}/bai-mot/{step}/xong")
    text = LESSON.replace("bên phải", "bên trái").replace(
        "kind: practice", "kind: practice\non_update: reset"
    )
    with site.app.app_context():
        (course,) = report_on(compiled(site, content(told(text)))).courses
    assert course.comparison.changed == ("bai-mot/bam-nut",)
    assert (course.learners, course.affected, course.resets) == (4, 2, 2)
    assert course.on_update == (("bai-mot", "Bài 1. Mở máy", "reset"),)


def test_a_revision_is_not_published_again_over_somebody_elses(site: Site) -> None:
    publish_small(site)
    publish_at(site, told(LESSON.replace("bên phải", "bên trái")))
    with site.app.app_context():
        course_id = db.session.query(Course.id).scalar()
        first, second = [row.id for row in db.session.query(CourseRevision).order_by(CourseRevision.id)]
    later = clock.now() + timedelta(minutes=20)
    with pytest.raises(StaleReportError), site.working():
        republish(course_id, first, None, later, first)
    with pytest.raises(NotFoundError), site.working():
        republish(course_id, second + 1, None, later, second)
    with site.working():
        republish(course_id, first, None, later, second)
    with site.app.app_context():
        assert db.session.query(Course.current_revision_id).scalar() == first
