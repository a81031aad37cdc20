"""Revoking: by officers of the person's unit, with a reason, on record; what was earned can be earned again."""

from sqlalchemy import select

from lms.accounts.models import AuditEntry
from lms.db import db
from tests.content import publish
from tests.credentials.makers import certify, withdraw
from tests.factories import Site, post
from tests.units.cast import make_cast, statuses

REASON = "Cấp nhầm người"


def test_an_officer_revokes_with_a_reason_and_it_is_on_record(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    code = certify(site, cast.learner)
    answer = post(cast.client("officer"), f"/chung-nhan/{code}/thu-hoi", reason=REASON)
    assert answer.status_code == 303
    page = cast.client("learner").get(f"/chung-nhan/{code}").text
    assert "không còn giá trị" in page
    assert REASON in page
    with site.app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "certificate.revoked")).one()
        assert (entry.actor_id, entry.subject, entry.note) == (cast.officer.id, f"certificate:{code}", REASON)
        assert entry.unit_id == cast.school


def test_everybody_else_cannot(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    path = f"/chung-nhan/{certify(site, cast.learner)}/thu-hoi"
    names = ("learner", "trainer", "other_officer", "other_admin", "other_learner")
    refused = dict.fromkeys(names, 404)
    assert statuses(cast, path, *names) == refused
    assert statuses(cast, path, *names, reason=REASON) == refused
    assert statuses(cast, path, "stranger", reason=REASON) == {"stranger": 401}


def test_nobody_revokes_ones_own(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    code = certify(site, cast.officer)
    assert post(cast.client("officer"), f"/chung-nhan/{code}/thu-hoi", reason=REASON).status_code == 404


def test_without_a_reason_nothing_happens(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    code = certify(site, cast.learner)
    answer = post(cast.client("officer"), f"/chung-nhan/{code}/thu-hoi", reason="  ")
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert "đang có giá trị" in site.client().get(f"/xac-minh/{code}").text


def test_revoking_twice_is_told_and_changes_nothing(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    code = certify(site, cast.learner)
    officer = cast.client("officer")
    post(officer, f"/chung-nhan/{code}/thu-hoi", reason=REASON)
    assert post(officer, f"/chung-nhan/{code}/thu-hoi", reason="Lý do khác").status_code == 409
    assert REASON in officer.get(f"/chung-nhan/{code}").text


def test_a_revoked_one_has_no_pdf(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    code = certify(site, cast.learner)
    post(cast.client("officer"), f"/chung-nhan/{code}/thu-hoi", reason=REASON)
    assert cast.client("learner").get(f"/chung-nhan/{code}.pdf").status_code == 410


def test_it_can_be_claimed_anew_only_while_the_ledger_says_so(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    code = certify(site, cast.learner)
    post(cast.client("officer"), f"/chung-nhan/{code}/thu-hoi", reason=REASON)
    learner = cast.client("learner")
    assert "Nhận giấy chứng nhận" in learner.get("/cua-toi").text
    withdraw(site, cast.learner, "bai-hai/nv-anh")
    assert post(learner, "/chung-nhan/thu-nghiem/nhan").status_code == 422
    assert "Nhận giấy chứng nhận" not in learner.get("/cua-toi").text


def test_a_new_claim_gets_a_new_code_and_the_old_one_stays_revoked(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    code = certify(site, cast.learner)
    post(cast.client("officer"), f"/chung-nhan/{code}/thu-hoi", reason=REASON)
    fresh = post(cast.client("learner"), "/chung-nhan/thu-nghiem/nhan").location
    assert code not in fresh
    assert "đã bị thu hồi" in site.client().get(f"/xac-minh/{code}").text


def test_who_moved_away_is_in_the_hands_of_the_new_units_officer(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    code = certify(site, cast.learner)
    post(cast.client("officer"), f"/danh-sach/nguoi/{cast.learner.id}/chuyen", unit=cast.union)
    assert statuses(cast, f"/chung-nhan/{code}/thu-hoi", "officer", "other_officer") == {
        "officer": 200,
        "other_officer": 404,
    }
