"""Coming back to an attempt: on the same device, on another one, after the end, as somebody else."""

from tests.factories import Site
from tests.quizzes.makers import Learner, another_browser, bank_text, learner


def test_an_attempt_reopens_at_the_first_unanswered_question(site: Site) -> None:
    who = learner(site)
    who.begin()
    who.send(1, **who.right(1))
    assert who.get().location.endswith("/cau/2")


def test_another_device_finds_every_answer(site: Site) -> None:
    who = learner(site)
    who.begin()
    who.send(1, **who.right(1))
    who.send(3, t="2803")
    phone = another_browser(who)
    assert phone.take_over().location == phone.path
    assert phone.get().location.endswith("/cau/2")
    assert f'value="{who.right(1)["a"]}" id="tra-loi" checked' in phone.get("/cau/1").text
    assert 'value="2803"' in phone.get("/cau/3").text


def test_with_feedback_at_once_a_saved_answer_that_was_not_sent_off_is_still_open(site: Site) -> None:
    who = learner(site, bank_text(review="each"))
    who.begin()
    who.save([{"question": "otp", "seq": 1, "fields": who.right(1)}])
    assert who.get().location.endswith("/cau/1")
    who.send(1, seq=2, **who.right(1))
    assert who.get().location.endswith("/cau/2")


def test_when_all_is_answered_it_reopens_at_the_check(site: Site) -> None:
    who = learner(site)
    who.begin()
    for number in (1, 2, 3):
        who.send(number, **who.right(number))
    assert who.get().location.endswith("/xem-lai")


def test_after_the_hand_in_it_opens_the_result(site: Site) -> None:
    who = learner(site)
    who.begin()
    who.hand_in()
    for tail in ("", "/cau/1", "/xem-lai"):
        assert who.get(tail).location.endswith("/ket-qua")


def test_another_person_finds_no_such_attempt(site: Site) -> None:
    who = learner(site)
    who.begin()
    someone = site.person("Lê Văn Bình")
    other = Learner(site, site.client(someone), someone)
    other.token = who.token
    assert other.get().status_code == 404
    assert who.client.get("/bai-lam/" + "x" * 43).status_code == 404
    assert who.client.get("/bai-lam/%00").status_code == 404
