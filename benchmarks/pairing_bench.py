"""``python -m benchmarks.pairing_bench``: seconds from stored needs and offers to stored suggestions, on SQLite.

3,000 people of 60 schools below one union, then 50,000 of 1,000 schools below 25 unions: nearly half of each school asks,
as many offer, and the ledger proves what they offer. Beside each figure stands a floor on the same database: reading
the needs, the offers and the ledger once without a thought, and writing as many rows.
"""

import random
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, insert, select

from benchmarks import machine
from benchmarks.publishing import fresh_site, timed
from lms import clock
from lms.accounts.models import User
from lms.authoring.queries import Content, compile_content
from lms.authoring.services import publish
from lms.core.completion import Trust, Verb
from lms.core.matching.week import TIMES
from lms.courses.queries import get_head
from lms.db import db, unit_of_work
from lms.matching.models import Need, Offer, PairingRun, Veto
from lms.matching.queries.runs import get_run
from lms.matching.services.runs import begin_run, work_on
from lms.pairing.models import Pair
from lms.progress.models import LearningEvent
from lms.units.models import Membership, Unit

A_SCHOOL, ASKING = 50, 23
SMALL, LARGE = (1, 60, 2.0), (25, 40, 60.0)
"""Unions, schools a union, and the seconds wanted."""
OTHER_EVENTS = 8
"""Events a person besides what proves a skill."""

SLUG, SKILLS = "do-ghep", 4
_COURSE = f"""---
id: {SLUG}
title: "Khóa đo ghép cặp"
summary: "Một khóa để đo"
lang: vi
status: published
authors: ["Nhóm đo"]
license: CC BY 4.0
minutes: 10
certificate: false
complete_when: [tasks]
skills:
""" + "".join(
    f'  - {{id: viec-{n}, title: "Việc {n}", codes: ["4.3"], lessons: [bai-{n}]}}\n' for n in range(SKILLS)
)
_LESSON = """---
id: bai-{n}
title: "Bài {n}. Xếp"
kind: practice
minutes: 10
outcome: "Xếp được"
checked_on: 2026-11-21
review_by: 2099-05-21
sources: ["Nguồn đo"]
---
Bài này để đo.

## Nhiệm vụ: Xếp {{#nv}}

```sort
nhóm: Nên | Không nên
- Hỏi lại người gửi -> Nên
  > Vì sao: hỏi lại thì chắc.
- Đọc mã cho người lạ -> Không nên
  > Vì sao: mã chỉ của mình.
```
"""


def publish_course() -> tuple[int, int]:
    """Publish a course of four skills, one task each; return the course's and the revision's ids."""
    files = {"course.md": f"{_COURSE}---\nKhóa này chỉ để đo.\n".encode()}
    files |= {f"0{n}-bai.md": _LESSON.format(n=n).encode() for n in range(SKILLS)}
    made = Content({SLUG: files}, {}, None)
    compiled = compile_content(made, date(2026, 11, 21))
    assert not compiled.errors, [problem.text("vi") for problem in compiled.errors]
    with unit_of_work():
        publish(made, compiled, None, clock.now())
    head = get_head(SLUG)
    return head.id, head.revision_id


def _units(unions: int, schools: int) -> tuple[int, list[int]]:
    """Write the tree; return the top unit and the schools."""
    now, rows = clock.now(), []

    def unit(number: int, parent: int | None, path: str, kind: str) -> None:
        name = f"Đơn vị {number}"
        rows.append(
            {
                "id": number,
                "parent_id": parent,
                "path": path,
                "name": name,
                "search_name": name.lower(),
                "kind": kind,
                "created_at": now,
            }
        )

    unit(1, None, "/1/", "province")
    made, number = [], 1
    for _ in range(unions):
        number += 1
        union = number
        unit(union, 1, f"/1/{union}/", "union")
        for _ in range(schools):
            number += 1
            unit(number, union, f"/1/{union}/{number}/", "school")
            made.append(number)
    db.session.execute(insert(Unit), rows)
    return 1, made


def fill(unions: int, schools: int, course: tuple[int, int]) -> tuple[int, int]:
    """Write units, people, what they asked and offered, and the ledger; return the top unit and how many people."""
    chance = random.Random(7)
    with unit_of_work():
        for model in (Pair, PairingRun, Veto, Need, Offer, LearningEvent, Membership, User, Unit):
            db.session.execute(delete(model))
        top, made = _units(unions, schools)
        rows: dict[Any, list[dict[str, Any]]] = {
            User: [],
            Membership: [],
            Need: [],
            Offer: [],
            LearningEvent: [],
            Veto: [],
        }
        for number in range(1, len(made) * A_SCHOOL + 1):
            _person(number, made[(number - 1) // A_SCHOOL], rows, chance, course)
        for model, lines in rows.items():
            db.session.execute(insert(model), lines)
    return top, len(made) * A_SCHOOL


def _person(
    number: int,
    school: int,
    rows: dict[Any, list[dict[str, Any]]],
    chance: random.Random,
    course: tuple[int, int],
) -> None:
    now, name = clock.now(), f"Người {number}"
    rows[User].append({"id": number, "full_name": name, "search_name": name.lower(), "created_at": now})
    rows[Membership].append({"user_id": number, "unit_id": school, "from_on": date(2026, 9, 1)})
    place = number % A_SCHOOL
    done = chance.sample(range(SKILLS), 2)
    common = {
        "user_id": number,
        "skills": [f"{SLUG}/viec-{each}" for each in done],
        "times": chance.sample(TIMES, 4),
        "device": chance.choice(("android", "iphone", "windows")),
        "consent": "Tôi đồng ý.",
        "consented_at": now,
        "updated_at": now,
    }
    if place < ASKING:
        rows[Need].append(common)
    elif place < 2 * ASKING:
        rows[Offer].append({**common, "places": chance.choice((1, 2, 2, 3))})
        for each in done:
            rows[LearningEvent].append(
                _event(number, Verb.TASK_PASSED, f"bai-{each}/nv", Trust.MACHINE, course, "nv")
            )
    for each in range(OTHER_EVENTS):
        rows[LearningEvent].append(
            _event(number, Verb.STEP_DONE, f"bai-{each}/buoc", Trust.SELF, course, "buoc")
        )
    if place == 1:
        rows[Veto].append({"by_id": number, "about_id": number + ASKING, "at": now})


def _event(
    number: int, verb: Verb, item: str, trust: Trust, course: tuple[int, int], key: str
) -> dict[str, Any]:
    return {
        "subject_id": number,
        "actor_kind": "self",
        "verb": verb.value,
        "course_id": course[0],
        "revision_id": course[1],
        "item_key": item,
        "trust": trust.value,
        "at": clock.now(),
        "idempotency_key": f"{key}:{number}:{item}",
    }


def floor() -> None:
    """Read what suggestions rest on, and write as many rows as there are needs, without a thought between."""
    for model in (Need, Offer, LearningEvent):
        db.session.execute(select(model.__table__)).all()
    rows = [
        {"by_id": number, "about_id": number % 40 + 41, "at": clock.now()}
        for number in range(100, 100 + len(db.session.scalars(select(Need.user_id)).all()))
    ]
    with unit_of_work():
        db.session.execute(delete(Veto))
        db.session.execute(insert(Veto), rows)
        db.session.rollback()


def run_through(top: int) -> int:
    """Make a run from beginning to draft, as the command does; return its id."""
    with unit_of_work():
        run_id = begin_run(db.session.get_one(Unit, top), None, clock.now()).id
    while get_run(run_id).state == "working":
        with unit_of_work():
            work_on(run_id, clock.now())
    return run_id


def measure(size: tuple[int, int, float], course: tuple[int, int]) -> bool:
    """Print ours between two runs of the floor; return whether it was fast enough."""
    unions, schools, wanted = size
    top, people = fill(unions, schools, course)
    print(f"{people} people in {unions * schools} schools; load {machine.load():.1f}")
    before, _ = timed("floor", floor)
    seconds, run_id = timed("suggest and store", lambda: run_through(top))
    after, _ = timed("floor", floor)
    found = db.session.scalar(select(func.count()).where(Pair.run_id == run_id))
    print(
        f"  {found} suggestions, {len(get_run(run_id).left)} left; {2 * seconds / (before + after):.1f} floors; {seconds:.2f} s of {wanted:.0f}"
    )
    return seconds < wanted


def main() -> int:
    """Measure and print; the exit status says whether both sizes were fast enough."""
    with tempfile.TemporaryDirectory(prefix="bench-") as kept, fresh_site(Path(kept) / "instance"):
        course = publish_course()
        done = [measure(size, course) for size in (SMALL, LARGE)]
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main())
