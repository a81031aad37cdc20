"""A published bank taken up again: a draft of its own text, published over what it began from and nothing else."""

from flask.testing import FlaskClient

from lms.quizzes.queries import find_bank, get_current_bank
from tests.banks.drafting import draft_of, main_of, published, row_of, rows_of, trainer
from tests.content import publish
from tests.factories import Site, post

EDIT = "/soan-bai/cau-hoi/thu-nghiem/sua"


def begun(client: FlaskClient) -> str:
    answer = post(client, EDIT)
    assert answer.status_code == 303
    return str(answer.location)


def test_the_draft_holds_the_bank_and_publishing_it_unchanged_changes_nothing(site: Site) -> None:
    publish(site)
    client = site.client(trainer(site))
    address = begun(client)
    draft = draft_of(site, address)
    with site.app.app_context():
        current = get_current_bank("thu-nghiem")
        assert draft.slug == "thu-nghiem"
        bank = find_bank("thu-nghiem")
        assert bank is not None
        assert draft.base_revision_id == bank.current_revision_id
    assert [row.written["id"] for row in rows_of(site, address)] == list(current.questions)
    assert {row.status for row in rows_of(site, address)} == {"ready"}
    assert rows_of(site, address)[0].pool["title"] == "Chung"
    page = main_of(client.get(f"{address}/dang"))
    assert "0 câu mới, 0 câu có sửa, 0 câu nghỉ" in page or "đúng bản này" in page


def test_a_change_is_published_without_a_second_word(site: Site) -> None:
    publish(site)
    client = site.client(trainer(site))
    address = begun(client)
    row = row_of(site, address, 1)
    fields = {"stem": "Ai được biết OTP?", "option-0": "Chỉ tôi", "option-1": "Mọi người", "right": "0"}
    post(client, f"{address}/cau/{row.id}", version="1", type="single", pool="Chung", **fields)
    assert published(client, address).status_code == 303
    with site.app.app_context():
        assert get_current_bank("thu-nghiem").questions["otp"].stem_text == "Ai được biết OTP?"


def test_a_newer_revision_is_not_replaced_unasked(site: Site) -> None:
    publish(site)
    first, second = (site.client(trainer(site, name)) for name in ("Lê Thị Lan", "Trần Văn Khác"))
    mine, theirs = begun(first), begun(second)
    for client, address, stem in ((second, theirs, "Ai biết OTP?"), (first, mine, "Ai nên biết OTP?")):
        row = row_of(site, address, 1)
        fields = {"stem": stem, "option-0": "Chỉ tôi", "option-1": "Mọi người", "right": "0"}
        post(client, f"{address}/cau/{row.id}", version="1", type="single", pool="Chung", **fields)
    published(second, theirs)
    assert published(first, mine).status_code == 422
    assert published(first, mine, thay="1").status_code == 303


def test_a_bank_that_does_not_exist_is_not_found(site: Site) -> None:
    client = site.client(trainer(site))
    assert post(client, EDIT).status_code == 404


def test_only_trainers_take_a_bank_up(site: Site) -> None:
    publish(site)
    assert post(site.client(site.person()), EDIT).status_code == 403
