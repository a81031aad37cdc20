"""A site of its own in a folder: what is shipped, the course made for measuring, and people who are signed in."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from flask import Flask, session
from sqlalchemy import select

from benchmarks import content
from benchmarks.servers import our_environment
from lms import clock
from lms.accounts.services import Browser, add_person, open_session
from lms.app import create_app
from lms.authoring.queries import Content, compile_content
from lms.authoring.services import publish
from lms.cli.serving import prepare
from lms.config import load
from lms.courses.queries import get_head, get_published
from lms.db import db, unit_of_work
from lms.pairing.models import HelpRequest, Pair
from lms.pairing.services.pairs import pair_people
from lms.progress.services import enrol, finish_step
from lms.quizzes.queries import get_current_bank
from lms.quizzes.services import begin_attempt
from lms.units.services import add_unit, join_unit
from lms.web import assets

SHIPPED_COURSE = "c-thai-nguyen"
LEARNERS = 96
MENTEES = 60
"""Of one mentor: far more than the rules allow, as officers may have had them from before."""


@dataclass(frozen=True)
class Learner:
    """Somebody who is signed in: the cookies of the browser, the token of its forms, and a running attempt."""

    cookies: str
    csrf: str
    attempt: str


@dataclass(frozen=True)
class Site:
    """What journeys need to know of the site."""

    instance: Path
    learners: tuple[Learner, ...]
    mentor: Learner
    steps: tuple[str, ...]
    long_step: str
    shipped_step: str
    quiz: str
    options: tuple[tuple[str, tuple[str, ...]], ...]


@contextmanager
def _app(instance: Path) -> Iterator[Flask]:
    app = create_app(load({**os.environ, **our_environment(instance)}))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def make_site(instance: Path) -> Site:
    """Set a site up in ``instance`` through the real services, and sign its learners in."""
    with _app(instance) as app:
        prepare(app)
        now = clock.now()
        _publish_course(now)
        with unit_of_work():
            people = _people(now)
            learners = tuple(_signed_in(app, user_id, now) for user_id in people)
            mentor = _signed_in(app, _busy_mentor(people[:MENTEES], now), now)
        return _described(instance, learners, mentor)


def _publish_course(now: datetime) -> None:
    made = Content({content.SLUG: content.course()}, {content.SLUG: content.bank()}, None)
    compiled = compile_content(made, date(2026, 11, 21))
    assert not compiled.errors, [problem.text("vi") for problem in compiled.errors]
    with unit_of_work():
        publish(made, compiled, None, now)


def _people(now: datetime) -> list[int]:
    """Make learners with a mentor each, some way into both courses."""
    school = add_unit("THCS Sông Cầu", "school", add_unit("Công đoàn xã", "union", None, now), now)
    people = []
    for number in range(LEARNERS):
        mentor, learner = (
            add_person(name, now, honorific="cô", phone=f"09{side}{number:07}")
            for side, name in enumerate(("Trần Thị Lan", "Nguyễn Thị Hòa"))
        )
        for person in (mentor, learner):
            join_unit(person.id, school.id, now.date())
        pair_people(mentor.id, learner.id, None, now)
        people.append(learner.id)
    course, shipped = get_head(content.SLUG), get_head(SHIPPED_COURSE)
    done = [
        key
        for key, (_lesson, item) in get_published(shipped.revision_id).items.items()
        if item.kind == "step"
    ]
    for user_id in people:
        enrol(user_id, course.id, now)
        for key in done[:3]:
            finish_step(user_id, shipped.id, key, now)
    return people


def _busy_mentor(mentees: list[int], now: datetime) -> int:
    """Give these learners one mentor, and let each of them ask for help; return the mentor."""
    pairs = list(db.session.scalars(select(Pair).where(Pair.mentee_id.in_(mentees))))
    mentor_id = pairs[0].mentor_id
    for pair in pairs:
        pair.mentor_id = mentor_id
        asked = HelpRequest(
            user_id=pair.mentee_id,
            pair_id=pair.id,
            owner_id=mentor_id,
            unit_id=pair.unit_id,
            place=f"{content.SLUG}/bai-1/buoc-1",
            place_title="Bài 1 · Bước 1",
            place_path=f"/hoc/{content.SLUG}",
            message="Không thấy nút cần bấm.",
            state="open",
            asked_at=now,
        )
        db.session.add(asked)
    db.session.flush()
    return mentor_id


def _signed_in(app: Flask, user_id: int, now: datetime) -> Learner:
    head, bank = get_head(content.SLUG), get_current_bank(content.SLUG)
    zone = app.extensions["settings"].timezone
    signed = open_session(user_id, "password", Browser("127.0.0.1", "Android", ""), now)
    attempt = begin_attempt(user_id, head.id, [f"bai-1/{content.SLUG}"], bank, None, zone, now)
    with app.test_request_context():
        secret = secrets.token_hex(20)
        session.update(
            _user_id=signed.session_token, _fresh=True, _id=secrets.token_hex(16), csrf_token=secret
        )
        session.permanent = True
        csrf = app.extensions["form_signer"].dumps(secret)  # generate_csrf keeps one in g, shared by all here
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        cookie = serializer.dumps(dict(session))
    kept = f"session={cookie}; device={signed.device_token}; css={assets.asset('site.css').digest}"
    return Learner(kept, csrf, attempt)


def _described(instance: Path, learners: tuple[Learner, ...], mentor: Learner) -> Site:
    published = get_published(get_head(content.SLUG).revision_id)
    steps = [
        f"/hoc/{content.SLUG}/{key}" for key, (_, item) in published.items.items() if item.kind == "step"
    ]
    shipped = get_published(get_head(SHIPPED_COURSE).revision_id)
    first = next(key for key, (_, item) in shipped.items.items() if item.kind == "step")
    questions = get_current_bank(content.SLUG).bank.questions
    return Site(
        instance=instance,
        learners=learners,
        mentor=mentor,
        steps=tuple(steps),
        long_step=steps[0],
        shipped_step=f"/hoc/{SHIPPED_COURSE}/{first}",
        quiz=f"/hoc/{content.SLUG}/bai-1/kiem-tra/{content.SLUG}",
        options=tuple((each.id, tuple(option.id for option in each.options)) for each in questions),
    )
