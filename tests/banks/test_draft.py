"""The page of a draft: what was read, beside its source, those that need a person first; for its owner and admins alone."""

from lms.core.people import Role
from tests.banks.drafting import PAPER, choose, main_of, others, pasted, trainer
from tests.factories import Site, post

LONG = "".join(
    f"Câu {n}: Nội dung số {n} là gì?\nA. Đây là ý {n}\nB. Kia là ý {n}\nĐáp án: A\n" for n in range(1, 46)
)


def test_one_sentence_first_and_what_needs_a_person_before_the_rest(site: Site) -> None:
    client = site.client(trainer(site))
    page = main_of(client.get(pasted(client)))
    assert "3 câu: 2 câu dùng được, 1 câu cần thầy cô xem" in page
    assert "Nút nguồn ở đâu?" in page
    assert "Mã OTP dùng để làm gì?" not in page


def test_a_ready_question_shows_its_key_and_its_source(site: Site) -> None:
    client = site.client(trainer(site))
    page = client.get(f"{pasted(client)}?xem=tat-ca").text
    assert page.count('<span class="tag done">Đáp án</span>') == 2
    assert "A. Xác nhận giao dịch" in page  # as the file had it
    assert page.count("Đáp án đúng là ") == 3  # a button an option of the one question without a key


def test_a_draft_can_be_searched_without_diacritics(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    page = main_of(client.get(f"{address}?xem=tat-ca&tim=nut+nguon"))
    assert "1 câu có “nut nguon”" in page
    assert "Ai được biết" not in page
    assert "Không câu nào có những chữ này" in main_of(client.get(f"{address}?xem=tat-ca&tim=xyz"))


def test_twenty_questions_a_page(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client, LONG)
    first = client.get(address).text
    assert "45 câu, câu nào cũng dùng được" in first
    assert first.count('<article class="card draft-card"') == 20
    assert "Trang 1 trên 3" in first
    last = client.get(f"{address}?xem=tat-ca&trang=3").text
    assert last.count('<article class="card draft-card"') == 5
    assert client.get(f"{address}?trang=99").status_code == 200


def test_markup_in_a_file_is_shown_as_words(site: Site) -> None:
    client = site.client(trainer(site))
    text = PAPER.replace("Nút nguồn ở đâu?", "Thẻ <script>alert(1)</script> làm gì?")
    page = client.get(pasted(client, text)).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_leaving_and_coming_back_finds_it_on_the_shelf(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    choose(client, site, address, 0)
    shelf = client.get("/soan-bai/cau-hoi").text
    assert address in shelf


def test_only_the_owner_and_admins_see_a_draft(site: Site) -> None:
    owner = trainer(site)
    address = pasted(site.client(owner))
    other, learner = others(site)
    assert site.client(other).get(address).status_code == 404
    assert site.client(learner).get(address).status_code == 403
    admin = site.client(site.person("Hoàng Anh Tú", role=Role.ADMIN))
    page = admin.get(address)
    assert page.status_code == 200
    assert "của Lê Thị Lan" in main_of(page)


def test_a_draft_that_does_not_exist_is_not_found(site: Site) -> None:
    client = site.client(trainer(site))
    assert client.get("/soan-bai/cau-hoi/nhap/khong-co").status_code == 404
    assert post(client, "/soan-bai/cau-hoi/nhap/khong-co/bo").status_code == 404
