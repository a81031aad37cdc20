"""Photos of answers before the trainers who may see the attempt, large enough to judge, and before nobody else."""

import pytest

from lms.core.people import Role
from tests.assessment.makers import MARKING, School, other_trainer, school
from tests.factories import Site
from tests.quizzes.conftest import Clock
from tests.quizzes.conftest import clock_at as clock_at
from tests.quizzes.makers import Learner
from tests.quizzes.test_evidence import jpeg, rows, send

QUESTIONS = """## Gửi ảnh trang ứng dụng trong kho. {#anh type=evidence}
- 2đ: Thấy rõ tên nhà phát hành
"""


@pytest.fixture
def there(site: Site, clock_at: Clock) -> School:
    return school(site, QUESTIONS, time=30)


def photographed(there: School) -> tuple[Learner, str]:
    """Let somebody send a photo and no word, and hand in; return its key."""
    who = there.learner()
    who.begin()
    send(who, jpeg())
    (kept,) = rows(who)
    who.hand_in()
    return who, kept.id


def address(who: Learner, key: str) -> str:
    return f"/soan-bai/ket-qua/bai-lam/{who.token}/anh/{key}"


def test_the_attempt_and_the_marking_page_show_the_photo_large(there: School) -> None:
    who, key = photographed(there)
    for path in (f"/soan-bai/ket-qua/bai-lam/{who.token}", MARKING):
        page = there.get(path).text
        assert f'src="{address(who, key)}"' in page, path
        assert "photos large" in page
    assert "1 ảnh" in there.get(f"/soan-bai/ket-qua/bai-lam/{who.token}").text


def test_a_photo_without_a_word_is_marked_like_an_essay(there: School) -> None:
    who, _key = photographed(there)
    fields = {"bai": who.token, "cau": "anh", "seen": 0, "remark": "Rõ lắm", "diem-0": "2"}
    assert there.post(MARKING, **fields).status_code == 303
    assert there.attempt(who.token).state == "graded"


def test_the_photo_is_sent_inert_to_trainers_in_reach_only(there: School, site: Site) -> None:
    who, key = photographed(there)
    answer = there.get(address(who, key))
    assert (answer.status_code, answer.content_type) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert other_trainer(site).get(address(who, key)).status_code == 404
    for role in (None, Role.COORDINATOR):
        outsider = site.client(site.person(f"Người {role}", there.unit_id, role=role))
        assert outsider.get(address(who, key)).status_code in (403, 404)
    assert who.client.get(address(who, key)).status_code in (403, 404)
    assert "/dang-nhap" in site.client().get(address(who, key)).location


def test_a_photo_is_found_under_its_own_attempt_only(there: School) -> None:
    who, key = photographed(there)
    other = there.learner("Lê Văn Bình")
    other.begin()
    for path in (address(other, key), address(who, "0" * 32), address(who, "x")):
        assert there.get(path).status_code == 404


def test_what_came_late_is_shown_apart(there: School, clock_at: Clock) -> None:
    who = there.learner()
    who.begin()
    clock_at.forward(minutes=32)
    send(who, jpeg())
    (late,) = rows(who)
    page = there.get(f"/soan-bai/ket-qua/bai-lam/{who.token}").text
    assert late.is_late
    assert address(who, late.id) in page.partition("Gửi sau giờ, không tính")[2]


def test_the_workbook_counts_the_photos(there: School) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    photographed(there)
    answer = there.get("/soan-bai/ket-qua/thu-nghiem/bai-mot/thu-nghiem.xlsx")
    book = load_workbook(BytesIO(answer.data))
    assert "1 ảnh" in {cell.value for row in book.worksheets[1] for cell in row}


def test_a_trial_of_the_bank_shows_the_field_shut_and_keeps_nothing(there: School) -> None:
    page = there.post("/soan-bai/cau-hoi/thu-nghiem/thu").text
    field = page.partition('<input class="in file"')[2].partition(">")[0]
    assert "disabled" in field
    assert "name=" not in field
    assert "Làm thử không gửi ảnh" in page
