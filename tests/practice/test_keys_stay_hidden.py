"""What explains a task stays unseen until something was handed in; and looking, however one looks, writes nothing."""

import html
from typing import Any

import pytest

from lms.core.practice import KINDS
from lms.db import Base, db
from tests.factories import Person, Site, post
from tests.practice.lab import put_up_authority
from tests.practice.workshop import LESSON_ID, SLUG, open_workshop, path, task_for


@pytest.fixture
def learner(site: Site) -> Person:
    open_workshop(site)
    put_up_authority(site)
    return site.person("Nguyễn Thị Hòa", site.unit("THCS Sông Cầu"))


def explained(stored: Any, name: str = "") -> set[str]:
    """Return the whys and the recorded answers in a stored task."""
    if isinstance(stored, dict):
        return {each for key, inside in stored.items() for each in explained(inside, key)}
    if isinstance(stored, list):
        return {each for inside in stored for each in explained(inside, name)}
    return {stored} if name in {"why", "answer"} and stored else set()


@pytest.mark.parametrize("key", sorted(KINDS))
def test_no_page_explains_a_task_of_which_nothing_was_handed_in(
    site: Site, learner: Person, key: str
) -> None:
    client = site.client(learner)
    secrets = explained(task_for(site, key, learner.id)[0].declared.spec)
    pages = [client.get(each) for each in (path(key), f"{path(key)}/choi", f"/hoc/{SLUG}/{LESSON_ID}")]
    pages += [client.get(f"/khoa-hoc/{SLUG}"), post(client, path(key)), post(client, f"{path(key)}/xem-thu")]
    for page in pages:
        assert page.status_code < 500
        assert [each for each in secrets if each in html.unescape(page.text)] == []


def kept(site: Site) -> dict[str, list[str]]:
    with site.app.app_context():
        tables = Base.metadata.sorted_tables
        return {each.name: sorted(map(repr, db.session.execute(each.select()))) for each in tables}


def test_looking_at_tasks_writes_nothing(site: Site, learner: Person) -> None:
    client = site.client(learner)
    client.get("/")
    before = kept(site)
    for key in KINDS:
        for more in ("", "/choi", "/choi?di=x", "/gap/x", "/nhap-ma", "/tep/to-giay.pdf", "/tep/tep-1.pdf"):
            assert client.get(f"{path(key)}{more}").status_code in (200, 303, 404)
    assert kept(site) == before
