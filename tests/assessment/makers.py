"""A quiz with an essay, people who sat it, and the trainer who judges them."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from flask.testing import FlaskClient

from lms.core.people import Role
from lms.db import db
from lms.quizzes.models import Attempt
from tests.content import publish
from tests.factories import Person, Site, post
from tests.quizzes.makers import Learner, bank_text

RESULTS = "/soan-bai/ket-qua/thu-nghiem/bai-mot/thu-nghiem"
MARKING = f"{RESULTS}/cham"
ESSAYS = """# Chung {#chung}
## Ai được biết mã OTP? {#otp points=2}
- (x) Chỉ mình tôi
- ( ) Người hướng dẫn
## Kể một lần thầy cô giúp đồng nghiệp. {#ke type=essay}
- 3đ: Có chuyện thật
- 2đ: Nói rõ đã giúp gì

> Gợi ý (-20%): Nhớ lại tuần trước.
"""


@dataclass
class School:
    """A school with its trainer, and whoever sits the quiz there."""

    site: Site
    unit_id: int
    root_id: int
    trainer: Person
    client: FlaskClient
    learners: list[Learner] = field(default_factory=list)

    def learner(self, name: str = "Nguyễn Thị Hòa", unit_id: int | None = None) -> Learner:
        person = self.site.person(name, unit_id or self.unit_id)
        who = Learner(self.site, self.site.client(person), person)
        self.learners.append(who)
        return who

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def post(self, path: str, **fields: Any) -> Any:
        return post(self.client, path, **fields)

    def attempt(self, token: str) -> Attempt:
        """Return an attempt as it is stored now, free of its session."""
        with self.site.app.app_context():
            row = db.session.query(Attempt).filter_by(token=token).one()
            db.session.expunge(row)
            return row

    def mark(self, who: Learner, *points: str, remark: str = "", seen: int = 0, client: Any = None) -> Any:
        """Send the points of the essay's rubric as the trainer."""
        given = {f"diem-{number}": each for number, each in enumerate(points)}
        fields = {"bai": who.token, "cau": "ke", "seen": seen, "remark": remark, **given}
        return post(client or self.client, MARKING, **fields)


def school(site: Site, questions: str = ESSAYS, **settings: object) -> School:
    """Publish the course with a bank of these questions, and give a school its trainer."""
    publish(site, bank=bank_text(questions, **settings))
    root = site.unit("Công đoàn", "union")
    unit = site.unit("THCS Sông Cầu", "school", root)
    trainer = site.person("Lê Thị Lan", unit, role=Role.TRAINER, role_unit_id=unit)
    return School(site, unit, root, trainer, site.client(trainer))


def essay_of(who: Learner, text: str = "Tuần trước tôi chỉ cô Lý ký số.", *, right: bool = True) -> Learner:
    """Let somebody sit the quiz once: the choice right or wrong, the essay written, handed in."""
    who.begin()
    ids = who.sitting().drawn.question_ids
    choice = ids.index("otp") + 1
    who.send(choice, **(who.right(choice) if right else who.wrong(choice)))
    if text:
        who.send(ids.index("ke") + 1, t=text)
    who.hand_in()
    return who


def sit(who: Learner, *rights: bool) -> Learner:
    """Let somebody sit a quiz of plain questions once, and hand in; ``rights`` says which answers are right."""
    who.begin()
    for number, is_right in enumerate(rights, 1):
        who.send(number, **(who.right(number) if is_right else who.wrong(number)))
    who.hand_in()
    return who


def other_trainer(site: Site) -> FlaskClient:
    """A trainer of a unit that has nothing to do with the school."""
    elsewhere = site.unit("Trường khác", "school")
    return site.client(site.person("Đỗ Văn Hùng", elsewhere, role=Role.TRAINER, role_unit_id=elsewhere))


def score_of(attempt: Attempt) -> Decimal | None:
    return None if attempt.score is None else attempt.score.normalize() + 0
