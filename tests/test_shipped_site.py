"""The courses that come with the site, as learners meet them: every page light, every course finished by its own key."""

import gzip
from collections.abc import Iterator
from typing import Any

import pytest

from lms.core.markup import Item
from lms.core.practice import Task
from lms.courses.queries import Published, get_head, get_published
from lms.practice.queries import get_task
from tests.content import publish_shipped
from tests.core.practice.samples import SAMPLES
from tests.factories import Site, post
from tests.practice.lab import PIN, put_up_authority
from tests.practice.makers import photo, submissions, version
from tests.practice.workshop import as_form
from tests.quizzes.makers import Learner

COURSES = ("chu-ky-so", "tri-tue-nhan-tao", "ho-so-dien-tu", "c-thai-nguyen", "nguoi-huong-dan")
FIRST_VISIT = 14_000
PLACES = {"step": "", "task": "nhiem-vu/", "quiz": "kiem-tra/"}

courses = pytest.mark.parametrize("slug", COURSES)
# tests/test_main_job.py finishes the fifth, with every page on the way.
courses_to_finish = pytest.mark.parametrize("slug", [slug for slug in COURSES if slug != "c-thai-nguyen"])


@pytest.fixture
def site(site: Site) -> Site:
    """The site with everything that is shipped."""
    publish_shipped(site)
    put_up_authority(site)
    return site


def published(site: Site, slug: str) -> Published:
    with site.app.app_context():
        return get_published(get_head(slug).revision_id)


def pages(course: Published) -> Iterator[str]:
    """Yield the address of every page that a learner of the course meets."""
    slug = course.course.id
    yield f"/hoc/{slug}"
    for lesson in course.course.lessons:
        yield f"/hoc/{slug}/{lesson.id}"
        for item in lesson.items:
            yield path_of(slug, item)


def path_of(slug: str, item: Item) -> str:
    lesson, _, name = item.key.partition("/")
    return f"/hoc/{slug}/{lesson}/{PLACES[item.kind]}{name}"


@courses
def test_every_page_is_light_and_whole(site: Site, slug: str) -> None:
    client = site.client(site.person())
    for path in pages(published(site, slug)):
        client.delete_cookie("css")
        page = client.get(path)
        assert page.status_code == 200, path
        assert len(gzip.compress(page.data, 6)) <= FIRST_VISIT, path
        assert "{{" not in page.text, path


class Pair:
    """A learner who does everything herself, and the mentor who looks on."""

    def __init__(self, site: Site, slug: str) -> None:
        self.site, self.slug = site, slug
        unit = site.unit("THCS Bình Minh")
        self.learner = site.person("Nguyễn Thị Hòa", unit)
        mentor = site.person("Trần Quang Minh", unit)
        self.pair_id = site.pair(mentor, self.learner)
        self.client, self.mentor = site.client(self.learner), site.client(mentor)

    def do(self, item: Item) -> None:
        path = path_of(self.slug, item)
        if item.kind == "step":
            answer = post(self.client, f"{path}/xong")
        elif item.kind == "quiz":
            answer = self.sit(path)
        else:
            answer = self.practise(item, path)
        assert answer.status_code in (200, 303), (path, answer.text)

    def sit(self, path: str) -> Any:
        who = Learner(self.site, self.client, self.learner)
        who.begin(path)
        for number in range(1, len(who.sitting().drawn.question_ids) + 1):
            answer = who.send(number, **who.right(number))
            assert answer.status_code == 303, answer.text
        return who.hand_in()

    def practise(self, item: Item, path: str) -> Any:
        assert item.task is not None
        kind = item.task.kind
        if kind == "observed":
            seen = {f"o-{number}": "on" for number in range(1, len(item.task.spec["items"]) + 1)}
            address = f"/nguoi-toi-giup/{self.pair_id}/xac-nhan/{self.slug}/{item.key}"
            return post(self.mentor, address, how="alone", **seen)
        if kind == "sign-here":
            post(self.client, f"{path}/chung-thu", new_pin=PIN, pin_again=PIN)
            answer = post(self.client, f"{path}/ky", pin=PIN)
        elif kind == "evidence":
            answer = post(self.client, path, photos=[(photo(), "anh.jpg")])
        else:
            task, variant = self.variant(item)
            answer = post(self.client, path, **as_form(SAMPLES[kind].complete(task, variant)))
        self.be_looked_at()
        return answer

    def variant(self, item: Item) -> tuple[Any, Task]:
        with self.site.app.app_context():
            task = get_task(get_published(get_head(self.slug).revision_id), *item.key.split("/"))
            return task.spec, task.variant_for(self.learner.id)

    def be_looked_at(self) -> None:
        """Let the mentor confirm what waits for a person."""
        for each in submissions(self.site, self.learner):
            if each.state == "waiting":
                seen = {"version": version(self.site, each.id), "decision": "confirm"}
                answer = post(self.mentor, f"/duyet/{each.id}", **seen)
                assert answer.status_code == 303, answer.text


@courses_to_finish
def test_a_course_is_finished_by_its_own_key_and_ends_in_a_certificate(site: Site, slug: str) -> None:
    pair, course = Pair(site, slug), published(site, slug)
    assert post(pair.client, f"/hoc/{slug}/bat-dau").status_code == 303
    for lesson in course.course.lessons:
        for item in lesson.items:
            pair.do(item)
            page = pair.client.get(f"/hoc/{slug}/{lesson.id}").text
            assert page.count('class="num done"') == lesson.items.index(item) + 1, item.key
    answer = post(pair.client, f"/chung-nhan/{slug}/nhan")
    assert course.course.title in pair.client.get(answer.location).text
