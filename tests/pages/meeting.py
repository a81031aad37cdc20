"""Somebody whose photo waits, a pass that the mentor can scan, and a code just used: for looking at those pages."""

from datetime import timedelta

from sqlalchemy import update

from lms import clock
from lms.db import db
from lms.pairing.services.pairs import pair_people
from lms.practice.models import MeetingPass
from tests.factories import Person, Site, post
from tests.practice.makers import photo, submissions
from tests.practice.meeting import print_codes

EVIDENCE = "/hoc/c-thai-nguyen/cai-c-thai-nguyen/nhiem-vu/nv-anh-phien-ban"
OBSERVED = "/hoc/c-thai-nguyen/vneid/nhiem-vu/nv-noi-ba-ma"


def put_on_meetings(site: Site, people: dict[str, Person]) -> dict[str, str]:
    """Hand in a photo, use a code, show a pass that lasts; return the paths that the mentor opens."""
    with site.working():
        pair_people(people["mentor"].id, people["mentee"].id, people["coordinator"].id, clock.now())
    mentor, mentee = site.client(people["mentor"]), site.client(people["mentee"])
    assert post(mentee, EVIDENCE, photos=[(photo(), "a.jpg")]).status_code == 303
    fields = {f"o-{place}": "on" for place in range(1, 9)}
    codes = print_codes(mentor)
    answer = post(
        mentee, f"{OBSERVED}/nhap-ma", number="7", confirmation_code=codes[6], **fields, how="alone"
    )
    assert answer.status_code == 303, answer.text
    shown = post(site.client(people["learner"]), f"{OBSERVED}/gap")
    assert shown.status_code == 303
    with site.working():
        db.session.execute(update(MeetingPass).values(expires_at=clock.now() + timedelta(days=1)))
    waiting = submissions(site, people["mentee"])[0].id
    token = shown.location.rpartition("/")[2]
    return {"meeting": shown.location, "scanned": f"/gap/{token}", "photo-review": f"/duyet/{waiting}"}
