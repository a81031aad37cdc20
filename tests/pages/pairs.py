"""Pairs in every state of their life: invited, agreed by one, over, resting, ended with thanks; for looking at pages."""

from datetime import timedelta

from lms import clock
from lms.core.proficiency import Level
from lms.mentoring.queries.closing import Together
from lms.mentoring.services import assisting
from lms.pairing.services import life
from lms.pairing.services.pairs import pair_people
from tests.factories import Person, Site

SKILL, TITLE = "chu-ky-so/ky-tep", "Ký số vào tệp PDF"
FACTS = (
    ["same_unit"],
    ["proven", SKILL, "2026-10-12"],
    ["times", "t4-chieu", "t7-sang"],
    ["device", "android"],
)


def put_on_pairs(site: Site, people: dict[str, Person]) -> dict[str, str]:
    """Invite, decline, end, pause and work together; adds the people whom it needs, and returns paths by what they show."""
    school = people["learner"].unit_id
    people["invitee"] = site.person("Hoàng Thị Mơ", school)
    people["former"] = site.person("Lường Thị Nhung", school)
    people["beside"] = site.person("Nông Thị Vân", school)
    mentor, officer, now = people["mentor"].id, people["coordinator"].id, clock.now()
    former, admin, trainer = people["former"].id, people["admin"].id, people["trainer"].id
    with site.working():
        over = life.invite(admin, former, {}, officer, now)
        life.decline(over, admin, "", now)
        ended = pair_people(admin, former, officer, now - timedelta(days=62))
        together = Together(days=62, meetings=8, reached=(("Ký số vào tệp PDF", int(Level.OBSERVED)),))
        life.end(
            ended, admin, "Đã xong việc cần học", together.to_text(), "Cảm ơn cô đã kiên nhẫn cùng tôi.", now
        )
        resting = pair_people(trainer, former, officer, now - timedelta(days=5))
        life.pause(resting, trainer, "đi tập huấn", now)
        invited = life.invite(mentor, people["invitee"].id, {SKILL: TITLE}, officer, now, facts=FACTS)
        life.accept(invited, mentor, now)
        beside = pair_people(trainer, people["beside"].id, officer, now - timedelta(days=3))
        key = site.app.extensions["settings"].secret_key
        assisting.begin(beside.id, assisting.make_code(beside.id, "android", key, now).code, key, now)
    return {
        "invitation": f"/cap/{invited.id}/loi-moi",
        "invitation-over": f"/cap/{over.id}/loi-moi",
        "farewell": f"/cap/{ended.id}/chia-tay",
        "together": f"/cap/{beside.id}/cung-lam",
        "resting": f"/cap/{resting.id}/tam-nghi",
    }
