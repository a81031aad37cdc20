"""The invitation as either side reads it: who, why, what is agreed to, until when; and what became of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from lms.pairing.queries.invitations import list_invitations_of
from lms.pairing.services import life
from tests.conftest import Statements
from tests.factories import Site, post
from tests.pairing.inviting import AT, TITLE, Invited, make_agreed, make_invitation, moved, say_yes
from tests.pairing.inviting import at as at
from tests.pairing.makers import make_staff

Clock = Callable[[datetime], None]


def test_the_mentee_reads_who_why_and_until_when(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    page = site.client(invited.mentee).get(invited.path).text
    assert "Thầy Minh sẽ kèm thầy cô, nếu thầy cô đồng ý" in page
    assert "Trần Quang Minh" in page
    assert "Cùng đơn vị, nên dễ gặp nhau." in page
    assert (
        f"Người hướng dẫn đã làm đúng các bài thực hành “{TITLE}” ngày 12/10/2026, đúng việc đang cần."
        in page
    )
    assert "Cùng rảnh: chiều thứ Tư." in page
    assert "Cùng dùng Android." in page
    assert "trước ngày 28/11/2026" in page
    assert page.count("btn main") == 1


def test_the_mentor_reads_the_same_words_to_agree_to(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    page = site.client(invited.mentor).get(invited.path).text
    assert "Mời thầy cô kèm cô Lý" in page
    words = f"<li>Thầy Minh kèm cô Lý việc: {TITLE}.</li>"
    assert words in page
    assert words in site.client(invited.mentee).get(invited.path).text
    assert "Thầy Minh không thấy: câu trả lời sai, điểm" in page


def test_neither_phone_number_is_there(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    for reader, other in ((invited.mentor, invited.mentee), (invited.mentee, invited.mentor)):
        post(site.client(other), "/nguoi-huong-dan/so-dien-thoai", shares_phone="on")
        assert other.phone not in site.client(reader).get(invited.path).text


def test_nobody_else_finds_it(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    for person in (invited.staff.learner, invited.staff.officer, invited.staff.stranger):
        client = site.client(person)
        assert client.get(invited.path).status_code == 404
        assert client.get(f"{invited.path}/tu-choi").status_code == 404
        for move in ("dong-y", "tu-choi"):
            assert post(client, f"{invited.path}/{move}").status_code == 404
    assert site.client().get(invited.path).status_code == 303


def test_a_suggestion_that_nobody_published_is_not_found_by_its_people(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    moved(
        site,
        invited.pair_id,
        lambda pair: (setattr(pair, "state", "suggested"), setattr(pair, "invited_at", None)),
    )
    for person in (invited.mentor, invited.mentee):
        assert site.client(person).get(invited.path).status_code == 404
        assert post(site.client(person), f"{invited.path}/dong-y").status_code == 404


def test_whoever_agreed_first_sees_that_the_other_is_awaited(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    client = site.client(invited.mentee)
    say_yes(client, invited.path)
    page = client.get(invited.path).text
    assert "Thầy cô đã đồng ý, đang chờ thầy Minh" in page
    assert "Tôi đổi ý, không nhận nữa" in page


def test_both_see_that_they_are_a_pair_and_what_comes_first(site: Site, at: Clock) -> None:
    invited = make_agreed(site)
    for person, name in ((invited.mentor, "cô Lý"), (invited.mentee, "thầy Minh")):
        page = site.client(person).get(invited.path).text
        assert f"Thầy cô và {name} là một cặp" in page
        assert "Việc đầu tiên" in page
        assert "Điều hai người đã đồng ý" in page


def _decline(site: Site, invited: Invited) -> None:
    post(site.client(invited.mentor), f"{invited.path}/tu-choi", reason="Đang chăm mẹ ốm")


def _drop(site: Site, invited: Invited) -> None:
    moved(site, invited.pair_id, lambda pair: life.drop(pair, invited.staff.officer.id, AT))


@pytest.mark.parametrize("close", [_decline, _drop])
def test_what_is_closed_says_so_kindly_and_not_by_whom(
    site: Site, at: Clock, close: Callable[[Site, Invited], None]
) -> None:
    invited = make_invitation(site)
    close(site, invited)
    page = site.client(invited.mentee).get(invited.path).text
    assert "Lời mời này đã khép lại" in page
    assert "Thầy Sơn sẽ tìm người khác cùng thầy cô" in page
    assert "chăm mẹ ốm" not in page
    assert "Cảm ơn thầy cô đã sẵn lòng" in site.client(invited.mentor).get(invited.path).text


def test_on_day_seven_it_is_over_even_before_the_clock_has_been_round(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    at(AT + timedelta(days=7))
    page = site.client(invited.mentee).get(invited.path).text
    assert "Lời mời này đã hết hạn" in page
    assert "dong-y" not in page


def test_open_invitations_are_listed_for_either_side_those_to_answer_first(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    say_yes(site.client(invited.mentee), invited.path)
    with site.app.app_context():
        (mine,) = list_invitations_of(invited.mentor.id, AT)
        (hers,) = list_invitations_of(invited.mentee.id, AT)
        assert list_invitations_of(invited.staff.learner.id, AT) == []
        assert list_invitations_of(invited.mentor.id, AT + timedelta(days=7)) == []
    assert (mine.other_name, mine.is_mentor, mine.has_agreed) == ("cô Lý", True, False)
    assert (hers.other_name, hers.is_mentor, hers.has_agreed) == ("thầy Minh", False, True)
    assert mine.expires_at == AT + timedelta(days=7)


def test_the_list_is_one_statement(site: Site, at: Clock, statements: Statements) -> None:
    invited = make_invitation(site)
    with site.app.app_context():
        statements.clear()
        list_invitations_of(invited.mentor.id, AT)
        assert len(statements) == 1


def test_it_lies_first_thing_on_the_pages_of_either_side(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    link = f'href="{invited.path}">Xem và trả lời</a>'
    assert link in site.client(invited.mentee).get("/nguoi-huong-dan").text
    assert link in site.client(invited.mentor).get("/nguoi-toi-giup").text
    assert invited.path not in site.client(invited.staff.learner).get("/nguoi-huong-dan").text


def test_somebody_with_a_mentor_who_is_asked_to_help_another_finds_it_too(site: Site, at: Clock) -> None:
    staff = make_staff(site)
    with site.working():
        life.invite(staff.learner.id, staff.colleague.id, {}, staff.officer.id, AT)
    page = site.client(staff.learner).get("/nguoi-huong-dan").text
    assert "Mời thầy cô kèm cô Lý" in page
