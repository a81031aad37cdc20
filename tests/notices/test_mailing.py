"""Letters to a real server on this machine: one a person, in the person's language, sent once whatever happens."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from lms.accounts.models import User
from lms.db import db, unit_of_work
from lms.mail import MailServerError
from lms.notices.cli import send_due
from lms.notices.queries.mail import MOST_TRIES, list_due
from lms.notices.services import mark_read
from lms.notices.services.mailing import MOST_A_DAY, PAUSES, claim
from tests.crowd import crowd as crowd
from tests.factories import NOW, Site
from tests.notices.makers import LATER, notices_of, reachable, send, tell
from tests.notices.post_office import PostOffice, open_post_office


def test_several_notices_are_one_letter_with_whole_links(site: Site, office: PostOffice) -> None:
    person = reachable(site)
    first, second = tell(site, person, "a"), tell(site, person, "b", values={"helper": "thầy Minh"})
    assert send(site) == 1
    assert office.recipients == ["hoa@example.vn"]
    letter, text = office.letters[0], office.texts()[0]
    assert letter["Subject"] == "Có 2 thông báo mới cho thầy cô"
    assert "Chào cô Hòa," in text
    assert "- Cô Lan đã trả lời câu hỏi của thầy cô." in text
    assert f"Đọc câu trả lời: http://127.0.0.1:8000/thong-bao/{first}\n" in text
    assert f"http://127.0.0.1:8000/thong-bao/{second}\n" in text
    assert text.index("Cô Lan") < text.index("Thầy Minh")
    assert [each.mailed_at for each in notices_of(site, person)] == [LATER, LATER]


def test_a_letter_says_when_it_was_sent_by_whom_and_how_to_stop(site: Site, office: PostOffice) -> None:
    person = reachable(site)
    notice_id = tell(site, person)
    send(site)
    letter = office.letters[0]
    assert letter["From"] == "Cặp đôi số <hoc@example.vn>"
    assert letter["To"] == "hoa@example.vn"
    assert letter["Subject"] == "Cô Lan đã trả lời câu hỏi của thầy cô."
    assert letter["Date"].datetime == LATER
    assert letter["Message-ID"] == f"<thong-bao.{person.id}.{notice_id}-{notice_id}@127.0.0.1>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] == "<http://127.0.0.1:8000/thong-bao/thu>"
    assert letter.get_content_type() == "text/plain"
    assert "http://127.0.0.1:8000/thong-bao/thu" in office.texts()[0]


def test_each_person_gets_a_letter_of_their_own(site: Site, office: PostOffice) -> None:
    people = [
        reachable(site, name, f"p{n}@example.vn") for n, name in enumerate(("Lê An", "Vũ Bình", "Đỗ Chi"))
    ]
    for number, person in enumerate(people):
        tell(site, person, f"k{number}", values={"helper": f"cô riêng {number}"})
    assert send(site) == 3
    assert office.sessions == 1
    for number, (letter, text) in enumerate(zip(office.letters, office.texts(), strict=True)):
        assert letter["To"] == f"p{number}@example.vn"
        assert f"Cô riêng {number}" in text
        assert text.count("Cô riêng") == 1


def test_a_letter_speaks_the_persons_language(site: Site, office: PostOffice) -> None:
    tell(site, reachable(site, language="en"))
    said = site.app.extensions["settings"].language
    assert said == "vi"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lms.notices.cli.wording", lambda language, _address: f"[{language}] {{}}".format)
        send(site)
    assert office.texts()[0].startswith("[en] Chào")


def test_only_who_asked_at_a_confirmed_address_gets_what_is_new_since_then(
    site: Site, office: PostOffice
) -> None:
    silent, unconfirmed, closed = (
        reachable(site, name, f"{n}@example.vn") for n, name in enumerate(("Lê An", "Vũ Bình", "Đỗ Chi"))
    )
    with site.working():
        db.session.get_one(User, silent.id).wants_mail = False
        db.session.get_one(User, unconfirmed.id).email_confirmed_at = None
        db.session.get_one(User, closed.id).closed_at = NOW
    for number, person in enumerate((silent, unconfirmed, closed, site.person("Bùi Dung"))):
        tell(site, person, f"k{number}")
    tell(site, reachable(site, "Phan Em", "em@example.vn"), "cu", NOW - timedelta(hours=2))
    assert send(site) == 0
    assert office.sessions == 0


def test_what_was_read_in_the_site_is_not_mailed(site: Site, office: PostOffice) -> None:
    person = reachable(site)
    notice_id = tell(site, person)
    with site.working():
        mark_read(person.id, NOW, notice_id)
    assert send(site) == 0


def test_at_most_four_letters_a_day_and_the_rest_goes_together_the_next_day(
    site: Site, office: PostOffice
) -> None:
    person = reachable(site)
    for number in range(MOST_A_DAY + 3):
        tell(site, person, f"k{number}")
        send(site, LATER + timedelta(minutes=number))
    assert len(office.letters) == MOST_A_DAY
    assert send(site, LATER + timedelta(hours=23)) == 0
    assert send(site, LATER + timedelta(days=1, minutes=10)) == 1
    assert office.letters[-1]["Subject"] == "Có 3 thông báo mới cho thầy cô"
    assert send(site, LATER + timedelta(days=2)) == 0


def test_letters_whose_fate_nobody_knows_yet_count_too(site: Site, office: PostOffice) -> None:
    person = reachable(site)
    for number in range(MOST_A_DAY):
        tell(site, person, f"k{number}")
        with site.working():
            assert claim(person.id, LATER + timedelta(seconds=number)) is not None
    tell(site, person, "one more")
    assert send(site, LATER + timedelta(minutes=1)) == 0
    assert send(site, LATER + PAUSES[0] + timedelta(minutes=1)) == 1  # all of it in one


def test_a_slow_server_ends_a_run_in_time_and_the_rest_goes_with_the_next(
    site: Site, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [reachable(site, f"Người Số {number}", f"p{number}@example.vn") for number in range(3)]
    for number, person in enumerate(people):
        tell(site, person, f"k{number}")
    ticks = (260.0 * each for each in range(99))
    monkeypatch.setattr("lms.notices.cli.monotonic", lambda: next(ticks))
    assert send(site) == 2
    moments = [letter["Date"].datetime for letter in office.letters]
    assert moments == [LATER + timedelta(minutes=4), LATER + timedelta(minutes=8)]  # each at its own time
    assert send(site) == 1
    assert sorted(office.recipients) == ["p0@example.vn", "p1@example.vn", "p2@example.vn"]


def test_a_clock_that_was_a_year_ahead_silences_nobody(site: Site, office: PostOffice) -> None:
    person, ahead = reachable(site), LATER + timedelta(days=365)
    for number in range(MOST_A_DAY):
        tell(site, person, f"k{number}")
        assert send(site, ahead + timedelta(minutes=number)) == 1
    tell(site, person, "claimed")
    with site.working():
        assert claim(person.id, ahead + timedelta(days=2)) is not None
    tell(site, person, "new")
    assert send(site, LATER) == 1
    assert office.letters[-1]["Subject"] == "Có 2 thông báo mới cho thầy cô"
    for moment in (LATER, LATER - timedelta(days=1), LATER + timedelta(days=3), ahead):
        assert send(site, moment) == 0


def test_a_very_long_letter_names_twenty_and_where_the_rest_is(site: Site, office: PostOffice) -> None:
    person = reachable(site)
    for number in range(25):
        tell(site, person, f"k{number}")
    send(site)
    text = office.texts()[0]
    assert text.count("- Cô Lan") == 20
    assert "Còn 5 thông báo nữa ở đây:\n  http://127.0.0.1:8000/thong-bao\n" in text


HOSTILE = "Lan\r\nBcc: la@example.vn\r\n\r\nthân thư giả\u2028X-La: 1\x00"


def test_no_name_can_begin_a_header_of_its_own(site: Site, office: PostOffice) -> None:
    person = reachable(site, honorific="cô\r\nBcc: a@b.vn")
    tell(site, person, values={"helper": HOSTILE.replace("\x00", "")})
    send(site)
    letter = office.letters[0]
    assert office.recipients == ["hoa@example.vn"]
    assert letter["Bcc"] is None
    assert letter["X-La"] is None
    ours = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe"}
    assert set(letter.keys()) == ours | {"Content-Type", "Content-Transfer-Encoding", "MIME-Version"}
    assert len(letter.keys()) == len(set(letter.keys()))


def test_a_refused_address_is_tried_again_later_five_times_then_the_site_says_so(
    site: Site, office: PostOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    person, other = reachable(site), reachable(site, "Lê Tư", "tu@example.vn")
    tell(site, person, "a")
    tell(site, other, "b")
    office.refused.add("hoa@example.vn")
    assert send(site) == 1  # the next one still gets hers
    said = capsys.readouterr().err
    assert f"a letter to person {person.id} was not taken: refuses the address (550)" in said
    assert "hoa@" not in said
    now = LATER
    for pause in PAUSES[: MOST_TRIES - 1]:
        assert send(site, now + pause - timedelta(seconds=1)) == 0
        now += pause
        assert send(site, now) == 0
    told = notices_of(site, person)
    assert [each.kind for each in told] == ["help_answered", "mail_returned"]
    assert (told[0].tries, told[0].mailed_at, told[0].read_at) == (MOST_TRIES, None, None)
    office.refused.clear()
    assert send(site, now + timedelta(days=9)) == 0


def test_an_address_that_works_again_gets_what_waited(site: Site, office: PostOffice) -> None:
    tell(site, reachable(site))
    office.refused.add("hoa@example.vn")
    assert send(site) == 0
    office.refused.clear()
    assert send(site, LATER + PAUSES[0]) == 1


def test_a_server_that_is_down_ends_the_run_and_costs_no_try(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = reachable(site)
    tell(site, person)
    with open_post_office() as gone:
        server = gone.server
    monkeypatch.setitem(site.app.extensions, "mail", server)
    for _ in range(MOST_TRIES + 1):
        with pytest.raises(
            MailServerError, match=rf"^mail server 127\.0\.0\.1:{server.port}: Connection refused$"
        ):
            send(site)
    assert notices_of(site, person)[0].tries == 0
    with open_post_office() as office:
        monkeypatch.setitem(site.app.extensions, "mail", office.server)
        assert send(site) == 1


def test_a_server_that_hangs_is_left_after_a_while_and_the_letter_is_due_again(
    site: Site, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = reachable(site), reachable(site, "Lê Tư", "tu@example.vn")
    tell(site, first, "a")
    tell(site, second, "b")
    office.hangs = True
    monkeypatch.setitem(site.app.extensions, "mail", replace(office.server, seconds=0.3))
    with pytest.raises(MailServerError, match="no answer in time"):
        send(site)
    assert [notices_of(site, each)[0].tries for each in (first, second)] == [1, 0]
    office.hangs = False
    monkeypatch.setitem(site.app.extensions, "mail", office.server)
    assert send(site) == 1  # the second; whether the first arrived nobody knows yet
    assert send(site, LATER + PAUSES[0]) == 1
    assert office.recipients == ["tu@example.vn", "hoa@example.vn"]


def test_killed_between_claim_and_letter_it_is_due_again_after_the_pause(
    site: Site, office: PostOffice
) -> None:
    person = reachable(site)
    tell(site, person)
    with site.working():
        assert claim(person.id, LATER) is not None
    assert send(site, LATER + PAUSES[0] - timedelta(seconds=1)) == 0
    assert send(site, LATER + PAUSES[0]) == 1
    assert send(site, LATER + timedelta(days=5)) == 0


def test_a_run_in_the_midst_of_another_sends_nothing_twice(site: Site, office: PostOffice) -> None:
    """The second run happens while the server holds the first one's letter: claimed, not yet noted as sent."""
    person = reachable(site)
    tell(site, person)
    found: list[int] = []

    def second_run() -> None:
        with site.app.app_context():
            found.append(len(list_due(LATER)))

    office.on_letter = second_run
    assert send(site) == 1
    assert found == [0]
    assert len(office.letters) == 1


def test_two_runs_at_once_send_each_letter_once(crowd: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [reachable(crowd, f"Người Số {n}", f"p{n}@example.vn") for n in range(12)]
    for number, person in enumerate(people):
        tell(crowd, person, f"a{number}")
        tell(crowd, person, f"b{number}")
    sent: list[int] = []
    both = threading.Barrier(3)

    def run(app: Flask) -> None:
        with app.app_context():
            both.wait(20)
            sent.append(send_due(LATER))

    with open_post_office() as office:
        monkeypatch.setitem(crowd.app.extensions, "mail", office.server)
        runs = [threading.Thread(target=run, args=(crowd.app,)) for _ in range(3)]
        for each in runs:
            each.start()
        for each in runs:
            each.join(60)
    assert sum(sent) == 12
    assert sorted(office.recipients) == sorted(f"p{n}@example.vn" for n in range(12))


def test_a_claim_is_kept_before_the_letter_leaves(site: Site, office: PostOffice) -> None:
    """The server's view of the row while it holds the letter: a try is counted, in a transaction that has ended."""
    person = reachable(site)
    tell(site, person)
    seen: list[tuple[int, bool]] = []

    def look() -> None:
        notice = notices_of(site, person)[0]
        seen.append((notice.tries, notice.mailed_at is None))

    office.on_letter = look
    send(site)
    assert seen == [(1, True)]


def test_people_to_whom_nothing_is_due_are_not_claimed(site: Site) -> None:
    person = reachable(site)
    with site.app.app_context(), unit_of_work():
        assert claim(person.id, LATER) is None
        assert claim(999_999, LATER) is None
