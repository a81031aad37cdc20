"""Whatever a learner and her pair do, in any order, by every page there is: on their word alone nobody is independent.

The walks are by HTTP, through the services that write the ledger. The clock moves, but not by a fortnight: passing alone
a fortnight later is the other road, which is open to everybody. At the end an outsider shows that the road is there.
"""

import random
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from lms import clock
from lms.core.people import Role
from lms.core.proficiency import Level
from lms.db import db
from lms.practice.models import Submission
from lms.skills.queries import find_abilities
from lms.units import services as units
from lms.units.models import Unit
from tests.factories import NOW, Site, post
from tests.mentoring.writing import propose
from tests.practice.makers import (
    OBSERVED,
    SELF_CHECK,
    SORT,
    School,
    events,
    hand_in_photo,
    make_school,
    sort_fields,
    submissions,
    version,
)
from tests.practice.meeting import SEEN, print_codes, type_code
from tests.skills.makers import SORTING, publish_skills

MOVES = 60
STEPS = ("bai-mot/bam-nut", "bai-mot/mo-ung-dung", "bai-hai/lam-lai")
HELPED = {"o-1": "on", "how": "helped"}
AGAIN = "/cua-toi/ky-nang/thu-nghiem/bai-hai/"


class Walk:
    """A learner and a mentor who is an officer as well, and a die that says what they do next."""

    def __init__(self, site: Site, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.site, self.dice, self.now = site, random.Random(seed), NOW  # noqa: S311 - no secret
        monkeypatch.setattr(clock, "now", lambda: self.now)
        self.school: School = make_school(site)
        publish_skills(site)
        with site.working():
            unit = db.session.get_one(Unit, self.school.unit_id)
            units.grant_role(self.school.mentor.id, Role.COORDINATOR, unit, None, NOW)
        self.hers, self.mentors = site.client(self.school.learner), site.client(self.school.mentor)
        self.codes = print_codes(self.mentors)

    @property
    def pair(self) -> str:
        return f"/cap/{self.school.pair_id}"

    def step(self) -> None:
        self.now += timedelta(minutes=self.dice.choice((1, 10, 90, 400)))
        moves = [getattr(self, each) for each in dir(Walk) if each.startswith("do_")]
        move = self.dice.choice(moves)
        move()
        if move != self.do_rest_or_go_on:
            for client in (self.hers, self.mentors):
                post(client, f"{self.pair}/di-tiep")

    def seen(self) -> dict[str, str]:
        return self.dice.choice((SEEN, SEEN, HELPED))

    def do_tick_a_step(self) -> None:
        word = self.dice.choice(("xong", "xong", "lam-lai"))
        post(self.hers, f"/hoc/thu-nghiem/{self.dice.choice(STEPS)}/{word}")

    def do_sort(self) -> None:
        page = self.hers.get(SORT).text
        if 'name="s-' in page:
            post(self.hers, SORT, **sort_fields(self.hers, right=self.dice.random() < 0.8))

    def do_check_oneself(self) -> None:
        post(self.hers, SELF_CHECK, **{f"c-{n}": "on" for n in range(1, 9)})

    def do_hand_in(self) -> None:
        post(self.hers, OBSERVED, note="Em làm rồi")
        hand_in_photo(self.hers)

    def do_begin_again(self) -> None:
        for item in ("nv-xep", "nv-xem", "nv-anh"):
            post(self.hers, f"{AGAIN}{item}")

    def do_review(self) -> None:
        for each in submissions(self.site, self.school.learner):
            fields = {"version": version(self.site, each.id), "decision": "confirm", **self.seen()}
            post(self.mentors, f"/duyet/{each.id}", **fields)

    def do_observe(self) -> None:
        path = f"/nguoi-toi-giup/{self.school.pair_id}/xac-nhan/thu-nghiem/bai-hai/nv-xem"
        post(self.mentors, path, **self.seen())

    def do_scan(self) -> None:
        again = self.dice.choice(("", "?lai=1"))
        answer = post(self.hers, f"{OBSERVED}/gap{again}")
        if answer.status_code == 303:
            post(self.mentors, f"/gap/{answer.location.rpartition('/')[2]}", **self.seen())

    def do_type_a_code(self) -> None:
        number = self.dice.randrange(len(self.codes))
        type_code(self.hers, number + 1, self.codes[number], **self.seen())

    def do_work_together(self) -> None:
        page = post(self.hers, f"{self.pair}/cung-lam/ma").text
        code = re.search(r"\d{3} \d{3}", page)
        if code:
            post(self.mentors, f"{self.pair}/cung-lam/mo", code=code[0])
        post(self.mentors, f"{self.pair}/cung-lam/thu-nghiem/{self.dice.choice(STEPS)}")

    def do_take_back(self) -> None:
        for each in submissions(self.site, self.school.learner):
            post(self.mentors, f"/duyet/{each.id}/rut-lai", reason="nhầm")

    def do_rest_or_go_on(self) -> None:
        post(
            self.dice.choice((self.hers, self.mentors)),
            f"{self.pair}/{self.dice.choice(('tam-nghi', 'di-tiep'))}",
        )

    def do_change_goals(self) -> None:
        day = (self.now + timedelta(days=30)).strftime("%d/%m/%Y")
        propose(self.mentors, self.school.pair_id, "*", day)
        page = self.hers.get(f"{self.pair}/muc-tieu").text
        for number in re.findall(r"muc-tieu/(\d+)/dong-y", page):
            post(self.hers, f"{self.pair}/muc-tieu/{number}/dong-y")

    def level(self) -> Level:
        with self.site.app.app_context():
            return find_abilities(self.school.learner.id, self.now)[SORTING].level


@pytest.mark.parametrize("seed", range(3))
def test_no_walk_of_the_pair_reaches_independence_and_an_outsider_does(
    site: Site, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk(site, seed, monkeypatch)
    for move in range(MOVES):
        walk.step()
        assert walk.level() < Level.INDEPENDENT, (move, events(site, walk.school.learner))
    assert walk.now - NOW < timedelta(days=14)
    assert {"step_done", "task_passed", "task_handed_in"} <= {
        each[0] for each in events(site, walk.school.learner)
    }
    end = post(walk.hers, f"{walk.pair}/ket-thuc", reason="đã xong")
    assert end.status_code == 303
    for _ in range(5):  # whoever once was her mentor, an officer now, is no outsider
        walk.do_scan()
        walk.do_type_a_code()
        walk.do_review()
        assert walk.level() < Level.INDEPENDENT, events(site, walk.school.learner)
    practise_alone(walk)
    assert walk.level() in (Level.PRACTISED, Level.OBSERVED)
    show_an_outsider(site, walk, site.client(walk.school.other_mentor))
    assert walk.level() is Level.INDEPENDENT


def practise_alone(walk: Walk) -> None:
    """Get the machine's task right, if the walk has not."""
    if 'name="s-' in walk.hers.get(SORT).text:
        post(walk.hers, SORT, **sort_fields(walk.hers, right=True))


def show_an_outsider(site: Site, walk: Walk, outsider: FlaskClient) -> None:
    walk.now += timedelta(hours=1)
    with site.app.app_context():
        has_passed = db.session.query(Submission).filter_by(item_key="bai-hai/nv-xem", state="passed").count()
    answer = post(walk.hers, f"{OBSERVED}/gap{'?lai=1' if has_passed else ''}")
    assert answer.status_code == 303
    assert post(outsider, f"/gap/{answer.location.rpartition('/')[2]}", **SEEN).status_code == 303
