"""Meetings: noted in two taps by either, confirmed by the other in one, mended by their author until then."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from lms import clock
from lms.db import db
from lms.pairing.models import Pair
from tests.content import publish
from tests.factories import Site, post
from tests.mentoring.writing import NOW, meet, meetings_of, told
from tests.pairing.makers import Staff, make_staff


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def list_path(staff: Staff) -> str:
    return f"/cap/{staff.pair_id}/gap"


def one_path(site: Site, staff: Staff, word: str) -> str:
    return f"{list_path(staff)}/{meetings_of(site, staff.pair_id)[-1].id}/{word}"


def seen_on(client: FlaskClient, staff: Staff) -> str:
    """Return which writing of the meeting the page shows."""
    return client.get(list_path(staff)).text.split('name="seen" value="')[1].split('"')[0]


def answer(site: Site, staff: Staff, client: FlaskClient, word: str) -> int:
    return int(post(client, one_path(site, staff, word), seen=seen_on(client, staff)).status_code)


def test_one_tap_opens_a_form_that_is_filled_in_and_one_saves_it(site: Site) -> None:
    publish(site)
    staff = make_staff(site)
    mentor = site.client(staff.mentor)
    page = mentor.get(list_path(staff)).text
    assert 'value="25/11/2026"' in page
    assert '<option selected value="30">30 phút</option>' in page
    assert '<option selected value="school">Ở trường</option>' in page
    assert 'name="activity" type="text" value="Bấm nút nguồn"' in page
    assert page.count("btn main") == 1
    assert "cùng làm “Bấm nút nguồn”? Chỉ cần bấm Lưu." in page
    saved = meet(mentor, staff.pair_id)
    assert (saved.status_code, saved.location) == (303, list_path(staff))
    (only,) = meetings_of(site, staff.pair_id)
    after = mentor.get(list_path(staff)).text
    assert "Buổi gặp hôm nay đã ghi rồi." in after
    assert "btn main" not in after
    assert (only.on.isoformat(), only.minutes, only.place) == ("2026-11-25", 30, "school")
    assert only.logged_by_id == staff.mentor.id
    assert told(site, staff.learner) == ["meeting_to_confirm"]


def test_the_mentee_notes_and_the_mentor_confirms(site: Site) -> None:
    staff = make_staff(site)
    learner, mentor = site.client(staff.learner), site.client(staff.mentor)
    meet(learner, staff.pair_id, minutes="60", place="home", line="Học ký tệp")
    assert "Chờ thầy Minh xác nhận" in learner.get(list_path(staff)).text
    page = mentor.get(list_path(staff)).text
    assert "Cô Hòa ghi: 1 giờ · ở nhà." in page
    assert "Học ký tệp" in page
    assert answer(site, staff, mentor, "dung") == 303
    (only,) = meetings_of(site, staff.pair_id)
    assert (only.confirmed_by_id, only.confirmed_at) == (staff.mentor.id, NOW)
    assert "Cả hai xác nhận" in learner.get(list_path(staff)).text


def test_confirming_twice_is_confirming_once(site: Site) -> None:
    staff = make_staff(site)
    meet(site.client(staff.mentor), staff.pair_id)
    learner = site.client(staff.learner)
    seen = seen_on(learner, staff)
    for _tap in range(2):
        assert post(learner, one_path(site, staff, "dung"), seen=seen).status_code == 303
    assert meetings_of(site, staff.pair_id)[0].confirmed_by_id == staff.learner.id


def test_a_double_tap_and_two_tabs_note_one_meeting(site: Site) -> None:
    staff = make_staff(site)
    mentor = site.client(staff.mentor)
    for _tap in range(2):
        assert meet(mentor, staff.pair_id).status_code == 303
    assert len(meetings_of(site, staff.pair_id)) == 1
    assert told(site, staff.learner) == ["meeting_to_confirm"]


def test_another_meeting_from_an_old_tab_asks_once_more_and_loses_nothing(site: Site) -> None:
    staff = make_staff(site)
    mentor = site.client(staff.mentor)
    meet(mentor, staff.pair_id)
    again = meet(mentor, staff.pair_id, line="Buổi tối")
    assert again.status_code == 409
    assert "<title>Lỗi:" in again.text
    assert 'value="Buổi tối"' in again.text
    newest = again.text.split('name="newest"')[1].split('value="')[1].split('"')[0]
    assert meet(mentor, staff.pair_id, line="Buổi tối", newest=newest).status_code == 303
    assert len(meetings_of(site, staff.pair_id)) == 2


def test_both_may_note_and_neither_takes_the_others_place(site: Site) -> None:
    staff = make_staff(site)
    meet(site.client(staff.mentor), staff.pair_id)
    meet(site.client(staff.learner), staff.pair_id)
    assert len(meetings_of(site, staff.pair_id)) == 2


@pytest.mark.parametrize("on", ["26/11/2026", "20/11/2026", "25/11/1999"])
def test_a_day_to_come_or_before_the_pair_is_refused(site: Site, on: str) -> None:
    staff = make_staff(site)
    refused = meet(site.client(staff.mentor), staff.pair_id, on=on)
    assert refused.status_code == 422
    assert "<title>Lỗi:" in refused.text
    assert "từ 21/11/2026 đến hôm nay" in refused.text
    assert f'value="{on}"' in refused.text
    assert meetings_of(site, staff.pair_id) == []


@pytest.mark.parametrize(("days", "status"), [(60, 303), (61, 422)])
def test_sixty_days_back_and_no_farther(
    site: Site, monkeypatch: pytest.MonkeyPatch, days: int, status: int
) -> None:
    staff = make_staff(site)
    later = NOW.replace(year=2027, month=1, day=24) if days == 60 else NOW.replace(year=2027, month=1, day=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert meet(site.client(staff.mentor), staff.pair_id, on="25/11/2026").status_code == status


@pytest.mark.parametrize(
    "changes",
    [{"on": "hôm qua"}, {"minutes": "45"}, {"minutes": "x"}, {"place": "moon"}, {"line": "ẫ" * 301}],
)
def test_what_cannot_be_comes_back_with_what_was_typed(site: Site, changes: dict[str, str]) -> None:
    staff = make_staff(site)
    refused = meet(site.client(staff.mentor), staff.pair_id, **{"line": "Một câu", **changes})
    assert refused.status_code == 422
    assert "<title>Lỗi:" in refused.text
    assert changes.get("on", "Một câu" if "line" not in changes else "ẫẫ") in refused.text
    assert meetings_of(site, staff.pair_id) == []


def test_denied_it_goes_back_to_its_author_who_mends_it(site: Site) -> None:
    staff = make_staff(site)
    mentor, learner = site.client(staff.mentor), site.client(staff.learner)
    meet(mentor, staff.pair_id)
    for _tap in range(2):
        seen = meetings_of(site, staff.pair_id)[0].logged_at.isoformat()
        post(learner, one_path(site, staff, "khong-dung"), seen=seen)
    assert told(site, staff.mentor) == ["meeting_denied"]
    page = mentor.get(list_path(staff)).text
    assert "Cô Hòa nhớ buổi ngày 25/11/2026 hơi khác." in page
    assert "Đúng, có gặp" not in learner.get(list_path(staff)).text
    fields = {"on": "24/11/2026", "minutes": "15", "place": "phone", "activity": "", "line": ""}
    assert post(mentor, one_path(site, staff, "sua"), **fields).status_code == 303
    (only,) = meetings_of(site, staff.pair_id)
    assert (only.on.isoformat(), only.minutes, only.denied_at) == ("2026-11-24", 15, None)
    assert "Đúng, có gặp" in learner.get(list_path(staff)).text


def test_what_was_mended_meanwhile_is_looked_at_again_first(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = make_staff(site)
    mentor, learner = site.client(staff.mentor), site.client(staff.learner)
    meet(mentor, staff.pair_id)
    seen = seen_on(learner, staff)
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(hour=4))
    fields = {"on": "24/11/2026", "minutes": "60", "place": "home", "activity": "", "line": ""}
    post(mentor, one_path(site, staff, "sua"), **fields)
    assert post(learner, one_path(site, staff, "dung"), seen=seen).status_code == 409
    assert meetings_of(site, staff.pair_id)[0].confirmed_at is None
    assert told(site, staff.learner) == ["meeting_to_confirm", "meeting_to_confirm"]


def test_ones_own_is_mended_and_deleted_until_it_is_confirmed(site: Site) -> None:
    staff = make_staff(site)
    mentor, learner = site.client(staff.mentor), site.client(staff.learner)
    meet(mentor, staff.pair_id)
    assert 'value="25/11/2026"' in mentor.get(one_path(site, staff, "sua")).text
    assert post(mentor, one_path(site, staff, "sua"), on="30/11/2026").status_code == 422
    answer(site, staff, learner, "dung")
    assert "được giữ nguyên" in mentor.get(one_path(site, staff, "sua")).text
    fields = {"on": "24/11/2026", "minutes": "15", "place": "phone", "activity": "", "line": ""}
    assert post(mentor, one_path(site, staff, "sua"), **fields).status_code == 409
    assert post(mentor, one_path(site, staff, "xoa")).status_code == 409
    assert len(meetings_of(site, staff.pair_id)) == 1
    meet(mentor, staff.pair_id, newest=str(meetings_of(site, staff.pair_id)[0].id))
    assert post(mentor, one_path(site, staff, "xoa")).status_code == 303
    assert len(meetings_of(site, staff.pair_id)) == 1


def test_nobody_confirms_ones_own_nor_changes_the_others(site: Site) -> None:
    staff = make_staff(site)
    mentor, learner = site.client(staff.mentor), site.client(staff.learner)
    meet(mentor, staff.pair_id)
    assert post(mentor, one_path(site, staff, "dung"), seen="x").status_code == 404
    assert post(mentor, one_path(site, staff, "khong-dung"), seen="x").status_code == 404
    assert learner.get(one_path(site, staff, "sua")).status_code == 404
    assert post(learner, one_path(site, staff, "xoa")).status_code == 404
    assert len(meetings_of(site, staff.pair_id)) == 1


def test_to_everybody_else_there_is_no_such_page(site: Site) -> None:
    staff = make_staff(site)
    meet(site.client(staff.mentor), staff.pair_id, line="Ở phòng tin")
    for person in (staff.officer, staff.colleague, staff.stranger, staff.other_officer):
        client = site.client(person)
        assert client.get(list_path(staff)).status_code == 404
        assert client.get(one_path(site, staff, "sua")).status_code == 404
        for word in ("", "/dung", "/khong-dung", "/xoa", "/sua"):
            path = list_path(staff) if not word else one_path(site, staff, word[1:])
            fields = {"on": "25/11/2026", "minutes": "30", "place": "school"}
            assert post(client, path, **fields).status_code == 404
    assert len(meetings_of(site, staff.pair_id)) == 1


def test_a_meeting_of_another_pair_is_not_found_under_this_one(site: Site) -> None:
    staff = make_staff(site)
    other = site.pair(staff.officer, staff.colleague)
    meet(site.client(staff.officer), other)
    (theirs,) = meetings_of(site, other)
    client = site.client(staff.mentor)
    assert client.get(f"{list_path(staff)}/{theirs.id}/sua").status_code == 404
    seen = theirs.logged_at.isoformat()
    assert post(client, f"{list_path(staff)}/{theirs.id}/dung", seen=seen).status_code == 404


@pytest.mark.parametrize("state", ["paused", "ended"])
def test_a_pair_that_rests_or_is_over_is_only_read(site: Site, state: str) -> None:
    staff = make_staff(site)
    mentor, learner = site.client(staff.mentor), site.client(staff.learner)
    meet(mentor, staff.pair_id, line="Ở phòng tin")
    seen = seen_on(learner, staff)
    with site.working():
        db.session.execute(update(Pair).values(state=state))
    for client in (mentor, learner):
        page = client.get(list_path(staff)).text
        assert "Ở phòng tin" in page
        assert "Lưu buổi gặp" not in page
    assert meet(mentor, staff.pair_id, on="25/11/2026", newest="9").status_code == 409
    assert post(learner, one_path(site, staff, "dung"), seen=seen).status_code == 409
    assert post(mentor, one_path(site, staff, "xoa")).status_code == 409
    (only,) = meetings_of(site, staff.pair_id)
    assert only.confirmed_at is None


@pytest.mark.parametrize("state", ["suggested", "invited", "declined", "expired", "dropped"])
def test_before_both_agreed_there_is_nothing_to_meet_about(site: Site, state: str) -> None:
    staff = make_staff(site)
    with site.working():
        db.session.execute(update(Pair).values(state=state))
    assert site.client(staff.mentor).get(list_path(staff)).status_code == 404


def test_what_is_typed_is_text(site: Site) -> None:
    staff = make_staff(site)
    words = '<script>alert("a")</script>'
    meet(site.client(staff.mentor), staff.pair_id, line=words, activity=words)
    page = site.client(staff.learner).get(list_path(staff)).text
    assert words not in page
    assert "&lt;script&gt;" in page


def test_long_lists_are_paged_and_cost_the_same(site: Site, statements: list[str]) -> None:
    staff = make_staff(site)
    client = site.client(staff.mentor)

    def asked() -> int:
        client.get(list_path(staff))
        statements.clear()
        client.get(list_path(staff))
        return len(statements)

    meet(client, staff.pair_id, line="câu 0")
    before = asked()
    for number in range(1, 22):
        newest = str(meetings_of(site, staff.pair_id)[-1].id)
        meet(client, staff.pair_id, on="25/11/2026", line=f"câu {number}", newest=newest)
    assert asked() == before
    assert "câu 21" in client.get(list_path(staff)).text
    assert "câu 0" in client.get(f"{list_path(staff)}?trang=2").text
