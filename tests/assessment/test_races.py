"""People who do different things to the same quiz at one moment: nothing is lost, nothing is double, nobody sees an error."""

import threading
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from lms import clock
from lms.accounts.models import AuditEntry
from lms.banks.models import DraftQuestion
from lms.banks.services import keeping
from lms.core.completion import Verb
from lms.core.questions import State
from lms.db import db, unit_of_work
from lms.progress.models import LearningEvent
from lms.quizzes import services
from lms.quizzes.models import BankRevision, Extension, MarkChange, PersonMark
from lms.quizzes.queries import get_bank_revision, get_sitting, list_kept, list_past_deadline
from tests.assessment.makers import MARKING, RESULTS, essay_of, school, score_of
from tests.assessment.test_regrading import revision
from tests.assessment.test_void import is_done, void_path
from tests.banks.drafting import choose, named, pasted, publish_form, row_of, rows_of, trainer
from tests.content import publish
from tests.crowd import Browser, Deed
from tests.crowd import crowd as crowd
from tests.crowd import together as start_together
from tests.factories import Site, post
from tests.quizzes.conftest import Clock
from tests.quizzes.conftest import clock_at as clock_at
from tests.quizzes.makers import QUESTIONS, another_browser, bank_text, learner

EACH = 8
ESSAY = """# Chung {#chung}
## Ai được biết mã OTP? {#otp points=2}
- (x) Chỉ mình tôi
- ( ) Người hướng dẫn
## Kể một lần thầy cô giúp đồng nghiệp. {#ke type=essay}
- 3đ: Có chuyện thật
- 2đ: Nói rõ đã giúp gì
"""
OTHER_KEY = ESSAY.replace("(x) Chỉ", "( ) Chỉ").replace("( ) Người", "(x) Người")


def together(*deeds: Deed, each: int = EACH) -> list[list[Any]]:
    """Do each deed ``each`` times, all from one moment on; return what came of each deed."""
    came = start_together(deeds * each)
    return [came[kind :: len(deeds)] for kind in range(len(deeds))]


def sender(site: Site, who: FlaskClient, path: str, **fields: Any) -> Deed:
    """Return the deed of sending a form in another window of this person's browser; it returns the status."""
    browser = Browser(site.app, who)

    def send() -> int:
        answer = browser.window().post(path, data={"csrf_token": browser.token, **fields})
        return answer.status_code

    return send


def saver(site: Site, who: FlaskClient, path: str, numbers: Iterator[int], **fields: str) -> Deed:
    """Return the deed of saving an answer by script, each time under the next number; it returns number and status."""
    browser, lock = Browser(site.app, who), threading.Lock()

    def save() -> tuple[int, int]:
        with lock:
            number = next(numbers)
        batch = [{"question": "so-dv", "seq": number, "fields": fields or {"t": str(number)}}]
        headers = {"Accept": "application/json", "X-CSRFToken": browser.token}
        return number, browser.window().post(path, json=batch, headers=headers).status_code

    return save


def reader(site: Site, who: FlaskClient, path: str) -> Deed:
    """Return the deed of opening a page in another window of this person's browser; it returns the status."""
    browser = Browser(site.app, who)
    return lambda: browser.window().get(path).status_code


def count_events(site: Site, verb: Verb) -> int:
    with site.app.app_context():
        return int(db.session.query(LearningEvent).filter_by(verb=verb.value).count())


def audited(site: Site, action: str) -> int:
    with site.app.app_context():
        return int(db.session.query(AuditEntry).filter_by(action=action).count())


def drafted(site: Site) -> tuple[FlaskClient, str]:
    client = site.client(trainer(site))
    return client, named(client, pasted(client))


def test_one_draft_published_many_times_at_once_is_one_revision(crowd: Site) -> None:
    client, address = drafted(crowd)
    form = publish_form(client, address)
    [statuses] = together(sender(crowd, client, f"{address}/dang", **form))
    assert set(statuses) <= {303, 409, 503}
    assert statuses.count(303) >= 1
    with crowd.app.app_context():
        assert db.session.query(BankRevision).count() == 1
    assert audited(crowd, "bank.published") == audited(crowd, "bank_draft.published") == 1


def test_mending_beside_publishing_loses_no_word_and_publishes_what_was_seen(crowd: Site) -> None:
    client, address = drafted(crowd)
    form, row = publish_form(client, address), row_of(crowd, address)
    published, mended = together(
        sender(crowd, client, f"{address}/dang", **form),
        sender(crowd, client, f"{address}/cau/{row.id}/dap-an", version="1", dung="0"),
        each=4,
    )
    assert set(published) <= {303, 409, 503}
    assert sorted(set(mended)) in ([303], [303, 409])
    assert mended.count(303) == 1
    assert [each.status for each in rows_of(crowd, address)] == ["ready"] * 3
    with crowd.app.app_context():
        texts = [row.source for row in db.session.query(BankRevision)]
    assert all(
        text.count("\n## ") == 2 for text in texts
    )  # the third question was unsure when the report was read


def test_a_draft_dropped_beside_its_publishing_is_published_whole_or_not_at_all(crowd: Site) -> None:
    client, address = drafted(crowd)
    form = publish_form(client, address)
    published, dropped = together(
        sender(crowd, client, f"{address}/dang", **form), sender(crowd, client, f"{address}/bo"), each=4
    )
    assert set(published) <= {303, 404, 409, 503}
    assert set(dropped) == {303}
    assert audited(crowd, "bank_draft.dropped") == 1
    assert audited(crowd, "bank_draft.published") == audited(crowd, "bank.published") <= 1
    assert client.get(address).status_code == 200


def test_dropping_many_drafts_at_once_removes_the_oldest_and_breaks_nothing(
    crowd: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 5
    monkeypatch.setattr(keeping, "MOST_DROPPED", most)
    client = crowd.client(trainer(crowd))
    addresses = [pasted(client) for _ in range(most + 4)]
    for address in addresses[:most]:
        post(client, f"{address}/bo")
    deeds = [sender(crowd, client, f"{address}/bo") for address in addresses[most:]]
    back = [sender(crowd, client, f"{address}/lay-lai") for address in addresses[:4]]
    statuses = [status for told in together(*deeds, *back, each=1) for status in told]
    assert set(statuses) <= {303, 404}
    with crowd.app.app_context():
        kept = {row.draft_id for row in db.session.query(DraftQuestion)}
    assert len(kept) >= most


def test_grading_again_many_times_at_once_is_graded_again_once(crowd: Site) -> None:
    here = school(crowd, questions=ESSAY)
    people = [essay_of(here.learner(f"Người {number}")) for number in range(3)]
    publish(crowd, bank=bank_text(OTHER_KEY))
    ban = revision(here.get(f"{RESULTS}/cham-lai").text)
    again = sender(crowd, here.client, f"{RESULTS}/cham-lai", ban=ban, cau="otp", reason="Ghi nhầm")
    [statuses] = together(again)
    assert set(statuses) == {303}
    with crowd.app.app_context():
        assert db.session.query(MarkChange).filter_by(kind="regrade").count() == len(people)
    assert audited(crowd, "attempts.regraded") == 1


def test_marking_beside_grading_again_keeps_both(crowd: Site) -> None:
    here = school(crowd, questions=ESSAY)
    who = essay_of(here.learner(), right=False)
    publish(crowd, bank=bank_text(OTHER_KEY))
    ban = revision(here.get(f"{RESULTS}/cham-lai").text)
    marked, again = together(
        sender(
            crowd,
            here.client,
            MARKING,
            **{"bai": who.token, "cau": "ke", "seen": "0", "diem-0": "3", "diem-1": "2"},
        ),
        sender(crowd, here.client, f"{RESULTS}/cham-lai", ban=ban, cau="otp", reason="Ghi nhầm"),
        each=4,
    )
    assert set(marked) == set(again) == {303}
    attempt = here.attempt(who.token)
    assert (attempt.state, attempt.is_passed) == ("graded", True)
    assert score_of(attempt) == 7
    with crowd.app.app_context():
        kinds = sorted(kind for (kind,) in db.session.query(MarkChange.kind))
    assert kinds == ["person", "regrade"]
    assert is_done(crowd, who)


def test_voiding_marking_and_grading_again_at_once_end_in_a_void_attempt(crowd: Site) -> None:
    here = school(crowd, questions=ESSAY)
    who = essay_of(here.learner())
    publish(crowd, bank=bank_text(OTHER_KEY))
    ban = revision(here.get(f"{RESULTS}/cham-lai").text)
    done = together(
        sender(
            crowd,
            here.client,
            MARKING,
            **{"bai": who.token, "cau": "ke", "seen": "0", "diem-0": "3", "diem-1": "2"},
        ),
        sender(crowd, here.client, f"{RESULTS}/cham-lai", ban=ban, cau="otp", reason="Ghi nhầm"),
        sender(crowd, here.client, void_path(who.token), reason="Làm hộ"),
        each=4,
    )
    assert {status for told in done for status in told} <= {303, 404, 409}
    attempt = here.attempt(who.token)
    assert (attempt.state, attempt.is_passed) == ("void", None)
    assert audited(crowd, "attempt.voided") == 1
    assert not is_done(crowd, who)
    with crowd.app.app_context():
        assert db.session.query(PersonMark).count() <= 1


def test_an_extension_beside_time_that_is_up_either_comes_in_time_or_moves_nothing(
    crowd: Site, clock_at: Clock
) -> None:
    here = school(crowd, questions=QUESTIONS, time="10")
    who = here.learner()
    who.begin()
    who.send(1, **who.right(1))
    clock_at.forward(minutes=12)
    granted, looked = together(
        sender(
            crowd, here.client, f"{RESULTS}/gia-han/{who.person.id}", extra_minutes="15", reason="Mất điện"
        ),
        reader(crowd, who.client, who.path),
        each=4,
    )
    assert set(granted) == {303}
    assert set(looked) == {303}
    sitting = who.sitting()
    with crowd.app.app_context():
        assert db.session.query(Extension).count() == 1
        decided = db.session.query(LearningEvent).filter(LearningEvent.idempotency_key.like("quiz:%")).count()
    is_open = sitting.state == "in_progress"
    assert sitting.state in ("in_progress", "graded")
    assert decided == (0 if is_open else 1)
    assert sitting.deadline_at == sitting.started_at + timedelta(minutes=25 if is_open else 10)
    assert sitting.answer(sitting.drawn.question_ids[0]).response


def test_what_is_saved_beside_a_second_device_taking_over_is_kept(crowd: Site) -> None:
    who = learner(crowd)
    who.begin()
    phone = another_browser(who)
    saves, taken = together(
        saver(crowd, who.client, f"{who.path}/luu", iter(range(1, 100))),
        sender(crowd, phone.client, f"{who.path}/may-nay"),
    )
    assert {status for _number, status in saves} == {200}
    assert set(taken) == {303}
    kept = who.sitting().answer("so-dv")
    assert kept.response in [{"t": str(number)} for number, _status in saves]


def test_taking_over_beside_the_hand_in_leaves_one_result(crowd: Site) -> None:
    who = learner(crowd)
    who.begin()
    who.send(1, **who.right(1))
    who.send(3, **who.right(3))
    phone = another_browser(who)
    handed, taken = together(
        sender(crowd, who.client, f"{who.path}/nop"), sender(crowd, phone.client, f"{who.path}/may-nay")
    )
    assert set(handed) == set(taken) == {303}
    sitting = who.sitting()
    assert (sitting.state, sitting.is_passed) == ("graded", True)
    assert {each.marked_state for each in sitting.answers.values()} == {State.RIGHT.value}
    assert count_events(crowd, Verb.QUIZ_PASSED) == 1


def sweep(site: Site) -> None:
    """Do what ``lms quizzes sweep`` does, whose printing cannot be shared by threads."""
    with site.app.app_context():
        now = clock.now()
        for token in list_past_deadline(now):
            sitting = get_sitting(token)
            published = get_bank_revision(sitting.revision_id)
            marks = services.mark_answers(sitting, published, sitting.answers)
            with unit_of_work():
                services.settle(sitting, published, marks, now)


@pytest.mark.parametrize("past", [30, 61])
def test_sweeping_beside_hand_ins_and_saves_ends_each_attempt_once(
    crowd: Site, clock_at: Clock, past: int
) -> None:
    who = learner(crowd, bank_text(time=10))
    who.begin()
    who.send(1, **who.right(1))
    clock_at.forward(minutes=10, seconds=past)
    saves, handed, _swept = together(
        saver(crowd, who.client, f"{who.path}/luu", iter(range(1, 100)), t="2803"),
        sender(crowd, who.client, f"{who.path}/nop"),
        lambda: sweep(crowd),
        each=6,
    )
    assert {status for _number, status in saves} <= {200, 409}
    assert set(handed) == {303}
    sitting = who.sitting()
    with crowd.app.app_context():
        in_time, late = list_kept(sitting.id), list_kept(sitting.id, is_late=True)
        decided = db.session.query(LearningEvent).filter(LearningEvent.idempotency_key.like("quiz:%")).count()
    assert sitting.state == "graded"
    assert decided == 1
    assert all(each.marked_state for each in in_time.values())
    was_acknowledged = any(status == 200 for _number, status in saves)
    assert ("so-dv" in {**in_time, **late}) == was_acknowledged
    assert ("so-dv" in late) <= (past > 60)


def test_every_answer_of_many_people_who_save_and_hand_in_beside_a_publication_is_kept(crowd: Site) -> None:
    first = learner(crowd)
    people = [first, *(_beside(crowd, first, number) for number in range(5))]
    for who in people:
        who.begin()
    other = bank_text(QUESTIONS.replace("Chỉ mình tôi", "Chỉ một mình tôi"))
    deeds: Sequence[Deed] = [
        *(saver(crowd, who.client, f"{who.path}/luu", iter([1]), t="2803") for who in people),
        lambda: publish(crowd, bank=other),
    ]
    *saves, _published = together(*deeds, each=1)
    assert {status for told in saves for _number, status in told} == {200}
    for who in people:
        assert who.sitting().answer("so-dv").response == {"t": "2803"}
        who.hand_in()
        assert who.sitting().score == 1


def _beside(site: Site, first: Any, number: int) -> Any:
    person = site.person(f"Lê Văn {number}", first.person.unit_id)
    return type(first)(site, site.client(person), person)


def test_the_key_of_a_question_chosen_twice_at_once_is_one_choice_and_the_other_is_told(crowd: Site) -> None:
    client, address = drafted(crowd)
    row = row_of(crowd, address)
    path = f"{address}/cau/{row.id}/dap-an"
    first, second = together(
        sender(crowd, client, path, version="1", dung="0"),
        sender(crowd, client, path, version="1", dung="1"),
        each=3,
    )
    assert sorted(first + second) == [303] + [409] * 5
    assert choose(client, crowd, address, 2, version=2).status_code == 303
