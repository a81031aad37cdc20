"""The mentee's page: who helps me and why, one goal with its next step, what waits, and what the mentor sees."""

from datetime import date, timedelta

from sqlalchemy import update

from lms.db import db
from lms.pairing.models import Pair, PairGoal
from tests.content import publish
from tests.factories import NOW, Site, post
from tests.mentoring.writing import goal_of, meet, propose
from tests.pairing.makers import PATH, ask, make_staff, requests_of

PAGE = "/nguoi-huong-dan"


def test_it_says_who_and_since_when(site: Site) -> None:
    staff = make_staff(site)
    page = site.client(staff.learner).get(PAGE).text
    assert "Thầy Minh đồng hành cùng thầy cô" in page
    assert "Trần Quang Minh" in page
    assert "từ ngày 21/11/2026" in page
    assert "vì cùng công tác ở THCS Sông Cầu" in page


def test_why_is_said_from_the_stored_facts(site: Site) -> None:
    publish(site)
    staff = make_staff(site)
    facts = [["proven", "thu-nghiem/cai-ung-dung", "2026-10-12"], ["same_unit"]]
    with site.working():
        db.session.execute(update(Pair).where(Pair.id == staff.pair_id).values(facts=facts))
    page = site.client(staff.learner).get(PAGE).text
    assert "Người hướng dẫn đã làm đúng các bài thực hành “Cài ứng dụng đúng chỗ” ngày 12/10/2026" in page
    assert "Cùng đơn vị, nên dễ gặp nhau." in page


def test_the_phone_number_is_there_only_where_it_is_shared(site: Site) -> None:
    staff = make_staff(site)
    client = site.client(staff.learner)
    assert staff.mentor.phone not in client.get(PAGE).text
    post(site.client(staff.mentor), f"{PAGE}/so-dien-thoai", shares_phone="on")
    page = client.get(PAGE).text
    assert f'href="tel:{staff.mentor.phone}"' in page
    assert f'href="https://zalo.me/{staff.mentor.phone}"' in page


def test_the_next_step_is_one_tap_away(site: Site) -> None:
    publish(site)
    staff = make_staff(site)
    client = site.client(staff.learner)
    page = client.get(PAGE).text
    assert f'<a class="btn on-teal" href="{PATH}">' in page
    assert page.count('class="btn on-teal"') == 1
    assert 'class="btn main"' not in page
    post(client, f"{PATH}/xong")
    assert 'href="/hoc/thu-nghiem/bai-mot/mo-ung-dung"' in client.get(PAGE).text


def test_a_goal_on_a_skill_comes_before_everything_and_leads_to_its_own_lessons(site: Site) -> None:
    publish(site)
    staff = make_staff(site)
    mentor, learner = site.client(staff.mentor), site.client(staff.learner)
    propose(mentor, staff.pair_id, "thu-nghiem/cai-ung-dung", "01/12/2026")
    assert "Thầy Minh có một đề nghị về mục tiêu chung." in learner.get(PAGE).text
    post(learner, f"/cap/{staff.pair_id}/muc-tieu/{goal_of(site, staff.pair_id).id}/dong-y")
    assert "Mục tiêu đến ngày 01/12/2026: Cài ứng dụng đúng chỗ" in learner.get(PAGE).text


def test_without_a_goal_it_asks_to_set_the_first_one(site: Site) -> None:
    staff = make_staff(site)
    with site.working():
        db.session.execute(update(PairGoal).values(dropped_at=NOW))
    page = site.client(staff.learner).get(PAGE).text
    assert "Đặt mục tiêu đầu tiên" in page
    assert "Chưa thấy bước nào, vì hai người chưa có mục tiêu chung." in page


def test_it_says_in_plain_words_what_the_mentor_sees_by_goal(site: Site) -> None:
    publish(site)
    staff = make_staff(site)
    client = site.client(staff.learner)
    page = client.get(PAGE).text
    assert "Thấy: bước thầy cô đã xong trong mọi khóa học" in page
    assert "Không thấy: câu trả lời sai, điểm" in page
    with site.working():
        values = {"skill": "thu-nghiem/cai-ung-dung", "due_on": date(2026, 12, 1)}
        db.session.execute(update(PairGoal).values(**values))
    assert "chỉ trong: Cài ứng dụng đúng chỗ." in client.get(PAGE).text


def test_a_meeting_is_confirmed_right_there(site: Site) -> None:
    staff = make_staff(site)
    meet(site.client(staff.mentor), staff.pair_id)
    client = site.client(staff.learner)
    page = client.get(PAGE).text
    assert "Đúng, có gặp" in page
    assert "Chờ thầy cô xác nhận" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    confirm = page.split(f'action="/cap/{staff.pair_id}/gap/')[1].split('/dung"')[0]
    answer = post(client, f"/cap/{staff.pair_id}/gap/{confirm}/dung", seen=seen, tu="trang")
    assert answer.location == PAGE
    page = client.get(PAGE).text
    assert "Đúng, có gặp" not in page
    assert "Lần gần nhất:" in page
    assert "Chờ thầy cô xác nhận" not in page


def test_a_resting_pair_says_so_and_takes_no_new_words(site: Site) -> None:
    staff = make_staff(site)
    with site.working():
        db.session.execute(update(Pair).values(state="paused", paused_at=NOW))
    page = site.client(staff.learner).get(PAGE).text
    assert "Cặp đang tạm nghỉ." in page
    assert "Ghi buổi gặp" not in page


def test_requests_stand_there_with_their_state(site: Site) -> None:
    publish(site)
    staff = make_staff(site)
    client = site.client(staff.learner)
    ask(client)
    assert "Đang chờ, vừa mới đây" in client.get(PAGE).text
    (only,) = requests_of(site, staff.learner)
    post(site.client(staff.mentor), f"/nguoi-toi-giup/nho-giup/{only.id}", reply="Nhìn bên phải")
    assert "Có câu trả lời" in client.get(PAGE).text


def test_without_a_mentor_one_asks_for_one(site: Site) -> None:
    staff = make_staff(site)
    page = site.client(staff.colleague).get(PAGE).text
    assert "Thầy cô chưa có người hướng dẫn" in page
    assert '<a class="btn main" href="/can-giup">Xin người hướng dẫn</a>' in page
    assert "thầy Sơn (cán bộ công đoàn) tìm một đồng nghiệp" in page
    alone = site.person("Hoàng Một Mình", site.unit("Điểm trường lẻ"))
    assert "chưa có cán bộ phụ trách" in site.client(alone).get(PAGE).text


def test_an_invitation_comes_first(site: Site) -> None:
    staff = make_staff(site)
    with site.working():
        now = NOW + timedelta(days=3650)
        db.session.add(
            Pair(
                mentor_id=staff.mentor.id,
                mentee_id=staff.colleague.id,
                unit_id=staff.unit_id,
                state="invited",
                created_at=now,
                invited_at=now,
            )
        )
    page = site.client(staff.colleague).get(PAGE).text
    assert "Có người muốn đồng hành cùng thầy cô" in page
    assert "Xin người hướng dẫn" not in page


def test_one_may_ask_about_anything_at_all(site: Site) -> None:
    staff = make_staff(site)
    client = site.client(staff.learner)
    ask(client, "Bao giờ mình gặp nhau?", o="chung", ten="Câu hỏi chung", tu=PAGE)
    assert "Đã báo thầy Minh" in client.get(PAGE).text
    assert "Bao giờ mình gặp nhau?" in site.client(staff.mentor).get("/nguoi-toi-giup").text


def test_the_statements_do_not_grow_with_meetings_goals_and_notes(site: Site, statements: list[str]) -> None:
    publish(site)
    staff = make_staff(site)
    client, mentor = site.client(staff.learner), site.client(staff.mentor)

    def asked() -> int:
        client.get(PAGE)
        statements.clear()
        client.get(PAGE)
        return len(statements)

    meet(mentor, staff.pair_id)
    post(mentor, f"/cap/{staff.pair_id}/ghi-chep", words="Một", kind="shared")
    propose(mentor, staff.pair_id, "thu-nghiem", "01/12/2026")
    before = asked()
    for number in range(3):
        meet(mentor, staff.pair_id, line=f"lần {number}", newest=str(number + 1))
        post(mentor, f"/cap/{staff.pair_id}/ghi-chep", words=f"Thêm {number}", kind="shared")
    propose(mentor, staff.pair_id, "thu-nghiem/cai-ung-dung", "01/12/2026")
    assert asked() == before
