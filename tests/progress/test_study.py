"""Studying: home, course, lesson, step; done and undone; the ledger agrees."""

from lms.progress.services import differences
from tests.content import LESSON, publish, small_course
from tests.factories import Person, Site, post

STEP = "/hoc/thu-nghiem/bai-mot/bam-nut"


def standing_is_proved(site: Site) -> bool:
    with site.app.app_context():
        return not list(differences())


def test_a_learner_begins_and_lands_on_the_first_step(site: Site) -> None:
    publish(site)
    client = site.client(site.person())
    answer = post(client, "/hoc/thu-nghiem/bat-dau")
    assert answer.status_code == 303
    assert answer.location == STEP
    assert "Bước 1 trên 4" in client.get(STEP).text


def test_a_step_that_is_done_leads_to_the_next_and_home_continues_there(site: Site) -> None:
    publish(site)
    client = site.client(site.person())
    answer = post(client, f"{STEP}/xong")
    assert answer.location == "/hoc/thu-nghiem/bai-mot/mo-ung-dung"
    home = client.get("/").text
    assert 'href="/hoc/thu-nghiem/bai-mot/mo-ung-dung">Học tiếp' in home
    assert "1 trên 7 bước" in home
    assert standing_is_proved(site)


def test_reading_and_scrolling_move_nothing(site: Site) -> None:
    publish(site)
    client = site.client(site.person())
    for path in ("/hoc/thu-nghiem", "/hoc/thu-nghiem/bai-mot", STEP):
        assert client.get(path).status_code == 200
    assert "đã xong 0 trên 7 bước" in client.get("/hoc/thu-nghiem").text


def test_two_taps_are_one_event(site: Site) -> None:
    publish(site)
    person = site.person()
    client, other_tab = site.client(person), site.client(person)
    post(client, f"{STEP}/xong")
    post(other_tab, f"{STEP}/xong")
    assert "đã xong 1 trên 7 bước" in client.get("/hoc/thu-nghiem").text
    assert standing_is_proved(site)


def test_done_can_be_taken_back_and_done_again(site: Site) -> None:
    publish(site)
    client = site.client(site.person())
    post(client, f"{STEP}/xong")
    assert "Bỏ dấu đã xong" in client.get(STEP).text
    post(client, f"{STEP}/lam-lai")
    assert "đã xong 0 trên 7 bước" in client.get("/hoc/thu-nghiem").text
    post(client, f"{STEP}/xong")
    assert "đã xong 1 trên 7 bước" in client.get("/hoc/thu-nghiem").text
    assert standing_is_proved(site)


def test_a_lesson_that_needs_another_says_which_and_its_steps_stay_closed(site: Site) -> None:
    publish(site)
    client = site.client(site.person())
    assert "Cần xong “Bài 1. Mở máy” trước" in client.get("/hoc/thu-nghiem").text
    closed = client.get("/hoc/thu-nghiem/bai-hai/lam-lai")
    assert "Tôi đã làm xong bước này" not in closed.text
    post(client, "/hoc/thu-nghiem/bai-hai/lam-lai/xong")
    assert "đã xong 0 trên 7 bước" in client.get("/hoc/thu-nghiem").text


def test_the_device_that_was_chosen_comes_first_from_then_on(site: Site) -> None:
    publish(site)
    client = site.client(site.person())
    before = client.get(STEP).text
    assert before.index("Bấm nút bên phải") < before.index("Bấm nút cạnh trên")
    client.get(f"{STEP}?may=iphone")
    after = client.get(STEP).text
    assert after.index("Bấm nút cạnh trên") < after.index("Bấm nút bên phải")


def test_a_local_field_without_a_value_says_whom_to_ask_and_a_value_is_escaped(site: Site) -> None:
    from lms.courses.services import set_local_values
    from tests.factories import NOW

    publish(site)
    person = site.person()
    path = "/hoc/thu-nghiem/bai-mot/mo-ung-dung"
    client = site.client(person)
    assert "(chỗ này đơn vị chưa ghi, thầy cô hỏi người hướng dẫn)" in client.get(path).text
    with site.working():
        set_local_values(person.unit_id, {"ten_app": "C-Thái <b>Nguyên</b>"}, person.id, NOW)
    page = client.get(path).text
    assert "C-Thái &lt;b&gt;Nguyên&lt;/b&gt;" in page
    assert "<b>Nguyên" not in page


def test_a_glossary_word_is_one_tap_away(site: Site) -> None:
    publish(site)
    client = site.client(site.person())
    assert 'href="/tu-dien/otp"' in client.get("/hoc/thu-nghiem/bai-mot/mo-ung-dung").text
    assert "Mã dùng một lần" in client.get("/tu-dien/otp").text


def test_progress_survives_a_renamed_lesson(site: Site) -> None:
    publish(site)
    client = site.client(site.person())
    post(client, f"{STEP}/xong")
    renamed = LESSON.replace("id: bai-mot", "id: bai-dau\naliases: [bai-mot]")
    files = small_course(**{"01_bai_mot__md": renamed})
    files["02-bai-hai.md"] = files["02-bai-hai.md"].replace(b"requires: [bai-mot]", b"requires: [bai-dau]")
    from tests.content import BANK

    publish(site, files, BANK.replace("lesson=bai-mot", "lesson=bai-dau"))
    assert "đã xong 1 trên 7 bước" in client.get("/hoc/thu-nghiem").text
    assert standing_is_proved(site)


def test_strangers_are_asked_to_sign_in(site: Site) -> None:
    publish(site)
    for path in ("/hoc/thu-nghiem", STEP):
        assert site.client().get(path).status_code == 303
    assert "Đăng nhập để học" in site.client().get("/").text


def test_a_course_that_does_not_exist_is_not_found(site: Site) -> None:
    publish(site)
    client = site.client(site.person())
    for path in ("/hoc/khong-co", "/hoc/thu-nghiem/khong-co", "/hoc/thu-nghiem/bai-mot/khong-co"):
        assert client.get(path).status_code == 404


def test_two_learners_do_not_share_progress(site: Site) -> None:
    publish(site)
    one: Person = site.person()
    other = site.person("Đỗ Văn Hùng", one.unit_id)
    post(site.client(one), f"{STEP}/xong")
    assert "đã xong 0 trên 7 bước" in site.client(other).get("/hoc/thu-nghiem").text


def test_a_tampered_enrolment_is_found_by_the_check(site: Site) -> None:
    from lms.progress.models import Enrolment

    publish(site)
    person = site.person()
    post(site.client(person), f"{STEP}/xong")
    with site.working():
        from lms.db import db

        db.session.query(Enrolment).filter_by(user_id=person.id).one().done_items = 7
    assert not standing_is_proved(site)
