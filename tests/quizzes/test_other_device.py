"""A second device: a warning, taking over, and what the first one still has to send."""

from flask.testing import FlaskClient

from tests.factories import Site, csrf_token, post
from tests.quizzes.makers import Learner, another_browser, learner, main_of


def sign_out(client: FlaskClient) -> None:
    assert post(client, "/dang-xuat", csrf_token=csrf_token(client, "/hien-thi")).status_code == 303


def started(site: Site) -> Learner:
    who = learner(site)
    who.begin()
    who.send(1, **who.right(1))
    return who


def test_a_second_device_is_warned_before_it_goes_on(site: Site) -> None:
    phone = another_browser(started(site))
    for tail in ("", "/cau/2", "/xem-lai"):
        assert phone.get(tail).location.endswith("/may-nay")
    words = main_of(phone.get("/may-nay"))
    assert "Bài này đang mở ở một máy khác" in words
    assert "Đã lưu 1 trên 3 câu" in words


def test_after_taking_over_the_other_device_is_warned_in_turn(site: Site) -> None:
    who = started(site)
    phone = another_browser(who)
    phone.take_over()
    assert phone.get().location.endswith("/cau/2")
    assert who.get("/cau/2").location.endswith("/may-nay")


def test_whoever_holds_it_already_is_led_on(site: Site) -> None:
    who = started(site)
    assert who.get("/may-nay").location == who.path
    who.hand_in()
    assert another_browser(who).get("/may-nay").location == who.path


def test_a_browser_that_signed_out_holds_nothing(site: Site) -> None:
    who = started(site)
    sign_out(who.client)
    assert another_browser(who).get("/cau/2").status_code == 200


def test_what_the_first_device_sends_late_fills_gaps_and_replaces_nothing(site: Site) -> None:
    who = started(site)
    phone = another_browser(who)
    phone.take_over()
    waiting = [
        {"question": "otp", "seq": 900, "fields": who.wrong(1)},
        {"question": "so-dv", "seq": 40, "fields": who.right(3)},
    ]
    assert who.save(waiting).status_code == 200
    assert who.sitting().answer("otp").response == who.right(1)
    assert who.sitting().answer("so-dv").response == who.right(3)


def test_answers_of_the_device_that_took_over_replace_the_former_ones(site: Site) -> None:
    who = started(site)
    phone = another_browser(who)
    phone.take_over()
    seq = phone.get("/cau/1").text.partition('name="seq" value="')[2].partition('"')[0]
    phone.send(1, seq=int(seq), **who.wrong(1))
    assert who.sitting().answer("otp").response == who.wrong(1)


def test_taking_over_twice_changes_nothing_more(site: Site) -> None:
    phone = another_browser(started(site))
    phone.take_over()
    before = phone.sitting()
    phone.take_over()
    assert phone.sitting() == before


def test_nobody_takes_over_somebody_elses_attempt(site: Site) -> None:
    who = started(site)
    someone = site.person("Lê Văn Bình")
    other = Learner(site, site.client(someone), someone)
    other.token = who.token
    assert other.get("/may-nay").status_code == 404
    assert other.take_over().status_code == 404
    assert who.get("/cau/2").status_code == 200
