"""Reporting harm: the pair rests at once, only the safeguarding role reads it, and the other learns nothing of it."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core.pair_life import MoveRefusedError
from lms.core.people import Role
from lms.db import db
from lms.mentoring.models import HarmReport
from lms.notices.models import Notice
from lms.pairing.models import HelpRequest, Pair
from lms.pairing.queries.pairs import get_learner
from lms.pairing.services import life
from tests.factories import NOW, Person, Site, post
from tests.pairing.makers import ask

WORDS = "Lời riêng chỉ người lo việc an toàn đọc"


@dataclass(frozen=True)
class Ground:
    """A pair in a school under a union; the union has a safeguarding person, the school only a coordinator."""

    union: int
    school: int
    learner: Person
    mentor: Person
    officer: Person
    guardian: Person
    admin: Person
    stranger: Person
    pair_id: int

    @property
    def path(self) -> str:
        return f"/cap/{self.pair_id}/khong-on"


@pytest.fixture
def ground(site: Site) -> Ground:
    union = site.unit("Công đoàn xã", "union")
    school = site.unit("THCS Sông Cầu", "school", union)
    mentor, learner = site.person("Trần Quang Minh", school, honorific="thầy"), site.person(unit_id=school)
    return Ground(
        union,
        school,
        learner,
        mentor,
        site.person("Phạm Văn Sơn", school, role=Role.COORDINATOR),
        site.person("Lê Thị Lan", union, role=Role.SAFEGUARDING),
        site.person("Hoàng Anh Tú", union, role=Role.ADMIN),
        site.person("Đỗ Thị Ngoài", site.unit("Trường khác"), role=Role.SAFEGUARDING),
        site.pair(mentor, learner),
    )


def reports(site: Site) -> list[HarmReport]:
    with site.app.app_context():
        return list(db.session.scalars(select(HarmReport).order_by(HarmReport.id)))


def the_pair(site: Site, pair_id: int) -> Pair:
    with site.app.app_context():
        return db.session.get_one(Pair, pair_id)


def notices_of(site: Site, person: Person) -> list[Notice]:
    with site.app.app_context():
        return list(db.session.scalars(select(Notice).where(Notice.user_id == person.id).order_by(Notice.id)))


def report(site: Site, ground: Ground, by: Person | None = None) -> HarmReport:
    answer = post(site.client(by or ground.learner), ground.path, kind="words", words=WORDS)
    assert answer.status_code == 303, answer.text
    return reports(site)[-1]


def test_the_page_says_who_will_read_it_and_what_happens(site: Site, ground: Ground) -> None:
    page = site.client(ground.learner).get(ground.path).text
    assert "cô Lan, lo việc an toàn ở Công đoàn xã" in page
    assert "Thầy Minh chỉ thấy “Cặp tạm nghỉ”" in page
    assert "113" in page


def test_a_report_pauses_the_pair_hands_requests_on_and_tells_safeguarding(
    site: Site, ground: Ground
) -> None:
    ask(site.client(ground.learner), "Cần giúp")
    kept = report(site, ground)
    pair = the_pair(site, ground.pair_id)
    assert (pair.state, pair.paused_for_harm) == ("paused", True)
    assert (kept.words, kept.kind, kept.state) == (WORDS, "words", "open")
    assert (kept.by_id, kept.about_id, kept.unit_id) == (ground.learner.id, ground.mentor.id, ground.union)
    with site.app.app_context():
        assert db.session.scalars(select(HelpRequest.owner_id)).all() == [ground.officer.id]
    assert [each.kind for each in notices_of(site, ground.guardian)] == ["harm_reported"]
    assert not any(each.kind.startswith("harm") for each in notices_of(site, ground.officer))


def test_of_a_pair_that_is_over_no_rest_is_promised(site: Site, ground: Ground) -> None:
    learner = site.client(ground.learner)
    post(learner, f"/cap/{ground.pair_id}/ket-thuc", why="done")
    assert "Thầy Minh không được báo gì về lời này." in learner.get(ground.path).text
    post(learner, ground.path, kind="other")
    sent = learner.get(ground.path).text
    assert "Thầy Minh không được báo gì về lời này." in sent
    assert "chỉ thấy “Cặp tạm nghỉ”" not in sent


def test_nothing_has_to_be_said(site: Site, ground: Ground) -> None:
    assert post(site.client(ground.learner), ground.path).status_code == 303
    (kept,) = reports(site)
    assert (kept.kind, kept.words) == ("", "")


def test_too_many_words_are_refused_and_kept_on_the_page(site: Site, ground: Ground) -> None:
    answer = post(site.client(ground.learner), ground.path, words="dài " * 2_000)
    assert answer.status_code == 422
    assert "dài dài" in answer.text
    assert not reports(site)
    assert the_pair(site, ground.pair_id).state == "active"


def test_a_double_tap_is_one_report(site: Site, ground: Ground) -> None:
    client = site.client(ground.learner)
    for _tap in range(2):
        post(client, ground.path, words=WORDS)
    assert len(reports(site)) == 1
    assert len(notices_of(site, ground.guardian)) == 1


def test_each_of_the_two_may_report_also_while_it_rests(site: Site, ground: Ground) -> None:
    report(site, ground)
    report(site, ground, ground.mentor)
    assert [each.about_id for each in reports(site)] == [ground.mentor.id, ground.learner.id]


@pytest.mark.parametrize(("days", "status"), [(90, 303), (91, 404)])
def test_it_may_be_reported_for_ninety_days_after_the_end(
    site: Site, ground: Ground, days: int, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with site.working():
        pair = db.session.get_one(Pair, ground.pair_id)
        pair.state, pair.ended_at = "ended", NOW
    client = site.client(ground.learner)
    monkeypatch.setattr("lms.clock.now", lambda: NOW + timedelta(days=days))
    client = site.client(ground.learner)
    assert post(client, ground.path, words=WORDS).status_code == status
    assert len(reports(site)) == (status == 303)
    assert the_pair(site, ground.pair_id).state == "ended"


@pytest.mark.parametrize("who", ["officer", "guardian", "admin", "stranger"])
def test_nobody_else_reports(site: Site, ground: Ground, who: str) -> None:
    client = site.client(getattr(ground, who))
    assert client.get(ground.path).status_code == 404
    assert post(client, ground.path, words=WORDS).status_code == 404
    assert not reports(site)


def test_the_other_is_told_only_that_the_pair_rests(site: Site, ground: Ground) -> None:
    kept = report(site, ground)
    (notice,) = notices_of(site, ground.mentor)
    assert notice.kind == "pair_paused"
    client = site.client(ground.mentor)
    paths = (
        "/",
        "/nguoi-toi-giup",
        "/thong-bao",
        "/cua-toi",
        "/cua-toi/ai-da-xem",
        f"/cap/{ground.pair_id}/tam-nghi",
    )
    for path in (*paths, ground.path, f"/an-toan/{kept.id}", "/an-toan"):
        text = client.get(path).text
        assert WORDS not in text, path
        assert "đã báo, và có người xem" not in text, path
        assert "vì báo cáo" not in text, path


def test_nobody_of_them_lets_the_pair_go_on_meanwhile(site: Site, ground: Ground) -> None:
    report(site, ground)
    for person in (ground.mentor, ground.learner, ground.officer):
        assert post(site.client(person), f"/cap/{ground.pair_id}/di-tiep").status_code == 409
    pair = the_pair(site, ground.pair_id)
    assert (pair.state, pair.paused_for_harm) == ("paused", True)


@pytest.mark.parametrize("who", ["mentor", "learner", "officer"])
def test_an_end_meanwhile_neither_ends_the_report_nor_brings_the_two_together(
    site: Site, ground: Ground, who: str
) -> None:
    kept = report(site, ground)
    post(site.client(getattr(ground, who)), f"/cap/{ground.pair_id}/ket-thuc", reason="thôi")
    assert (the_pair(site, ground.pair_id).state, the_pair(site, ground.pair_id).paused_for_harm) == (
        "ended",
        True,
    )
    with site.working(), pytest.raises(life.NotTogetherError):
        life.invite(ground.mentor.id, ground.learner.id, {}, ground.officer.id, NOW)
    guardian = site.client(ground.guardian)
    assert post(guardian, f"/an-toan/{kept.id}/khep-lai", outcome="Vội").status_code == 409
    assert post(guardian, f"/an-toan/{kept.id}/di-tiep").status_code == 303
    assert not the_pair(site, ground.pair_id).paused_for_harm
    assert post(guardian, f"/an-toan/{kept.id}/khep-lai", outcome="Xong").status_code == 303


def test_the_reporter_sees_that_somebody_looks_and_when_it_was_closed(site: Site, ground: Ground) -> None:
    kept = report(site, ground)
    client = site.client(ground.learner)
    waiting = client.get(ground.path).text
    assert "lo việc an toàn, sẽ mở xem" in waiting
    assert ground.guardian.full_name.split()[-1] in waiting
    assert "khi xem xong, thầy cô đều được báo" in waiting
    guardian = site.client(ground.guardian)
    post(guardian, f"/an-toan/{kept.id}/nhan")
    assert "Cô Lan đang xem" in client.get(ground.path).text
    post(guardian, f"/an-toan/{kept.id}/ket-thuc")
    post(guardian, f"/an-toan/{kept.id}/khep-lai", outcome="Chuyện nội bộ")
    page = client.get(ground.path).text
    assert "đã được xem xong" in page
    assert "Chuyện nội bộ" not in page
    assert [each.kind for each in notices_of(site, ground.learner)][-1] == "harm_closed"


def test_a_report_about_a_coordinator_goes_above_the_unit(site: Site, ground: Ground) -> None:
    near = site.person("Bùi Thị Gần", ground.school, role=Role.SAFEGUARDING)
    other = site.person("Ngô Thị Hai", ground.school)
    pair_id = site.pair(ground.officer, other)
    post(site.client(other), f"/cap/{pair_id}/khong-on", words=WORDS)
    (kept,) = reports(site)
    assert kept.unit_id == ground.union
    assert [each.kind for each in notices_of(site, ground.guardian)] == ["harm_reported"]
    assert not notices_of(site, near)
    assert site.client(near).get(f"/an-toan/{kept.id}").status_code == 404


def test_without_any_safeguarding_person_an_admin_is_told(site: Site) -> None:
    union = site.unit("Công đoàn xã", "union")
    school = site.unit("THCS Sông Cầu", "school", union)
    admin = site.person("Hoàng Anh Tú", union, role=Role.ADMIN)
    mentor, learner = site.person("Trần Quang Minh", school), site.person(unit_id=school)
    pair_id = site.pair(mentor, learner)
    post(site.client(learner), f"/cap/{pair_id}/khong-on", words=WORDS)
    (kept,) = reports(site)
    assert [each.path for each in notices_of(site, admin)] == [f"/an-toan/{kept.id}"]
    assert WORDS in site.client(admin).get(f"/an-toan/{kept.id}").text


def test_every_page_of_the_pair_leads_there_for_both(site: Site, ground: Ground) -> None:
    pages = ("gap", "ghi-chep", "muc-tieu", "tam-nghi", "ket-thuc", "cung-lam")
    for person in (ground.learner, ground.mentor):
        client = site.client(person)
        for page in pages:
            answer = client.get(f"/cap/{ground.pair_id}/{page}")
            assert answer.status_code == 200, page
            assert ground.path in answer.text, page
    assert ground.path in site.client(ground.learner).get("/nguoi-huong-dan").text
    assert ground.path in site.client(ground.learner).get(f"/cap/{ground.pair_id}/xin-doi").text
    assert ground.path in site.client(ground.mentor).get(f"/nguoi-toi-giup/{ground.pair_id}").text
    assert ground.path not in site.client(ground.officer).get(f"/cap/{ground.pair_id}/ket-thuc").text


def test_while_the_pair_is_held_its_work_goes_to_the_officer(site: Site, ground: Ground) -> None:
    report(site, ground)
    mentor = site.client(ground.mentor)
    answer = mentor.get(f"/nguoi-toi-giup/{ground.pair_id}")
    assert answer.headers["Location"] == f"/cap/{ground.pair_id}/tam-nghi"
    ask(site.client(ground.learner), "Sau khi báo")
    with site.app.app_context():
        assert db.session.scalars(select(HelpRequest.owner_id)).all() == [ground.officer.id]
        assert get_learner(ground.learner.id).mentor_id is None


def test_more_words_are_added_to_an_open_report_and_nothing_is_taken_away(site: Site, ground: Ground) -> None:
    kept = report(site, ground)
    client, guardian = site.client(ground.learner), site.client(ground.guardian)
    assert "Muốn nói thêm" in client.get(ground.path).text
    for _tap in range(2):
        assert post(client, ground.path, words="Thêm một điều").status_code == 303
    (now,) = reports(site)
    assert (now.id, now.words) == (kept.id, f"{WORDS}\n\nThêm một điều")
    assert [each.kind for each in notices_of(site, ground.guardian)] == ["harm_reported", "harm_added"]
    assert "Thêm một điều" in guardian.get(f"/an-toan/{kept.id}").text
    assert "Thêm một điều" not in client.get(ground.path).text
    assert [each.kind for each in notices_of(site, ground.mentor)] == ["pair_paused"]


def test_a_report_has_an_end_and_what_was_typed_stays_on_the_page(site: Site, ground: Ground) -> None:
    report(site, ground)
    client = site.client(ground.learner)
    for n in range(6):
        answer = post(client, ground.path, words=f"{n}" + "d" * 3_990)
    assert answer.status_code == 409
    assert "dddd" in answer.text
    assert len(reports(site)[0].words) <= 20_000


def test_an_invitation_the_other_way_round_is_closed_by_a_report_though_it_was_agreed_to(
    site: Site, ground: Ground
) -> None:
    with site.working():
        invited = life.invite(ground.learner.id, ground.mentor.id, {}, ground.officer.id, NOW).id
        life.accept(db.session.get_one(Pair, invited), ground.learner.id, NOW)
    report(site, ground)
    with site.working(), pytest.raises(MoveRefusedError):
        life.accept(db.session.get_one(Pair, invited), ground.mentor.id, NOW)
    with site.app.app_context():
        assert db.session.get_one(Pair, invited).state == "declined"
    assert [each.kind for each in notices_of(site, ground.mentor)] == [
        "pair_invited",
        "pair_half_agreed",
        "pair_paused",
        "pair_not_formed",
    ]
