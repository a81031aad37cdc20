"""A self-check for several devices: the learner's own list, and one tap that tells the mentor where one is stuck."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.db import db
from lms.pairing.models import HelpRequest
from tests.content import LESSON, publish, small_course
from tests.factories import Person, Site, post
from tests.practice.makers import OBSERVED, SLUG, School, events, make_school, submissions

TASK = f"/hoc/{SLUG}/bai-mot/nhiem-vu/nv-cai"
STUCK = f"{TASK}/bi-ket"
LISTS = """## Nhiệm vụ: Tự cài ứng dụng {#nv-cai}

```self-check
- [ ] Máy có mạng
### Android
- [ ] Mở được CH Play
  > Nếu kẹt: không thấy CH Play thì vuốt từ dưới lên.
### Máy táo
- [ ] Cài được {{ten_app}}
```

[Kiểm tra nhanh]"""
COURSE = {"device_names": "device_names: {iphone: [Máy táo]}\n"}


@pytest.fixture
def school(site: Site) -> School:
    made = make_school(site)
    files = small_course(**{"01_bai_mot__md": LESSON.replace("[Kiểm tra nhanh]", LISTS)})
    files["course.md"] = files["course.md"].replace(b"skills:", COURSE["device_names"].encode() + b"skills:")
    publish(site, files)
    return made


def requests(site: Site, person: Person) -> list[HelpRequest]:
    with site.app.app_context():
        return list(db.session.scalars(select(HelpRequest).where(HelpRequest.user_id == person.id)))


def tell(client: FlaskClient, name: str = "c-2", **fields: str) -> str:
    answer = post(client, STUCK, ket=name, may="android", **fields)
    assert answer.status_code == 200
    return answer.text


def test_the_list_of_the_readers_device_stands_there_and_the_others_are_a_tap_away(
    site: Site, school: School
) -> None:
    client = site.client(school.learner)
    page = client.get(TASK).text
    assert "Mở được CH Play" in page
    assert "Cài được" not in page
    assert f'href="{TASK}?may=iphone"' in page
    other = client.get(f"{TASK}?may=iphone").text
    assert "Cài được" in other
    assert "Mở được CH Play" not in other
    assert "Máy có mạng" in other
    assert 'name="may" value="iphone"' in client.get(TASK).text


def test_the_items_of_one_device_are_enough_and_the_page_remembers_which(site: Site, school: School) -> None:
    client = site.client(school.learner)
    assert post(client, TASK, **{"c-1": "on", "c-3": "on", "may": "iphone"}).status_code == 303
    assert events(site, school.learner) == [("task_passed", "self", "self")]
    page = client.get(TASK).text
    assert "Tự khai" in page
    assert "Thầy cô đã làm theo danh sách: Máy táo." in page


def test_an_item_left_out_keeps_the_list_that_was_filled_in(site: Site, school: School) -> None:
    answer = post(site.client(school.learner), TASK, **{"c-1": "on", "may": "iphone"})
    assert answer.status_code == 422
    assert 'href="#c-3"' in answer.text
    assert 'id="c-3"' in answer.text
    assert 'id="c-1" value="on" checked' in answer.text
    assert submissions(site, school.learner) == []


def test_what_often_goes_wrong_stands_at_its_item(site: Site, school: School) -> None:
    page = site.client(school.learner).get(TASK).text
    assert "Không thấy CH Play thì vuốt từ dưới lên." in page
    assert page.count("Vẫn kẹt: báo thầy Minh") == 2


def test_being_stuck_tells_the_mentor_task_and_item_and_keeps_the_ticks(site: Site, school: School) -> None:
    page = tell(site.client(school.learner), **{"c-1": "on"})
    assert "Đã báo thầy Minh việc này." in page
    assert 'id="c-1" value="on" checked' in page
    (request,) = requests(site, school.learner)
    assert request.owner_id == school.mentor.id
    assert "Tự cài ứng dụng" in request.place_title
    assert request.message == "Bị kẹt ở việc “Mở được CH Play” (máy: Android)."
    assert "Mở được CH Play" in site.client(school.mentor).get("/nguoi-toi-giup").text
    assert submissions(site, school.learner) == []


def test_a_local_word_in_an_item_is_told_in_plain_text(site: Site, school: School) -> None:
    tell(site.client(school.learner), "c-3")
    assert "{{" not in requests(site, school.learner)[0].message


def test_a_second_tap_is_the_first_and_a_second_item_joins_the_request(site: Site, school: School) -> None:
    client = site.client(school.learner)
    for name in ("c-2", "c-2", "c-1"):
        tell(client, name)
    (request,) = requests(site, school.learner)
    assert request.message.splitlines() == [
        "Bị kẹt ở việc “Mở được CH Play” (máy: Android).",
        "Bị kẹt ở việc “Máy có mạng”.",
    ]


def test_it_asks_for_oneself_only(site: Site, school: School) -> None:
    tell(site.client(school.learner))
    for other in school.outsiders:
        assert requests(site, other) == []
    assert post(site.client(school.other_officer), STUCK, ket="c-2").status_code == 200
    (own,) = requests(site, school.other_officer)
    assert own.owner_id != school.mentor.id


def test_a_stranger_is_asked_to_sign_in(site: Site, school: School) -> None:
    assert site.client().post(STUCK, data={"ket": "c-2"}).status_code in {303, 400, 401}
    assert requests(site, school.learner) == []


@pytest.mark.parametrize("name", ["", "c-9", "c-2' or 1", "note"])
def test_an_item_that_is_not_in_the_list_is_not_found(site: Site, school: School, name: str) -> None:
    assert post(site.client(school.learner), STUCK, ket=name).status_code == 404
    assert requests(site, school.learner) == []


def test_other_kinds_have_no_such_button(site: Site, school: School) -> None:
    assert post(site.client(school.learner), f"{OBSERVED}/bi-ket", ket="c-1").status_code == 404


def test_what_is_done_needs_no_help(site: Site, school: School) -> None:
    client = site.client(school.learner)
    post(client, TASK, **{"c-1": "on", "c-2": "on", "may": "android"})
    assert post(client, STUCK, ket="c-2").status_code == 303
    assert requests(site, school.learner) == []
