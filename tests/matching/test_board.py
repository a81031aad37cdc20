"""The officer's board: suggestions to read, change and publish, invitations, pairs, and who is left."""

import re

import pytest
from sqlalchemy import delete

from lms.core.people import Role
from lms.db import db
from lms.matching.queries.runs import get_run
from lms.matching.services import board as arranging
from lms.matching.views import running
from lms.pairing.models import Pair, PairGoal
from lms.pairing.services import inviting, moving
from tests.conftest import Statements
from tests.factories import NOW, Person, Site, post
from tests.matching.makers import SORTING, ask, offer, pairs_in, practise, refuse, run_for, suggested
from tests.pairing.makers import Staff, make_staff
from tests.skills.makers import STARTING, publish_skills


@pytest.fixture
def staff(site: Site) -> Staff:
    publish_skills(site)
    return make_staff(site)


@pytest.fixture
def drafted(site: Site, staff: Staff) -> Staff:
    """One suggestion waits: the mentor for the colleague."""
    practise(site, staff.mentor)
    ask(site, staff.colleague)
    offer(site, staff.mentor)
    run_for(site, staff.unit_id)
    return staff


def board(site: Site, staff: Staff, section: str = "", by: Person | None = None) -> str:
    path = f"/ghep-cap/{staff.unit_id}" + (f"?muc={section}" if section else "")
    return str(site.client(by or staff.officer).get(path).text)


def press(site: Site, staff: Staff, path: str, by: Person | None = None, **fields: str) -> object:
    return post(site.client(by or staff.officer), path, **fields)


def test_asking_for_suggestions_shows_each_with_its_reasons(site: Site, staff: Staff) -> None:
    practise(site, staff.mentor)
    ask(site, staff.colleague)
    offer(site, staff.mentor)
    answer = press(site, staff, f"/ghep-cap/{staff.unit_id}/goi-y", sau="0")
    assert answer.status_code == 303
    page = board(site, staff)
    assert "Trần Quang Minh kèm Vũ Thị Lý" in page
    assert "Cùng đơn vị, nên dễ gặp nhau." in page
    assert "“Nhận ra trang giả” ngày 21/11/2026" in page
    assert "Cùng rảnh: chiều thứ Tư." in page
    assert "Cùng dùng Android." in page
    assert pairs_in(site, "invited") == []


def test_publishing_invites_both_with_the_goals_of_the_suggestion(site: Site, drafted: Staff) -> None:
    (pair,) = pairs_in(site, "suggested")
    path = f"/ghep-cap/{drafted.unit_id}/moi"
    for _tap in range(2):
        assert press(site, drafted, path, cap=str(pair.id), gui="chon").status_code == 303
    (invited,) = pairs_in(site, "invited")
    assert (invited.id, invited.published_by_id) == (pair.id, drafted.officer.id)
    with site.app.app_context():
        goals = db.session.query(PairGoal).filter_by(pair_id=pair.id).all()
        assert [(each.skill, each.words, each.agreed_at) for each in goals] == [
            (SORTING, "Nhận ra trang giả", None)
        ]
    page = board(site, drafted, "cho-tra-loi")
    assert "chờ cả hai trả lời" in page
    assert re.search(r"Còn \d ngày", page)


def test_a_suggestion_that_a_new_run_has_just_replaced_is_no_error(
    site: Site, drafted: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run ends between reading and holding: on PostgreSQL nothing keeps it from doing so."""
    (pair,) = pairs_in(site, "suggested")

    def hold_too_late(found: Pair) -> None:
        db.session.execute(
            delete(Pair).where(Pair.id == found.id).execution_options(synchronize_session=False)
        )
        moving.hold(found)

    for module in (arranging, inviting):
        monkeypatch.setattr(module, "hold", hold_too_late)
    answer = press(site, drafted, f"/ghep-cap/goi-y/{pair.id}/doi", nguoi=str(drafted.mentor.id))
    assert answer.status_code in (404, 409)
    assert press(site, drafted, f"/ghep-cap/goi-y/{pair.id}/bo").status_code == 409
    answer = press(site, drafted, f"/ghep-cap/{drafted.unit_id}/moi", cap=str(pair.id), gui="chon")
    assert answer.status_code == 303
    assert pairs_in(site, "invited") == []


def test_nothing_ticked_invites_nobody_and_says_so(site: Site, drafted: Staff) -> None:
    client = site.client(drafted.officer)
    post(client, f"/ghep-cap/{drafted.unit_id}/moi", gui="chon")
    assert "Đánh dấu ít nhất một cặp" in client.get(f"/ghep-cap/{drafted.unit_id}").text
    assert pairs_in(site, "invited") == []


def test_a_veto_after_the_draft_keeps_the_two_apart_and_is_not_said(site: Site, drafted: Staff) -> None:
    refuse(site, drafted.colleague, drafted.mentor)
    client = site.client(drafted.officer)
    before = client.get(f"/ghep-cap/{drafted.unit_id}").text
    assert "Trần Quang Minh kèm Vũ Thị Lý" in before
    post(client, f"/ghep-cap/{drafted.unit_id}/moi", gui="tat-ca")
    page = client.get(f"/ghep-cap/{drafted.unit_id}").text
    assert pairs_in(site, "invited") == pairs_in(site, "suggested") == []
    assert "không còn hợp" in page
    assert "Không ghép" not in page


@pytest.mark.parametrize("path", ["/can-giup/rut", "/toi-giup-duoc/rut"])
def test_what_was_taken_back_is_on_the_board_no_more(site: Site, drafted: Staff, path: str) -> None:
    assert "Trần Quang Minh kèm Vũ Thị Lý" in board(site, drafted, "goi-y")
    (pair,) = pairs_in(site, "suggested")
    taker = drafted.colleague if path.startswith("/can") else drafted.mentor
    assert post(site.client(taker), path).status_code == 303
    assert pairs_in(site, "suggested") == []
    client = site.client(drafted.officer)
    assert client.get(f"/ghep-cap/goi-y/{pair.id}").status_code == 404
    assert "Cùng rảnh" not in board(site, drafted, "goi-y")
    assert ("Vũ Thị Lý" in board(site, drafted, "can-sap-xep")) == (taker is drafted.mentor)


def test_what_a_working_run_has_found_so_far_is_neither_shown_nor_published(
    site: Site, drafted: Staff
) -> None:
    (pair,) = pairs_in(site, "suggested")
    with site.working():
        get_run(pair.run_id or 0).state = "working"
    assert "Trần Quang Minh kèm Vũ Thị Lý" not in board(site, drafted, "goi-y")
    assert "Đang tìm gợi ý" in board(site, drafted)
    press(site, drafted, f"/ghep-cap/{drafted.unit_id}/moi", cap=str(pair.id), gui="chon")
    assert pairs_in(site, "invited") == []


def test_a_long_run_is_handed_on_and_its_page_says_how_far_it_is(
    site: Site, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[int] = []
    monkeypatch.setattr(running, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(running, "hand_on", handed.append)
    answer = press(site, staff, f"/ghep-cap/{staff.unit_id}/goi-y", sau="0")
    assert handed == [int(answer.location.rpartition("/")[2])]
    assert "đã xem 0 trên 1" in site.client(staff.officer).get(answer.location).text.lower()
    monkeypatch.setattr(running, "PATIENCE_SECONDS", 60)
    assert press(site, staff, f"{answer.location}/tiep").location == f"/ghep-cap/{staff.unit_id}"
    assert site.client(staff.officer).get(answer.location).status_code == 303
    assert press(site, staff, f"{answer.location}/bo").status_code == 303
    assert press(site, staff, f"{answer.location}/bo").status_code == 409


def test_another_mentor_is_put_in_with_her_own_reasons(site: Site, drafted: Staff) -> None:
    lan = site.person("Lê Thị Lan", drafted.unit_id)
    practise(site, lan)
    offer(site, lan, device="iphone")
    (pair,) = pairs_in(site, "suggested")
    page = site.client(drafted.officer).get(f"/ghep-cap/goi-y/{pair.id}").text
    assert "Lê Thị Lan" in page
    assert "còn 2 chỗ" in page
    answer = press(site, drafted, f"/ghep-cap/goi-y/{pair.id}/doi", nguoi=str(lan.id))
    assert answer.status_code == 303
    assert suggested(site) == {drafted.colleague.id: lan.id}
    (now,) = pairs_in(site, "suggested")
    assert ["device", "android"] not in now.facts
    assert now.score != pair.score


def test_changing_the_mentor_holds_the_hard_rules_and_never_says_veto(site: Site, drafted: Staff) -> None:
    lan = site.person("Lê Thị Lan", drafted.unit_id)
    practise(site, lan)
    offer(site, lan)
    refuse(site, lan, drafted.colleague)
    (pair,) = pairs_in(site, "suggested")
    shown = site.client(drafted.officer).get(f"/ghep-cap/goi-y/{pair.id}").text
    assert "Lê Thị Lan" not in shown
    answer = press(site, drafted, f"/ghep-cap/goi-y/{pair.id}/doi", nguoi=str(lan.id))
    assert answer.status_code == 422
    assert "thường là vì người hướng dẫn đã nhận đủ số người mình muốn kèm" in answer.text
    unproven = press(site, drafted, f"/ghep-cap/goi-y/{pair.id}/doi", nguoi=str(drafted.officer.id))
    assert "chưa có việc nào đã làm được" in unproven.text
    for nobody in ("", "x", str(drafted.stranger.id)):
        assert press(site, drafted, f"/ghep-cap/goi-y/{pair.id}/doi", nguoi=nobody).status_code == 422
    assert suggested(site) == {drafted.colleague.id: drafted.mentor.id}


def test_a_removed_suggestion_goes_to_those_to_be_placed_by_hand(site: Site, drafted: Staff) -> None:
    (pair,) = pairs_in(site, "suggested")
    assert press(site, drafted, f"/ghep-cap/goi-y/{pair.id}/bo").status_code == 303
    assert "Vũ Thị Lý" in board(site, drafted, "can-sap-xep")
    run_for(site, drafted.unit_id)
    assert suggested(site) == {}
    assert "chưa tìm được cách ghép phù hợp" in board(site, drafted, "can-sap-xep")


def test_from_a_union_one_comes_back_to_the_unions_board(site: Site, staff: Staff) -> None:
    union = site.unit("Công đoàn xã", "union")
    school = site.unit("Tiểu học Bến Cũ", "school", union)
    officer = site.person("Đặng Thị Hạnh", union, role=Role.COORDINATOR)
    mentor, asker = site.person("Lò Văn Pháo", school), site.person("Hà Thị Én", school)
    practise(site, mentor)
    offer(site, mentor)
    ask(site, asker)
    run_for(site, union)
    (pair,) = pairs_in(site, "suggested")
    client, path = site.client(officer), f"/ghep-cap/goi-y/{pair.id}"
    assert f"{path}?tu={union}" in client.get(f"/ghep-cap/{union}").text
    assert f"/ghep-cap/{union}?muc=goi-y" in client.get(f"{path}?tu={union}").text
    assert (
        post(client, f"{path}/doi?tu={union}", nguoi=str(mentor.id)).location
        == f"/ghep-cap/{union}?muc=goi-y"
    )
    foreign = post(client, f"{path}/bo?tu={staff.unit_id}")
    assert foreign.location == f"/ghep-cap/{school}"


def test_a_text_for_zalo_reminds_of_an_invitation_and_names_nobody(site: Site, drafted: Staff) -> None:
    press(site, drafted, f"/ghep-cap/{drafted.unit_id}/moi", gui="tat-ca")
    (pair,) = pairs_in(site, "invited")
    (text,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", board(site, drafted, "cho-tra-loi"), flags=re.S)
    assert f"{site.app.extensions['settings'].site_url}/cap/{pair.id}/loi-moi" in text
    assert "%(" not in text
    for person in (drafted.mentor, drafted.colleague):
        assert person.full_name.split()[-1] not in text


def test_an_invitation_is_taken_back(site: Site, drafted: Staff) -> None:
    (pair,) = pairs_in(site, "suggested")
    press(site, drafted, f"/ghep-cap/{drafted.unit_id}/moi", gui="tat-ca")
    assert press(site, drafted, f"/ghep-cap/loi-moi/{pair.id}/thu-lai").status_code == 303
    assert press(site, drafted, f"/ghep-cap/loi-moi/{pair.id}/thu-lai").status_code == 404
    assert pairs_in(site, "invited") == []


def test_who_wants_another_mentor_stands_first(site: Site, staff: Staff) -> None:
    other = site.pair(site.person("Đỗ Văn Hùng", staff.unit_id), site.person("Bùi Thị Mai", staff.unit_id))
    with site.working():
        pair = db.session.get_one(Pair, other)
        pair.other_wanted_at, pair.other_wanted_words = NOW, "Tôi mong gặp buổi tối"
    page = board(site, staff, "dang-di")
    assert "1 người xin đổi người hướng dẫn" in page
    assert page.index("Đỗ Văn Hùng kèm Bùi Thị Mai") < page.index("Trần Quang Minh kèm Nguyễn Thị Hòa")
    assert "Tôi mong gặp buổi tối" in page


def test_pairing_by_hand_invites_both(site: Site, staff: Staff) -> None:
    practise(site, staff.mentor)
    fields = {"mentor": str(staff.mentor.id), "mentee": str(staff.colleague.id), "skills": SORTING}
    path = f"/ghep-cap/{staff.unit_id}/hai-nguoi"
    assert press(site, staff, path, **fields).status_code == 303
    (invited,) = pairs_in(site, "invited")
    assert (invited.mentor_id, invited.mentee_id) == (staff.mentor.id, staff.colleague.id)
    again = press(site, staff, path, **fields)
    assert again.status_code == 422
    assert "đang có một lời mời chờ trả lời" in again.text
    assert len(pairs_in(site, "invited")) == 1


def test_by_hand_too_the_mentor_must_have_shown_one_of_the_skills(site: Site, staff: Staff) -> None:
    practise(site, staff.mentor)
    path = f"/ghep-cap/{staff.unit_id}/hai-nguoi"
    fields = {"mentor": str(staff.mentor.id), "mentee": str(staff.colleague.id), "skills": STARTING}
    answer = press(site, staff, path, **fields)
    assert answer.status_code == 422
    assert "chưa có việc nào đã làm được" in answer.text
    empty = press(site, staff, path, mentor="", mentee="")
    assert empty.status_code == 422
    for field in ("mentor", "mentee", "skills"):
        assert f'href="#{field}"' in empty.text


def test_nobody_helps_more_than_three(site: Site, staff: Staff) -> None:
    practise(site, staff.mentor)
    for name in ("Đỗ Văn Hùng", "Bùi Thị Mai"):
        site.pair(staff.mentor, site.person(name, staff.unit_id))
    path = f"/ghep-cap/{staff.unit_id}/hai-nguoi"
    assert "Trần Quang Minh (" not in site.client(staff.officer).get(path).text
    answer = press(
        site, staff, path, mentor=str(staff.mentor.id), mentee=str(staff.colleague.id), skills=SORTING
    )
    assert answer.status_code == 422
    assert "đã kèm đủ 3 người" in answer.text


def test_the_need_of_whoever_was_chosen_is_ticked(site: Site, staff: Staff) -> None:
    ask(site, staff.colleague)
    path = f"/ghep-cap/{staff.unit_id}/hai-nguoi?nguoi-hoc={staff.colleague.id}"
    page = site.client(staff.officer).get(path).text
    assert f'<option selected value="{staff.colleague.id}">' in page
    assert re.search(rf'value="{SORTING}" checked', page)


PAGES = ("", "/hai-nguoi", "/tinh-diem", "/quan-ly")


@pytest.mark.parametrize("who", ["learner", "mentor", "colleague"])
def test_it_is_for_officers(site: Site, drafted: Staff, who: str) -> None:
    client = site.client(getattr(drafted, who))
    (pair,) = pairs_in(site, "suggested")
    for page in PAGES:
        assert client.get(f"/ghep-cap/{drafted.unit_id}{page}").status_code == 403
    assert client.get("/ghep-cap").status_code == 403
    assert client.get(f"/ghep-cap/goi-y/{pair.id}").status_code == 403
    assert post(client, f"/ghep-cap/{drafted.unit_id}/moi", gui="tat-ca").status_code == 403
    assert pairs_in(site, "invited") == []


def test_another_units_officer_finds_no_such_board(site: Site, drafted: Staff) -> None:
    client, (pair,) = site.client(drafted.other_officer), pairs_in(site, "suggested")
    for page in PAGES:
        assert client.get(f"/ghep-cap/{drafted.unit_id}{page}").status_code == 404
    for path in (
        f"/ghep-cap/{drafted.unit_id}/moi",
        f"/ghep-cap/{drafted.unit_id}/goi-y",
        f"/ghep-cap/{drafted.unit_id}/hai-nguoi",
        f"/ghep-cap/{drafted.unit_id}/tinh-diem",
        f"/ghep-cap/{drafted.unit_id}/quan-ly",
        f"/ghep-cap/goi-y/{pair.id}/doi",
        f"/ghep-cap/goi-y/{pair.id}/bo",
        f"/ghep-cap/loi-moi/{pair.id}/thu-lai",
        f"/ghep-cap/lan/{pair.run_id}/tiep",
        f"/ghep-cap/lan/{pair.run_id}/bo",
    ):
        assert post(client, path, gui="tat-ca").status_code == 404, path
    assert client.get(f"/ghep-cap/lan/{pair.run_id}").status_code == 404
    assert suggested(site) == {drafted.colleague.id: drafted.mentor.id}


def test_people_of_another_unit_cannot_be_drawn_in(site: Site, staff: Staff) -> None:
    path = f"/ghep-cap/{staff.unit_id}/hai-nguoi"
    for mentor, mentee in (
        (staff.stranger.id, staff.colleague.id),
        (staff.mentor.id, staff.stranger.id),
        (10**6, "x"),
    ):
        answer = press(site, staff, path, mentor=str(mentor), mentee=str(mentee), skills=SORTING)
        assert answer.status_code == 404


def test_a_list_is_searched_by_either_name(site: Site, drafted: Staff) -> None:
    client, path = site.client(drafted.officer), f"/ghep-cap/{drafted.unit_id}?muc=goi-y&tim="
    for words in ("quang minh", "VŨ THỊ LÝ"):
        assert "Trần Quang Minh kèm Vũ Thị Lý" in client.get(path + words).text
    assert "Không thấy ai tên “zzz”" in client.get(path + "zzz").text


def test_the_number_of_statements_does_not_grow_with_the_people(
    site: Site, drafted: Staff, statements: Statements
) -> None:
    client = site.client(drafted.officer)

    def count(section: str) -> int:
        client.get(f"/ghep-cap/{drafted.unit_id}?muc={section}")
        statements.clear()
        client.get(f"/ghep-cap/{drafted.unit_id}?muc={section}")
        return len(statements)

    sections = ("goi-y", "can-sap-xep", "cho-tra-loi", "dang-di")
    few = [count(each) for each in sections]
    for number in range(8):
        one = site.person(f"Người Học {number}", drafted.unit_id, password=None)
        ask(site, one)
        if number % 2:
            site.pair(site.person(f"Người Kèm {number}", drafted.unit_id, password=None), one)
    run_for(site, drafted.unit_id)
    assert [count(each) for each in sections] == few


def test_a_suggestion_has_the_same_points_on_the_board_and_on_its_own_page(site: Site, staff: Staff) -> None:
    practise(site, staff.mentor)
    offer(site, staff.mentor, places=3)
    for asker in (staff.colleague, site.person("Lý Thị Nga", staff.unit_id)):
        ask(site, asker)
    run_for(site, staff.unit_id)
    pairs, page = pairs_in(site, "suggested"), board(site, staff)
    assert len(pairs) == 2
    for pair in pairs:
        assert f"{pair.score} điểm" in page
        own = site.client(staff.officer).get(f"/ghep-cap/goi-y/{pair.id}").text
        assert f"{pair.score} điểm" in own.partition('type="radio"')[2]


def test_where_nobody_was_looked_at_the_board_begins_with_looking(site: Site, staff: Staff) -> None:
    ask(site, staff.colleague)
    page = board(site, staff)
    assert "Máy chưa tìm cho ai" in page
    assert "sau lần gợi ý gần nhất" not in page
    assert page.index("Gợi ý ghép cặp") < page.index("Cần cán bộ sắp xếp")
