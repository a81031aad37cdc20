"""The shelf of question banks: what stands on it, in which order, and for whom."""

from collections.abc import Iterable
from datetime import timedelta

from lms.core.people import Role
from lms.core.questions import parse_bank
from lms.quizzes.services import store_bank
from tests.banks.people import SHELF, at_the_shelf, bank_text, refuse_all_but_trainers, trainer
from tests.conftest import Statements
from tests.content import publish
from tests.core.questions.banks import render
from tests.factories import NOW, Site
from tests.quizzes.makers import learner, main_of


def put_on_shelf(site: Site, slug: str, title: str, *, days: int = 0, by: int | None = None) -> None:
    """Store a bank of one question that no course uses."""
    text = f'---\nid: {slug}\ntitle: "{title}"\n---\n## Một câu? {{#mot}}\n- (x) Có\n- ( ) Không\n'
    bank, _problems = parse_bank(text.encode(), f"quizzes/{slug}.md", render)
    assert bank is not None
    with site.working():
        store_bank(bank, text, NOW + timedelta(days=days), by)


def order_of(page: str, titles: Iterable[str]) -> list[str]:
    return sorted(titles, key=page.index)


def test_a_bank_is_listed_with_its_questions_use_and_publisher(site: Site) -> None:
    client = at_the_shelf(site)
    page = client.get(SHELF)
    said = main_of(page)
    assert "Kiểm tra: thử nghiệm" in said
    assert "đăng ngày 21/11/2026 · Người cài đặt trang" in said
    assert 'href="/soan-bai/cau-hoi/thu-nghiem"' in page.text
    assert 'href="/soan-bai/khoa/thu-nghiem"' in page.text
    assert '<td class="n">4</td>' in page.text


def test_who_published_is_named(site: Site) -> None:
    lan = trainer(site)
    put_on_shelf(site, "rieng", "Bài của Lan", by=lan.id)
    assert "Lê Thị Lan" in main_of(site.client(lan).get(SHELF))
    assert "chưa khóa nào" in main_of(site.client(lan).get(SHELF))


def test_an_empty_shelf_says_what_to_do(site: Site) -> None:
    page = site.client(trainer(site)).get(SHELF)
    assert "Chưa có ngân hàng câu hỏi nào" in page.text
    assert "Tải câu hỏi lên" in main_of(page)
    assert "<table" not in page.text


def test_banks_are_found_without_diacritics_and_by_their_course(site: Site) -> None:
    client = at_the_shelf(site)
    put_on_shelf(site, "khac", "An toàn mạng")
    found = main_of(client.get(f"{SHELF}?tim=an+toan"))
    assert "An toàn mạng" in found
    assert "Kiểm tra: thử nghiệm" not in found
    assert "Kiểm tra: thử nghiệm" in main_of(client.get(f"{SHELF}?tim=khoa+thu"))
    assert "Không có ngân hàng nào như vậy" in main_of(client.get(f"{SHELF}?tim=zzz"))


def test_banks_are_sorted_as_asked(site: Site) -> None:
    titles = ["Ăn uống", "Bảo mật", "Đi lại"]
    for days, title in enumerate(reversed(titles)):
        put_on_shelf(site, f"b-{days}", title, days=days)
    client = site.client(trainer(site))
    assert order_of(client.get(f"{SHELF}?xep=ten").text, titles) == titles
    assert order_of(client.get(SHELF).text, titles) == titles  # the newest first
    put_on_shelf(site, "b-9", "Yên tâm", days=9)
    assert order_of(client.get(f"{SHELF}?xep=moi").text, [*titles, "Yên tâm"])[0] == "Yên tâm"
    assert client.get(f"{SHELF}?xep=la-gi").status_code == 200


def test_a_long_shelf_has_pages(site: Site) -> None:
    for number in range(23):
        put_on_shelf(site, f"b-{number}", f"Bài {number:02}")
    client = site.client(trainer(site))
    assert "Trang 1 trên 2" in main_of(client.get(f"{SHELF}?xep=ten"))
    second = main_of(client.get(f"{SHELF}?xep=ten&trang=2"))
    assert "Bài 22" in second
    assert "Bài 00" not in second


def test_attempts_are_counted_and_essays_that_wait_are_named(site: Site) -> None:
    anna = learner(site, bank_text())
    anna.begin()
    lan = trainer(site, anna.person.unit_id)
    assert "đang chờ chấm" not in main_of(site.client(lan).get(SHELF))
    for number, question in enumerate(anna.sitting().drawn.question_ids, 1):
        if question == "vi-sao":
            anna.send(number, t="Vì mất tài khoản.")
    anna.hand_in()
    page = main_of(site.client(lan).get(SHELF))
    assert "1 bài viết đang chờ chấm" in page
    elsewhere = site.person("Đỗ Văn Hùng", site.unit("Trường khác"), role=Role.TRAINER)
    assert "đang chờ chấm" not in main_of(site.client(elsewhere).get(SHELF))


def test_the_statements_do_not_grow_with_the_shelf(site: Site, statements: Statements) -> None:
    client = at_the_shelf(site)
    client.get(SHELF)
    statements.clear()
    client.get(SHELF)
    few = len(statements)
    for number in range(12):
        put_on_shelf(site, f"b-{number}", f"Bài {number:02}")
    client.get(SHELF)
    statements.clear()
    client.get(SHELF)
    assert len(statements) == few


def test_the_trainers_first_page_leads_to_the_shelf(site: Site) -> None:
    publish(site)
    assert f'href="{SHELF}"' in site.client(trainer(site)).get("/soan-bai").text


def test_only_trainers_see_the_shelf(site: Site) -> None:
    publish(site, bank=bank_text())
    refuse_all_but_trainers(site, SHELF)
