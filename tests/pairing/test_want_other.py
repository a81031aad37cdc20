"""Asking for another mentor: two taps, no blame; the officer hears it, the mentor does not, and the pair goes on."""

from lms.core.people import Role
from tests.factories import Site, post
from tests.pairing.inviting import told
from tests.pairing.makers import make_staff, pairs


def test_two_taps_bring_it_to_the_officer(site: Site) -> None:
    staff = make_staff(site)
    client, path = site.client(staff.learner), f"/cap/{staff.pair_id}/xin-doi"
    page = client.get(path).text
    assert "Chỉ thầy Sơn (cán bộ công đoàn) đọc lời này. Thầy Minh không được báo." in page
    assert post(client, path).status_code == 303
    assert told(site, staff.officer) == ["pair_other_wanted"]
    assert told(site, staff.mentor) == []
    assert "Thầy Sơn nhận lời này" in client.get(path).text
    assert "Lời xin đổi người đã gửi" in client.get("/nguoi-huong-dan").text
    (pair,) = pairs(site)
    assert pair.state == "active"
    assert pair.other_wanted_at is not None


def test_the_words_are_kept_for_the_officer_alone(site: Site) -> None:
    staff = make_staff(site)
    post(site.client(staff.learner), f"/cap/{staff.pair_id}/xin-doi", words="Rảnh buổi sáng")
    assert pairs(site)[0].other_wanted_words == "Rảnh buổi sáng"
    mentor = site.client(staff.mentor)
    for path in ("/nguoi-toi-giup", f"/nguoi-toi-giup/{staff.pair_id}"):
        assert "Rảnh buổi sáng" not in mentor.get(path).text


def test_twice_is_once(site: Site) -> None:
    staff = make_staff(site)
    client, path = site.client(staff.learner), f"/cap/{staff.pair_id}/xin-doi"
    post(client, path, words="Một")
    post(client, path, words="Hai")
    assert pairs(site)[0].other_wanted_words == "Một"
    assert told(site, staff.officer) == ["pair_other_wanted"]


def test_it_can_be_taken_back(site: Site) -> None:
    staff = make_staff(site)
    client, path = site.client(staff.learner), f"/cap/{staff.pair_id}/xin-doi"
    post(client, path, words="Một")
    assert post(client, f"{path}/thoi").status_code == 303
    assert (pairs(site)[0].other_wanted_at, pairs(site)[0].other_wanted_words) == (None, "")
    assert "Không cần lý do" in client.get(path).text


def test_it_is_the_mentees_alone(site: Site) -> None:
    staff = make_staff(site)
    path = f"/cap/{staff.pair_id}/xin-doi"
    for person in (staff.mentor, staff.officer, staff.colleague, staff.stranger):
        client = site.client(person)
        assert client.get(path).status_code == 404
        assert post(client, path).status_code == 404
        assert post(client, f"{path}/thoi").status_code == 404
    assert pairs(site)[0].other_wanted_at is None


def test_where_the_mentor_is_the_only_officer_the_page_says_so_before_it_is_sent(site: Site) -> None:
    staff = make_staff(site)
    lone = site.pair(staff.officer, staff.colleague)
    page = site.client(staff.colleague).get(f"/cap/{lone}/xin-doi").text
    assert "lời này sẽ đến chính thầy Sơn" in page


def test_a_mentor_who_also_reads_the_board_is_named_as_a_reader(site: Site) -> None:
    staff = make_staff(site)
    helper = site.person("Bùi Thị Mai", staff.unit_id, role=Role.COORDINATOR)
    pair_id = site.pair(helper, staff.colleague)
    page = site.client(staff.colleague).get(f"/cap/{pair_id}/xin-doi").text
    assert "Lời này đến thầy Sơn. Cô Mai cũng phụ trách ghép cặp" in page
    assert "không được báo" not in page


def test_words_too_long_come_back(site: Site) -> None:
    staff = make_staff(site)
    answer = post(site.client(staff.learner), f"/cap/{staff.pair_id}/xin-doi", words="ẫ" * 301)
    assert answer.status_code == 422
    assert "ẫ" * 301 in answer.text
