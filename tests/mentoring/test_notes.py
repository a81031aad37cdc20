"""Notes on a pair: shared ones both read, private ones their author alone; each mends and deletes only one's own."""

import pytest
from sqlalchemy import update

from lms import clock
from lms.db import db
from lms.pairing.models import Pair
from tests.factories import Person, Site, post
from tests.mentoring.writing import NOW, notes_of
from tests.pairing.makers import Staff, make_staff


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def notes_path(staff: Staff) -> str:
    return f"/cap/{staff.pair_id}/ghi-chep"


def write(
    site: Site, staff: Staff, person: Person, words: str, kind: str = "shared", newest: str = "0"
) -> int:
    sent = {"words": words, "kind": kind, "newest": newest}
    return int(post(site.client(person), notes_path(staff), **sent).status_code)


def test_both_read_what_is_shared_with_its_author_and_time(site: Site) -> None:
    staff = make_staff(site)
    assert write(site, staff, staff.mentor, "Lần sau mang dây sạc\nvà kính") == 303
    assert write(site, staff, staff.learner, "Em hỏi lại về PIN") == 303
    for person in (staff.mentor, staff.learner):
        page = site.client(person).get(notes_path(staff)).text
        assert "Lần sau mang dây sạc\nvà kính" in page
        assert "Em hỏi lại về PIN" in page
    assert "Thầy Minh · hôm nay lúc 10:00" in site.client(staff.learner).get(notes_path(staff)).text


def test_a_private_note_is_its_authors_alone(site: Site) -> None:
    staff = make_staff(site)
    write(site, staff, staff.mentor, "Riêng của thầy Minh", "private")
    write(site, staff, staff.learner, "Riêng của cô Hòa", "private")
    mentor = site.client(staff.mentor).get(notes_path(staff)).text
    learner = site.client(staff.learner).get(notes_path(staff)).text
    assert "Riêng của thầy Minh" in mentor
    assert "Riêng của cô Hòa" not in mentor
    assert "Riêng của cô Hòa" in learner
    assert "Riêng của thầy Minh" not in learner
    assert learner.count("Chỉ mình tôi đọc") == 1


def test_a_double_tap_keeps_one_note_and_the_same_words_later_another(site: Site) -> None:
    staff = make_staff(site)
    for _tap in range(2):
        assert write(site, staff, staff.mentor, "Nhớ gọi") == 303
    (only,) = notes_of(site, staff.pair_id)
    write(site, staff, staff.mentor, "Nhớ gọi", newest=str(only.id))
    assert len(notes_of(site, staff.pair_id)) == 2


def test_ones_own_is_mended_and_says_when(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    staff = make_staff(site)
    write(site, staff, staff.mentor, "Nhớ gọi")
    (note,) = notes_of(site, staff.pair_id)
    client = site.client(staff.mentor)
    path = f"{notes_path(staff)}/{note.id}/sua"
    seen = client.get(path).text.split('name="seen"')[1].split('value="')[1].split('"')[0]
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(hour=4))
    assert post(client, path, words="Nhớ gọi lúc 5 giờ", seen=seen).status_code == 303
    (note,) = notes_of(site, staff.pair_id)
    assert (note.words, note.changed_at) == ("Nhớ gọi lúc 5 giờ", NOW.replace(hour=4))
    assert "sửa hôm nay lúc 11:00" in site.client(staff.learner).get(notes_path(staff)).text
    other_tab = post(client, path, words="Chữ ở tab cũ", seen=seen)
    assert other_tab.status_code == 409
    assert "Chữ ở tab cũ" in other_tab.text
    assert "Nhớ gọi lúc 5 giờ" in other_tab.text
    seen = other_tab.text.split('name="seen"')[1].split('value="')[1].split('"')[0]
    assert post(client, path, words="Chữ ở tab cũ", seen=seen).status_code == 303


def test_ones_own_is_deleted_whatever_becomes_of_the_pair(site: Site) -> None:
    staff = make_staff(site)
    write(site, staff, staff.mentor, "Riêng", "private")
    (note,) = notes_of(site, staff.pair_id)
    with site.working():
        db.session.execute(update(Pair).values(state="ended"))
    assert post(site.client(staff.mentor), f"{notes_path(staff)}/{note.id}/xoa").status_code == 303
    assert notes_of(site, staff.pair_id) == []


def test_nobody_touches_anothers_note(site: Site) -> None:
    staff = make_staff(site)
    write(site, staff, staff.mentor, "Của thầy Minh")
    (note,) = notes_of(site, staff.pair_id)
    for person in (staff.learner, staff.officer, staff.colleague, staff.stranger, staff.other_officer):
        client = site.client(person)
        assert client.get(f"{notes_path(staff)}/{note.id}/sua").status_code == 404
        assert post(client, f"{notes_path(staff)}/{note.id}/sua", words="Khác").status_code == 404
        assert post(client, f"{notes_path(staff)}/{note.id}/xoa").status_code == 404
    assert [each.words for each in notes_of(site, staff.pair_id)] == ["Của thầy Minh"]


def test_to_everybody_else_there_is_no_such_page(site: Site) -> None:
    staff = make_staff(site)
    write(site, staff, staff.mentor, "Của hai người")
    for person in (staff.officer, staff.colleague, staff.stranger, staff.other_officer):
        assert site.client(person).get(notes_path(staff)).status_code == 404
        assert write(site, staff, person, "Chen vào") == 404
    assert len(notes_of(site, staff.pair_id)) == 1


@pytest.mark.parametrize("words", ["", "   ", "ẫ" * 2001])
def test_nothing_and_too_much_come_back(site: Site, words: str) -> None:
    staff = make_staff(site)
    refused = post(site.client(staff.mentor), notes_path(staff), words=words, kind="shared")
    assert refused.status_code == 422
    assert "<title>Lỗi:" in refused.text
    assert notes_of(site, staff.pair_id) == []


@pytest.mark.parametrize("kind", ["case", "", "all"])
def test_no_other_kind_can_be_sent(site: Site, kind: str) -> None:
    staff = make_staff(site)
    assert write(site, staff, staff.mentor, "Chữ", kind) == 422
    assert notes_of(site, staff.pair_id) == []


@pytest.mark.parametrize("state", ["paused", "ended"])
def test_a_pair_that_rests_or_is_over_takes_no_new_words(site: Site, state: str) -> None:
    staff = make_staff(site)
    write(site, staff, staff.learner, "Chung của cô Hòa")
    write(site, staff, staff.mentor, "Chung của thầy Minh")
    first, last = notes_of(site, staff.pair_id)
    with site.working():
        db.session.execute(update(Pair).values(state=state))
    assert write(site, staff, staff.mentor, "Thêm") == 409
    change = f"{notes_path(staff)}/{last.id}/sua"
    sent = {"words": "Khác", "seen": last.at.isoformat()}
    assert post(site.client(staff.mentor), change, **sent).status_code == 409
    assert [each.words for each in notes_of(site, staff.pair_id)] == [first.words, last.words]
    learner = site.client(staff.learner).get(notes_path(staff)).text
    assert "Chung của thầy Minh" in learner
    mentor = site.client(staff.mentor).get(notes_path(staff)).text
    assert "Chung của thầy Minh" in mentor
    assert ("Chung của cô Hòa" in mentor) == (state == "paused")


def test_what_is_typed_is_text_with_its_lines(site: Site) -> None:
    staff = make_staff(site)
    write(site, staff, staff.mentor, "<b>đậm</b>\n<script>alert(1)</script>")
    page = site.client(staff.learner).get(notes_path(staff)).text
    assert "&lt;b&gt;đậm&lt;/b&gt;\n&lt;script&gt;" in page
    assert "<b>đậm" not in page


def test_long_lists_are_paged_and_cost_the_same(site: Site, statements: list[str]) -> None:
    staff = make_staff(site)
    client = site.client(staff.mentor)

    def asked() -> int:
        client.get(notes_path(staff))
        statements.clear()
        client.get(notes_path(staff))
        return len(statements)

    post(client, notes_path(staff), words="ghi 0", kind="shared")
    before = asked()
    for number in range(1, 22):
        post(client, notes_path(staff), words=f"ghi {number}", kind="private", newest="0")
    assert asked() == before
    assert "ghi 21" in client.get(notes_path(staff)).text
    assert "ghi 0" in client.get(f"{notes_path(staff)}?trang=2").text
