"""Files and pasted texts on their way in: read into a draft, or refused with what to do, and nothing left behind."""

import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import func, select

from lms.banks.models import BankDraft
from lms.core.people import Role
from lms.db import db
from lms.web import turns
from tests.banks.drafting import PAPER, UPLOAD, draft_of, main_of, pasted, rows_of, send_text, trainer
from tests.factories import Site, csrf_token, post

GIFT = """::OTP:: Ai được biết mã OTP? {=Chỉ mình tôi ~Người hướng dẫn}

::Khoá:: Khoá bí mật dùng để ký. {TRUE}
"""


def send_file(client: FlaskClient, data: bytes, name: str, **fields: Any) -> Any:
    token = csrf_token(client, "/hien-thi")
    form = {"csrf_token": token, "tep": (io.BytesIO(data), name), **fields}
    return client.post(UPLOAD, data=form, content_type="multipart/form-data")


def count_drafts(site: Site) -> int:
    with site.app.app_context():
        return db.session.scalar(select(func.count()).select_from(BankDraft)) or 0


def test_a_pasted_paper_becomes_a_draft_of_its_trainer(site: Site) -> None:
    person = trainer(site)
    client = site.client(person)
    address = pasted(client)
    assert draft_of(site, address).user_id == person.id
    assert [(row.position, row.status) for row in rows_of(site, address)] == [
        (1, "ready"),
        (2, "ready"),
        (3, "draft"),
    ]
    assert len({row.written["id"] for row in rows_of(site, address)}) == 3


def test_a_file_is_recognised_and_gives_the_draft_its_name(site: Site) -> None:
    client = site.client(trainer(site))
    answer = send_file(client, GIFT.encode(), "Ôn tập OTP.gift")
    assert answer.status_code == 303
    draft = draft_of(site, answer.location)
    assert (draft.title, draft.slug, draft.file_name) == ("Ôn tập OTP", "on-tap-otp", "Ôn tập OTP.gift")
    assert (
        "Đọc được" in client.get(answer.location).text
        or "câu nào cũng dùng được" in client.get(answer.location).text
    )


def test_the_first_option_is_right_where_the_trainer_says_so(site: Site) -> None:
    client = site.client(trainer(site))
    text = PAPER.replace("Đáp án: A\n", "")
    answer = send_text(client, text, **{"dau-dung": "1"})
    rows = rows_of(site, answer.location)
    assert [row.status for row in rows] == ["ready"] * 3
    assert {row.written["options"][0]["fraction"] for row in rows} == {"1"}


def test_our_script_is_told_where_to_go_on(site: Site) -> None:
    client = site.client(trainer(site))
    data = {"csrf_token": csrf_token(client, "/hien-thi"), "chu": PAPER, "dang": "text"}
    answer = client.post(UPLOAD, data=data, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert client.get(json.loads(answer.text)["next"]).status_code == 200
    data["chu"] = ""
    refused = client.post(UPLOAD, data=data, headers={"Accept": "application/json"})
    assert refused.status_code == 422
    assert "chưa chọn tệp" in json.loads(refused.text)["error"]


def test_nothing_sent_is_said_and_keeps_the_page(site: Site) -> None:
    client = site.client(trainer(site))
    answer = post(client, UPLOAD)
    assert answer.status_code == 422
    assert "<title>Lỗi: " in answer.text
    assert "Thầy cô chưa chọn tệp" in main_of(answer)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("hinh.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40),
        ("cu.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600),
        ("hong.docx", b"PK\x03\x04" + b"\x00" * 60),
        ("trong.txt", b"Kh\xc3\xb4ng c\xc3\xb3 c\xc3\xa2u n\xc3\xa0o."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_mend_and_leaves_nothing(
    site: Site, name: str, data: bytes
) -> None:
    client = site.client(trainer(site))
    answer = send_file(client, data, name)
    assert answer.status_code == 422
    assert 'id="errors"' in answer.text
    assert "<title>Lỗi: " in answer.text
    assert count_drafts(site) == 0


def test_too_many_questions_are_refused_as_a_whole(site: Site) -> None:
    client = site.client(trainer(site))
    table = "Câu hỏi,A,B,Đáp án\n" + "".join(f"Câu số {n}?,một,hai,A\n" for n in range(5001))
    answer = send_file(client, table.encode(), "nhieu.csv")
    assert answer.status_code == 422
    assert "5000" in main_of(answer) or "5.000" in main_of(answer)
    assert count_drafts(site) == 0


def test_an_excel_table_becomes_questions(site: Site) -> None:
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    book.active.append(["Câu hỏi", "Phương án A", "Phương án B", "Đáp án"])
    book.active.append(["Mã OTP có mấy số?", "6", "60", "A"])
    out = io.BytesIO()
    book.save(out)
    client = site.client(trainer(site))
    answer = send_file(client, out.getvalue(), "bang.xlsx")
    assert answer.status_code == 303
    assert [row.status for row in rows_of(site, answer.location)] == ["ready"]


def test_a_file_beyond_the_bound_is_refused_in_our_words(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from lms.banks.views import uploading

    monkeypatch.setattr(uploading, "LARGEST_REQUEST", 1000)
    client = site.client(trainer(site))
    answer = send_file(client, b"x" * 4000, "to.docx")
    assert answer.status_code == 413
    assert "nặng quá" in answer.text


def test_a_crowd_is_asked_to_wait(site: Site) -> None:
    client = site.client(trainer(site))
    with turns._places, turns._places:
        answer = send_text(client)
    assert answer.status_code == 503
    assert "đợi một phút" in answer.text


def test_only_trainers_upload(site: Site) -> None:
    for person in (site.person(), site.person("Phạm Văn Sơn", role=Role.COORDINATOR)):
        client = site.client(person)
        assert client.get(UPLOAD).status_code == 403
        assert send_text(client).status_code == 403
    assert count_drafts(site) == 0
