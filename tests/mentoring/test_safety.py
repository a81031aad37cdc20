"""The safeguarding role's pages: who reads a report, what may be done about it, and what is written down."""

from datetime import timedelta
from itertools import permutations

import pytest
from sqlalchemy import select

from lms.accounts.models import AuditEntry
from lms.core.people import Role
from lms.db import db
from lms.mentoring.models import PairNote
from lms.units import services as units
from lms.units.models import RoleGrant, Unit
from tests.factories import NOW, Site, post
from tests.mentoring.test_harm import WORDS, Ground, ground, notices_of, report, reports, the_pair

__all__ = ["ground"]
ACTIONS = ("nhan", "ghi-chu", "di-tiep", "ket-thuc", "khep-lai")
SECRET = "Đã gọi cho hiệu phó"


def test_the_list_and_the_report_are_there_for_the_role_above_the_unit(site: Site, ground: Ground) -> None:
    kept = report(site, ground)
    client = site.client(ground.guardian)
    assert "1 báo cáo chờ người xem" in client.get("/an-toan").text
    page = client.get(f"/an-toan/{kept.id}").text
    assert WORDS in page
    assert "Nguyễn Thị Hòa" in page
    assert "Gửi báo cáo" in page


def test_home_leads_to_a_report_until_somebody_looks_into_it(site: Site, ground: Ground) -> None:
    kept, guardian = report(site, ground), site.client(ground.guardian)
    assert "1 báo cáo chờ người xem" in guardian.get("/").text
    for person in (ground.learner, ground.mentor, ground.officer, ground.admin):
        assert "báo cáo chờ người xem" not in site.client(person).get("/").text
    post(guardian, f"/an-toan/{kept.id}/nhan")
    assert "báo cáo chờ người xem" not in guardian.get("/").text


def test_an_empty_list_says_what_comes_here(site: Site, ground: Ground) -> None:
    assert "Chưa có báo cáo nào" in site.client(ground.guardian).get("/an-toan").text


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 403), ("mentor", 403), ("learner", 403), ("stranger", 404)]
)
def test_nobody_else_reads_or_acts(site: Site, ground: Ground, who: str, status: int) -> None:
    kept = report(site, ground)
    client = site.client(getattr(ground, who))
    assert client.get(f"/an-toan/{kept.id}").status_code == status
    for action in ACTIONS:
        answer = post(client, f"/an-toan/{kept.id}/{action}", words=SECRET, outcome=SECRET, newest="0")
        assert answer.status_code == status, action
    assert WORDS not in client.get("/an-toan").text
    assert reports(site)[0].state == "open"


def test_whoever_is_reported_never_reads_it_whatever_roles_come_later(site: Site, ground: Ground) -> None:
    kept = report(site, ground)
    for role, unit_id in (
        (Role.SAFEGUARDING, ground.school),
        (Role.SAFEGUARDING, ground.union),
        (Role.ADMIN, ground.union),
    ):
        with site.working():
            units.grant_role(ground.mentor.id, role, db.session.get_one(Unit, unit_id), None, NOW)
        client = site.client(ground.mentor)
        assert client.get(f"/an-toan/{kept.id}").status_code == 404
        assert "Chưa có báo cáo nào" in client.get("/an-toan").text
        assert all(
            post(client, f"/an-toan/{kept.id}/{action}", words=SECRET, outcome=SECRET).status_code == 404
            for action in ACTIONS
        )
        assert "harm" not in client.get("/quan-tri/nhat-ky").text


def test_the_log_of_the_site_says_nothing_of_reports(site: Site, ground: Ground) -> None:
    report(site, ground)
    page = site.client(ground.admin).get("/quan-tri/nhat-ky").text
    assert "harm" not in page
    assert WORDS not in page
    with site.app.app_context():
        entries = db.session.scalars(select(AuditEntry)).all()
    assert "harm.reported" in [each.action for each in entries]
    assert not any(WORDS in f"{each.note}{each.detail}" for each in entries)


@pytest.mark.parametrize(("action", "word"), [("di-tiep", "Cho cặp đi tiếp"), ("ket-thuc", "Kết thúc cặp")])
def test_the_log_of_the_site_does_not_show_safeguarding_at_work_on_a_pair(
    site: Site, ground: Ground, action: str, word: str
) -> None:
    kept, guardian = report(site, ground), site.client(ground.guardian)
    assert post(guardian, f"/an-toan/{kept.id}/{action}").status_code == 303
    page = site.client(ground.admin).get("/quan-tri/nhat-ky").text
    assert "Cho cặp tạm nghỉ" in page
    assert word not in page
    assert "Lê Thị Lan" in guardian.get(f"/an-toan/{kept.id}").text  # there it says who did it


def test_each_opening_is_written_down_for_whoever_reported(site: Site, ground: Ground) -> None:
    kept = report(site, ground)
    for _time in range(2):
        site.client(ground.guardian).get(f"/an-toan/{kept.id}")
    page = site.client(ground.learner).get("/cua-toi/ai-da-xem").text
    assert page.count("mở báo cáo an toàn") == 1
    assert "mở báo cáo" not in site.client(ground.mentor).get("/cua-toi/ai-da-xem").text


def test_an_admin_without_the_role_reads_a_report_only_while_nobody_has_it(
    site: Site, ground: Ground
) -> None:
    kept, client = report(site, ground), site.client(ground.admin)
    assert client.get(f"/an-toan/{kept.id}").status_code == 404
    assert f"/an-toan/{kept.id}" not in client.get("/an-toan").text
    assert all(
        post(client, f"/an-toan/{kept.id}/{action}", words=SECRET, outcome=SECRET).status_code == 404
        for action in ACTIONS
    )
    with site.working():
        grant = db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == ground.guardian.id)).one()
        grant.revoked_at = NOW
    assert client.get(f"/an-toan/{kept.id}").status_code == 200
    assert f"/an-toan/{kept.id}" in client.get("/an-toan").text


def test_a_case_note_is_for_the_role_alone_and_a_double_tap_is_one(site: Site, ground: Ground) -> None:
    kept = report(site, ground)
    client = site.client(ground.guardian)
    for _tap in range(2):
        assert post(client, f"/an-toan/{kept.id}/ghi-chu", words=SECRET, newest="0").status_code == 303
    with site.app.app_context():
        assert [each.kind for each in db.session.scalars(select(PairNote))] == ["case"]
    assert SECRET in client.get(f"/an-toan/{kept.id}").text
    assert site.client(ground.admin).get(f"/an-toan/{kept.id}").status_code == 404
    for person in (ground.learner, ground.mentor, ground.officer):
        other = site.client(person)
        for path in (
            "/",
            ground.path,
            f"/cap/{ground.pair_id}/ghi-chep",
            "/nguoi-toi-giup",
            "/nguoi-huong-dan",
        ):
            assert SECRET not in other.get(path).text, path


@pytest.mark.parametrize(("action", "field"), [("ghi-chu", "words"), ("khep-lai", "outcome")])
def test_an_empty_note_or_outcome_is_asked_for(site: Site, ground: Ground, action: str, field: str) -> None:
    kept = report(site, ground)
    answer = post(site.client(ground.guardian), f"/an-toan/{kept.id}/{action}", **{field: " "})
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text


def test_the_pair_goes_on_and_both_hear_no_more_than_that(site: Site, ground: Ground) -> None:
    kept = report(site, ground)
    client = site.client(ground.guardian)
    assert post(client, f"/an-toan/{kept.id}/di-tiep").status_code == 303
    pair = the_pair(site, ground.pair_id)
    assert (pair.state, pair.paused_for_harm) == ("active", False)
    assert [each.kind for each in notices_of(site, ground.mentor)] == ["pair_paused", "pair_resumed"]
    assert post(client, f"/an-toan/{kept.id}/khep-lai", outcome="Hiểu lầm").status_code == 303
    assert reports(site)[0].state == "closed"


def test_a_pair_parted_for_harm_is_over_for_good(site: Site, ground: Ground) -> None:
    kept = report(site, ground)
    client = site.client(ground.guardian)
    for _tap in range(2):
        post(client, f"/an-toan/{kept.id}/ket-thuc")
    pair = the_pair(site, ground.pair_id)
    assert (pair.state, pair.ended_for_harm, pair.end_reason) == ("ended", True, "")
    assert "harm" not in {each.kind.partition("_")[0] for each in notices_of(site, ground.mentor)}


def test_a_pair_that_is_over_already_is_parted_too(site: Site, ground: Ground) -> None:
    with site.working():
        pair = the_pair(site, ground.pair_id)
        db.session.add(pair)
        pair.state, pair.ended_at = "ended", NOW - timedelta(days=1)
    kept = report(site, ground)
    post(site.client(ground.guardian), f"/an-toan/{kept.id}/ket-thuc")
    assert the_pair(site, ground.pair_id).ended_for_harm


def test_it_cannot_be_closed_while_the_pair_is_held(site: Site, ground: Ground) -> None:
    kept = report(site, ground)
    answer = post(site.client(ground.guardian), f"/an-toan/{kept.id}/khep-lai", outcome="Xong")
    assert answer.status_code == 409
    assert reports(site)[0].state == "open"


def test_with_two_reports_the_first_neither_lifts_the_pause_nor_hides_the_second(
    site: Site, ground: Ground
) -> None:
    one, other = report(site, ground), report(site, ground, ground.mentor)
    client = site.client(ground.guardian)
    assert post(client, f"/an-toan/{one.id}/di-tiep").status_code == 409
    assert post(client, f"/an-toan/{one.id}/khep-lai", outcome="Xem chung").status_code == 303
    assert the_pair(site, ground.pair_id).paused_for_harm
    assert post(client, f"/an-toan/{other.id}/di-tiep").status_code == 303


def test_nothing_more_is_done_about_a_closed_report(site: Site, ground: Ground) -> None:
    kept = report(site, ground)
    client = site.client(ground.guardian)
    post(client, f"/an-toan/{kept.id}/ket-thuc")
    post(client, f"/an-toan/{kept.id}/khep-lai", outcome="Xong")
    for action in ("nhan", "di-tiep", "ket-thuc", "khep-lai"):
        assert post(client, f"/an-toan/{kept.id}/{action}", outcome="Lại").status_code == 409, action
    assert reports(site)[0].outcome == "Xong"


def test_the_statements_of_the_list_do_not_grow_with_it(
    site: Site, ground: Ground, statements: list[str]
) -> None:
    client = site.client(ground.guardian)
    report(site, ground)
    client.get("/an-toan")
    statements.clear()
    client.get("/an-toan")
    few = len(statements)
    report(site, ground, ground.mentor)
    statements.clear()
    client.get("/an-toan")
    assert len(statements) == few


@pytest.mark.parametrize("order", list(permutations(("nhan", "di-tiep", "ket-thuc", "khep-lai"))))
def test_in_whatever_order_it_is_handled_the_other_never_reads_of_it(
    site: Site, ground: Ground, order: tuple[str, ...]
) -> None:
    kept, client = report(site, ground), site.client(ground.guardian)
    mentor = site.client(ground.mentor)
    for action in order:
        post(client, f"/an-toan/{kept.id}/{action}", outcome=SECRET)
        for path in ("/", "/thong-bao", "/nguoi-toi-giup", "/cua-toi/ai-da-xem"):
            text = mentor.get(path).text
            assert "báo cáo" not in text.lower().replace("báo cáo viên", ""), (action, path)
            assert WORDS not in text
            assert SECRET not in text
