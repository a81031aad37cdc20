"""What authors and learners write is shown as text, on each page of a task of every kind, the reviewer's too."""

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from lms.core.people import Role
from lms.core.practice import KINDS, UPLOAD, Report, Row, RowState, Spec, Trust, Verdict
from lms.practice import services
from lms.practice.queries import PublishedTask
from tests.core.practice.samples import SAMPLES
from tests.factories import NOW, Person, Site, post
from tests.practice.lab import put_up_authority
from tests.practice.makers import submissions
from tests.practice.workshop import open_workshop, path, task_for

RAW = "<img src=x onerror=alert(1)>"
HOSTILE = f"{RAW}\"'> 100% %(x)s %s {{{{7*7}}}} {{% x %}}"
FREE = frozenset(
    {
        "answer",
        "case",
        "criteria",
        "fault",
        "hint",
        "label",
        "question",
        "reason",
        "safer",
        "sheet",
        "statement",
    }
    | {"text", "texts", "title", "why", "worse"}
)
"""What authors write freely in a task, by its names in the stored one."""

every_kind = pytest.mark.parametrize("key", sorted(KINDS))


def spoilt(stored: Any, name: str = "") -> Any:
    """Return a stored task with something hostile after all that its author wrote freely."""
    if isinstance(stored, dict):
        return {each: spoilt(inside, each) for each, inside in stored.items()}
    if isinstance(stored, list):
        return [spoilt(each, name) for each in stored]
    return f"{stored} {HOSTILE}" if isinstance(stored, str) and name in FREE else stored


@pytest.fixture
def learner(site: Site, monkeypatch: pytest.MonkeyPatch) -> Person:
    """A learner of a course whose author is hostile."""

    def spec(self: PublishedTask) -> Spec:
        return self.kind.spec_from_json(spoilt(self.declared.spec))

    open_workshop(site)
    put_up_authority(site)
    monkeypatch.setattr(PublishedTask, "spec", property(spec))
    return site.person("Nguyễn Thị Hòa", site.unit("THCS Sông Cầu"))


def look(answer: Any) -> None:
    """Whatever was written, the page is a page, and nothing of it became a tag, an attribute or a template."""
    assert answer.status_code in (200, 422), answer.status_code
    assert RAW not in answer.text
    assert "onerror=alert(1)>" not in answer.text.replace("&gt;", "")
    assert "100% %(x)s %s 49" not in answer.text


def failed(site: Site, key: str, learner: Person) -> Report:
    """Return the report on a whole hand-in, as if none of it had been right, with the learner's words in it."""
    task, variant = task_for(site, key, learner.id)
    try:
        report = task.kind.check(task.spec, variant, SAMPLES[key].complete(task.spec, variant))
    except (AttributeError, TypeError):  # there is no kit to complete it with
        report = Report(Verdict.FAILED)
    rows = tuple(replace(row, state=RowState.NOT_MET) for row in report.rows)
    own = Row("own", RowState.NOT_MET, Decimal(1), "%(said)s", HOSTILE, "", HOSTILE, values={"said": HOSTILE})
    return Report(Verdict.FAILED, (*rows, own))


@every_kind
def test_words_of_authors_and_learners_stay_words(site: Site, learner: Person, key: str) -> None:
    client = site.client(learner)
    look(client.get(path(key)))
    task, variant = task_for(site, key, learner.id)
    form: dict[str, Any] = dict.fromkeys(task.kind.fields(task.spec, variant), HOSTILE)
    if task.kind.upload(task.spec):
        form[UPLOAD] = (io.BytesIO(HOSTILE.encode()), f"{RAW}.pdf")
    if key != "self-check":  # where ticks of any value are ticks
        post(client, path(key), note=HOSTILE, **form)
    if key == "prompt":
        look(post(client, f"{path(key)}/xem-thu", **form))
    look(client.get(path(key)))


@pytest.mark.parametrize("key", [key for key, kind in sorted(KINDS.items()) if kind.trust is Trust.MACHINE])
def test_so_they_do_beside_hints_worked_examples_and_on_the_reviewers_page(
    site: Site, learner: Person, key: str
) -> None:
    client, report = site.client(learner), failed(site, key, learner)
    task, _variant = task_for(site, key, learner.id)
    sent = {"own": HOSTILE}
    for number in range(4):
        with site.working():
            services.submit(learner.id, task, sent, report, "", number, NOW)
        look(client.get(path(key)))
    answer = post(client, f"{path(key)}/nho-xem", note=HOSTILE)
    assert answer.status_code == 303
    look(client.get(path(key)))
    (waiting,) = [each for each in submissions(site, learner) if each.state == "waiting"]
    officer = site.client(site.person("Trần Văn Minh", learner.unit_id, role=Role.COORDINATOR))
    look(officer.get("/nguoi-toi-giup"))
    look(officer.get(f"/duyet/{waiting.id}"))
