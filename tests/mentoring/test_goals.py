"""Goals: one proposes, the other agrees in one tap, either drops; what is agreed decides what the mentor sees."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from lms import clock
from lms.core.completion import Verb
from lms.core.proficiency import Level
from lms.db import db
from lms.mentoring.services.goals import tick
from lms.pairing.models import Pair, PairGoal
from lms.pairing.queries.goals import find_sight
from tests.content import publish
from tests.factories import Site, post
from tests.mentoring.writing import NOW, goal_of, goals_of, propose, told
from tests.pairing.makers import Staff, make_staff
from tests.skills.makers import OBSERVED, SORTED, SORTING, day, practise, publish_skills, tell

SKILL = "thu-nghiem/cai-ung-dung"


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def staff(site: Site) -> Staff:
    """A pair that has no goal yet."""
    publish(site)
    made = make_staff(site)
    with site.working():
        db.session.execute(update(PairGoal).values(dropped_at=NOW))
    return made


def goals_path(staff: Staff) -> str:
    return f"/cap/{staff.pair_id}/muc-tieu"


def one_path(site: Site, staff: Staff, word: str) -> str:
    return f"{goals_path(staff)}/{goal_of(site, staff.pair_id).id}/{word}"


def seen_by_mentor(site: Site, staff: Staff) -> frozenset[str]:
    with site.app.app_context():
        return find_sight(staff.mentor.id, staff.learner.id).goals


def test_the_form_offers_each_courses_skills_the_course_and_everything(site: Site, staff: Staff) -> None:
    page = site.client(staff.learner).get(goals_path(staff)).text
    assert f'<option value="{SKILL}">Cài ứng dụng đúng chỗ</option>' in page
    assert '<option value="thu-nghiem">Cả khóa: Khóa thử nghiệm</option>' in page
    assert '<option value="*">Mọi khóa học</option>' in page
    assert 'value="25/12/2026"' in page
    assert "không thấy câu trả lời sai và điểm" in page


def test_the_mentor_proposes_and_the_mentee_agrees_in_one_tap(site: Site, staff: Staff) -> None:
    mentor, learner = site.client(staff.mentor), site.client(staff.learner)
    assert propose(mentor, staff.pair_id, SKILL, "10/12/2026", "Ký một mình").status_code == 303
    assert seen_by_mentor(site, staff) == frozenset()
    assert "Chờ cô Hòa đồng ý" in mentor.get(goals_path(staff)).text
    page = learner.get(goals_path(staff)).text
    assert "Thầy Minh đề nghị một mục tiêu" in page
    assert "Làm được trước ngày 10/12/2026. Ký một mình" in page
    assert page.index("không thấy câu trả lời sai") < page.index("Đồng ý mục tiêu này")
    assert page.count("btn main") == 1
    path = one_path(site, staff, "dong-y")
    for _tap in range(2):
        assert post(learner, path).status_code == 303
    assert seen_by_mentor(site, staff) == {SKILL}
    assert goal_of(site, staff.pair_id).agreed_at == NOW
    assert told(site, staff.learner) == ["goal_proposed"]
    assert told(site, staff.mentor) == ["goal_agreed"]


def test_the_mentee_proposes_and_the_mentor_agrees(site: Site, staff: Staff) -> None:
    propose(site.client(staff.learner), staff.pair_id, "thu-nghiem", "10/12/2026")
    assert seen_by_mentor(site, staff) == frozenset()
    post(site.client(staff.mentor), one_path(site, staff, "dong-y"))
    assert seen_by_mentor(site, staff) == {"thu-nghiem"}


def test_nobody_agrees_to_ones_own_proposal(site: Site, staff: Staff) -> None:
    mentor = site.client(staff.mentor)
    propose(mentor, staff.pair_id, SKILL, "10/12/2026")
    assert post(mentor, one_path(site, staff, "dong-y")).status_code == 404
    assert seen_by_mentor(site, staff) == frozenset()


def test_a_double_tap_proposes_once_and_tells_once(site: Site, staff: Staff) -> None:
    mentor = site.client(staff.mentor)
    for _tap in range(2):
        assert propose(mentor, staff.pair_id, SKILL, "10/12/2026").status_code == 303
    assert len(goals_of(site, staff.pair_id)) == 1
    assert told(site, staff.learner) == ["goal_proposed"]


def test_a_changed_proposal_is_not_what_was_agreed_to(site: Site, staff: Staff) -> None:
    mentor, learner = site.client(staff.mentor), site.client(staff.learner)
    propose(mentor, staff.pair_id, SKILL, "10/12/2026")
    shown = one_path(site, staff, "dong-y")
    propose(mentor, staff.pair_id, SKILL, "20/12/2026")
    refused = post(learner, shown)
    assert refused.status_code == 409
    assert "20/12/2026" in refused.text  # what there is now stands on the same page
    assert seen_by_mentor(site, staff) == frozenset()


def test_another_day_needs_the_other_and_the_former_stands_until_then(site: Site, staff: Staff) -> None:
    mentor, learner = site.client(staff.mentor), site.client(staff.learner)
    propose(mentor, staff.pair_id, SKILL, "10/12/2026")
    post(learner, one_path(site, staff, "dong-y"))
    move = one_path(site, staff, "doi-ngay")
    assert 'value="24/12/2026"' in learner.get(move).text
    assert post(learner, move, due_on="hôm nay").status_code == 422
    assert post(learner, move, due_on="01/01/2027").status_code == 303
    assert [each.due_on for each in goals_of(site, staff.pair_id) if each.agreed_at] == [date(2026, 12, 10)]
    assert seen_by_mentor(site, staff) == {SKILL}
    assert post(learner, one_path(site, staff, "dong-y")).status_code == 404
    post(mentor, one_path(site, staff, "dong-y"))
    (only,) = goals_of(site, staff.pair_id)
    assert only.due_on == date(2027, 1, 1)
    assert only.agreed_at is not None


def test_a_new_day_reads_as_a_new_day_to_both(site: Site, staff: Staff) -> None:
    mentor, learner = site.client(staff.mentor), site.client(staff.learner)
    propose(mentor, staff.pair_id, SKILL, "10/12/2026")
    post(learner, one_path(site, staff, "dong-y"))
    post(learner, one_path(site, staff, "doi-ngay"), due_on="01/01/2027")
    asked = mentor.get(goals_path(staff)).text
    assert "xin đổi ngày hẹn" in asked
    assert "từ 10/12/2026 sang 01/01/2027" in asked
    assert "Giữ ngày cũ" in asked
    assert "đề nghị một mục tiêu" not in asked
    assert "từ 10/12/2026 sang 01/01/2027" in learner.get(goals_path(staff)).text
    assert told(site, staff.mentor)[-1] == "goal_day_proposed"


@pytest.mark.parametrize("who", ["mentor", "learner"])
def test_a_page_from_before_the_agreement_drops_nothing_that_both_agreed_to(
    site: Site, staff: Staff, who: str
) -> None:
    propose(site.client(staff.mentor), staff.pair_id, SKILL, "10/12/2026")
    post(site.client(staff.learner), one_path(site, staff, "dong-y"))
    answer = post(site.client(getattr(staff, who)), one_path(site, staff, "bo"), cho="1")
    assert answer.status_code == 409
    assert "vừa được cả hai đồng ý" in answer.text
    assert "Bỏ mục tiêu" in answer.text
    assert seen_by_mentor(site, staff) == {SKILL}


def test_whoever_proposed_is_told_once_when_it_is_not_the_time(site: Site, staff: Staff) -> None:
    mentor, learner = site.client(staff.mentor), site.client(staff.learner)
    propose(mentor, staff.pair_id, SKILL, "10/12/2026")
    path = one_path(site, staff, "bo")
    for _tap in range(2):
        assert post(learner, path, cho="1").status_code == 303
    assert told(site, staff.mentor).count("goal_declined") == 1
    propose(mentor, staff.pair_id, SKILL, "10/12/2026")
    post(mentor, one_path(site, staff, "bo"), cho="1")
    assert "goal_declined" not in told(site, staff.learner)


@pytest.mark.parametrize("who", ["mentor", "learner"])
def test_either_drops_and_sight_closes_with_the_next_request(site: Site, staff: Staff, who: str) -> None:
    propose(site.client(staff.mentor), staff.pair_id, SKILL, "10/12/2026")
    post(site.client(staff.learner), one_path(site, staff, "dong-y"))
    path = one_path(site, staff, "bo")
    client = site.client(getattr(staff, who))
    for _tap in range(2):
        assert post(client, path).status_code == 303
    assert seen_by_mentor(site, staff) == frozenset()
    assert goals_of(site, staff.pair_id) == []


def test_dropping_takes_a_waiting_new_day_with_it(site: Site, staff: Staff) -> None:
    mentor, learner = site.client(staff.mentor), site.client(staff.learner)
    propose(mentor, staff.pair_id, SKILL, "10/12/2026")
    post(learner, one_path(site, staff, "dong-y"))
    agreed = one_path(site, staff, "bo")
    propose(learner, staff.pair_id, SKILL, "01/01/2027")
    waiting = one_path(site, staff, "dong-y")
    post(learner, agreed)
    assert post(mentor, waiting).status_code == 409
    assert seen_by_mentor(site, staff) == frozenset()


@pytest.mark.parametrize("day", ["25/11/2026", "24/11/2026", "27/11/2027", "31/02/2027", "mai"])
def test_a_day_that_cannot_be_comes_back_as_it_was_typed(site: Site, staff: Staff, day: str) -> None:
    refused = propose(site.client(staff.mentor), staff.pair_id, SKILL, day)
    assert refused.status_code == 422
    assert "<title>Lỗi:" in refused.text
    assert f'value="{day}"' in refused.text
    assert goals_of(site, staff.pair_id) == []


@pytest.mark.parametrize("skill", ["khong-co", "thu-nghiem/khong-co", "**"])
def test_only_what_a_published_course_offers_can_be_a_goal(site: Site, staff: Staff, skill: str) -> None:
    assert propose(site.client(staff.mentor), staff.pair_id, skill, "10/12/2026").status_code == 404
    assert propose(site.client(staff.mentor), staff.pair_id, "", "10/12/2026").status_code == 422
    assert goals_of(site, staff.pair_id) == []


def test_what_is_agreed_already_is_not_agreed_again(site: Site, staff: Staff) -> None:
    mentor = site.client(staff.mentor)
    propose(mentor, staff.pair_id, SKILL, "10/12/2026")
    post(site.client(staff.learner), one_path(site, staff, "dong-y"))
    again = propose(mentor, staff.pair_id, SKILL, "10/12/2026")
    assert again.status_code == 422
    assert "đã có mục tiêu này" in again.text


def test_to_everybody_else_there_is_no_such_page(site: Site, staff: Staff) -> None:
    propose(site.client(staff.mentor), staff.pair_id, SKILL, "10/12/2026")
    for person in (staff.officer, staff.colleague, staff.stranger, staff.other_officer):
        client = site.client(person)
        assert client.get(goals_path(staff)).status_code == 404
        assert propose(client, staff.pair_id, SKILL, "11/12/2026").status_code == 404
        for word in ("dong-y", "bo", "doi-ngay"):
            assert post(client, one_path(site, staff, word), due_on="11/12/2026").status_code == 404
    assert len(goals_of(site, staff.pair_id)) == 1


def test_a_goal_of_another_pair_is_not_found_under_this_one(site: Site, staff: Staff) -> None:
    other = site.pair(staff.officer, staff.colleague)
    theirs = goals_of(site, other)[0].id
    client = site.client(staff.learner)
    assert post(client, f"{goals_path(staff)}/{theirs}/dong-y").status_code == 404
    assert post(client, f"{goals_path(staff)}/{theirs}/bo").status_code == 404
    assert client.get(f"{goals_path(staff)}/{theirs}/doi-ngay").status_code == 404
    assert len(goals_of(site, other)) == 1


def test_a_resting_pair_takes_no_new_goal_but_may_show_less(site: Site, staff: Staff) -> None:
    mentor, learner = site.client(staff.mentor), site.client(staff.learner)
    propose(mentor, staff.pair_id, SKILL, "10/12/2026")
    post(learner, one_path(site, staff, "dong-y"))
    propose(mentor, staff.pair_id, "thu-nghiem", "10/12/2026")
    with site.working():
        db.session.execute(update(Pair).values(state="paused"))
    assert post(learner, one_path(site, staff, "dong-y")).status_code == 409
    assert propose(learner, staff.pair_id, "*", "10/12/2026").status_code == 409
    first = goals_of(site, staff.pair_id)[0].id
    assert post(learner, f"{goals_path(staff)}/{first}/bo").status_code == 303
    assert [each.skill for each in goals_of(site, staff.pair_id)] == ["thu-nghiem"]


def test_after_the_end_only_the_mentee_looks_back(site: Site, staff: Staff) -> None:
    mentor, learner = site.client(staff.mentor), site.client(staff.learner)
    propose(mentor, staff.pair_id, SKILL, "10/12/2026")
    post(learner, one_path(site, staff, "dong-y"))
    with site.working():
        db.session.execute(update(Pair).values(state="ended", ended_at=NOW))
    assert "Cài ứng dụng đúng chỗ" in learner.get(goals_path(staff)).text
    assert mentor.get(goals_path(staff)).location == f"/cap/{staff.pair_id}/chia-tay"
    assert propose(learner, staff.pair_id, "*", "10/12/2026").status_code == 409
    assert post(learner, one_path(site, staff, "bo")).status_code == 409


def test_more_than_six_are_too_many(site: Site, staff: Staff) -> None:
    with site.working():
        for number in range(6):
            db.session.add(
                PairGoal(pair_id=staff.pair_id, skill=f"khoa-{number}", due_on=date(2026, 12, 1), set_at=NOW)
            )
    refused = propose(site.client(staff.mentor), staff.pair_id, SKILL, "10/12/2026")
    assert refused.status_code == 422
    assert "6 mục tiêu" in refused.text


def test_what_is_typed_is_text(site: Site, staff: Staff) -> None:
    words = '<script>alert("a")</script>'
    propose(site.client(staff.mentor), staff.pair_id, SKILL, "10/12/2026", words)
    page = site.client(staff.learner).get(goals_path(staff)).text
    assert words not in page
    assert "&lt;script&gt;" in page


def test_claims_reach_no_goal_and_the_clock_may_come_twice(site: Site, staff: Staff) -> None:
    mentor, learner = site.client(staff.mentor), site.client(staff.learner)
    propose(mentor, staff.pair_id, SKILL, "10/12/2026")
    post(learner, one_path(site, staff, "dong-y"))
    for step in ("bam-nut", "mo-ung-dung"):
        post(learner, f"/hoc/thu-nghiem/bai-mot/{step}/xong")
    for _time in range(2):
        with site.working():
            assert tick(NOW + timedelta(days=1)) == 0
    assert goal_of(site, staff.pair_id).reached_at is None


def test_the_statements_do_not_grow_with_goals(site: Site, staff: Staff, statements: list[str]) -> None:
    mentor, learner = site.client(staff.mentor), site.client(staff.learner)

    def asked() -> int:
        learner.get(goals_path(staff))
        statements.clear()
        learner.get(goals_path(staff))
        return len(statements)

    propose(mentor, staff.pair_id, SKILL, "10/12/2026")
    post(learner, one_path(site, staff, "dong-y"))
    before = asked()
    for skill in ("thu-nghiem", "*"):
        propose(mentor, staff.pair_id, skill, "10/12/2026")
        post(learner, one_path(site, staff, "dong-y"))
    assert asked() == before


def test_a_goal_is_reached_when_the_ledger_says_so_and_no_longer_when_it_is_taken_back(site: Site) -> None:
    publish_skills(site)
    staff = make_staff(site)
    mentor, learner = site.client(staff.mentor), site.client(staff.learner)
    propose(mentor, staff.pair_id, SORTING, "10/12/2026")
    post(learner, one_path(site, staff, "dong-y"))
    practise(site, staff.learner)
    assert "Đã đạt ngày 21/11/2026: máy đã kiểm" in learner.get(goals_path(staff)).text
    for changed in (1, 0):
        with site.working():
            assert tick(NOW) == changed
    reached = goal_of(site, staff.pair_id)
    assert (reached.reached_at, reached.reached_level) == (day(0), Level.PRACTISED)
    assert told(site, staff.learner)[-1] == told(site, staff.mentor)[-1] == "goal_reached"
    tell(site, staff.learner, Verb.OBSERVED_ALONE, OBSERVED, day(1), by=staff.colleague)
    tell(site, staff.learner, Verb.WITHDRAWN, SORTED, day(2))
    with site.working():
        assert tick(NOW) == 1
    assert goal_of(site, staff.pair_id).reached_at is None
    assert told(site, staff.learner).count("goal_reached") == 1


def test_of_a_pair_that_rests_nobody_is_told_until_it_goes_on(site: Site) -> None:
    publish_skills(site)
    staff = make_staff(site)
    learner = site.client(staff.learner)
    propose(site.client(staff.mentor), staff.pair_id, SORTING, "10/12/2026")
    post(learner, one_path(site, staff, "dong-y"))
    post(learner, f"/cap/{staff.pair_id}/tam-nghi")
    practise(site, staff.learner)
    with site.working():
        tick(NOW)
    assert "goal_reached" not in told(site, staff.mentor)
    post(learner, f"/cap/{staff.pair_id}/di-tiep")
    with site.working():
        tick(NOW)
    assert told(site, staff.mentor).count("goal_reached") == 1


def test_the_level_rises_with_the_ledger(site: Site) -> None:
    publish_skills(site)
    staff = make_staff(site)
    propose(site.client(staff.mentor), staff.pair_id, SORTING, "10/12/2026")
    post(site.client(staff.learner), one_path(site, staff, "dong-y"))
    practise(site, staff.learner)
    tell(site, staff.learner, Verb.OBSERVED_ALONE, OBSERVED, day(1), by=staff.colleague)
    with site.working():
        tick(NOW)
    assert goal_of(site, staff.pair_id).reached_level == Level.INDEPENDENT


def test_the_clocks_work_does_not_grow_with_the_pairs(site: Site, statements: list[str]) -> None:
    publish_skills(site)
    staff = make_staff(site)

    def asked() -> int:
        statements.clear()
        with site.working():
            tick(NOW)
        return len(statements)

    asked()  # the first run also reads the course
    before = asked()
    for number in range(3):
        site.pair(staff.officer, site.person(f"Hà Thị {number}", staff.unit_id))
    assert asked() == before


def test_while_the_pair_rests_the_mentor_does_not_read_how_far_she_came(site: Site) -> None:
    publish_skills(site)
    staff = make_staff(site)
    mentor, learner = site.client(staff.mentor), site.client(staff.learner)
    propose(mentor, staff.pair_id, SORTING, "10/12/2026")
    post(learner, one_path(site, staff, "dong-y"))
    post(learner, f"/cap/{staff.pair_id}/tam-nghi")
    practise(site, staff.learner)
    assert "Đã đạt" in learner.get(goals_path(staff)).text
    assert "Đã đạt" not in mentor.get(goals_path(staff)).text
    post(learner, f"/cap/{staff.pair_id}/di-tiep")
    assert "Đã đạt" in mentor.get(goals_path(staff)).text
