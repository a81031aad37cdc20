"""No request is ever without an owner who is there: whatever people do, in any order, and however the clock jumps."""

import random
from datetime import datetime, timedelta

import pytest

from lms.accounts.models import User
from lms.core.errors import DomainError
from lms.core.people import Role
from lms.db import db
from lms.notices.models import Notice
from lms.pairing.models import HelpRequest, Pair
from lms.pairing.services import life, owning
from lms.pairing.services.help import answer_help, close_help
from lms.pairing.services.pairs import pair_people
from lms.units.models import Membership, RoleGrant
from tests.factories import NOW, Person, Site
from tests.pairing.requests import asked

DEEDS = 40


class Village:
    """Two learners, three who could be mentors, officers at three levels, and a clock."""

    def __init__(self, site: Site, seed: int) -> None:
        self.site, self.dice, self.now = site, random.Random(seed), NOW  # noqa: S311 - dice of a test
        root = site.unit("Công đoàn tỉnh", "province")
        union = site.unit("Công đoàn xã", "union", root)
        self.schools = [site.unit(f"Trường {n}", parent_id=union) for n in range(2)]
        self.learners = [self._person(f"Người Học {n}", self.schools[0]) for n in range(2)]
        self.mentors = [self._person(f"Người Kèm {n}", self.schools[n % 2]) for n in range(3)]
        self.officers = [
            self._person("Cán Bộ Trường", self.schools[0], Role.COORDINATOR),
            self._person("Cán Bộ Xã", union, Role.COORDINATOR),
        ]
        self.admin = self._person("Quản Trị", root, Role.ADMIN)

    def _person(self, name: str, unit_id: int, role: Role | None = None) -> Person:
        return self.site.person(name, unit_id, role=role, password=None)

    def live(self) -> list[Pair]:
        return list(
            db.session.scalars(db.select(Pair).where(Pair.state.in_(("active", "paused"))).order_by(Pair.id))
        )

    def act(self) -> str:
        """Let something happen, as far as it can; return what."""
        deeds = (
            self.ask,
            self.ask,
            self.pair,
            self.pause,
            self.harm,
            self.resume,
            self.end,
            self.answer,
            self.close,
            self.leave,
            self.revoke,
            self.appoint,
            self.move,
            self.jump,
            self.jump,
        )
        deed = self.dice.choice(deeds)
        try:
            with self.site.working():
                if deed is not self.ask:
                    deed()
            if deed is self.ask:
                deed()
        except DomainError:
            return f"{deed.__name__} (refused)"
        return deed.__name__

    def ask(self) -> None:
        place = f"thu-nghiem/bai-mot/{self.dice.choice('abc')}"
        asked(self.site, self.dice.choice(self.learners), self.now, place)

    def pair(self) -> None:
        mentor = self.dice.choice(self.mentors + self.officers)
        pair_people(mentor.id, self.dice.choice(self.learners).id, None, self.now)

    def _one(self) -> Pair:
        found = self.live()
        if not found:
            raise DomainError
        return self.dice.choice(found)

    def pause(self) -> None:
        pair = self._one()
        life.pause(pair, self.dice.choice((pair.mentor_id, pair.mentee_id)), "bận", self.now)

    def harm(self) -> None:
        if self.dice.random() < 0.3:
            pair = self._one()
            life.pause_for_harm(pair, pair.mentee_id, self.now)

    def resume(self) -> None:
        pair = self._one()
        life.resume(pair, pair.mentee_id, self.now, is_safeguarding=pair.paused_for_harm)

    def end(self) -> None:
        pair = self._one()
        life.end(pair, pair.mentor_id, "xong", "", "", self.now)

    def _request(self) -> HelpRequest:
        found = db.session.scalars(db.select(HelpRequest).where(HelpRequest.state == "open")).all()
        if not found:
            raise DomainError
        return self.dice.choice(list(found))

    def answer(self) -> None:
        request = self._request()
        answer_help(request, request.owner_id or self.admin.id, "Đây ạ", self.now)

    def close(self) -> None:
        close_help(self._request(), self.admin.id, self.now)

    def leave(self) -> None:
        if self.dice.random() < 0.4:
            who = self.dice.choice(self.mentors + self.officers)
            db.session.get_one(User, who.id).closed_at = self.now
            db.session.query(RoleGrant).filter_by(user_id=who.id).update({"revoked_at": self.now})

    def revoke(self) -> None:
        who = self.dice.choice(self.officers)
        db.session.query(RoleGrant).filter_by(user_id=who.id).update({"revoked_at": self.now})

    def appoint(self) -> None:
        who = self.dice.choice(self.officers)
        db.session.query(RoleGrant).filter_by(user_id=who.id).update({"revoked_at": None})

    def move(self) -> None:
        who = self.dice.choice(self.learners)
        found = db.session.query(Membership).filter_by(user_id=who.id, to_on=None).one()
        found.unit_id = self.dice.choice(self.schools)

    def jump(self) -> None:
        self.now += timedelta(hours=self.dice.choice((-200, -24, 1, 24, 72, 168, 400)))

    def tick(self) -> None:
        with self.site.working():
            life.tick(self.now)
        with self.site.working():
            owning.tick(self.now)

    def check(self, past: list[str], now: datetime) -> None:
        with self.site.app.app_context():
            for request in db.session.scalars(db.select(HelpRequest).where(HelpRequest.state == "open")):
                owner = db.session.get(User, request.owner_id) if request.owner_id else None
                assert owner is not None, past
                assert owner.closed_at is None, past
                assert owner.id != request.user_id, past
                assert request.due_at is not None or request.handed_on == 2, past
                assert self._has_reason(request), past
                assert request.due_at is None or request.due_at > now, past

    def _has_reason(self, request: HelpRequest) -> bool:
        """Tell whether the owner is the active pair's mentor, an officer, or has taken it up from among all."""
        mentor = db.select(Pair.mentor_id).where(Pair.mentee_id == request.user_id, Pair.state == "active")
        officer = db.select(RoleGrant.user_id).where(RoleGrant.revoked_at.is_(None))
        if request.handed_on == 0:
            return request.owner_id in db.session.scalars(mentor).all()
        return request.handed_on == 2 or request.owner_id in db.session.scalars(officer).all()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_somebody_who_is_there_has_it(site: Site, seed: int) -> None:
    village, past = Village(site, seed), []
    for _ in range(DEEDS):
        past.append(village.act())
        village.tick()
        village.check(past, village.now)
        before = notices(site)
        village.tick()
        assert notices(site) == before, past  # the second tick of a moment tells nothing


def notices(site: Site) -> int:
    with site.app.app_context():
        return db.session.query(Notice).count()
