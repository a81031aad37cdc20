"""A draft can be tried before it is published, by whom it belongs to, and leaves no trace either."""

from tests.banks.drafting import pasted
from tests.banks.people import refuse_all_but_trainers, trainer
from tests.banks.test_trial import NOTHING, count_rows
from tests.factories import Site, post
from tests.quizzes.makers import main_of


def test_the_ready_questions_of_a_draft_can_be_tried(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    before = count_rows(site)
    page = client.get(f"{address}/thu")
    assert NOTHING in main_of(page)
    assert "2 câu, mỗi trang một câu." in main_of(page)
    first = main_of(post(client, f"{address}/thu", toi="1"))
    assert "Câu 1 trên 2" in first
    assert "Mã OTP dùng để làm gì?" in first
    assert count_rows(site) == before


def test_the_draft_leads_to_its_try(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    assert f'href="{address}/thu"' in client.get(address).text


def test_a_draft_without_a_ready_question_says_why(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client, "Câu 1: Nút nguồn ở đâu?\nA. Cạnh phải\nB. Cạnh trên\n")
    answer = client.get(f"{address}/thu")
    assert answer.status_code == 303
    assert answer.location == f"{address}/dang"
    assert post(client, f"{address}/thu", toi="1").status_code == 303


def test_somebody_elses_draft_is_not_there(site: Site) -> None:
    address = pasted(site.client(trainer(site)))
    assert site.client(trainer(site)).get(f"{address}/thu").status_code == 404
    assert post(site.client(trainer(site)), f"{address}/thu", toi="1").status_code == 404
    refuse_all_but_trainers(site, f"{address}/thu")
    refuse_all_but_trainers(site, f"{address}/thu", method="POST")
