"""Any moves by anybody in any order: what must always hold of pairs, holds after each of them."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.accounts.services import close_account
from lms.core.errors import DomainError
from lms.db import db
from lms.pairing.models import MOST_MENTEES, Pair, PairGoal
from lms.pairing.queries.goals import find_sight
from lms.pairing.services import life
from tests.factories import NOW, Site
from tests.pairing.inviting import SKILL, TITLE

PEOPLE, MOVES = 6, 90


class Walk:
    """A small unit, and a die that says who does what next."""

    def __init__(self, site: Site, seed: int) -> None:
        self.site, self.dice, self.now = site, random.Random(seed), NOW  # noqa: S311 - no secret
        unit = site.unit()
        self.people = [site.person(f"Người {n}", unit, password=None).id for n in range(PEOPLE)]

    def step(self) -> None:
        """Let anybody try anything, as a request of its own; what is refused changes nothing."""
        self.now += timedelta(hours=self.dice.choice((1, 4, 50)))
        try:
            with self.site.working():
                self._move(self.dice.choice(self.people))
        except DomainError:
            pass

    def _move(self, who: int) -> None:
        is_open = Pair.state.in_(("invited", "active", "paused"))
        chosen = select(Pair.id).where(is_open if self.dice.random() < 0.9 else ~is_open)
        ids = db.session.scalars(chosen.order_by(Pair.id)).all()
        if not ids or self.dice.random() < 0.3:
            mentor, mentee = self.dice.choice(self.people), self.dice.choice(self.people)
            life.invite(mentor, mentee, {SKILL: TITLE}, who, self.now)
            return
        pair = db.session.get_one(Pair, self.dice.choice(ids))
        if self.dice.random() < 0.8:
            who = self.dice.choice((pair.mentor_id, pair.mentee_id))
        moves = (
            *[lambda: life.accept(pair, who, self.now)] * 9,
            lambda: life.decline(pair, who, "", self.now),
            lambda: life.drop(pair, who, self.now),
            lambda: life.pause(pair, who, "", self.now),
            lambda: life.pause_for_harm(pair, who, self.now),
            lambda: life.resume(pair, who, self.now),
            lambda: life.resume(pair, who, self.now, is_safeguarding=True),
            *[lambda: life.end(pair, who, "", "", "", self.now)] * 2,
            lambda: life.want_other(pair, who, "", self.now),
            *[lambda: life.tick(self.now)] * 3,
        )
        self.dice.choice(moves)()

    def check(self) -> None:
        """Hold what is stored against what must hold."""
        with self.site.app.app_context():
            pairs = db.session.scalars(select(Pair)).all()
            live = [pair for pair in pairs if pair.state in ("active", "paused")]
            invited = [pair for pair in pairs if pair.state == "invited"]
            assert max(Counter(pair.mentor_id for pair in live + invited).values(), default=0) <= MOST_MENTEES
            assert max(Counter(pair.mentee_id for pair in live).values(), default=0) <= 1
            assert max(Counter(pair.mentee_id for pair in invited).values(), default=0) <= 1
            for pair in live:
                assert pair.mentor_agreed_at
                assert pair.mentee_agreed_at
                assert TITLE in pair.consent
            for pair in pairs:
                if pair.state in ("invited", "declined", "expired", "dropped"):
                    assert not (pair.mentor_agreed_at and pair.mentee_agreed_at)
            seen = {(pair.mentor_id, pair.mentee_id) for pair in live if pair.state == "active"}
            for pair in pairs:
                two = pair.mentor_id, pair.mentee_id
                assert bool(find_sight(*two)) == (two in seen)
            begun = {pair.id for pair in pairs if pair.started_at}
            agreed = db.session.scalars(select(PairGoal.pair_id).where(PairGoal.agreed_at.is_not(None)))
            assert set(agreed) == begun


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_tried_consent_places_and_sight_hold(site: Site, seed: int) -> None:
    walk = Walk(site, seed)
    for _ in range(MOVES):
        walk.step()
        walk.check()
    with site.app.app_context():
        states = set(db.session.scalars(select(Pair.state)))
    assert len(states) >= 4  # the die has been about


@pytest.mark.parametrize("seed", range(2))
def test_when_a_mentor_leaves_every_other_pair_stays_as_it_is(site: Site, seed: int) -> None:
    walk = Walk(site, seed)
    for _ in range(MOVES):
        walk.step()
    leaver = site.person("Người Đi", password=None)
    orphans = {site.pair(leaver, site.person(f"Người Ở {n}", leaver.unit_id)) for n in range(2)}
    with site.working():
        life.tick(walk.now)
    before = _states(site)
    with site.working():
        close_account(db.session.get_one(User, leaver.id), walk.now)
        assert life.tick(walk.now) == len(orphans)
    assert _states(site) == {**before, **dict.fromkeys(orphans, "ended")}


def _states(site: Site) -> dict[int, str]:
    with site.app.app_context():
        return {pair.id: pair.state for pair in db.session.scalars(select(Pair))}
