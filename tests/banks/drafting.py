"""Drafts of banks as trainers make them: a pasted paper, its rows, and the forms that mend them."""

import html
import re
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from lms.banks.models import BankDraft, DraftQuestion
from lms.db import db
from tests.authoring.uploads import trainer as trainer
from tests.factories import Person, Site, csrf_token, post

UPLOAD = "/soan-bai/cau-hoi/tai-len"
PAPER = """Câu 1: Mã OTP dùng để làm gì?
A. Xác nhận giao dịch
B. Đọc cho người lạ
C. Làm mật khẩu
Đáp án: A
Câu 2: Ai được biết mã OTP?
A. Chỉ mình tôi
B. Người hướng dẫn
Đáp án: A
Câu 3: Nút nguồn ở đâu?
A. Cạnh phải
B. Cạnh trên
C. Mặt sau
"""


def send_text(client: FlaskClient, text: str = PAPER, **fields: Any) -> Any:
    """Paste a text into the page of uploads."""
    token = csrf_token(client, "/hien-thi")
    return client.post(UPLOAD, data={"csrf_token": token, "chu": text, "dang": "text", **fields})


def pasted(client: FlaskClient, text: str = PAPER) -> str:
    """Return the address of the draft that a pasted text became: two questions ready, the third without a key."""
    answer = send_text(client, text)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def rows_of(site: Site, address: str) -> list[DraftQuestion]:
    """Return the questions of a draft in their order."""
    with site.app.app_context():
        draft = db.session.scalars(select(BankDraft).where(BankDraft.token == token_of(address))).one()
        found = select(DraftQuestion).where(DraftQuestion.draft_id == draft.id)
        return list(db.session.scalars(found.order_by(DraftQuestion.position)))


def row_of(site: Site, address: str, position: int = 3) -> DraftQuestion:
    return rows_of(site, address)[position - 1]


def draft_of(site: Site, address: str) -> BankDraft:
    with site.app.app_context():
        return db.session.scalars(select(BankDraft).where(BankDraft.token == token_of(address))).one()


def token_of(address: str) -> str:
    return address.split("/nhap/")[1].split("/")[0].split("?")[0]


def choose(
    client: FlaskClient, site: Site, address: str, *places: int, position: int = 3, version: int = 1
) -> Any:
    """Tap the right answers of a question."""
    row = row_of(site, address, position)
    return post(
        client,
        f"{address}/cau/{row.id}/dap-an",
        version=str(version),
        dung=[str(each) for each in places],
        xem="can-xem",
    )


def main_of(answer: Any) -> str:
    """Return what stands in a page's main part, as a person reads it."""
    text = answer.text[answer.text.index("<main") : answer.text.index("</main>")]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def named(client: FlaskClient, address: str, slug: str = "on-otp") -> str:
    """Give a draft a name and an id; return its address."""
    answer = post(client, f"{address}/thiet-lap", version="1", title="Ôn OTP", slug=slug, show_key="y")
    assert answer.status_code == 303, main_of(answer)
    return address


def publish_form(client: FlaskClient, address: str) -> dict[str, str]:
    """Return the hidden fields of the page that publishes a draft."""
    page = client.get(f"{address}/dang").text
    page = page[page.index("<main") : page.index("</main>")]
    return {
        name: html.unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    }


def published(client: FlaskClient, address: str, **more: str) -> Any:
    """Press the button of the page that publishes a draft."""
    return client.post(f"{address}/dang", data={**publish_form(client, address), **more})


def others(site: Site) -> list[Person]:
    """People who have nothing to do with a trainer's draft."""
    return [trainer(site, "Trần Văn Khác"), site.person("Nguyễn Thị Hòa")]
