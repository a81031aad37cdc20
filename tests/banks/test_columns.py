"""A table whose columns nobody recognises: kept, its columns named by hand, and then read."""

from pathlib import Path

from flask.testing import FlaskClient

from tests.banks.drafting import draft_of, main_of, others, rows_of, trainer
from tests.banks.test_upload import send_file
from tests.factories import Site, post

TABLE = """Alpha,Beta,Gamma,Delta
Mã OTP có mấy số?,6,60,A
Khoá bí mật ở đâu?,trong USB,trên mạng,A
"""
CHOSEN = {"hang": "1", "cot-0": "question", "cot-1": "option-1", "cot-2": "option-2", "cot-3": "key"}


def waiting(site: Site) -> list[Path]:
    folder = site.app.extensions["settings"].instance / "files" / "banks"
    return sorted(folder.glob("*")) if folder.exists() else []


def sent(client: FlaskClient) -> str:
    answer = send_file(client, TABLE.encode(), "bang.csv")
    assert answer.status_code == 303, main_of(answer)
    return str(answer.location)


def test_the_page_shows_each_column_with_examples(site: Site) -> None:
    client = site.client(trainer(site))
    address = sent(client)
    assert client.get(address).location == f"{address}/cot"
    page = main_of(client.get(f"{address}/cot"))
    assert "Cột 4" in page
    assert "“trong USB”" in page


def test_named_columns_make_questions_and_the_file_goes(site: Site) -> None:
    client = site.client(trainer(site))
    before = set(waiting(site))
    address = sent(client)
    assert len(set(waiting(site)) - before) == 1
    assert post(client, f"{address}/cot", **CHOSEN).status_code == 303
    assert [row.status for row in rows_of(site, address)] == ["ready", "ready"]
    assert rows_of(site, address)[0].stem_text == "Mã OTP có mấy số?"
    assert set(waiting(site)) == before
    assert client.get(address).status_code == 200
    assert post(client, f"{address}/cot", **CHOSEN).status_code == 303
    assert len(rows_of(site, address)) == 2


def test_no_question_column_is_said_and_the_file_stays(site: Site) -> None:
    client = site.client(trainer(site))
    address = sent(client)
    answer = post(client, f"{address}/cot", hang="1", **{"cot-1": "option-1"})
    assert answer.status_code == 422
    assert "chọn giúp cột nào là câu hỏi" in main_of(answer)
    assert '<option value="option-1" selected>' in answer.text
    assert post(client, f"{address}/cot", **CHOSEN).status_code == 303


def test_nobody_names_the_columns_of_somebody_elses_table(site: Site) -> None:
    address = sent(site.client(trainer(site)))
    other, learner = others(site)
    for person, status in ((other, 404), (learner, 403)):
        client = site.client(person)
        assert client.get(f"{address}/cot").status_code == status
        assert post(client, f"{address}/cot", **CHOSEN).status_code == status
    assert draft_of(site, address).format == "csv"
    assert rows_of(site, address) == []
