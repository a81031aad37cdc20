"""Every kind of task over HTTP: shown, left empty, handed in, failed until help comes, looked at by a person."""

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from lms.core.practice import KINDS, UPLOAD, Trust
from tests.core.practice.samples import SAMPLES
from tests.factories import Person, Site, post
from tests.practice.lab import put_up_authority
from tests.practice.makers import submissions
from tests.practice.workshop import as_form, open_workshop, path, task_for

every_kind = pytest.mark.parametrize("key", sorted(KINDS))
MACHINES = [key for key, kind in KINDS.items() if kind.trust is Trust.MACHINE and not kind.needs_kit]


@pytest.fixture
def learner(site: Site) -> Person:
    open_workshop(site)
    put_up_authority(site)
    return site.person("Nguyễn Thị Hòa", site.unit("THCS Sông Cầu"))


def complete(site: Site, key: str, person: Person) -> dict[str, Any]:
    task, variant = task_for(site, key, person.id)
    return as_form(SAMPLES[key].complete(task.spec, variant))


@every_kind
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_task_of_every_kind_is_shown(site: Site, learner: Person, key: str, language: str) -> None:
    client = site.client(learner)
    client.set_cookie("lang", language)
    page = client.get(path(key))
    assert page.status_code == 200
    assert f"Thử loại {key}" in page.text
    assert page.text.count("btn main") == 1 or key == "simulation"


@every_kind
def test_an_empty_form_is_an_error_page_that_leads_to_its_fields_or_asks_a_person(
    site: Site, learner: Person, key: str
) -> None:
    client = site.client(learner)
    answer = post(client, path(key))
    if answer.status_code == 303:
        assert KINDS[key].trust is Trust.PERSON
        return
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    targets = re.findall(r'<li><a href="#([^"]+)"', answer.text)
    assert all(f'id="{target}"' in answer.text for target in targets)
    assert [each.state for each in submissions(site, learner)] in ([], ["in_progress"])


@pytest.mark.parametrize("key", MACHINES)
def test_what_is_right_passes_by_the_machine_and_a_second_tap_changes_nothing(
    site: Site, learner: Person, key: str
) -> None:
    client = site.client(learner)
    for _ in range(2):
        answer = post(client, path(key), **complete(site, key, learner))
        assert answer.status_code == 303, answer.text
    (only,) = submissions(site, learner)
    assert (only.state, only.decided_by_id) == ("passed", None)
    page = client.get(path(key)).text
    assert "Thầy cô đã làm xong nhiệm vụ này" in page
    if KINDS[key].upload(task_for(site, key, learner.id)[0].spec):
        assert set(only.payload[UPLOAD]) == {"name", "size", "sha256"}


@every_kind
def test_a_stranger_signs_in_first_and_hands_in_nothing(site: Site, learner: Person, key: str) -> None:
    stranger: FlaskClient = site.app.test_client()
    assert stranger.get(path(key)).status_code == 303
    assert post(stranger, path(key)).status_code == 401
    assert submissions(site, learner) == []


@every_kind
def test_hostile_values_in_every_field_never_make_an_error(site: Site, learner: Person, key: str) -> None:
    client = site.client(learner)
    task, variant = task_for(site, key, learner.id)
    names = task.kind.fields(task.spec, variant)
    for value in ("<script>alert(1)</script>", "a" * 5000, "'; DROP TABLE users; --", "９９"):
        form: dict[str, Any] = dict.fromkeys(names, value)
        if task.kind.upload(task.spec):
            form[UPLOAD] = (io.BytesIO(value.encode()), "../../<b>.xlsx")
        answer = post(client, path(key), **form)
        assert answer.status_code in (303, 422)
        assert "<script>alert(1)" not in client.get(path(key)).text
        assert "<script>alert(1)" not in answer.text
