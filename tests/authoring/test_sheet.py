"""The sheet of local fields: labels a person understands, whose words hold, and two trainers at once."""

import re
from html import unescape

from flask.testing import FlaskClient

from lms.core.people import Role
from lms.courses.queries import list_local_values
from lms.courses.services import set_local_values
from tests.content import COURSE, LESSON, publish, small_course
from tests.factories import NOW, Person, Site, csrf_token, post

TWO_FIELDS = {
    "course__md": COURSE.format(minutes=9)
    .replace(
        "complete_when",
        'local_fields:\n  - {name: ten_app, label: "Tên ứng dụng"}\n  - {name: hotline, label: "Số hỗ trợ"}\ncomplete_when',
        1,
    )
    .replace(
        'local_fields:\n  - {name: ten_app, label: "Tên ứng dụng trên kho", hint: "Ghi đúng như trên kho."}\n',
        "",
    ),
    "01_bai_mot__md": LESSON.replace("Bấm nút bên phải.", "Gọi {{hotline}} nếu kẹt."),
}


def trainer(site: Site, unit_id: int, name: str = "Lê Thị Lan") -> Person:
    return site.person(name, unit_id, role=Role.TRAINER, role_unit_id=unit_id)


def path_of(unit_id: int) -> str:
    return f"/soan-bai/phieu/{unit_id}"


def values_of(site: Site, unit_id: int) -> dict[str, str]:
    with site.app.app_context():
        return {name: row.value for name, row in list_local_values(unit_id).items()}


def form_of(client: FlaskClient, unit_id: int) -> dict[str, str]:
    """Return the fields of the form as a browser would send them back untouched."""
    page = client.get(path_of(unit_id)).text
    return {
        name: unescape(value)
        for name, value in re.findall(r'name="([a-z_-]+)" value="([^"]*)"', page)
        if name not in ("csrf_token", "next", "language")
    }


def send(client: FlaskClient, unit_id: int, form: dict[str, str]):  # type: ignore[no-untyped-def]
    return client.post(path_of(unit_id), data={"csrf_token": csrf_token(client, "/hien-thi"), **form})


def test_a_field_shows_its_label_its_hint_and_that_it_is_empty(site: Site) -> None:
    publish(site)
    unit = site.unit()
    page = unescape(site.client(trainer(site, unit)).get(path_of(unit)).text)
    for words in (
        "Khóa thử nghiệm",
        "Tên ứng dụng trên kho",
        "Ghi đúng như trên kho.",
        "chưa điền",
        "{{ten_app}}",
    ):
        assert words in page
    assert "“Mở <b>(chưa điền)</b> rồi đọc mã OTP.”" in page
    assert 'href="/hoc/thu-nghiem/bai-mot/mo-ung-dung">Xem ở “Mở ứng dụng”' in page


def test_what_is_saved_reaches_learners_and_says_who_wrote_it(site: Site) -> None:
    publish(site)
    unit = site.unit()
    client = site.client(trainer(site, unit))
    form = form_of(client, unit)
    assert send(client, unit, form | {"ten_app": "  C-Thái   Nguyên "}).status_code == 303
    assert values_of(site, unit) == {"ten_app": "C-Thái Nguyên"}
    page = unescape(client.get(path_of(unit)).text)
    assert "Đã lưu 1 ô." in page
    assert "Lê Thị Lan sửa hôm nay lúc" in page
    assert "chưa điền" not in page
    learner = site.client(site.person("Nguyễn Văn An", unit))
    assert "C-Thái Nguyên" in learner.get("/hoc/thu-nghiem/bai-mot/mo-ung-dung").text


def test_an_empty_field_uses_the_unit_above_and_says_which(site: Site) -> None:
    publish(site)
    union = site.unit("Công đoàn xã", "union")
    school = site.unit("THCS Sông Cầu", "school", union)
    boss = trainer(site, union)
    with site.working():
        set_local_values(union, {"ten_app": "C-Thái Nguyên"}, boss.id, NOW)
    page = unescape(site.client(boss).get(path_of(school)).text)
    assert "Để trống thì dùng “C-Thái Nguyên” của Công đoàn xã." in page
    assert "chưa điền" not in page


def test_the_wrong_person_finds_no_sheet(site: Site) -> None:
    publish(site)
    here, elsewhere = site.unit(), site.unit("Trường khác")
    stranger, learner = site.client(), site.client(site.person(unit_id=here))
    other = site.client(trainer(site, elsewhere))
    assert other.get(path_of(here)).status_code == 404
    assert send(other, here, {"ten_app": "x", "shown-ten_app": ""}).status_code == 404
    assert learner.get(path_of(here)).status_code == 403
    assert stranger.get(path_of(here)).status_code == 303
    coordinator = site.client(site.person("Phạm Sơn", here, role=Role.COORDINATOR, role_unit_id=here))
    assert coordinator.get(path_of(here)).status_code == 403
    assert values_of(site, here) == {}
    assert other.get(path_of(999_999)).status_code == 404


def test_a_trainer_below_may_not_write_for_the_unit_above(site: Site) -> None:
    publish(site)
    union = site.unit("Công đoàn xã", "union")
    school = site.unit("THCS Sông Cầu", "school", union)
    client = site.client(trainer(site, school))
    assert client.get(path_of(school)).status_code == 200
    assert client.get(path_of(union)).status_code == 404


def test_too_long_a_value_is_said_at_its_field_and_nothing_typed_is_lost(site: Site) -> None:
    publish(site, small_course(**TWO_FIELDS))
    unit = site.unit()
    client = site.client(trainer(site, unit))
    answer = send(client, unit, form_of(client, unit) | {"ten_app": "dài " * 60, "hotline": "0280 123 456"})
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert "<title>Lỗi: " in page
    assert 'id="errors"' in page
    assert '<a href="#f-ten_app">Tên ứng dụng</a>' in page
    assert 'id="f-ten_app-error"' in page
    assert 'id="f-hotline-error"' not in page
    assert ("dài " * 60).strip() in page
    assert 'value="0280 123 456"' in page
    assert values_of(site, unit) == {}
    assert send(client, unit, form_of(client, unit) | {"ten_app": "x" * 200}).status_code == 303


def test_a_second_trainer_does_not_undo_what_the_first_wrote_elsewhere(site: Site) -> None:
    publish(site, small_course(**TWO_FIELDS))
    unit = site.unit()
    first, second = site.client(trainer(site, unit)), site.client(trainer(site, unit, "Trần Minh"))
    before = form_of(second, unit)
    assert send(first, unit, form_of(first, unit) | {"ten_app": "C-Thái Nguyên"}).status_code == 303
    assert send(second, unit, before | {"hotline": "0280 123 456"}).status_code == 303
    assert values_of(site, unit) == {"ten_app": "C-Thái Nguyên", "hotline": "0280 123 456"}


def test_two_words_for_one_field_are_both_shown_and_the_second_decides(site: Site) -> None:
    publish(site, small_course(**TWO_FIELDS))
    unit = site.unit()
    first, second = site.client(trainer(site, unit)), site.client(trainer(site, unit, "Trần Minh"))
    before = form_of(second, unit)
    send(first, unit, form_of(first, unit) | {"ten_app": "Tên của Lan"})
    answer = send(second, unit, before | {"ten_app": "Tên của Minh", "hotline": "0280"})
    page = unescape(answer.text)
    assert answer.status_code == 409
    assert "<title>Lỗi: " in page
    assert "Lê Thị Lan vừa ghi “Tên của Lan”. Thầy cô viết “Tên của Minh”." in page
    assert values_of(site, unit) == {"ten_app": "Tên của Lan"}
    shown = {
        name: unescape(value)
        for name, value in re.findall(r'name="((?:shown-)?(?:ten_app|hotline))" value="([^"]*)"', answer.text)
    }
    assert shown == {
        "shown-ten_app": "Tên của Lan",
        "ten_app": "Tên của Minh",
        "shown-hotline": "",
        "hotline": "0280",
    }
    assert send(second, unit, shown).status_code == 303
    assert values_of(site, unit) == {"ten_app": "Tên của Minh", "hotline": "0280"}


def test_the_same_words_from_two_trainers_are_no_conflict(site: Site) -> None:
    publish(site)
    unit = site.unit()
    first, second = site.client(trainer(site, unit)), site.client(trainer(site, unit, "Trần Minh"))
    before = form_of(second, unit)
    send(first, unit, form_of(first, unit) | {"ten_app": "C-Thái Nguyên"})
    assert send(second, unit, before | {"ten_app": "C-Thái Nguyên"}).status_code == 303


def test_a_field_can_be_emptied_again_and_what_is_not_sent_stays(site: Site) -> None:
    publish(site, small_course(**TWO_FIELDS))
    unit = site.unit()
    client = site.client(trainer(site, unit))
    send(client, unit, form_of(client, unit) | {"ten_app": "A", "hotline": "B"})
    assert send(client, unit, {"ten_app": "", "shown-ten_app": "A"}).status_code == 303
    assert values_of(site, unit) == {"ten_app": "", "hotline": "B"}


def test_a_name_that_no_course_uses_is_not_stored(site: Site) -> None:
    publish(site)
    unit = site.unit()
    client = site.client(trainer(site, unit))
    assert send(client, unit, {"la_gi": "x", "shown-la_gi": ""}).status_code == 303
    assert values_of(site, unit) == {}


def test_a_retired_course_asks_for_nothing(site: Site) -> None:
    publish(site)
    publish(site, small_course(course__md=COURSE.format(minutes=9).replace("published", "retired")))
    unit = site.unit()
    assert "Chưa khóa học nào dùng ô địa phương" in site.client(trainer(site, unit)).get(path_of(unit)).text


def test_values_are_text_and_never_markup(site: Site) -> None:
    publish(site)
    unit = site.unit()
    client = site.client(trainer(site, unit))
    send(client, unit, form_of(client, unit) | {"ten_app": "<b>Đậm</b> {{ten_app}}"})
    for page in (client.get(path_of(unit)).text, client.get("/hoc/thu-nghiem/bai-mot/mo-ung-dung").text):
        assert "&lt;b&gt;Đậm" in page
        assert "<b>Đậm" not in page


def test_a_lost_token_saves_nothing(site: Site) -> None:
    publish(site)
    unit = site.unit()
    client = site.client(trainer(site, unit))
    assert client.post(path_of(unit), data={"ten_app": "x"}).status_code == 400
    assert post(client, path_of(unit), ten_app="x").status_code == 303
