"""Signing in the site: a certificate under a PIN of one's own, then the PIN signs the learner's sheet."""

import logging

import pytest
from sqlalchemy import select

from lms.accounts.models import AuditEntry
from lms.core.practice import Report, Verdict
from lms.core.practice.sign_here import SignHere
from lms.db import Base, db
from tests.factories import Site, post
from tests.practice.lab import (
    HERE,
    OWN,
    PASSWORD,
    PIN,
    READ,
    WRONG,
    certificates,
    get_certificate,
    make_lab,
    put_up_authority,
    sign,
)
from tests.practice.makers import events, state_of, submissions

KEY = "bai-hai/nv-ky"


def lock(client) -> None:  # type: ignore[no-untyped-def]
    for _ in range(5):
        sign(client, WRONG)


def test_a_learner_without_a_certificate_is_asked_to_choose_a_pin(site: Site) -> None:
    client = site.client(make_lab(site).learner)
    page = client.get(HERE)
    assert page.status_code == 200
    assert 'name="pin_again"' in page.text
    assert f'formaction="{HERE}/chung-thu"' in page.text
    assert f'formaction="{HERE}/ky"' not in page.text


def test_choosing_a_pin_gives_a_certificate_in_ones_own_name(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    answer = get_certificate(client)
    assert (answer.status_code, answer.location) == (303, HERE)
    (only,) = certificates(site, school.learner)
    assert (only.use, only.wrong_pins, only.replaced_at) == ("site", 0, None)
    assert "Nguyễn Thị Hòa".encode() in only.certificate
    assert f'formaction="{HERE}/ky"' in client.get(HERE).text


@pytest.mark.parametrize(
    ("pin", "again", "said"),
    [
        ("", "", "6 chữ số"),
        ("12345", "12345", "6 chữ số"),
        ("73914a", "73914a", "6 chữ số"),
        ("000000", "000000", "dễ đoán"),
        ("123456", "123456", "dễ đoán"),
        ("150785", "150785", "ngày sinh"),
        ("198507", "198507", "ngày sinh"),
        (PIN, WRONG, "chưa giống nhau"),
    ],
)
def test_a_pin_that_will_not_do_is_refused_with_what_to_do(
    site: Site, pin: str, again: str, said: str
) -> None:
    school = make_lab(site)
    answer = post(site.client(school.learner), f"{HERE}/chung-thu", new_pin=pin, pin_again=again)
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert said in answer.text
    assert f'value="{pin}"' not in answer.text or not pin
    assert certificates(site, school.learner) == []


def test_who_forgot_the_pin_chooses_a_new_one_on_the_same_page(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    get_certificate(client)
    page = client.get(HERE).text
    assert "Quên PIN?" in page
    assert 'name="new_pin"' in page
    slip = post(client, f"{HERE}/chung-thu", new_pin="482915", pin_again="482951")
    assert slip.status_code == 422
    assert '<details class="card after" open>' in slip.text
    assert 'id="pin_again-error"' in slip.text
    get_certificate(client, "482915")
    assert sign(client, PIN).status_code == 422
    assert sign(client, "482915").status_code == 303
    assert submissions(site, school.learner)[0].state == "passed"


def test_the_mentor_s_page_tells_of_a_locked_key_unasked(site: Site) -> None:
    school = make_lab(site)
    client, mentor = site.client(school.learner), site.client(school.mentor)
    get_certificate(client)
    assert "Hôm nay mọi người đều đang ổn" in mentor.get("/nguoi-toi-giup").text
    lock(client)
    page = mentor.get("/nguoi-toi-giup").text
    assert "Hôm nay có 1 người cần thầy cô" in page
    assert "Mở khóa ký cho cô Hòa" in page
    post(mentor, f"/nguoi-toi-giup/mo-khoa-ky/{school.learner.id}")
    assert "Mở khóa ký" not in mentor.get("/nguoi-toi-giup").text


def test_the_right_pin_signs_and_passes_the_task(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    get_certificate(client)
    answer = sign(client)
    assert (answer.status_code, answer.location) == (303, f"{HERE}#ket-qua")
    (only,) = submissions(site, school.learner)
    assert (only.state, only.kind) == ("passed", "sign-here")
    assert state_of(site, school.learner, KEY) == "done"
    assert ("task_passed", "machine", "system") in events(site, school.learner)
    assert "Máy" in client.get(HERE).text


def test_a_second_tap_signs_nothing_more(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    get_certificate(client)
    sign(client)
    assert sign(client).status_code == 303
    assert len(submissions(site, school.learner)) == 1


def test_a_wrong_pin_is_counted_and_said_and_never_a_try_at_the_task(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    get_certificate(client)
    answer = sign(client, WRONG)
    assert answer.status_code == 422
    assert "PIN chưa đúng. Còn 4 lần thử nữa." in answer.text
    assert submissions(site, school.learner) == []
    assert certificates(site, school.learner)[0].wrong_pins == 1


@pytest.mark.parametrize("pin", ["", "12", "abcdef", "7391460", "７３９１４６"])
def test_what_is_no_pin_is_no_try_at_one(site: Site, pin: str) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    get_certificate(client)
    assert sign(client, pin).status_code == 422
    assert certificates(site, school.learner)[0].wrong_pins == 0


def test_the_right_pin_begins_the_count_anew(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    get_certificate(client)
    for _ in range(4):
        sign(client, WRONG)
    assert sign(client).status_code == 303
    assert certificates(site, school.learner)[0].wrong_pins == 0
    assert submissions(site, school.learner)[0].state == "passed"


def test_five_wrong_pins_lock_the_key_even_for_the_right_one(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    get_certificate(client)
    lock(client)
    page = client.get(HERE).text
    assert "Khóa ký đang khóa" in page
    assert "thầy Minh" in page
    assert f'formaction="{HERE}/ky"' not in page
    sign(client)
    assert submissions(site, school.learner) == []
    assert certificates(site, school.learner)[0].wrong_pins == 5


def test_a_new_certificate_is_no_way_round_the_lock(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    get_certificate(client)
    lock(client)
    assert get_certificate(client, "482915").status_code == 422
    assert len(certificates(site, school.learner)) == 1


def test_the_mentor_unlocks_in_one_tap_and_the_pin_is_as_before(site: Site) -> None:
    school = make_lab(site)
    client, mentor = site.client(school.learner), site.client(school.mentor)
    get_certificate(client)
    lock(client)
    address = f"/nguoi-toi-giup/mo-khoa-ky/{school.learner.id}"
    assert address in mentor.get(f"/nguoi-toi-giup/{school.pair_id}").text
    answer = post(mentor, address)
    assert (answer.status_code, answer.location) == (303, f"/nguoi-toi-giup/{school.pair_id}")
    assert address not in mentor.get(f"/nguoi-toi-giup/{school.pair_id}").text
    sign(client)
    assert submissions(site, school.learner)[0].state == "passed"
    with site.app.app_context():
        (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "practice_key.unlocked"))
        assert (entry.actor_id, entry.subject) == (school.mentor.id, f"user:{school.learner.id}")


def test_nobody_else_unlocks_while_there_is_a_mentor(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    get_certificate(client)
    lock(client)
    for person in [*school.outsiders, school.learner]:
        answer = post(site.client(person), f"/nguoi-toi-giup/mo-khoa-ky/{school.learner.id}")
        assert answer.status_code == 404, person.full_name
    assert certificates(site, school.learner)[0].wrong_pins == 5


def test_without_a_mentor_the_units_officer_unlocks_and_no_other(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.colleague)
    get_certificate(client)
    lock(client)
    address = f"/nguoi-toi-giup/mo-khoa-ky/{school.colleague.id}"
    assert post(site.client(school.other_officer), address).status_code == 404
    assert post(site.client(school.officer), address).status_code == 303
    assert certificates(site, school.colleague)[0].wrong_pins == 0


def test_unlocking_what_is_open_changes_nothing_and_is_not_logged(site: Site) -> None:
    school = make_lab(site)
    answer = post(site.client(school.mentor), f"/nguoi-toi-giup/mo-khoa-ky/{school.learner.id}")
    assert answer.status_code == 303
    with site.app.app_context():
        assert not db.session.scalar(select(AuditEntry.id).where(AuditEntry.action.like("practice_key.%")))


def test_a_forgotten_pin_is_mended_by_a_new_certificate(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    get_certificate(client)
    sign(client, WRONG)
    assert get_certificate(client, "482915").status_code == 303
    former, present = certificates(site, school.learner)
    assert former.replaced_at is not None
    assert former.key is None
    assert (present.replaced_at, present.wrong_pins) == (None, 0)
    assert sign(client, PIN).status_code == 422
    assert sign(client, "482915").status_code == 303


def test_a_person_gets_no_endless_row_of_certificates(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    answers = [get_certificate(client).status_code for _ in range(11)]
    assert answers == [303] * 10 + [422]
    assert len(certificates(site, school.learner)) == 10


def test_each_learner_signs_with_a_key_of_ones_own(site: Site) -> None:
    school = make_lab(site)
    get_certificate(site.client(school.learner))
    other = site.client(school.colleague)
    assert sign(other).status_code == 303
    assert submissions(site, school.colleague) == []
    assert certificates(site, school.learner)[0].wrong_pins == 0


def test_a_stranger_is_asked_to_sign_in_and_the_pin_is_not_carried_on(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    get_certificate(client)
    token = client.get(HERE)
    assert token.status_code == 200
    post(client, "/dang-xuat")
    answer = client.post(f"{HERE}/ky", data={"pin": PIN, "lan": "0"})
    assert answer.status_code == 401
    assert PIN not in answer.text
    answer = client.post(f"{HERE}/chung-thu", data={"new_pin": PIN, "pin_again": PIN, "lan": "0"})
    assert PIN not in answer.text


def test_other_tasks_can_neither_be_signed_nor_given_a_certificate(site: Site) -> None:
    client = site.client(make_lab(site).learner)
    for path in (OWN, READ):
        assert post(client, f"{path}/ky", pin=PIN).status_code == 404
    assert post(client, f"{READ}/chung-thu", new_pin=PIN, pin_again=PIN).status_code == 404


def test_a_file_sent_to_the_task_itself_is_no_signature(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    get_certificate(client)
    assert post(client, HERE).status_code == 422
    assert submissions(site, school.learner) == []


def test_without_an_authority_the_page_says_so_and_nothing_breaks(site: Site) -> None:
    school = make_lab(site, with_authority=False)
    client = site.client(school.learner)
    for path in (HERE, OWN, READ):
        page = client.get(path)
        assert page.status_code == 200
        assert "chưa có bộ chứng thư thực hành" in page.text
        assert "<form" not in page.text.split("</h1>")[1].split('id="help')[0].split("nho-giup")[0]
        assert post(client, path).status_code == 303
    assert get_certificate(client).status_code == 303
    assert post(client, f"{OWN}/chung-thu", password=PASSWORD).status_code == 303
    assert sign(client).status_code == 303
    assert client.get(f"{HERE}/tep/to-giay.pdf").status_code == 404
    assert certificates(site, school.learner) == submissions(site, school.learner) == []


def test_another_secret_of_the_site_is_a_sentence_and_no_wrong_pin(site: Site) -> None:
    school = make_lab(site, with_authority=False)
    put_up_authority(site, "another secret, of 32 characters!")
    client = site.client(school.learner)
    page = client.get(HERE)
    assert page.status_code == 200
    assert "Khóa bí mật của trang vừa đổi" in page.text
    assert get_certificate(client).status_code == sign(client).status_code == 303
    assert certificates(site, school.learner) == []


def test_after_a_replaced_authority_a_new_pin_is_chosen(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    get_certificate(client)
    lock(client)
    put_up_authority(site, replaces=True)
    assert 'name="pin_again"' in client.get(HERE).text
    get_certificate(client, "482915")
    assert sign(client, "482915").status_code == 303
    assert submissions(site, school.learner)[0].state == "passed"


def test_a_failing_check_costs_no_try_at_the_pin(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    get_certificate(client)

    def break_down(*_arguments: object) -> bytes:
        raise RuntimeError("the pen broke")

    monkeypatch.setattr(SignHere, "sign", break_down)
    assert sign(client).status_code == 500
    assert certificates(site, school.learner)[0].wrong_pins == 0
    monkeypatch.undo()


def test_what_could_not_be_checked_is_no_failure(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    get_certificate(client)
    monkeypatch.setattr(SignHere, "check", lambda *_: Report(Verdict.CANNOT_CHECK))
    sign(client)
    assert submissions(site, school.learner)[0].state == "could_not_check"


def test_neither_pin_nor_password_is_kept_logged_or_shown(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    with caplog.at_level(logging.DEBUG):
        answers = [
            get_certificate(client),
            sign(client, WRONG),
            client.get(HERE),
            post(client, f"{OWN}/chung-thu", password=PASSWORD),
            post(client, f"{OWN}/chung-thu", password=PASSWORD[:3]),
            sign(client, PIN),
            client.get(HERE),
        ]
    said = [caplog.text, *(answer.text for answer in answers if answer.mimetype == "text/html")]
    said += [str(answer.headers) for answer in answers]
    with site.app.app_context():
        for table in Base.metadata.sorted_tables:
            for row in db.session.execute(select(table)):
                said += [value.hex() if isinstance(value, bytes) else str(value) for value in row]
    for secret in (PIN, WRONG, PASSWORD):
        for text in said:
            assert f"{secret!r}" not in text
            assert f'"{secret}"' not in text
            assert text.find(secret.encode().hex()) < 0
            assert text != secret
            assert secret != PASSWORD or PASSWORD not in text
