"""A trainer tries a bank as a learner would, and leaves no trace."""

import html
import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.banks.views import trial as pages
from lms.banks.views.trying import LONGEST
from lms.core.questions import Question
from lms.db import Base, db
from lms.quizzes.queries import get_current_bank
from tests.banks.people import BANK, SECRETS, at_the_shelf, bank_text, refuse_all_but_trainers, trainer
from tests.conftest import Statements
from tests.content import publish
from tests.core.questions.banks import EXAMPLE, full_key
from tests.factories import Site, csrf_token
from tests.quizzes.makers import as_fields, main_of

TRY = f"{BANK}/thu"
NOTHING = "Đang thử. Không ghi lại gì."


class Trier:
    """A trainer's browser in the middle of a try; ``page`` is what it shows."""

    def __init__(self, site: Site, client: FlaskClient) -> None:
        self.site, self.client = site, client
        self.token = csrf_token(client, "/hien-thi")
        self.page: Any = client.get(TRY)

    def send(self, **fields: Any) -> Any:
        self.page = self.client.post(TRY, data={"csrf_token": self.token, **fields})
        return self.page

    def go(self, target: str = "", **fields: Any) -> Any:
        """Send the form of the page that is shown, by one of its buttons."""
        hidden = {name: self.hidden(name) for name in ("bai", "cau") if f'name="{name}"' in self.page.text}
        return self.send(**hidden, **({"toi": target} if target else {}), **fields)

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page.text)
        assert found, name
        return html.unescape(found[1])

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.hidden("bai"))
        return found

    def question(self) -> Question:
        """Return the question that the page asks, by the name of its first field or its heading."""
        with self.site.app.app_context():
            bank = get_current_bank("thu-nghiem").bank
        text = main_of(self.page)
        return next(each for each in bank.questions if each.stem_text.split("(")[0].strip() in text)

    def answer_rightly(self) -> Any:
        return self.go(**as_fields(full_key(self.question())))

    @property
    def said(self) -> str:
        return main_of(self.page)


def try_at(site: Site, text: str | None = None) -> Trier:
    return Trier(site, at_the_shelf(site, text))


def begun(site: Site, text: str | None = None, **fields: str) -> Trier:
    trier = try_at(site, text)
    trier.send(toi="1", **fields)
    return trier


def count_rows(site: Site) -> dict[str, int]:
    with site.app.app_context():
        return {
            name: db.session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


def test_the_first_page_says_that_nothing_is_recorded(site: Site) -> None:
    trier = try_at(site)
    assert NOTHING in trier.said
    assert "Cả bài, 4 câu" in trier.said
    assert "Kiến thức, 2 câu" in trier.said
    assert "Đạt khi đúng từ 50% số điểm." in trier.said


def test_a_whole_try_leaves_no_trace(site: Site, statements: Statements) -> None:
    trier = try_at(site)
    before = count_rows(site)
    statements.clear()
    trier.send(toi="1")
    pages = [trier.page]
    while "Câu " in trier.page.text.partition("<title>")[2][:6]:
        pages.append(trier.answer_rightly())
    pages.append(trier.go("ket-qua"))
    pages.append(trier.go("bo-khac"))
    assert len(pages) == 7
    assert all(NOTHING in main_of(page) for page in pages)
    written = [each for each in statements if not each.lstrip().upper().startswith("SELECT")]
    assert written == []
    assert count_rows(site) == before


def test_every_type_can_be_answered_to_full_points(site: Site) -> None:
    text = EXAMPLE.decode().replace("id: ky-so-co-ban", "id: thu-nghiem").replace(" draw=1", "")
    trier = begun(site, text)
    for _ in range(7):
        assert trier.answer_rightly().status_code == 200
    assert "Thầy cô đã trả lời đủ 7 câu." in trier.said
    trier.go("ket-qua")
    assert "8 trên 8 điểm, đạt." in trier.said


def test_the_result_gives_points_and_what_to_reread(site: Site) -> None:
    trier = begun(site)
    trier.go("xem-lai")
    trier.go("ket-qua")
    assert "0 trên 8 điểm, chưa đạt." in trier.said
    assert "Bài 1. Mở máy" in trier.said
    assert "0/2 điểm" in trier.said
    assert "Nộp bài xong xem được câu nào đúng" in trier.said


def test_an_essay_waits_and_may_still_decide(site: Site) -> None:
    trier = begun(site, nhom="kien-thuc")
    for _ in range(2):
        trier.answer_rightly()
    trier.go("ket-qua")
    assert "1 trên 5 điểm, câu viết còn chờ chấm." in trier.said


def test_feedback_comes_at_once_where_the_bank_gives_it_and_the_answer_then_stands(site: Site) -> None:
    trier = begun(site, bank_text(review="each"))
    right = full_key(trier.question())
    wrong = next(option.id for option in trier.question().options if not option.right)
    trier.go(a=wrong)
    assert "Chưa đúng, không sao." in trier.said
    assert "Người hướng dẫn chỉ chỉ cách làm." in trier.said
    trier.go("1", **as_fields(right))
    assert "Chưa đúng, không sao." in trier.said
    trier.go()
    assert "Câu 2 trên 4" in trier.said


def test_a_hint_is_shown_and_costs(site: Site) -> None:
    trier = begun(site)
    assert "OTP giống chìa khóa nhà" not in trier.page.text
    trier.go("goi-y")
    assert "OTP giống chìa khóa nhà" in trier.said
    assert "Xem gợi ý" not in trier.said
    trier.answer_rightly()
    trier.go("xem-lai")
    trier.go("ket-qua")
    assert "0,75/1 điểm" in trier.said


def test_the_key_shows_only_where_the_trainer_asks(site: Site) -> None:
    trier = begun(site)
    assert not any(secret in trier.page.text for secret in SECRETS[:1])
    trier.go("dap-an")
    assert "Không ai có quyền hỏi" in trier.said
    trier.go("2")
    assert "Giục làm ngay; Xin mã OTP" in trier.said
    trier.go("dap-an")
    assert "Giục làm ngay; Xin mã OTP" not in trier.said


def test_the_key_can_be_asked_for_at_the_start(site: Site) -> None:
    assert "Không ai có quyền hỏi" in begun(site, **{"dap-an": "1"}).said


def test_one_pool_can_be_tried(site: Site) -> None:
    trier = begun(site, nhom="kien-thuc")
    assert "Câu 1 trên 2" in trier.said
    assert "Quận có bao nhiêu" in trier.said


def test_what_was_typed_is_kept_when_one_turns_the_page(site: Site) -> None:
    trier = begun(site, nhom="kien-thuc")
    trier.go("2", t="28")
    trier.go("1")
    assert 'value="28"' in trier.page.text
    trier.go("xem-lai", t="28")
    assert "Còn 1 câu chưa xong." in trier.said


def test_a_blank_answer_is_asked_for_again(site: Site) -> None:
    trier = begun(site)
    assert trier.go().status_code == 422
    assert "<title>Lỗi:" in trier.page.text
    assert "Thầy cô chưa trả lời câu này" in trier.said


def test_half_an_answer_is_asked_for_again_where_feedback_is_due(site: Site) -> None:
    cluster = "# Chung {#chung}\n## Đúng hay sai? {#ds}\n- (Đ) Một\n- (S) Hai\n"
    trier = begun(site, bank_text(cluster, review="each"))
    first = trier.question().options[0].id
    assert trier.go(**{f"o-{first}": "d"}).status_code == 422
    assert "Câu này còn chỗ chưa trả lời" in trier.said
    assert re.search(r'value="d"[^>]* checked', trier.page.text)


def test_another_draw_begins_anew_and_the_same_draw_can_be_done_again(site: Site) -> None:
    trier = begun(site)
    seed = trier.state()["seed"]
    trier.answer_rightly()
    trier.go("lam-lai")
    assert trier.state()["seed"] == seed
    assert trier.state()["answers"] == {}
    trier.go("bo-khac")
    assert trier.state()["seed"] != seed


def test_sending_a_page_again_changes_nothing(site: Site) -> None:
    trier = begun(site)
    first = trier.hidden("bai")
    once = main_of(trier.send(bai=first, cau="1", toi="2"))
    twice = main_of(trier.send(bai=first, cau="1", toi="2"))
    assert once == twice


def spoiled(state: dict[str, Any], **changes: Any) -> str:
    return json.dumps({**state, **changes})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "không phải JSON",
        "[]",
        "[" * 100_000,
        '"' + "a" * (LONGEST + 1) + '"',
    ],
)
def test_what_cannot_be_read_begins_anew_in_words(site: Site, text: str) -> None:
    page = try_at(site).send(bai=text, cau="1")
    assert page.status_code == 422
    assert "Mời thầy cô thử lại từ đầu." in main_of(page)


@pytest.mark.parametrize(
    "changes",
    [
        {"bank": "khác"},
        {"seed": -1},
        {"seed": 2**60},
        {"seed": True},
        {"seed": "1"},
        {"pool": "khong-co"},
        {"pool": 7},
        {"answers": []},
        {"answers": {"otp": "x"}},
        {"answers": {"otp": [[], 0, False]}},
        {"answers": {"otp": [{}, 0]}},
    ],
)
def test_a_tampered_form_begins_anew_in_words(site: Site, changes: dict[str, Any]) -> None:
    trier = begun(site)
    page = trier.send(bai=spoiled(trier.state(), **changes), cau="1")
    assert page.status_code == 422
    assert "Mời thầy cô thử lại từ đầu." in main_of(page)


def test_odd_answers_in_a_tampered_form_are_dropped(site: Site) -> None:
    trier = begun(site)
    answers = {
        "otp": [{"a": ["x", {"y": 1}], "o": 5}, 10**9, True],
        "so-dv": [{"t": 5}, -1, True],
        "lua-dao": [{"a": "x"}, "1", "true"],
        "khong-co": 1,
    }
    page = trier.send(bai=spoiled(trier.state(), answers=answers), cau="0", toi="ket-qua")
    assert page.status_code == 200
    assert "0 trên 8 điểm" in main_of(page)


def test_odd_numbers_lead_to_the_list_of_questions(site: Site) -> None:
    trier = begun(site)
    for number in ("99", "-1", "x", "9" * 50, "²"):
        page = trier.send(bai=trier.hidden("bai"), toi=number)
        assert page.status_code == 200
        assert "Xem lại trước khi nộp" in main_of(page)
        trier.send(toi="1")


def test_a_new_revision_begins_a_try_anew(site: Site) -> None:
    trier = begun(site)
    publish(site, bank=bank_text().replace("Giục làm ngay", "Giục làm liền"))
    assert trier.go("2").status_code == 422
    assert "đã được đăng bản mới" in trier.said


def test_answers_longer_than_a_form_holds_are_refused_in_words(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "LONGEST", 4_000)  # the same rule at a size that a test sends quickly
    trier = begun(site, bank_text("# Chung {#chung}\n## Một? {#mot type=essay}\n## Hai? {#hai type=essay}\n"))
    trier.go("2", t="ạ" * 3_000)
    assert trier.page.status_code == 200
    trier.go("1", t="ạ" * 3_000)
    assert trier.page.status_code == 422
    assert "dài quá sức giữ" in trier.said
    assert 3_000 < len(trier.hidden("bai")) <= 4_000


def test_only_trainers_try(site: Site) -> None:
    publish(site, bank=bank_text())
    refuse_all_but_trainers(site, TRY)
    refuse_all_but_trainers(site, TRY, method="POST")
    assert site.client(trainer(site)).get("/soan-bai/cau-hoi/khong-co/thu").status_code == 404
