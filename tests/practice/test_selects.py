"""Order, match and naming on the page: what is wrong is explained at its field, what was chosen stays, only the owner sees it."""

import html
import re
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from lms.core.practice import KINDS, Submission
from tests.content import SECOND, publish, small_course
from tests.core.practice.samples import SAMPLES, block
from tests.factories import Site, post
from tests.practice.makers import SLUG, School, events, make_school, state_of, submissions


@dataclass(frozen=True)
class Page:
    """A task of one kind: its path, what to send to pass, and one answer that is wrong with what is said of it."""

    kind: str
    spoiled: dict[str, str]
    said: str

    @property
    def path(self) -> str:
        return f"/hoc/{SLUG}/bai-hai/nhiem-vu/nv-{self.kind}"

    @property
    def right(self) -> Submission:
        spec = KINDS[self.kind].parse(block(self.kind, SAMPLES[self.kind].good))
        return SAMPLES[self.kind].complete(spec, KINDS[self.kind].prepare(spec, 1))

    @property
    def wrong(self) -> Submission:
        return {**self.right, **self.spoiled}


def first_fields(kind: str) -> list[str]:
    spec = KINDS[kind].parse(block(kind, SAMPLES[kind].good))
    return list(SAMPLES[kind].complete(spec, KINDS[kind].prepare(spec, 1)))


def spoiled(kind: str) -> dict[str, str]:
    """Return one or two wrong answers of the sample."""
    one, other, *_ = first_fields(kind)
    if kind == "order":
        return {one: "2", other: "1"}
    if kind == "match":
        spec = KINDS[kind].parse(block(kind, SAMPLES[kind].good.replace("đạt: 3\n", "")))
        return {one: next(side.id for side in spec.sides if side.text == "Bảo vệ")}
    return {one: '<script>x</script> final "moi".pdf'}


PAGES = [
    Page("order", spoiled("order"), "Bước này đứng sớm quá: phải làm “Mở tệp cần ký” trước đã."),
    Page("match", spoiled("match"), "Người đứng đầu trường chịu trách nhiệm."),
    Page("naming", spoiled("naming"), "không cho biết bản nào mới"),
]
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.kind)


@pytest.fixture
def school(site: Site) -> School:
    made = make_school(site)
    tasks = "".join(
        f"\n## Nhiệm vụ: Bài {page.kind} {{#nv-{page.kind}}}\n\n```{page.kind}\n{SAMPLES[page.kind].good}```\n"
        for page in PAGES
    )
    publish(site, small_course(**{"02_bai_hai__md": SECOND.replace("requires: [bai-mot]\n", "") + tasks}))
    return made


def hand_in(client: FlaskClient, page: Page, fields: Submission, seen: int = 0) -> int:
    return post(client, page.path, **fields, lan=str(seen)).status_code


@every_page
def test_the_machine_passes_what_is_right(site: Site, school: School, page: Page) -> None:
    client = site.client(school.learner)
    assert hand_in(client, page, page.right) == 303
    assert events(site, school.learner) == [("task_passed", "machine", "system")]
    assert "Máy chấm" in client.get(page.path).text


@every_page
def test_what_is_wrong_is_explained_and_what_was_chosen_stays(site: Site, school: School, page: Page) -> None:
    client = site.client(school.learner)
    assert hand_in(client, page, page.wrong) == 303
    shown = client.get(page.path).text
    assert page.said in html.unescape(shown)
    assert "<script>x" not in shown
    kept = set(re.findall(r'<option value="([^"]+)" selected', shown)) | set(
        map(html.unescape, re.findall(r'value="([^"]*)" maxlength="150"', shown))
    )
    assert set(map(str, page.wrong.values())) <= kept
    assert state_of(site, school.learner, f"bai-hai/nv-{page.kind}") != "done"


@every_page
def test_before_a_try_nothing_is_given_away(site: Site, school: School, page: Page) -> None:
    shown = html.unescape(site.client(school.learner).get(page.path).text)
    assert page.said not in shown
    assert " selected" not in shown
    assert "Vì sao" not in shown
    assert "2026-10-12_bien-ban" not in shown


@every_page
def test_a_field_left_out_is_no_failed_try_and_is_linked(site: Site, school: School, page: Page) -> None:
    client, fields = site.client(school.learner), dict(page.right)
    missing = next(iter(fields))
    del fields[missing]
    answer = post(client, page.path, **fields)
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert "Còn 1 chỗ chưa làm." in answer.text
    assert f'href="#{missing}"' in answer.text
    assert f'id="{missing}"' in answer.text
    assert submissions(site, school.learner) == []


@every_page
def test_after_four_failures_there_is_a_worked_example(site: Site, school: School, page: Page) -> None:
    client = site.client(school.learner)
    for seen in range(4):
        hand_in(client, page, page.wrong, seen)
    shown = client.get(page.path).text
    assert "<h2>Làm mẫu</h2>" in shown
    assert "Nhờ thầy Minh xem bài này" in shown


@every_page
def test_nobody_else_sees_or_does_it(site: Site, school: School, page: Page) -> None:
    hand_in(site.client(school.learner), page, page.wrong)
    for other in school.outsiders:
        shown = site.client(other).get(page.path)
        assert page.said not in html.unescape(shown.text)
    stranger = site.client().get(page.path)
    assert stranger.status_code in {303, 401}
    assert len(submissions(site, school.learner)) == 1


def test_two_steps_with_one_number_are_named_and_are_no_try(site: Site, school: School) -> None:
    page, client = PAGES[0], site.client(school.learner)
    one, other, *_ = first_fields("order")
    answer = post(client, page.path, **{**page.right, other: page.right[one]})
    assert answer.status_code == 422
    assert "cùng mang số 1" in answer.text
    assert submissions(site, school.learner) == []


def test_a_name_longer_than_the_field_is_left_out(site: Site, school: School) -> None:
    page, client = PAGES[2], site.client(school.learner)
    answer = post(client, page.path, **{**page.right, first_fields("naming")[0]: "a" * 5_000})
    assert answer.status_code == 422
    assert "a" * 200 not in answer.text
