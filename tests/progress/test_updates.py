"""What a learner in mid-course meets after a publication, by the lesson's on_update; what is stored stays the fold."""

import re
from datetime import timedelta

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms import clock
from lms.authoring.services import republish
from lms.courses.models import CourseItem, CoursePublication
from lms.courses.queries import find_course
from lms.db import db
from lms.progress.models import LearningEvent
from lms.progress.queries import find_enrolment, find_standing
from lms.progress.services import differences, finish_step, keep_after_update, reopen_step
from tests.content import BANK, LESSON, SECOND, publish, small_course
from tests.factories import Person, Site, post
from tests.progress.publishing import publish_at

COURSE = "/hoc/thu-nghiem"
PAGE = f"{COURSE}/bai-mot"
STEP = f"{PAGE}/bam-nut"
KEPT = "Phần thầy cô đã xong vẫn được giữ."


def changed(on_update: str = "keep", text: str = "Bấm nút bên trái") -> dict[str, bytes]:
    """Return the small course with other words in its first step."""
    one = LESSON.replace("Bấm nút bên phải", text).replace(
        "kind: practice", f"kind: practice\non_update: {on_update}"
    )
    return small_course(**{"01_bai_mot__md": one})


def begun(site: Site) -> tuple[Person, FlaskClient]:
    publish(site)
    person = site.person()
    client = site.client(person)
    post(client, f"{STEP}/xong")
    return person, client


def state(site: Site, person: Person, key: str = "bai-mot/bam-nut") -> str:
    with site.app.app_context():
        found = find_standing(person.id, "thu-nghiem")
        assert found is not None
        assert list(differences()) == []
        return found[1].state(key).value


def answer(client: FlaskClient, action: str, path: str = PAGE, who: FlaskClient | None = None) -> int:
    """Press one of the note's buttons, as it stands on the page."""
    sent = re.search(r'name="luc" value="([^"]+)"', client.get(path).text)
    return post(who or client, f"{PAGE}/{action}", luc=sent[1] if sent else "", o="bam-nut").status_code


def count(site: Site, verb: str) -> int:
    with site.app.app_context():
        return db.session.query(LearningEvent).filter_by(verb=verb).count()


def test_what_is_kept_is_said_in_one_sentence_until_it_is_understood(site: Site) -> None:
    person, client = begun(site)
    assert KEPT not in client.get(STEP).text
    publish_at(site, changed())
    for path in (COURSE, PAGE, STEP):
        assert KEPT in client.get(path).text, path
    assert KEPT not in client.get(f"{PAGE}/mo-ung-dung").text
    assert state(site, person) == "done"
    assert answer(client, "giu-phan-da-xong", STEP) == 303
    for path in (COURSE, PAGE, STEP):
        assert KEPT not in client.get(path).text, path
    assert state(site, person) == "done"


def test_two_taps_are_one_answer(site: Site) -> None:
    _person, client = begun(site)
    publish_at(site, changed("ask"))
    sent = re.search(r'name="luc" value="([^"]+)"', client.get(PAGE).text)
    assert sent
    for action in ("lam-lai-phan-da-doi", "lam-lai-phan-da-doi", "giu-phan-da-xong", "giu-phan-da-xong"):
        assert post(client, f"{PAGE}/{action}", luc=sent[1]).status_code == 303
    assert (count(site, "withdrawn"), count(site, "update_kept")) == (1, 1)


def test_whoever_is_asked_may_keep(site: Site) -> None:
    person, client = begun(site)
    publish_at(site, changed("ask"))
    assert "Giữ phần đã xong" in client.get(STEP).text
    assert answer(client, "giu-phan-da-xong") == 303
    assert state(site, person) == "done"
    assert "Làm lại phần đã đổi" not in client.get(PAGE).text


def test_whoever_is_asked_may_do_the_changed_part_again(site: Site) -> None:
    person, client = begun(site)
    post(client, f"{PAGE}/mo-ung-dung/xong")
    publish_at(site, changed("ask"))
    assert answer(client, "lam-lai-phan-da-doi") == 303
    assert state(site, person) == "new"
    assert state(site, person, "bai-mot/mo-ung-dung") == "done"
    assert post(client, f"{STEP}/xong").status_code == 303
    assert state(site, person) == "done"


def test_a_lesson_that_keeps_cannot_be_reopened_by_a_made_up_form(site: Site) -> None:
    person, client = begun(site)
    publish_at(site, changed("keep"))
    assert answer(client, "lam-lai-phan-da-doi") == 303
    assert state(site, person) == "done"


def test_another_person_answers_only_for_oneself(site: Site) -> None:
    person, client = begun(site)
    other = site.client(site.person())
    publish_at(site, changed("ask"))
    assert answer(client, "lam-lai-phan-da-doi", who=other) == 303
    assert state(site, person) == "done"
    assert "Giữ phần đã xong" in client.get(PAGE).text
    assert "Giữ phần đã xong" not in other.get(PAGE).text
    assert post(site.client(), f"{PAGE}/giu-phan-da-xong").status_code == 401
    assert count(site, "update_kept") == 0


def test_an_answer_to_an_older_change_is_none_to_the_newer_one(site: Site) -> None:
    _person, client = begun(site)
    publish_at(site, changed("ask"))
    sent = re.search(r'name="luc" value="([^"]+)"', client.get(PAGE).text)
    assert sent
    publish_at(site, changed("ask", "Bấm nút phía sau"), minutes=20)
    post(client, f"{PAGE}/giu-phan-da-xong", luc=sent[1])
    assert "Giữ phần đã xong" in client.get(PAGE).text


def test_a_rewritten_lesson_is_open_again_and_says_why(site: Site) -> None:
    person, client = begun(site)
    post(client, f"{PAGE}/mo-ung-dung/xong")
    publish_at(site, changed("reset"))
    assert state(site, person) == "new"
    assert state(site, person, "bai-mot/mo-ung-dung") == "done"
    for path in (COURSE, PAGE, STEP):
        assert "nên các bước đổi cần làm lại" in client.get(path).text, path
    post(client, f"{STEP}/xong")
    assert state(site, person) == "done"
    assert "cần làm lại" not in client.get(PAGE).text


def tick_all(client: FlaskClient, task: str) -> int:
    page = client.get(task).text
    boxes = re.findall(r'type="checkbox" name="(c-[^"]+)"', page)
    seen = re.search(r'name="lan"[^>]*value="(\d+)"', page)
    assert boxes
    assert seen
    return post(client, task, lan=seen[1], **dict.fromkeys(boxes, "on")).status_code


def test_a_task_that_is_reset_can_be_handed_in_again(site: Site) -> None:
    person, client = begun(site)
    task = f"{PAGE}/nhiem-vu/nv-tu-kiem"

    assert tick_all(client, task) == 303
    assert state(site, person, "bai-mot/nv-tu-kiem") == "done"
    rewritten = changed("reset")["01-bai-mot.md"].decode().replace("Máy có sóng", "Máy có mạng")
    publish_at(site, small_course(**{"01_bai_mot__md": rewritten}))
    assert state(site, person, "bai-mot/nv-tu-kiem") == "new"
    assert "Thầy cô đã làm xong nhiệm vụ này" not in client.get(task).text
    assert tick_all(client, task) == 303
    assert state(site, person, "bai-mot/nv-tu-kiem") == "done"


ONE_STEP = """---
id: bai-mot
title: "Bài 1"
on_update: reset
---
## Bước 1. Bấm {#bam-nut}
%s
"""


def test_whoever_has_completed_the_course_keeps_everything_even_when_more_was_added_since(site: Site) -> None:
    def only(text: str, more: str = "") -> dict[str, bytes]:
        files = {"course.md": b"---\nid: thu-nghiem\ntitle: K\nstatus: published\n---\nK.\n"}
        return files | {"01-bai-mot.md": (ONE_STEP % text + more).encode()}

    publish(site, only("Một."))
    done, person = site.person(), site.person()
    post(site.client(done), f"{STEP}/xong")
    publish_at(site, only("Một.", "\n## Bước 2. Thêm {#them}\nThêm.\n"), minutes=5)
    with site.working():
        course = find_course("thu-nghiem")
        assert course is not None
        finish_step(person.id, course.id, "bai-mot/bam-nut", clock.now() + timedelta(minutes=7))
    publish_at(site, only("Hai.", "\n## Bước 2. Thêm {#them}\nThêm.\n"), minutes=10)
    assert state(site, done) == "done"
    assert state(site, person) == "new"


def test_an_older_revision_published_again_counts_as_a_change(site: Site) -> None:
    person, client = begun(site)
    first = _current(site)
    publish_at(site, changed())
    answer(client, "giu-phan-da-xong")
    with site.working():
        course = find_course("thu-nghiem")
        assert course is not None
        assert course.current_revision_id
        republish(course.id, first, None, clock.now() + timedelta(minutes=30), course.current_revision_id)
    assert KEPT in client.get(STEP).text
    assert state(site, person) == "done"
    assert "Bấm nút bên phải" in client.get(STEP).text


def _current(site: Site) -> int:
    with site.app.app_context():
        course = find_course("thu-nghiem")
        assert course is not None
        assert course.current_revision_id
        return course.current_revision_id


def test_only_a_publication_that_changes_words_is_a_change(site: Site) -> None:
    publish(site)

    def changes() -> dict[str, bool]:
        with site.app.app_context():
            rows = db.session.query(CourseItem)
            return {row.key: row.changed_at is not None for row in rows if row.digest}

    assert not any(changes().values())
    publish_at(site, changed())
    assert [key for key, is_changed in changes().items() if is_changed] == ["bai-mot/bam-nut"]
    with site.app.app_context():
        newest = db.session.query(CoursePublication).order_by(CoursePublication.id.desc()).first()
        assert newest is not None
        assert newest.changes == {"changed": ["bai-mot/bam-nut"]}


def test_rows_from_before_digests_do_not_count_as_changed(site: Site) -> None:
    _person, client = begun(site)
    with site.working():
        db.session.query(CourseItem).update({"digest": ""})
    publish_at(site, changed("reset"))
    assert "cần làm lại" not in client.get(PAGE).text


versions = st.sampled_from(
    [changed(mode, text) for mode in ("keep", "ask", "reset") for text in ("Một", "Hai")]
)
deeds = st.lists(st.one_of(versions, st.sampled_from(["done", "reopen", "kept"])), max_size=12)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(deeds)
def test_stored_progress_is_the_fold_whatever_happens(site: Site, happened: list[object]) -> None:
    publish(site)
    person, at = site.person(), clock.now()
    for number, deed in enumerate(happened):
        at += timedelta(minutes=1)
        if isinstance(deed, dict):
            publish_at(site, deed, minutes=number + 1)
            continue
        with site.working():
            course = find_course("thu-nghiem")
            assert course is not None
            if deed == "done":
                finish_step(person.id, course.id, "bai-mot/bam-nut", at)
            elif deed == "reopen":
                reopen_step(person.id, course.id, "bai-mot/bam-nut", at)
            elif find_enrolment(person.id, course.id):
                keep_after_update(person.id, course.id, "bai-mot", at, at)
    with site.app.app_context():
        assert list(differences()) == []


def test_tasks_and_quizzes_wait_for_what_comes_first_and_lead_there(site: Site) -> None:
    needs_first = SECOND + "\n[Kiểm tra nhanh](../../quizzes/thu-nghiem.md)\n"
    first = LESSON.replace("[Kiểm tra nhanh](../../quizzes/thu-nghiem.md)\n", "")
    publish(
        site,
        small_course(**{"01_bai_mot__md": first, "02_bai_hai__md": needs_first}),
        bank=BANK.replace(" lesson=bai-mot", ""),
    )
    client = site.client(site.person())
    for path in ("lam-lai", "nhiem-vu/nv-xem", "kiem-tra/thu-nghiem"):
        page = client.get(f"{COURSE}/bai-hai/{path}")
        assert page.status_code == 200
        assert "Cần xong “Bài 1. Mở máy” trước" in page.text
        assert f'href="{PAGE}"' in page.text
    assert post(client, f"{COURSE}/bai-hai/nhiem-vu/nv-xem", note="").status_code == 303
    assert post(client, f"{COURSE}/bai-hai/kiem-tra/thu-nghiem").location.endswith("/kiem-tra/thu-nghiem")
    assert post(client, f"{COURSE}/bai-hai/lam-lai/xong").status_code == 303
    assert [count(site, verb) for verb in ("enrolled", "task_handed_in", "step_done")] == [0, 0, 0]


def test_work_that_was_handed_in_stays_readable_when_its_lesson_comes_to_demand_another(site: Site) -> None:
    free = SECOND.replace("requires: [bai-mot]\n", "")
    publish(site, small_course(**{"02_bai_hai__md": free}))
    client = site.client(site.person())
    task = f"{COURSE}/bai-hai/nhiem-vu/nv-xem"
    post(client, task, note="chiều thứ tư")
    publish_at(site, small_course())
    assert "chiều thứ tư" in client.get(task).text
    assert post(client, f"{task}/rut-lai").status_code == 303
    page = client.get(task).text
    assert "Cần xong “Bài 1. Mở máy” trước." in page
    assert post(client, task, note="lần hai").status_code == 303
    assert count(site, "task_handed_in") == 1
