"""Handing in: graded on the server, once, and told to the ledger once."""

from decimal import Decimal

from lms.core.completion import ItemState
from lms.db import db
from lms.progress.models import LearningEvent
from lms.progress.queries import find_standing
from tests.factories import Site, post
from tests.quizzes.makers import Learner, another_browser, bank_text, learner, main_of

ITEM = "bai-mot/thu-nghiem"


def verbs(site: Site) -> list[str]:
    """Return what the ledger says of the quiz, in order."""
    with site.app.app_context():
        rows = db.session.query(LearningEvent).filter_by(item_key=ITEM).order_by(LearningEvent.id)
        return [row.verb for row in rows]


def state(who: Learner) -> ItemState:
    with who.site.app.app_context():
        found = find_standing(who.person.id, "thu-nghiem")
        assert found is not None
        return found[1].state(ITEM)


def sit(who: Learner, *right: int) -> str:
    """Begin, answer these questions by the key and the others against it, hand in; return the result's words."""
    who.begin()
    for number in (1, 2, 3):
        who.send(number, **(who.right(number) if number in right else who.wrong(number)))
    return main_of(who.hand_in())


def test_a_pass_is_graded_kept_and_told_to_the_ledger(site: Site) -> None:
    who = learner(site)
    sit(who, 1, 3)
    sitting = who.sitting()
    assert (sitting.state, sitting.score, sitting.is_passed) == ("graded", Decimal(2), True)
    assert verbs(site) == ["quiz_passed"]
    assert state(who) is ItemState.DONE
    with site.app.app_context():
        event = db.session.query(LearningEvent).filter_by(item_key=ITEM).one()
        assert (event.trust, event.idempotency_key) == ("machine", f"quiz:{sitting.id}")
        assert (event.subject_id, event.actor_id, event.actor_kind) == (who.person.id, who.person.id, "self")


def test_too_few_right_answers_are_no_pass(site: Site) -> None:
    who = learner(site)
    sit(who, 1)
    assert who.sitting().is_passed is False
    assert verbs(site) == ["quiz_not_passed"]
    assert state(who) is ItemState.STARTED


def test_handing_in_twice_is_one_result(site: Site) -> None:
    who = learner(site)
    first = sit(who, 1, 2, 3)
    before = who.sitting()
    again = another_browser(who)
    assert main_of(again.hand_in()) == first
    assert who.sitting() == before
    assert verbs(site) == ["quiz_passed"]


def test_an_earned_pass_stays_through_a_later_failure(site: Site) -> None:
    for grade in ("best", "last", "average"):
        who = learner(site, bank_text(grade=grade))
        sit(who, 1, 2, 3)
        words = sit(who)
        assert "chưa đạt lần này" in words
        assert "Lần đã đạt trước đây vẫn được giữ." in words
        assert state(who) is ItemState.DONE
    assert verbs(site) == ["quiz_passed", "quiz_not_passed"] * 3


def test_by_the_first_attempt_a_later_pass_does_not_count(site: Site) -> None:
    who = learner(site, bank_text(grade="first"))
    sit(who)
    words = sit(who, 1, 2, 3)
    assert "Thầy cô làm đúng 3 trên 3 câu." in words
    assert "Kết quả được tính là lần đầu: 0%." in words
    assert verbs(site) == ["quiz_not_passed", "quiz_not_passed"]
    assert state(who) is ItemState.STARTED


def test_by_the_average_the_second_pass_may_lift_the_first_failure(site: Site) -> None:
    who = learner(site, bank_text(grade="average", **{"pass": "50%"}))
    sit(who)
    assert "đạt." in sit(who, 1, 2, 3)
    assert verbs(site) == ["quiz_not_passed", "quiz_passed"]


def test_nothing_answered_may_be_handed_in(site: Site) -> None:
    who = learner(site)
    who.begin()
    assert "Thầy cô làm đúng 0 trên 3 câu, chưa đạt lần này." in main_of(who.hand_in())


def test_an_essay_waits_for_a_person_where_it_may_decide(site: Site) -> None:
    questions = "## Một? {#mot}\n- (x) Có\n- ( ) Không\n## Viết. {#viet type=essay points=3}\n- 3đ: Nêu được hai việc\n"
    who = learner(site, bank_text(questions))
    who.begin()
    who.send(1, **who.right(1))
    who.send(2, t="Không đọc mã cho ai.")
    words = main_of(who.hand_in())
    assert "câu viết còn chờ chấm" in words
    assert (who.sitting().state, who.sitting().is_passed) == ("submitted", None)
    assert verbs(site) == []


def test_an_essay_that_cannot_save_the_attempt_does_not_hold_it_up(site: Site) -> None:
    questions = "## Một? {#mot points=3}\n- (x) Có\n- ( ) Không\n## Viết. {#viet type=essay}\n- 1đ: Nêu được hai việc\n"
    who = learner(site, bank_text(questions))
    who.begin()
    who.send(1, **who.wrong(1))
    who.send(2, t="Không đọc mã cho ai.")
    who.hand_in()
    assert who.sitting().is_passed is False
    assert verbs(site) == ["quiz_not_passed"]


def test_another_person_cannot_hand_in(site: Site) -> None:
    who = learner(site)
    who.begin()
    someone = site.person("Lê Văn Bình")
    assert post(site.client(someone), f"{who.path}/nop").status_code == 404
    assert who.sitting().is_running


def test_a_link_cannot_hand_in(site: Site) -> None:
    who = learner(site)
    who.begin()
    assert who.get("/nop").status_code == 405
    assert who.client.post(f"{who.path}/nop").location != f"{who.path}/ket-qua"
    assert who.sitting().is_running


def test_a_form_of_an_older_session_is_offered_again_not_dropped(site: Site) -> None:
    who = learner(site)
    who.begin()
    page = who.client.post(f"{who.path}/nop", data={"csrf_token": "cũ", "nop": "1"})
    assert page.status_code == 400
    assert f'action="{who.path}/nop"' in page.text
    assert who.sitting().is_running
