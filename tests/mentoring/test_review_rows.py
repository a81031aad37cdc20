"""What the machine found, as the person who was asked to look sees it: beside what was answered, and with what to do."""

import html

from tests.factories import Site, post
from tests.practice.ai_lab import FREE_PROMPT, SPOT, make_lab
from tests.practice.makers import SORT, make_school, sort_fields, submissions
from tests.practice.test_ai_lab import ways

WRITTEN = "Viết giúp tôi thư mời họp.\nNêu rõ ngày giờ."


def test_a_wrong_answer_stands_beside_what_the_machine_says_of_it(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    for _ in range(3):
        post(client, SORT, **sort_fields(client, right=False))
    post(client, f"{SORT}/nho-xem")
    page = site.client(school.mentor).get(f"/duyet/{submissions(site, school.learner)[-1].id}").text
    assert "Những chỗ máy chấm chưa đạt" in page
    assert "Cô Hòa trả lời: Thật" in page
    assert "cùng cô Hòa làm lại những chỗ chưa đạt" in page
    assert "Những chỗ đã ổn" in page


def test_a_text_that_waits_stands_as_it_was_written_with_what_to_read_it_by(site: Site) -> None:
    school = make_lab(site)
    post(site.client(school.learner), FREE_PROMPT, **ways(), **{"van-ban": WRITTEN})
    mentor = site.client(school.mentor)
    assert "Cô Hòa tự viết một câu lệnh, nhờ thầy cô đọc." in mentor.get("/nguoi-toi-giup").text
    page = html.unescape(mentor.get(f"/duyet/{submissions(site, school.learner)[-1].id}").text)
    assert f'<p class="words">{WRITTEN}</p>' in page
    assert "Thầy cô xem theo những điều này" in page
    assert "Không có tên học sinh" in page
    assert "máy chấm chưa đạt" not in page


def test_hints_stay_while_a_task_goes_on_failing(site: Site) -> None:
    client = site.client(make_school(site).learner)
    for shows in (False, True, True, True):
        post(client, SORT, **sort_fields(client, right=False))
        assert ("Gợi ý:" in client.get(SORT).text) is shows


def test_a_text_with_faults_has_one_count_that_of_the_faults_not_found(site: Site) -> None:
    client = site.client(make_lab(site).learner)
    name, value = _one_wrong(client.get(SPOT).text)
    post(client, SPOT, **{name: value})
    page = client.get(SPOT).text
    assert "chỗ cần sửa" not in page
    assert "chưa tìm ra" in page


def _one_wrong(page: str) -> tuple[str, str]:
    """Return the first passage, which has no fault, with the first sort of fault."""
    name = page.partition('name="p-')[2].partition('"')[0]
    value = page.partition('value="">')[2].partition('value="')[2].partition('"')[0]
    return f"p-{name}", value
