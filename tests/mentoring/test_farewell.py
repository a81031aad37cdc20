"""Parting: what was achieved, what each says to the other; nobody else reads it."""

from lms.pairing.services import life
from tests.factories import NOW, Site, post
from tests.pairing.inviting import moved, told
from tests.pairing.makers import Staff, make_staff, pairs


def part(site: Site, thanks: str = "") -> Staff:
    staff = make_staff(site)
    answer = post(site.client(staff.learner), f"/cap/{staff.pair_id}/ket-thuc", why="done", thanks=thanks)
    assert answer.location == f"/cap/{staff.pair_id}/chia-tay"
    return staff


def test_the_other_reads_the_thanks_and_may_answer(site: Site) -> None:
    staff = part(site, "Nhờ thầy mà tôi tự ký được.")
    mentor, path = site.client(staff.mentor), f"/cap/{staff.pair_id}/chia-tay"
    page = mentor.get(path).text
    assert "Cảm ơn thầy cô và cô Hòa đã đi cùng nhau" in page
    assert "Nhờ thầy mà tôi tự ký được." in page
    assert "Đồng hành 1 ngày." in page
    assert post(mentor, f"/cap/{staff.pair_id}/cam-on", thanks="Chúc cô vui").location == path
    assert "Chúc cô vui" in site.client(staff.learner).get(path).text
    assert (pairs(site)[0].mentee_thanks, pairs(site)[0].mentor_thanks) == (
        "Nhờ thầy mà tôi tự ký được.",
        "Chúc cô vui",
    )
    assert told(site, staff.learner) == ["pair_thanked"]


def test_the_mentees_page_leads_back_to_it(site: Site) -> None:
    staff = part(site)
    page = site.client(staff.learner).get("/nguoi-huong-dan").text
    assert "Thầy cô đã đi cùng thầy Minh đến ngày" in page
    assert f'href="/cap/{staff.pair_id}/chia-tay"' in page
    assert "chia-tay" not in site.client(staff.colleague).get("/nguoi-huong-dan").text


def test_thanks_may_be_changed_and_are_told_once(site: Site) -> None:
    staff = part(site)
    mentor = site.client(staff.mentor)
    for words in ("Chúc cô", "Chúc cô vui"):
        post(mentor, f"/cap/{staff.pair_id}/cam-on", thanks=words)
    assert pairs(site)[0].mentor_thanks == "Chúc cô vui"
    assert told(site, staff.learner) == ["pair_thanked"]


def test_nobody_but_the_two_is_there(site: Site) -> None:
    staff = part(site)
    for person in (staff.officer, staff.colleague, staff.stranger, staff.other_officer):
        client = site.client(person)
        assert client.get(f"/cap/{staff.pair_id}/chia-tay").status_code == 404
        assert post(client, f"/cap/{staff.pair_id}/cam-on", thanks="x").status_code == 404


def test_there_is_no_farewell_before_the_end(site: Site) -> None:
    staff = make_staff(site)
    client = site.client(staff.mentor)
    assert client.get(f"/cap/{staff.pair_id}/chia-tay").status_code == 404
    assert post(client, f"/cap/{staff.pair_id}/cam-on", thanks="x").status_code == 404


def test_whoever_reported_harm_is_not_asked_to_say_thanks_and_is_spared_the_others(site: Site) -> None:
    staff = make_staff(site)
    post(site.client(staff.learner), f"/cap/{staff.pair_id}/khong-on")
    moved(
        site,
        staff.pair_id,
        lambda pair: life.end(pair, staff.officer.id, "", "", "", NOW, is_safeguarding=True),
    )
    mentor, client = site.client(staff.mentor), site.client(staff.learner)
    assert "cam-on" in mentor.get(f"/cap/{staff.pair_id}/chia-tay").text
    assert post(mentor, f"/cap/{staff.pair_id}/cam-on", thanks="Gặp lại nhé").status_code == 303
    page = client.get(f"/cap/{staff.pair_id}/chia-tay").text
    assert "đã khép lại" in page
    assert "cam-on" not in page
    assert "Gặp lại nhé" not in page
    assert "pair_thanked" not in told(site, staff.learner)
    assert post(client, f"/cap/{staff.pair_id}/cam-on", thanks="x").status_code == 404


def test_words_too_long_come_back(site: Site) -> None:
    staff = part(site)
    answer = post(site.client(staff.mentor), f"/cap/{staff.pair_id}/cam-on", thanks="ẫ" * 1001)
    assert answer.status_code == 422
    assert "ẫ" * 1001 in answer.text
