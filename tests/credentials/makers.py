"""Finishing the small course through the ledger, and the certificate for it."""

from datetime import datetime

from lms.core.completion import Verb
from lms.courses.queries import get_head, get_published
from lms.credentials.services import issue
from lms.progress.services import enrol, finish_step, record
from tests.factories import NOW, Person, Site

PERSON_TASKS = ("observed", "evidence")


def study(
    site: Site, person: Person, items: int | None = None, now: datetime = NOW, by: int | None = None
) -> None:
    """Do the first ``items`` items of the small course, or all of them; ``by`` confirms what needs a person."""
    with site.working():
        head = get_head("thu-nghiem")
        published = get_published(head.revision_id)
        enrol(person.id, head.id, now)
        for key in published.keys[:items]:
            _lesson, item = published.items[key]
            if item.kind == "step":
                finish_step(person.id, head.id, key, now)
                continue
            is_confirmed = item.task is not None and item.task.kind in PERSON_TASKS
            trust = "person" if is_confirmed else "machine" if item.kind == "quiz" else "self"
            record(
                subject_id=person.id,
                actor_id=by if is_confirmed else person.id,
                actor_kind="mentor" if is_confirmed else "self",
                verb=Verb.QUIZ_PASSED if item.kind == "quiz" else Verb.TASK_APPROVED,
                course_id=head.id,
                item_key=key,
                now=now,
                idempotency_key=f"test:{person.id}:{key}",
                trust=trust,
            )


def withdraw(site: Site, person: Person, key: str, now: datetime = NOW) -> None:
    """Take an item back in the ledger."""
    with site.working():
        record(
            subject_id=person.id,
            actor_id=None,
            actor_kind="system",
            verb=Verb.WITHDRAWN,
            course_id=get_head("thu-nghiem").id,
            item_key=key,
            now=now,
            idempotency_key=f"test:withdraw:{person.id}:{key}",
        )


def certify(site: Site, person: Person, now: datetime = NOW) -> str:
    """Finish the course, issue the certificate and return its code."""
    study(site, person)
    with site.working():
        return issue(person.id, get_head("thu-nghiem"), now).code
