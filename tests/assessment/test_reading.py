"""Looking changes nothing, keys stay with trainers, and an address made up by hand breaks no page."""

import pytest

from tests.assessment.makers import MARKING, RESULTS, essay_of, other_trainer, school
from tests.factories import Site
from tests.quizzes.makers import main_of


def test_a_page_that_is_only_looked_at_writes_no_more_than_who_looked(
    site: Site, statements: list[str]
) -> None:
    here = school(site, time="10")
    who = essay_of(here.learner())
    attempt = f"/soan-bai/ket-qua/bai-lam/{who.token}"
    extend = f"{RESULTS}/gia-han/{who.person.id}"
    paths = (
        "/soan-bai",
        "/soan-bai/ket-qua",
        RESULTS,
        f"{RESULTS}.xlsx",
        attempt,
        f"{attempt}/huy",
        MARKING,
        extend,
    )
    statements.clear()
    for path in (*paths, f"{RESULTS}/gia-han?tim=hoa"):
        assert here.get(path).status_code == 200, path
    written = [each for each in statements if each.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written
    assert all(each.startswith("INSERT INTO access_entries") for each in written)  # who looked at whose work


def test_the_trainers_first_page_leads_here_and_says_what_waits(site: Site) -> None:
    here = school(site)
    assert "Ai đã làm, ai đạt, từng bài làm" in main_of(here.get("/soan-bai"))
    essay_of(here.learner())
    page = here.get("/soan-bai")
    assert "1 bài làm đang chờ thầy cô đọc và chấm." in main_of(page)
    assert 'href="/soan-bai/ket-qua"' in page.text
    assert "đang chờ thầy cô đọc" not in main_of(other_trainer(site).get("/soan-bai"))


@pytest.mark.parametrize(
    "query",
    [
        "?trang=-1",
        "?trang=99999999",
        "?loc=%01",
        "?xep=%F0%9F%98%80",
        "?don-vi=x",
        "?tim=%25_%5C",
        "?bai=x&cau=%01",
    ],
)
def test_odd_addresses_break_nothing(site: Site, query: str) -> None:
    here = school(site)
    essay_of(here.learner())
    for path in (RESULTS, MARKING, f"{RESULTS}/gia-han", f"{RESULTS}.xlsx", "/soan-bai/ket-qua"):
        assert here.get(path + query).status_code in (200, 404), path
