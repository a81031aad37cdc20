"""Essays marked several in a row: points by the rubric, the score and the ledger that follow, no names."""

import re
from decimal import Decimal
from typing import Any

from lms.core.completion import Trust, Verb
from lms.core.people import Role
from lms.db import db
from lms.progress.models import LearningEvent
from lms.quizzes.models import Answer, MarkChange, PersonMark
from lms.quizzes.queries import list_person_marks
from tests.assessment.makers import MARKING, School, essay_of, other_trainer, school, score_of
from tests.assessment.test_void import is_done, verbs, void_path
from tests.factories import Site, post
from tests.quizzes.makers import Learner, main_of

TWO_ESSAYS = """## Kể một lần giúp. {#ke type=essay}
- 3đ: Có chuyện thật
- 2đ: Nói rõ đã giúp gì
## Vì sao cần mật khẩu dài? {#vi-sao type=essay points=2}
"""


def shown(page: Any) -> tuple[str, str]:
    """Return which attempt and question a page is about."""
    token = re.search(r'name="bai" value="([^"]+)"', page.text)
    question = re.search(r'name="cau" value="([^"]+)"', page.text)
    assert token, main_of(page)
    assert question
    return token[1], question[1]


def three(site: Site) -> School:
    here = school(site)
    for name in ("Nguyễn Thị Hòa", "Vũ Thị Lý", "Trần Văn Minh"):
        essay_of(here.learner(name), f"Bài của {name.split()[-1].upper()}")
    return here


def two_essays(here: School, name: str) -> Learner:
    who = here.learner(name)
    who.begin()
    for number in (1, 2):
        who.send(number, t=f"Câu {number}")
    who.hand_in()
    return who


def test_it_opens_at_an_essay_that_waits_with_its_rubric(site: Site) -> None:
    words = main_of(three(site).get(MARKING))
    assert "Bài viết 1 trên 3 · còn 3 bài viết chờ chấm" in words
    assert "Kể một lần thầy cô giúp đồng nghiệp." in words
    assert "Có chuyện thật (3 điểm) Đủ 3 Chưa có" in words
    assert "Nói rõ đã giúp gì (2 điểm) Đủ 2 Chưa có" in words
    assert "Lưu và sang bài sau" in words


def test_names_are_hidden_unless_asked_for(site: Site) -> None:
    here = three(site)
    for name in ("Nguyễn Thị Hòa", "Vũ Thị Lý", "Trần Văn Minh"):
        assert name not in here.get(MARKING).text
    token, _question = shown(here.get(f"{MARKING}?ten=1"))
    words = main_of(here.get(f"{MARKING}?ten=1"))
    assert any(each.person.full_name in words for each in here.learners if each.token == token)


def test_saving_goes_on_to_the_next_until_none_waits(site: Site) -> None:
    here = three(site)
    page, seen = here.get(MARKING), set()
    for left in (2, 1, 0):
        token, question = shown(page)
        seen.add(token)
        fields = {"nhanh-0": "full", "diem-1": "1,5"}
        answer = here.post(MARKING, bai=token, cau=question, seen=0, **fields)
        assert answer.status_code == 303
        page = here.get(answer.location)
        if left:
            assert f"Còn {left} bài viết chờ chấm." in page.text
    assert seen == {each.token for each in here.learners}
    assert "Cả 3 bài viết đã chấm xong" in main_of(page)
    assert {score_of(here.attempt(each.token)) for each in here.learners} == {Decimal("6.5")}


def test_skipping_and_going_back_change_nothing(site: Site) -> None:
    here = three(site)
    page = here.get(MARKING)
    skip = re.search(r'href="([^"]+)">Để sau', page.text)
    assert skip
    following = here.get(skip[1].replace("&amp;", "&"))
    assert shown(following) != shown(page)
    back = re.search(r'href="([^"]+)">‹ Bài viết trước|href="([^"]+)">‹ Bài trước', following.text)
    assert back
    assert shown(here.get((back[1] or back[2]).replace("&amp;", "&"))) == shown(page)


def test_question_by_question_or_person_by_person(site: Site) -> None:
    here = school(site, questions=TWO_ESSAYS)
    for name in ("Nguyễn Thị Hòa", "Vũ Thị Lý"):
        two_essays(here, name)

    def walk(switch: str) -> list[tuple[str, str]]:
        path, met = f"{MARKING}?{switch}", []
        for _ in range(4):
            page = here.get(path)
            met.append(shown(page))
            skip = re.search(r'href="([^"]+)">Để sau', page.text)
            assert skip
            path = skip[1].replace("&amp;", "&")
        return met

    assert [question for _token, question in walk("")] == ["ke", "ke", "vi-sao", "vi-sao"]
    by_person = walk("theo=nguoi")
    assert [question for _token, question in by_person] == ["ke", "vi-sao", "ke", "vi-sao"]
    assert by_person[0][0] == by_person[1][0] != by_person[2][0]


def test_the_mark_is_kept_by_line_and_decides_the_attempt(site: Site) -> None:
    here = school(site)
    who = essay_of(here.learner())
    before = here.attempt(who.token)
    assert (before.state, before.is_passed, before.graded_at) == ("submitted", None, None)
    assert here.mark(who, "3", "0,75", remark="Kể rõ.\r\nCảm ơn cô.").status_code == 303
    after = here.attempt(who.token)
    assert (after.state, after.is_passed, score_of(after)) == ("graded", True, Decimal("5.75"))
    assert after.graded_at is not None
    with site.app.app_context():
        mark = db.session.query(PersonMark).one()
        assert (mark.points, mark.remark) == (["3", "0.75"], "Kể rõ.\nCảm ơn cô.")
        assert mark.marked_by_id == here.trainer.id
        answer = db.session.query(Answer).filter_by(question_id="ke").one()
        assert (answer.marked_state, answer.score) == ("partly", Decimal("3.75"))
        assert list_person_marks(after.id)["ke"].points == (Decimal(3), Decimal("0.75"))


def test_full_points_and_none_have_their_words(site: Site) -> None:
    here = three(site)
    for who, points, state in zip(
        here.learners, (("3", "2"), ("0", "0"), ("0", "0,25")), ("right", "wrong", "partly"), strict=True
    ):
        here.mark(who, *points)
        assert who.sitting().answer("ke").marked_state == state


def test_the_ledger_learns_of_it_by_a_persons_word(site: Site) -> None:
    here = school(site)
    passed, failed = essay_of(here.learner("Nguyễn Thị Hòa")), essay_of(here.learner("Vũ Thị Lý"))
    assert verbs(site, passed) == []
    here.mark(passed, "3", "2")
    here.mark(failed, "0", "0")
    assert verbs(site, passed) == [Verb.QUIZ_PASSED]
    assert verbs(site, failed) == [Verb.QUIZ_NOT_PASSED]
    with site.app.app_context():
        event = db.session.query(LearningEvent).filter_by(verb=Verb.QUIZ_PASSED.value).one()
        assert (event.trust, event.actor_id, event.actor_kind) == (
            Trust.PERSON,
            here.trainer.id,
            "assessor",
        )


def test_a_changed_mark_takes_a_pass_back_or_gives_it_with_its_history(site: Site) -> None:
    here = school(site)
    who = essay_of(here.learner())
    here.mark(who, "3", "2")
    assert is_done(site, who)
    here.mark(who, "0", "0", seen=1)
    assert not is_done(site, who)
    assert here.attempt(who.token).is_passed is False
    here.mark(who, "3", "1", seen=2)
    assert is_done(site, who)
    assert verbs(site, who) == [Verb.QUIZ_PASSED, Verb.WITHDRAWN, Verb.QUIZ_PASSED]
    with site.app.app_context():
        changes = db.session.query(MarkChange).order_by(MarkChange.id).all()
        assert [(each.before, each.after) for each in changes] == [(None, 5), (5, 0), (0, 4)]
        assert {each.kind for each in changes} == {"person"}


def test_hints_cost_what_was_said(site: Site) -> None:
    here = school(site)
    who = here.learner()
    who.begin()
    who.send(2, hint=1)
    who.send(2, seq=2, t="Tôi đã giúp.")
    who.hand_in()
    page = main_of(here.get(MARKING))
    assert "Đã xem 1 gợi ý; máy tự bớt 20% điểm câu này." in page
    here.mark(who, "3", "2")
    assert score_of(here.attempt(who.token)) == 4


def test_an_attempt_waits_until_its_last_essay_is_read(site: Site) -> None:
    here = school(site, questions=TWO_ESSAYS)
    who = two_essays(here, "Nguyễn Thị Hòa")
    here.mark(who, "1", "1")
    assert here.attempt(who.token).state == "submitted"
    post(here.client, MARKING, bai=who.token, cau="vi-sao", seen=0, **{"diem-0": "2"})
    attempt = here.attempt(who.token)
    assert (attempt.state, score_of(attempt)) == ("graded", 4)


def test_what_is_missing_or_odd_is_said_and_what_was_typed_is_kept(site: Site) -> None:
    here = school(site)
    who = essay_of(here.learner())
    for typed in ("4", "-1", "1,1", "ba", "1e9", "NaN", "9" * 19):
        answer = here.mark(who, typed, "1,5", remark="Giữ lại nhé")
        assert answer.status_code == 422, typed
        assert "<title>Lỗi:" in answer.text
        assert "Ý 1: gõ một số từ 0 đến 3, lẻ đến 0,25." in main_of(answer)
        assert f'value="{typed}"' in answer.text
        assert 'value="1,5"' in answer.text
        assert "Giữ lại nhé" in answer.text
    nothing = here.mark(who)
    assert nothing.status_code == 422
    assert "Ý 1 chưa có điểm." in main_of(nothing)
    assert "Ý 2 chưa có điểm." in main_of(nothing)
    assert here.mark(who, "1", "1", remark="x" * 2001).status_code == 422
    assert here.attempt(who.token).state == "submitted"


def test_a_mark_made_meanwhile_is_shown_beside_ones_own(site: Site) -> None:
    here = school(site)
    who = essay_of(here.learner())
    other = site.client(site.person("Phạm Thị Vân", here.root_id, role=Role.TRAINER))
    here.mark(who, "3", "2", remark="Hay lắm", client=other)
    answer = here.mark(who, "1", "0,5", remark="Còn thiếu")
    assert answer.status_code == 409
    words = main_of(answer)
    assert "Cô Vân vừa chấm bài này" in words
    assert "Điểm kia: 3 + 2. Lời nhắn: “Hay lắm”" in words
    assert 'value="0,5"' in answer.text
    assert "Còn thiếu" in words
    assert score_of(here.attempt(who.token)) == 7
    seen = re.search(r'name="seen" value="(\d+)"', answer.text)
    assert seen
    assert here.mark(who, "1", "0,5", remark="Còn thiếu", seen=int(seen[1])).status_code == 303
    assert score_of(here.attempt(who.token)) == Decimal("3.5")


def test_the_same_mark_sent_twice_is_one(site: Site) -> None:
    here = school(site)
    who = essay_of(here.learner())
    assert here.mark(who, "3", "2").status_code == 303
    assert here.mark(who, "3", "2").status_code == 303
    with site.app.app_context():
        assert db.session.query(MarkChange).count() == 1


def test_a_void_attempt_is_not_marked(site: Site) -> None:
    here = school(site)
    who = essay_of(here.learner())
    here.post(void_path(who.token), reason="Làm hộ")
    answer = here.mark(who, "3", "2")
    assert answer.status_code == 409
    assert "vừa bị hủy" in main_of(answer)
    assert here.mark(who, "3", "2", client=other_trainer(site)).status_code == 404
    assert "Chưa có bài nào cần người chấm" in main_of(here.get(MARKING))


def test_what_the_machine_marks_and_blank_essays_do_not_wait(site: Site) -> None:
    here = school(site)
    who = essay_of(here.learner(), text="")
    assert "Chưa có bài nào cần người chấm" in main_of(here.get(MARKING))
    answer = post(here.client, MARKING, bai=who.token, cau="otp", seen=0, **{"diem-0": "1"})
    assert answer.status_code == 404


def test_nobody_marks_beyond_ones_reach_or_for_oneself(site: Site) -> None:
    here = school(site)
    who = essay_of(here.learner())
    stranger = other_trainer(site)
    assert "Chưa có bài nào cần người chấm" in main_of(stranger.get(MARKING))
    assert stranger.get(f"{MARKING}?bai={who.token}&cau=ke").status_code == 404
    assert here.mark(who, "3", "2", client=stranger).status_code == 404
    assert here.mark(who, "3", "2", client=who.client).status_code == 403
    own = here.learner()
    own.client, own.person = here.client, here.trainer
    essay_of(own)
    assert here.mark(own, "3", "2").status_code == 404
    assert here.attempt(own.token).state == "submitted"
