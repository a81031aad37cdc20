"""Choosing what to print, and the sheets in the browser."""

import re
from urllib.parse import unquote

from tests.banks.people import BANK, at_the_shelf, bank_text, refuse_all_but_trainers
from tests.content import publish
from tests.factories import Site
from tests.quizzes.makers import main_of

PRINTED = f"{BANK}/in/de"


def test_the_page_asks_what_to_print(site: Site) -> None:
    said = main_of(at_the_shelf(site).get(f"{BANK}/in"))
    for words in ("Một đề, đủ 4 câu", "Mã đề đầu tiên", "Không in đáp án", "Mở bản in"):
        assert words in said


def test_the_sheets_stand_alone_and_their_style_is_allowed(site: Site) -> None:
    page = at_the_shelf(site).get(f"{PRINTED}?khoa=co")
    nonce = re.search(r'<style nonce="([^"]+)"', page.text)
    assert nonce
    assert f"style-src 'nonce-{nonce[1]}'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"
    assert "Cặp đôi số" not in page.text
    assert "Họ và tên" in page.text
    assert "1-A" in page.text


def test_several_variants_are_printed_with_the_codes_asked_for(site: Site) -> None:
    page = at_the_shelf(site).get(f"{PRINTED}?kieu=xao&ma=201&so=3&khoa=giai").text
    for code in (201, 202, 203):
        assert f"Mã đề {code}" in page
        assert f"Đáp án, mã đề {code}" in page
    assert "Không ai có quyền hỏi" in page


def test_without_the_key_none_is_printed(site: Site) -> None:
    page = at_the_shelf(site).get(f"{PRINTED}?khoa=khong").text
    assert "Đáp án" not in page
    assert "2803" not in page


def test_one_pool_can_be_printed(site: Site) -> None:
    page = at_the_shelf(site).get(f"{PRINTED}?nhom=kien-thuc&khoa=khong").text
    assert "Quận có bao nhiêu" in page
    assert "Ai được biết" not in page


def test_the_sheets_come_as_a_file_named_after_the_bank(site: Site) -> None:
    answer = at_the_shelf(site).get(f"{PRINTED}?khoa=co&tai=1")
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment")
    assert unquote(said.partition("filename*=UTF-8''")[2]) == "Kiểm tra thử nghiệm.html"
    assert "<style>" in answer.text
    assert "nonce" not in answer.text


def test_numbers_out_of_bounds_are_said_beside_their_field(site: Site) -> None:
    client = at_the_shelf(site)
    for query, field in (
        ("ma=0&so=1", "ma"),
        ("ma=mot&so=1", "ma"),
        ("ma=1&so=99", "so"),
        ("ma=1&so=", "so"),
    ):
        page = client.get(f"{PRINTED}?kieu=xao&khoa=co&{query}")
        assert page.status_code == 422, query
        assert "<title>Lỗi:" in page.text
        assert f'href="#{field}"' in page.text
        assert f'aria-describedby="{field}-error"' in page.text
    assert client.get(f"{PRINTED}?ma=0&so=99&khoa=co").status_code == 200


def test_only_trainers_print(site: Site) -> None:
    publish(site, bank=bank_text())
    refuse_all_but_trainers(site, f"{BANK}/in")
    refuse_all_but_trainers(site, PRINTED)
