"""The page of one question: fields and Markdown, checked like a published bank, never over what somebody else wrote."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.banks.drafting import choose, main_of, others, pasted, row_of, trainer
from tests.factories import Site, post

FIELDS = {
    "stem": "Nút nguồn nằm ở đâu?",
    "type": "single",
    "option-0": "Cạnh phải",
    "option-1": "Cạnh trên",
    "right": "0",
    "explanation": "Máy nào cũng vậy.",
    "hints": "Nhìn bên tay phải.",
    "points": "2",
    "pool": "Làm quen",
}


def save(
    client: FlaskClient, site: Site, address: str, position: int = 3, version: int = 1, **fields: Any
) -> Any:
    row = row_of(site, address, position)
    return post(client, f"{address}/cau/{row.id}", version=str(version), **fields)


def test_the_fields_hold_the_question(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    page = client.get(f"{address}/cau/{row_of(site, address, 1).id}").text
    assert ">Mã OTP dùng để làm gì?</textarea>" in page
    assert 'name="right" value="0" checked' in page
    assert "Câu 1: Mã OTP dùng để làm gì?" in page  # the source beside it


def test_saved_fields_make_the_question_ready_and_keep_its_id(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    before = row_of(site, address)
    assert save(client, site, address, **FIELDS).status_code == 303
    row = row_of(site, address)
    assert (row.status, row.version) == ("ready", 2)
    assert row.written["id"] == before.written["id"]
    assert row.written["source"] == before.written["source"]
    assert row.written["points"] == "2"
    assert row.pool["title"] == "Làm quen"
    assert row.pool["id"] == "lam-quen"
    assert [hint["text"] for hint in row.written["hints"]] == ["Nhìn bên tay phải."]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"stem": ""}, "Viết câu hỏi."),
        ({"right": []}, "Đánh dấu đáp án đúng."),
        ({"right": ["0", "1"]}, "Câu này chỉ có một đáp án đúng."),
        ({"option-1": "cạnh  PHẢI"}, "Có hai phương án giống nhau."),
        ({"option-1": ""}, "Viết ít nhất hai phương án."),
        ({"points": "không"}, "Điểm là một số lớn hơn 0"),
        ({"points": "9999"}, "không quá 1000"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    site: Site, changed: dict[str, object], said: str
) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    answer = save(client, site, address, **{**FIELDS, **changed})
    assert answer.status_code == 422
    assert "<title>Lỗi: " in answer.text
    assert said in main_of(answer)
    assert "Máy nào cũng vậy." in answer.text
    assert row_of(site, address).version == 1


def test_the_markdown_holds_and_takes_every_type(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    row = row_of(site, address)
    page = client.get(f"{address}/cau/{row.id}?cach=markdown").text
    assert "- ( ) Cạnh phải" in page
    text = "## Ghép từ với nghĩa {#ghep}\n- OTP -> mã dùng một lần\n- PIN -> mã mở máy\n"
    assert save(client, site, address, cach="markdown", text=text).status_code == 303
    row = row_of(site, address)
    assert (row.written["type"], row.status, row.written["id"]) == ("matching", "ready", "ghep")
    fields = client.get(f"{address}/cau/{row.id}").text
    assert "OTP -&gt; mã dùng một lần" in fields


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("## Ai? {#ai}\n- (x) A\n- (x) B\n", "Dòng"),
        ("Không có dấu thăng", "Viết một câu hỏi"),
        ("## Một {#m}\n- (x) A\n- ( ) B\n## Hai {#h}\n- (x) A\n- ( ) B\n", "Viết một câu hỏi"),
        ("", "Viết một câu hỏi"),
    ],
)
def test_wrong_markdown_is_answered_with_its_line_and_kept(site: Site, text: str, said: str) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    answer = save(client, site, address, cach="markdown", text=text)
    assert answer.status_code == 422
    assert said in main_of(answer)
    assert text.split("\n")[0] in answer.text
    assert row_of(site, address).version == 1


def test_an_id_that_another_question_has_is_not_taken(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    taken = row_of(site, address, 1).written["id"]
    text = f"## Nút nguồn ở đâu? {{#{taken}}}\n- (x) A\n- ( ) B\n"
    assert save(client, site, address, cach="markdown", text=text).status_code == 303
    assert row_of(site, address).written["id"] not in ("", taken)


def test_a_question_can_be_left_for_later_and_accepted_then(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    save(client, site, address, **FIELDS, unsure="1")
    row = row_of(site, address)
    assert row.status == "draft"
    assert "Thầy cô để câu này lại" in main_of(client.get(address))
    answer = post(client, f"{address}/cau/{row.id}/dung-duoc", version=str(row.version))
    assert answer.status_code == 303
    assert row_of(site, address).status == "ready"


def test_a_question_without_a_key_cannot_be_accepted(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    row = row_of(site, address)
    answer = post(client, f"{address}/cau/{row.id}/dung-duoc", version="1")
    assert answer.status_code == 303
    assert "còn chỗ chưa dùng được" in main_of(client.get(answer.location))
    assert row_of(site, address).status == "draft"


def test_a_stale_form_is_answered_with_both_texts(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    choose(client, site, address, 1)
    answer = save(client, site, address, **FIELDS)
    assert answer.status_code == 409
    page = main_of(answer)
    assert "- (x) Cạnh trên" in page
    assert "Nút nguồn nằm ở đâu?" in page
    assert row_of(site, address).stem_text == "Nút nguồn ở đâu?"
    stale = post(client, f"{address}/cau/{row_of(site, address).id}/dung-duoc", version="1")
    assert stale.status_code == 409


def test_somebody_elses_question_is_not_found(site: Site) -> None:
    address = pasted(site.client(trainer(site)))
    row = row_of(site, address)
    other, learner = others(site)
    for person, status in ((other, 404), (learner, 403)):
        client = site.client(person)
        assert client.get(f"{address}/cau/{row.id}").status_code == status
        assert save(client, site, address, **FIELDS).status_code == status
        assert post(client, f"{address}/cau/{row.id}/dung-duoc", version="1").status_code == status
    assert row_of(site, address).version == 1


def test_characters_that_nobody_sees_are_not_stored(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    hidden = {**FIELDS, "stem": "Nút\x01 nguồn\u202e ở đâu?", "pool": "Làm\x01 quen"}
    assert save(client, site, address, **hidden).status_code == 303
    row = row_of(site, address)
    assert (row.stem_text, row.pool["title"]) == ("Nút nguồn ở đâu?", "Làm quen")
