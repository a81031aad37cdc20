"""People in every state on the shipped course, for looking at pages: made through the real services and forms."""

from dataclasses import dataclass, field
from datetime import timedelta

from lms import clock
from lms.authoring.queries import (
    Content,
    compile_content,
    get_course,
    list_revisions,
    read_content,
)
from lms.authoring.services import publish, store_media
from lms.core.people import Role
from lms.courses.models import CourseItem
from lms.courses.queries import get_head, get_published
from lms.db import db
from lms.pairing.services.pairs import pair_people
from lms.paths import shipped
from lms.progress.services import finish_step
from tests.authoring.uploads import packed, sent, tree
from tests.content import BANK, LESSON, small_course
from tests.content import COURSE as COURSE_FILE
from tests.factories import Person, Site
from tests.pages.arranging import put_on_the_board
from tests.pages.drafting import put_on_drafts
from tests.pages.harming import put_on_a_report
from tests.pages.judging import put_on_a_quiz
from tests.pages.meeting import put_on_meetings
from tests.pages.noticing import put_on_notices
from tests.pages.pairs import put_on_pairs
from tests.pages.together import put_together
from tests.practice.lab import put_up_authority
from tests.practice.workshop import open_workshop

COURSE = "c-thai-nguyen"


@dataclass(frozen=True)
class Stage:
    """Where the site is, who is in it, and ids that paths need."""

    site: Site
    address: str
    people: dict[str, Person]
    ids: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def set_the_stage(site: Site, address: str) -> Stage:
    """Publish what is shipped and put people in: a learner in mid-course, a mentor, officers, somebody new."""
    content = read_content((shipped("courses"), shipped("quizzes")))
    with site.app.app_context():
        compiled = compile_content(content, clock.now().date())
        store_media(compiled, site.app.extensions["storage"])
    with site.working():
        publish(content, compiled, None, clock.now())
    open_workshop(site)
    put_up_authority(site)
    union = site.unit("Công đoàn xã Sông Cầu", "union")
    school = site.unit("THCS Sông Cầu", "school", union)
    site.unit("Tiểu học Bến Cũ", "school", union)
    people = {
        "learner": site.person("Nguyễn Thị Hòa", school),
        "newcomer": site.person("Vũ Thị Lý", school),
        "mentor": site.person("Trần Quang Minh", school, honorific="thầy"),
        "trainer": site.person("Lê Thị Lan", school, role=Role.TRAINER, role_unit_id=union),
        "coordinator": site.person(
            "Phạm Văn Sơn", school, honorific="thầy", role=Role.COORDINATOR, role_unit_id=union
        ),
        "admin": site.person("Hoàng Anh Tú", school, honorific="anh", role=Role.ADMIN, role_unit_id=union),
        "mentee": site.person("Đặng Văn Bình", school, honorific="thầy"),
        "unsigned": site.person("Bùi Ngọc Ánh", school, password=None),
    }
    now = clock.now()
    with site.working():
        pair = pair_people(
            people["mentor"].id, people["learner"].id, people["coordinator"].id, now - timedelta(days=9)
        )
        pair_id = pair.id
        head = get_head(COURSE)
        steps = [
            key for key, (_l, item) in get_published(head.revision_id).items.items() if item.kind == "step"
        ]
        for number, key in enumerate(steps[:5]):
            finish_step(people["learner"].id, head.id, key, now - timedelta(days=2, minutes=60 - 6 * number))
        db.session.query(CourseItem).filter_by(key=steps[0]).update({"changed_at": now - timedelta(days=1)})
        gone = CourseItem(
            course_id=head.id, key="may-cua-toi/da-bo", kind="step", title="Đã bỏ", retired_at=now
        )
        db.session.add(gone)
    return Stage(
        site,
        address,
        people,
        {"pair": pair_id, "school": school, "union": union},
        {
            **write_a_draft(site, people["trainer"]),
            **put_on_a_quiz(site, people),
            **put_on_drafts(site, people["trainer"]),
            **put_on_meetings(site, people),
            **put_on_a_report(site, people, school, union),
            **put_on_pairs(site, people),
            **put_together(site, pair_id, people["mentor"], people["learner"]),
            **put_on_notices(site, people),
            **put_on_the_board(site, people, union),
        },
    )


def write_a_draft(site: Site, trainer: Person) -> dict[str, str]:
    """Put on a draft with two revisions, and a third that waits; return how addresses name them."""
    course = COURSE_FILE.format(minutes=9).replace("status: published", "status: draft")
    longer = LESSON.replace("Bấm nút bên phải.", "Bấm và giữ nút bên phải.\n2. Chờ ba giây.")
    for lesson in (LESSON, longer):
        files = small_course(course__md=course, **{"01_bai_mot__md": lesson})
        content = Content({"thu-nghiem": files}, {"thu-nghiem": BANK.encode()})
        with site.app.app_context():
            compiled = compile_content(content, clock.now().date())
        with site.working():
            publish(content, compiled, trainer.id, clock.now())
    client = site.client(trainer)
    renamed = longer.replace("{#mo-ung-dung}", "{#mo-app}")
    waiting = tree(small_course(course__md=course, **{"01_bai_mot__md": renamed}))
    del waiting["courses/glossary.md"]
    report = sent(client, packed(waiting))
    with site.app.app_context():
        after, before = (each.name for each in list_revisions(get_course("thu-nghiem").id, 2))
    return {"report": report, "before": before, "after": after}
