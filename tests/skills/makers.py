"""A course with three skills, and people around a learner; events told to the ledger as services tell them."""

from datetime import datetime, timedelta

from lms.core.completion import Trust, Verb
from lms.courses.queries import find_head
from lms.progress.services import record
from tests.content import COURSE, publish, small_course
from tests.factories import NOW, Person, Site
from tests.practice.makers import SLUG, TASKS
from tests.practice.makers import SORTING as SORTING_TASK

SKILLS = """skills:
  - {id: xep-trang, title: "Nhận ra trang giả", codes: ["4.3"], lessons: [bai-hai]}
  - {id: mo-may, title: "Mở máy", codes: ["4.1"], lessons: [bai-mot]}
"""
SORTED, OBSERVED, PHOTO = "bai-hai/nv-xep", "bai-hai/nv-xem", "bai-hai/nv-anh"
SORTING = f"{SLUG}/xep-trang"
STARTING = f"{SLUG}/mo-may"


def publish_skills(site: Site, *, second_sorting: bool = False) -> None:
    """Publish the small course with one skill a lesson: one of tasks, one of the learner's own word alone."""
    again = SORTING_TASK.replace("{#nv-xep}", "{#nv-xep-nua}").replace("Xếp ba trang", "Xếp ba trang nữa")
    front = COURSE.format(minutes=9)
    at = front.index("skills:")
    front = front[:at] + SKILLS + front[front.index("---", at) :]
    publish(site, small_course(course__md=front, **{"02_bai_hai__md": TASKS + again * second_sorting}))


def day(number: float) -> datetime:
    return NOW + timedelta(days=number)


def tell(
    site: Site,
    person: Person,
    verb: Verb,
    item: str,
    at: datetime,
    *,
    by: Person | None = None,
    kind: str = "",
    trust: Trust | None = None,
) -> None:
    """Write an event as the services do: the machine's without anybody, a person's with who it was."""
    vouched = trust or (Trust.PERSON if by else Trust.MACHINE)
    with site.working():
        head = find_head(SLUG)
        assert head is not None
        record(
            subject_id=person.id,
            actor_id=by.id if by else None,
            actor_kind=kind or ("assessor" if by else "system"),
            verb=verb,
            course_id=head.id,
            item_key=item,
            now=at,
            idempotency_key=f"test:{person.id}:{verb}:{item}:{at.isoformat()}:{by.id if by else 0}:{kind}",
            trust=vouched,
        )


def practise(site: Site, person: Person, at: datetime = NOW) -> None:
    """Let a machine find the skill's task right."""
    tell(site, person, Verb.TASK_PASSED, SORTED, at)
