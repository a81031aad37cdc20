"""A question taken out of a draft, and taken back."""

from tests.banks.drafting import choose, main_of, others, pasted, row_of, trainer
from tests.factories import Site, post


def test_a_dropped_question_is_gone_from_the_list_and_can_be_taken_back(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    row = row_of(site, address)
    answer = post(client, f"{address}/cau/{row.id}/bo", version="1", xem="tat-ca")
    assert answer.status_code == 303
    went_on = client.get(answer.location)
    assert f"/cau/{row.id}/lay-lai" in went_on.text, "the way back stands beside what is said"
    page = main_of(went_on)
    assert "Đã bỏ câu 3." in page
    assert "Nút nguồn ở đâu?" not in page
    assert "Đã bỏ (1)" in page
    assert "Nút nguồn ở đâu?" in main_of(client.get(f"{address}?xem=da-bo"))
    back = post(client, f"{address}/cau/{row.id}/lay-lai", version="2")
    assert back.status_code == 303
    assert not row_of(site, address).is_dropped


def test_dropping_twice_changes_nothing(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    row = row_of(site, address)
    for _ in range(2):
        assert post(client, f"{address}/cau/{row.id}/bo", version="1").status_code == 303
    assert row_of(site, address).version == 2


def test_what_somebody_changed_meanwhile_is_not_dropped_unseen(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    choose(client, site, address, 0)
    row = row_of(site, address)
    answer = post(client, f"{address}/cau/{row.id}/bo", version="1")
    assert answer.status_code == 409
    assert "Vẫn bỏ câu này" in main_of(answer)
    assert not row_of(site, address).is_dropped
    assert post(client, f"{address}/cau/{row.id}/bo", version="2").status_code == 303
    assert row_of(site, address).is_dropped


def test_nobody_drops_somebody_elses_question(site: Site) -> None:
    address = pasted(site.client(trainer(site)))
    row = row_of(site, address)
    other, learner = others(site)
    for person, status in ((other, 404), (learner, 403)):
        for what in ("bo", "lay-lai"):
            assert (
                post(site.client(person), f"{address}/cau/{row.id}/{what}", version="1").status_code == status
            )
    assert not row_of(site, address).is_dropped
