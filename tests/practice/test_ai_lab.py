"""The pages of the AI lab: marking what is wrong, the safer of two, building a prompt."""

import html
import re

import pytest
from flask.testing import FlaskClient

from lms.core.practice import KINDS
from lms.core.practice.declaration import item_id
from tests.core.practice.samples import SAMPLES, block
from tests.core.practice.samples.prompt import FREE
from tests.factories import Site, post
from tests.practice.ai_lab import FREE_PROMPT, OWN, PROMPT, SAFER, SPOT, SPOT_ONE, make_lab
from tests.practice.makers import events, submissions

SPOTTING = KINDS["spot"].parse(block("spot", SAMPLES["spot"].good))
PAIRS = KINDS["safer"].parse(block("safer", SAMPLES["safer"].good))
PARTS = KINDS["prompt"].parse(block("prompt", FREE))


def faults(count: int) -> dict[str, str]:
    """Return the choice of the first ``count`` faults by their names."""
    wrong = [each for each in SPOTTING.passages if each.fault]  # type: ignore[attr-defined]
    return {f"p-{each.id}": item_id(each.fault) for each in wrong[:count]}


def ways(*, good: bool = True) -> dict[str, str]:
    parts = PARTS.parts  # type: ignore[attr-defined]
    return {f"g-{part.key}": next(way.id for way in part.ways if way.is_good == good) for part in parts}


def text_of(client: FlaskClient, path: str) -> str:
    return html.unescape(client.get(path).text)


@pytest.mark.parametrize("path", [SPOT, SAFER, PROMPT, FREE_PROMPT])
def test_a_page_shows_its_form_and_none_of_its_key(site: Site, path: str) -> None:
    page = text_of(site.client(make_lab(site).learner), path)
    for secret in (
        "không nguồn nào nói",
        "Không nguồn nào nói",
        "[[",
        "Câu kém đưa tên",
        "Khen AI",
        "Kính gửi",
    ):
        assert secret not in page
    assert "btn main" in page


def test_every_passage_can_be_chosen_without_a_script(site: Site) -> None:
    page = text_of(site.client(make_lab(site).learner), SPOT)
    assert len(re.findall(r'<select class="in" name="p-', page)) == len(SPOTTING.passages)  # type: ignore[attr-defined]
    assert "Bài này có 3 chỗ có lỗi" in page


def test_one_sort_of_fault_is_marked_with_boxes(site: Site) -> None:
    client = site.client(make_lab(site).learner)
    page = text_of(client, SPOT_ONE)
    boxes = dict(re.findall(r'name="(p-[0-9a-f]+)".*?<span>([^<]+)</span>', page))
    assert list(boxes.values()) == [
        "Trường có hai mươi lớp học.",
        "Mỗi lớp có một máy bay.",
        "Thư viện ở tầng hai.",
    ]
    wrong = next(name for name, text in boxes.items() if "máy bay" in text)
    assert post(client, SPOT_ONE, **{wrong: item_id("bịa")}).status_code == 303
    assert "Không có thật." in text_of(client, SPOT_ONE)


def test_what_is_left_is_counted_until_the_pass_and_then_explained(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    post(client, SPOT, **faults(1))
    page = text_of(client, SPOT)
    assert "Còn 2 chỗ chưa tìm ra" in page
    assert "Không có thông tư này" not in page
    post(client, SPOT, lan="1", **faults(2))
    page = text_of(client, SPOT)
    assert "Thầy cô đã làm xong nhiệm vụ này" in page
    assert "Không có thông tư này" in page
    assert [verb for verb, _, _ in events(site, school.learner)] == ["task_not_passed", "task_passed"]


def test_a_form_without_a_choice_is_no_try(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    for path in (SPOT, SAFER, PROMPT):
        assert post(client, path).status_code == 422
    assert submissions(site, school.learner) == []


def test_the_safer_ways_pass_and_a_wrong_one_is_explained_beside_it(site: Site) -> None:
    client = site.client(make_lab(site).learner)
    page = text_of(client, SAFER)
    right = {
        f"x-{pair.id}": re.search(
            rf'name="x-{pair.id}"[^>]*value="(\d)"[^>]*> <span>{re.escape(pair.safer)}', page
        )[1]  # type: ignore[index]
        for pair in PAIRS.pairs  # type: ignore[attr-defined]
    }
    first = next(iter(right))
    post(client, SAFER, **right | {first: str(3 - int(right[first]))})
    assert "Câu kém đưa tên và hoàn cảnh" in text_of(client, SAFER)
    post(client, SAFER, lan="1", **right)
    assert "Thầy cô đã làm xong nhiệm vụ này" in text_of(client, SAFER)


def test_a_prompt_of_good_parts_passes_by_machine_and_shows_the_recorded_answer(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    post(client, PROMPT, **ways())
    page = text_of(client, PROMPT)
    assert "Câu trả lời mẫu do người soạn viết, không phải AI đang chạy" in page
    assert "Kính gửi quý phụ huynh" in page
    assert events(site, school.learner) == [("task_passed", "machine", "system")]


def test_a_free_text_waits_for_the_mentor_who_reads_it_with_the_criteria(site: Site) -> None:
    school = make_lab(site)
    client, mentor = site.client(school.learner), site.client(school.mentor)
    post(client, FREE_PROMPT, **ways(), **{"van-ban": f"{OWN} <script>alert(1)</script>"})
    assert "Chờ xác nhận" in text_of(client, FREE_PROMPT)
    (submission,) = submissions(site, school.learner)
    page = mentor.get(f"/duyet/{submission.id}").text
    assert "<script>alert" not in page
    assert OWN in html.unescape(page)
    assert "Không có tên học sinh" in page
    assert [verb for verb, _, _ in events(site, school.learner)] == ["task_handed_in"]
    for person in school.outsiders:
        assert site.client(person).get(f"/duyet/{submission.id}").status_code == 404


def test_a_text_that_may_be_personal_is_not_kept_before_its_writer_looked_again(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    sent = {**ways(), "van-ban": f"{OWN} Em Nguyễn Văn An lớp 5B."}
    answer = post(client, FREE_PROMPT, **sent)
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    assert "Có thể có tên một người: “Nguyễn Văn An lớp 5B”" in page
    assert 'name="da-doc"' in page
    assert submissions(site, school.learner) == []
    assert post(client, FREE_PROMPT, **sent, **{"da-doc": "on"}).status_code == 303
    assert len(submissions(site, school.learner)) == 1
