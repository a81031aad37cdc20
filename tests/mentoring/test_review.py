"""Deciding about a hand-in: confirm, or return with a reason; never one's own, never what was not seen."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from lms.accounts.models import User
from lms.db import db
from tests.content import publish, small_course
from tests.factories import NOW, Site, post
from tests.practice.makers import (
    EVIDENCE,
    OBSERVED,
    SORT,
    TASKS,
    events,
    hand_in_photo,
    make_school,
    photo,
    photos_of,
    sort_fields,
    state_of,
    submissions,
    version,
)


def decide(site: Site, client: FlaskClient, submission_id: int, decision: str, **fields: str) -> Any:
    seen = {"version": version(site, submission_id), "decision": decision}
    return post(client, f"/duyet/{submission_id}", **{**seen, **fields})


def test_photos_stand_beside_what_they_are_judged_by(site: Site) -> None:
    school = make_school(site)
    hand_in_photo(site.client(school.learner), note="Chụp ở phòng hội đồng")
    (only,) = submissions(site, school.learner)
    page = site.client(school.mentor).get(f"/duyet/{only.id}").text
    assert f"/anh/{photos_of(site, school.learner)[0].id}" in page
    assert "Thấy rõ phiên bản" in page
    assert "Chụp ở phòng hội đồng" in page


def test_confirming_counts_as_a_persons_word(site: Site) -> None:
    school = make_school(site)
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    hand_in_photo(learner)
    (only,) = submissions(site, school.learner)
    assert decide(site, mentor, only.id, "confirm").status_code == 303
    assert events(site, school.learner)[-1] == ("task_approved", "person", "mentor")
    assert state_of(site, school.learner, "bai-hai/nv-anh") == "done"
    assert "Người hướng dẫn xác nhận" in learner.get(EVIDENCE).text
    assert "Thầy Minh đã xác nhận" in mentor.get(f"/duyet/{only.id}").text
    assert photos_of(site, school.learner)[0].delete_after is not None


@pytest.mark.parametrize(("how", "verb"), [("alone", "observed_alone"), ("helped", "observed_with_help")])
def test_an_observed_task_says_whether_it_was_done_alone(site: Site, how: str, verb: str) -> None:
    school = make_school(site)
    post(site.client(school.learner), OBSERVED)
    (only,) = submissions(site, school.learner)
    ticks = {"o-1": "on", "how": how}
    assert decide(site, site.client(school.mentor), only.id, "confirm", **ticks).status_code == 303
    assert events(site, school.learner)[-1] == (verb, "person", "mentor")


def test_an_observed_task_without_its_required_ticks_is_not_confirmed(site: Site) -> None:
    school = make_school(site)
    post(site.client(school.learner), OBSERVED)
    (only,) = submissions(site, school.learner)
    answer = decide(site, site.client(school.mentor), only.id, "confirm", **{"o-2": "on", "how": "alone"})
    assert answer.status_code == 422
    assert "Còn việc bắt buộc" in answer.text
    assert answer.text.count(" checked") == 2
    assert submissions(site, school.learner)[0].state == "waiting"


def test_returned_work_carries_the_reason_and_can_be_done_again(site: Site) -> None:
    school = make_school(site)
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    hand_in_photo(learner)
    (first,) = submissions(site, school.learner)
    assert decide(site, mentor, first.id, "return", reason="Ảnh mờ quá,\nchụp gần hơn nhé").status_code == 303
    page = learner.get(EVIDENCE).text
    assert "Thầy Minh gửi lại bài" in page
    assert "chụp gần hơn nhé" in page
    assert state_of(site, school.learner, "bai-hai/nv-anh") == "returned"
    assert hand_in_photo(learner, photo((200, 200, 10))).status_code == 303
    first, second = submissions(site, school.learner)
    assert (first.state, second.state, second.number) == ("returned", "waiting", 2)
    assert decide(site, mentor, second.id, "confirm").status_code == 303
    verbs = [verb for verb, _trust, _kind in events(site, school.learner)]
    assert verbs == ["task_handed_in", "task_returned", "task_handed_in", "task_approved"]


def test_returning_owes_a_reason(site: Site) -> None:
    school = make_school(site)
    post(site.client(school.learner), OBSERVED)
    (only,) = submissions(site, school.learner)
    answer = decide(site, site.client(school.mentor), only.id, "return", reason=" ")
    assert answer.status_code == 422
    assert "chưa viết lý do" in answer.text
    assert 'id="tra-lai" open' in answer.text
    assert submissions(site, school.learner)[0].state == "waiting"


def test_what_the_machine_found_is_shown_with_the_failing_rows_first(site: Site) -> None:
    school = make_school(site)
    learner = site.client(school.learner)
    post(learner, SORT, **sort_fields(learner, right=False))
    post(learner, f"{SORT}/nho-xem")
    (only,) = submissions(site, school.learner)
    mentor = site.client(school.mentor)
    page = mentor.get(f"/duyet/{only.id}").text
    assert page.index("Chưa đúng, không sao.") < page.index("Đúng rồi.")
    assert decide(site, mentor, only.id, "confirm").status_code == 303
    assert events(site, school.learner)[-1] == ("task_approved", "person", "mentor")


def test_two_taps_decide_once(site: Site) -> None:
    school = make_school(site)
    hand_in_photo(site.client(school.learner))
    (only,) = submissions(site, school.learner)
    mentor = site.client(school.mentor)
    seen = version(site, only.id)
    for decision in ("confirm", "confirm", "return"):
        answer = post(mentor, f"/duyet/{only.id}", decision=decision, version=seen, reason="muộn rồi")
        assert answer.status_code == 303
    assert submissions(site, school.learner)[0].state == "passed"
    assert len(events(site, school.learner)) == 2


def test_what_changed_meanwhile_is_not_decided_unseen(site: Site) -> None:
    school = make_school(site)
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    hand_in_photo(learner, photo((1, 1, 1)), photo((200, 1, 1)))
    (only,) = submissions(site, school.learner)
    seen = version(site, only.id)
    post(learner, f"/anh/{photos_of(site, school.learner)[0].id}/xoa")
    answer = post(mentor, f"/duyet/{only.id}", decision="confirm", version=seen)
    assert answer.status_code == 409
    assert "vừa sửa rồi nộp lại" in answer.text
    assert submissions(site, school.learner)[0].state == "waiting"


def test_what_was_taken_back_leads_back_to_the_board(site: Site) -> None:
    school = make_school(site)
    learner = site.client(school.learner)
    post(learner, OBSERVED, note="đừng đọc")
    (only,) = submissions(site, school.learner)
    post(learner, f"{OBSERVED}/rut-lai")
    answer = site.client(school.mentor).get(f"/duyet/{only.id}")
    assert (answer.status_code, answer.location) == (303, "/nguoi-toi-giup")


def test_nobody_but_the_mentor_sees_or_decides(site: Site) -> None:
    school = make_school(site)
    hand_in_photo(site.client(school.learner), note="chỉ thầy Minh đọc")
    (only,) = submissions(site, school.learner)
    for person in [school.learner, *school.outsiders]:
        client = site.client(person)
        assert client.get(f"/duyet/{only.id}").status_code == 404
        for decision in ("confirm", "return"):
            answer = decide(site, client, only.id, decision, reason="vì tôi muốn")
            assert answer.status_code == 404
    assert submissions(site, school.learner)[0].state == "waiting"
    assert len(events(site, school.learner)) == 1


def test_nobody_decides_ones_own_not_even_an_officer(site: Site) -> None:
    school = make_school(site)
    officer = site.client(school.officer)
    hand_in_photo(officer)
    (only,) = submissions(site, school.officer)
    assert officer.get(f"/duyet/{only.id}").status_code == 404
    assert decide(site, officer, only.id, "confirm").status_code == 404
    assert submissions(site, school.officer)[0].state == "waiting"


def test_without_a_mentor_the_units_officer_decides(site: Site) -> None:
    school = make_school(site)
    hand_in_photo(site.client(school.colleague))
    (only,) = submissions(site, school.colleague)
    assert decide(site, site.client(school.other_officer), only.id, "confirm").status_code == 404
    assert decide(site, site.client(school.mentor), only.id, "confirm").status_code == 404
    assert decide(site, site.client(school.officer), only.id, "confirm").status_code == 303
    assert events(site, school.colleague)[-1] == ("task_approved", "person", "assessor")


def test_the_end_of_the_pair_hands_it_to_the_officer(site: Site) -> None:
    school = make_school(site)
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    hand_in_photo(learner)
    (only,) = submissions(site, school.learner)
    assert mentor.get(f"/duyet/{only.id}").status_code == 200
    post(learner, f"/cap/{school.pair_id}/ket-thuc", reason="đổi người")
    assert mentor.get(f"/duyet/{only.id}").status_code == 404
    assert decide(site, mentor, only.id, "confirm").status_code == 404
    assert decide(site, site.client(school.officer), only.id, "confirm").status_code == 303


def test_what_a_mentor_who_left_cannot_decide_comes_to_the_officer(site: Site) -> None:
    school = make_school(site)
    hand_in_photo(site.client(school.learner))
    (only,) = submissions(site, school.learner)
    officer = site.client(school.officer)
    assert "Xem và xác nhận" not in officer.get("/nguoi-toi-giup").text
    with site.working():
        db.session.execute(update(User).where(User.id == school.mentor.id).values(closed_at=NOW))
    assert "Xem và xác nhận" in officer.get("/nguoi-toi-giup").text
    assert decide(site, officer, only.id, "confirm").status_code == 303


def test_a_picture_that_somebody_else_sent_is_pointed_out(site: Site) -> None:
    school = make_school(site)
    hand_in_photo(site.client(school.colleague), photo((7, 7, 7)))
    hand_in_photo(site.client(school.learner), photo((7, 7, 7)))
    (only,) = submissions(site, school.learner)
    assert "giống hệt ảnh một người khác" in site.client(school.mentor).get(f"/duyet/{only.id}").text


def test_a_made_up_number_is_not_found(site: Site) -> None:
    school = make_school(site)
    mentor = site.client(school.mentor)
    assert mentor.get("/duyet/999999").status_code == 404
    assert post(mentor, "/duyet/999999", decision="confirm").status_code == 404


def test_an_own_picture_of_another_task_is_pointed_out_to_the_reviewer_alone(site: Site) -> None:
    school = make_school(site)
    other = f"{TASKS}\n## Nhiệm vụ: Gửi ảnh nữa {{#nv-anh-nua}}\nNộp: ảnh | Chấm: người hướng dẫn | Điểm: 10\n\n- 10đ: Thấy rõ\n"
    publish(site, small_course(**{"02_bai_hai__md": other}))
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    hand_in_photo(learner, photo((7, 7, 7)))
    again = EVIDENCE.replace("nv-anh", "nv-anh-nua")
    assert post(learner, again, photos=[(photo((7, 7, 7)), "a.jpg")]).status_code == 303
    first, second = submissions(site, school.learner)
    assert "đã nộp cho một việc khác" in mentor.get(f"/duyet/{second.id}").text
    assert "đã nộp cho một việc khác" not in mentor.get(f"/duyet/{first.id}").text
    assert "việc khác" not in learner.get(again).text
    assert decide(site, mentor, second.id, "confirm").status_code == 303


def test_the_same_picture_again_for_the_same_task_is_no_news(site: Site) -> None:
    school = make_school(site)
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    hand_in_photo(learner, photo((7, 7, 7)))
    (first,) = submissions(site, school.learner)
    assert decide(site, mentor, first.id, "return", reason="mờ quá").status_code == 303
    hand_in_photo(learner, photo((7, 7, 7)))
    assert (
        "đã nộp cho một việc khác" not in mentor.get(f"/duyet/{submissions(site, school.learner)[1].id}").text
    )
