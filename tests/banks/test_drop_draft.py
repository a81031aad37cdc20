"""A whole draft taken off the shelf and back on it; old dropped ones go for good."""

import pytest
from sqlalchemy import func, select

from lms.accounts.models import AuditEntry
from lms.banks.models import BankDraft, DraftQuestion
from lms.banks.services import keeping
from lms.db import db
from tests.banks.drafting import draft_of, main_of, others, pasted, rows_of, send_text, trainer
from tests.factories import Site, post


def test_a_dropped_draft_leaves_the_shelf_and_can_be_taken_back(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    answer = post(client, f"{address}/bo")
    assert answer.status_code == 303
    assert "Đã bỏ bản nháp" in main_of(client.get(answer.location))
    assert address not in client.get("/soan-bai/cau-hoi").text
    assert client.get(f"{address}/thiet-lap").status_code == 404
    assert post(client, f"{address}/lay-lai").status_code == 303
    assert len(rows_of(site, address)) == 3
    assert address in client.get("/soan-bai/cau-hoi").text
    with site.app.app_context():
        assert "bank_draft.dropped" in set(db.session.scalars(select(AuditEntry.action)))


def test_only_so_many_dropped_drafts_are_kept(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_DROPPED", 1)
    client = site.client(trainer(site))
    first, second = pasted(client), pasted(client)
    for address in (first, second):
        post(client, f"{address}/bo")
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    with site.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(DraftQuestion)) == 3


def test_a_shelf_that_is_full_says_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_DRAFTS", 1)
    client = site.client(trainer(site))
    address = pasted(client)
    refused = send_text(client)
    assert refused.status_code == 422
    assert "đã đủ chỗ" in main_of(refused)
    post(client, f"{address}/bo")
    pasted(client)
    assert post(client, f"{address}/lay-lai").status_code == 422
    with site.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(BankDraft)) == 2


def test_nobody_drops_somebody_elses_draft(site: Site) -> None:
    address = pasted(site.client(trainer(site)))
    other, learner = others(site)
    for person, status in ((other, 404), (learner, 403)):
        for what in ("bo", "lay-lai"):
            assert post(site.client(person), f"{address}/{what}").status_code == status
    assert draft_of(site, address).state == "open"
