"""A school whose board has everything: a suggestion, somebody whom nobody fits, and a run from above that still works."""

from datetime import datetime

from lms import clock
from lms.core.completion import Trust, Verb
from lms.db import db
from lms.matching.models import Manager, PairingRun
from lms.matching.services import twins
from lms.matching.services.runs import begin_run, work_on
from lms.matching.services.wishes import Wish, keep_need, keep_offer, veto
from lms.pairing.models import Pair
from lms.progress.services import record
from lms.skills.queries import KnownSkill, list_skills
from lms.units.models import Unit
from tests.factories import Person, Site


def put_on_the_board(site: Site, people: dict[str, Person], union_id: int) -> dict[str, str]:
    """Let a helper and two askers be looked at; return the addresses of the pages."""
    school, busy = (site.unit(name, "school", union_id) for name in ("Mầm non Hoa Sen", "THCS Bến Cũ"))
    people["helper"] = site.person("Phan Văn Tâm", school, honorific="thầy")
    people["asker"] = site.person("Hồ Thị Thu", school)
    alone = site.person("Lý Thị Nga", school, honorific="bác", password=None)
    now = clock.now()
    twin = _put_twins(site, people, (school, busy), union_id)
    with site.working():
        skill, other = [each for each in list_skills() if each.plan.machine][:2]
        _prove(people["helper"], skill, now)
        first = Wish([skill.name], ["t4-chieu", "t6-sang"], "android", None, "Tôi đồng ý.")
        keep_offer(people["helper"].id, first, 2, [skill.name], now)
        keep_need(people["asker"].id, first, "Tôi nghe hơi kém, mong nói chậm.", now)
        keep_need(alone.id, Wish([other.name], ["cn-toi"], "iphone", None, "Tôi đồng ý."), "", now)
        veto(people["asker"].id, alone.id, now)
        db.session.add(Manager(manager_id=people["helper"].id, user_id=alone.id))
        run = begin_run(db.session.get_one(Unit, school), people["coordinator"].id, now)
        work_on(run.id, now)
        pair = db.session.query(Pair).filter_by(run_id=run.id).one()
        far = PairingRun(unit_id=busy, at=now, weights={}, state="working", done=3, total=9, left=[])
        db.session.add(far)
        db.session.flush()
        return {
            "board": f"/ghep-cap/{school}",
            "suggestion": f"/ghep-cap/goi-y/{pair.id}",
            "run": f"/ghep-cap/lan/{far.id}",
            **twin,
        }


def _put_twins(
    site: Site, people: dict[str, Person], schools: tuple[int, int], union_id: int
) -> dict[str, str]:
    """Let the school have one twin and be asked by another; a third can be asked still."""
    one, third = schools[0], site.unit("Tiểu học Cầu Tre", "school", union_id)
    asking, officer, now = (
        site.unit("THCS Gió Ngàn", "school", union_id),
        people["coordinator"].id,
        clock.now(),
    )
    with site.working():
        units = [db.session.get_one(Unit, each) for each in (one, schools[1], asking)]
        made = twins.ask_twin(units[0], units[1], "Mong được đi cùng trường bạn.", officer, now)
        twins.accept(made, units[1].id, officer, now)
        twins.ask_twin(units[2], units[0], "Trường tôi có hai cô ký số rất thạo.", officer, now)
    return {
        "twins": f"/ghep-cap/{one}/ket-nghia?tim=cau tre",
        "twin-ask": f"/ghep-cap/{one}/ket-nghia/ngo-loi?don-vi={third}",
        "twin-end": f"/ghep-cap/{one}/ket-nghia/{made.id}/ket-thuc",
    }


def _prove(person: Person, skill: KnownSkill, now: datetime) -> None:
    """Let the machine have passed every task of a skill."""
    for item in sorted(skill.plan.machine):
        record(
            subject_id=person.id,
            actor_id=None,
            actor_kind="system",
            verb=Verb.TASK_PASSED,
            course_id=skill.head.id,
            item_key=item,
            now=now,
            idempotency_key=f"stage:{person.id}:{item}",
            trust=Trust.MACHINE,
        )
