"""A canary in everything that only trainers may read of a bank: no answer of the site to anybody else ever sings it.

Walks every route of the address map, as everybody who is no trainer, with an attempt in each state in which its review
is not (or not yet) allowed; and sends every form of an attempt in every crooked way.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.core.people import Role
from lms.db import db
from lms.quizzes.models import Extension
from tests.assessment.makers import MARKING
from tests.assessment.test_void import void_path
from tests.content import publish
from tests.factories import Person, Site, csrf_token, post
from tests.quizzes.conftest import Clock
from tests.quizzes.conftest import clock_at as clock_at
from tests.quizzes.makers import QUIZ, Learner, another_browser, bank_text
from tests.safety.test_walk import fill, published, routes

CANARY = "CHIM HOÀNG YẾN"
SONGS = (
    CANARY,
    "chim hoàng yến",
    "chim-hoang-yen",
    "987654321",
    "61.73",
    "61,73",
    "0.6173",
    "fraction",
    "37.29",
)
SECRETS = f"""<!-- {CANARY}: ghi chú của người soạn -->
# Chung {{#chung}}
<!-- {CANARY} -->
## Ai được biết mã OTP? {{#mot points=2}}
- (x) Chỉ mình tôi <!-- {CANARY} -->
  > {CANARY}
- ( ) Người hướng dẫn
  > {CANARY}

> Gợi ý (-37.29%): {CANARY}

> Giải thích: {CANARY}

> Đúng: {CANARY}

> Sai: {CANARY}
## Ý nào đúng, mỗi ý một phần? {{#nhieu score=moodle}}
- [61.73%] Giục làm ngay
  > {CANARY}
- [38.27%] Xin mã OTP
- [-61.73%] Xưng đúng họ tên
  > {CANARY}

> Giải thích: {CANARY}
## Đúng hay sai? {{#cum}}
- (Đ) Ký số dùng khóa bí mật
  > {CANARY}
- (S) Ảnh chụp chữ ký tay là chữ ký số
  > {CANARY}

> Gợi ý: {CANARY}
## Máy bật thì màn hình sáng. {{#sang}}
- (x) Đúng
- ( ) Sai

> Sai: {CANARY}
## Gõ chữ. {{#go}}
- = {CANARY}
  > {CANARY}
- =61.73% {CANARY} nửa vời
## Bao nhiêu? {{#so}}
- = 987654321 ± 5
  > {CANARY}
- =61.73% 987654321 ± 5000
## Ghép. {{#ghep}}
- OTP -> mã dùng một lần
  > {CANARY}
- PDF -> loại tệp văn bản
- -> vế thừa
## Xếp thứ tự. {{#xep}}
1. Một việc đầu
   > {CANARY}
2. Hai việc sau
3. Ba việc cuối

> Giải thích: {CANARY}
## Mở [[{CANARY}]] rồi gõ [[= 987654321 ± 1]], bấm [[(x) Lưu | Bỏ]]. {{#dien}}
## Kể một lần giúp đồng nghiệp. {{#ke type=essay}}
- 3đ: Có chuyện thật

> Giải thích: {CANARY}

> Gợi ý: {CANARY}
"""
REMARK = f"{CANARY}, lời người chấm"
SEARCHES = ("", "?q=chim+ho%C3%A0ng", "?q=OTP", "?tim=chim&trang=1&loc=dat")
TOTAL = 10


class Aviary:
    """The people, the attempt, and what fills the places in addresses."""

    def __init__(self, site: Site, **settings: object) -> None:
        publish(site, bank=bank_text(SECRETS, **settings))
        self.site = site
        root = site.unit("Công đoàn", "union")
        self.unit_id = site.unit("THCS Sông Cầu", "school", root)
        self.trainer = site.person("Lê Thị Lan", self.unit_id, role=Role.TRAINER, role_unit_id=root)
        self.person = site.person("Nguyễn Thị Hòa", self.unit_id)
        mentor = site.person("Trần Quang Minh", self.unit_id)
        self.pair_id = site.pair(mentor, self.person)
        self.others = {
            "mentor": site.client(mentor),
            "colleague": site.client(site.person("Vũ Thị Lý", self.unit_id)),
            "coordinator": site.client(
                site.person("Phạm Văn Sơn", self.unit_id, role=Role.COORDINATOR, role_unit_id=root)
            ),
            "other unit": site.client(
                site.person("Đỗ Văn Hùng", site.unit("Trường khác"), role=Role.COORDINATOR)
            ),
            "stranger": site.client(),
        }
        self.who = Learner(site, site.client(self.person), self.person)

    @property
    def clients(self) -> dict[str, FlaskClient]:
        return {"learner": self.who.client, **self.others}

    def values(self, **more: str) -> dict[str, str]:
        return {
            "slug": "thu-nghiem",
            "lesson": "bai-mot",
            "item": "thu-nghiem",
            "bank": "thu-nghiem",
            "unit_id": str(self.unit_id),
            "user_id": str(self.person.id),
            "pair_id": str(self.pair_id),
            "term_id": "otp",
            "token": self.who.token,
            "name": published(self.site),
            "before": published(self.site),
            "after": published(self.site),
            "path": "quizzes/thu-nghiem.md",
            **more,
        }

    def trains(self) -> FlaskClient:
        return self.site.client(self.trainer)


def quiet(answer: Any, *about: object) -> None:
    """Assert that nothing sings in an answer: neither in its body nor in its headers."""
    text = answer.get_data().decode("utf-8", "replace") + str(answer.headers)
    for song in SONGS:
        assert song not in text, (song, *about)


def walk(app: Flask, aviary: Aviary, *, forms: bool = True) -> int:
    """Open every address as everybody; then send every form as everybody but the one who sits the attempt."""
    walked = 0
    for method, rule, _gate in routes(app):
        if rule.startswith(("/static", "/dang-xuat")) or (method != "GET" and not forms):
            continue
        paths = {fill(rule, aviary.values(number=str(number))) for number in (1, 2, TOTAL)}
        paths |= {
            fill(rule, aviary.values(name=name, item="bam-nut")) for name in ("native", "thu-nghiem.md")
        }
        for path in paths:
            for name, client in aviary.clients.items():
                if method == "GET":
                    for asked in SEARCHES if rule in ("/tim", "/khoa-hoc") else SEARCHES[:1]:
                        quiet(client.get(path + asked), path + asked, name)
                elif name != "learner":
                    sent = {"csrf_token": csrf_token(client, "/hien-thi"), "a": "x", "t": "x"}
                    quiet(client.open(path, method=method, data=sent), path, name)
                walked += 1
    return walked


def crooked(who: Learner) -> Iterator[Any]:
    """Yield the answers to every form of an attempt, sent empty, half, wrong, late, twice, as JSON and as nonsense."""
    for number in range(1, TOTAL + 1):
        question = who.question(number)
        wrong = {"t": "12", "g-1": "12", "g-3": "x"}
        if question.options:
            wrong |= {
                "a": question.options[-1].id,
                f"o-{question.options[0].id}": "s",
                f"p-{question.options[0].id}": "2",
            }
        yield who.send(number)
        yield who.get(f"/cau/{number}")
        yield who.send(number, seq=51, **wrong)
        yield who.send(number, seq=3, t="cũ", a="không có")
        yield who.save([{"question": question.id, "seq": 60, "fields": {"t": "x", "a": ["y"]}}])
        yield who.save([{"question": "khong-co", "seq": 1, "fields": {}}])
        yield who.get(f"/cau/{number}")
    for payload in ({}, [], [1], "x", [{"question": 1}], [{"question": "mot", "seq": -1, "fields": {}}]):
        yield who.save(payload)
    yield who.client.post(f"{who.path}/luu", data="{", headers={"Accept": "application/json"})
    for tail in ("", "/xem-lai", "/ket-qua", "/may-nay", "/cau/0", "/cau/99", "/cau/x"):
        yield who.get(tail)
    yield who.client.get(QUIZ)


@pytest.mark.parametrize("review", ["end", "never", "after-close"])
def test_while_the_attempt_runs(app: Flask, site: Site, review: str) -> None:
    aviary = Aviary(
        site, review=review, close='"2099-01-01 08:00"', attempts=3, time=30, shuffle="[questions, options]"
    )
    aviary.who.begin()
    for answer in crooked(aviary.who):
        quiet(answer, answer.request.path)
    phone = another_browser(aviary.who)
    for answer in (phone.get(), phone.get("/may-nay"), phone.take_over(), *crooked(phone)):
        quiet(answer, answer.request.path)
    assert walk(app, aviary) > 500


def test_while_each_answer_is_told_at_once_the_other_questions_and_people_hear_nothing(
    app: Flask, site: Site
) -> None:
    aviary = Aviary(site, review="each")
    who = aviary.who
    who.begin()
    for number in range(1, TOTAL + 1):
        quiet(who.send(number), number)
        quiet(who.get(f"/cau/{number}"), number)
    quiet(who.get("/xem-lai"))
    assert who.send(1, **who.wrong(1)).status_code == 303
    assert CANARY in who.get("/cau/1").text
    for number in range(2, TOTAL + 1):
        quiet(who.get(f"/cau/{number}"), number)
    for name, client in aviary.others.items():
        for tail in ("", "/cau/1", "/xem-lai", "/ket-qua"):
            quiet(client.get(who.path + tail, follow_redirects=True), name, tail)


@pytest.mark.parametrize("review", ["never", "after-close"])
def test_after_the_hand_in_and_the_marking_until_the_close(app: Flask, site: Site, review: str) -> None:
    aviary = Aviary(site, review=review, close='"2099-01-01 08:00"')
    who = aviary.who
    who.begin()
    essay = who.sitting().drawn.question_ids.index("ke") + 1
    who.send(essay, t="Tuần trước tôi chỉ cô Lý ký số.")
    quiet(who.hand_in())
    given = {"bai": who.token, "cau": "ke", "seen": "0", "diem-0": "3", "remark": REMARK}
    assert post(aviary.trains(), MARKING, **given).status_code == 303
    for answer in crooked(who):
        quiet(answer, answer.request.path)
    assert walk(app, aviary, forms=review == "never") > 400


def test_after_an_attempt_was_voided(app: Flask, site: Site) -> None:
    aviary = Aviary(site, review="end")
    who = aviary.who
    who.begin()
    for answer in crooked(who):
        quiet(answer, answer.request.path)
    assert post(aviary.trains(), void_path(who.token), reason="Làm hộ").status_code == 303
    for answer in crooked(who):
        quiet(answer, answer.request.path)
    assert walk(app, aviary, forms=False) > 300


def test_until_the_last_extension_ends(site: Site, clock_at: Clock) -> None:
    aviary = Aviary(site, review="after-close", close='"2026-11-21 09:30"')
    who = aviary.who
    who.begin()
    sitting = who.sitting()
    who.hand_in()
    with site.working():
        db.session.add(
            Extension(
                user_id=aviary.trainer.id,
                course_id=sitting.course_id,
                item_key=sitting.item_key,
                closes_at=clock_at.at.replace(hour=5),
                reason="Mất điện",
                granted_by_id=aviary.trainer.id,
                granted_at=clock_at.at,
            )
        )
    for minutes in (31, 60, 85):
        clock_at.forward(minutes=minutes)
        quiet(who.get("/ket-qua"), clock_at.at)
    clock_at.forward(minutes=10)
    assert CANARY in who.get("/ket-qua").text


def test_after_time_was_up_and_nothing_counts(site: Site, clock_at: Clock) -> None:
    aviary = Aviary(site, review="end", time=10, overdue="abandon")
    who = aviary.who
    who.begin()
    clock_at.forward(minutes=12)
    for answer in crooked(who):
        quiet(answer, answer.request.path)
    assert who.sitting().state == "abandoned"


def test_the_canary_does_sing_for_trainers_and_once_review_is_allowed(site: Site) -> None:
    aviary = Aviary(site, review="end")
    aviary.who.begin()
    assert CANARY in aviary.who.hand_in().text
    page = aviary.trains().get("/soan-bai/cau-hoi/thu-nghiem").text
    assert CANARY in page
    assert "ghi chú của người soạn" not in re.sub(r"(?s)<textarea.*?</textarea>", "", page)


def test_who_is_no_trainer_any_more_hears_nothing_from_the_next_request_on(site: Site) -> None:
    from sqlalchemy import select

    from lms.units.models import RoleGrant
    from lms.units.services import revoke_role
    from tests.factories import NOW

    aviary = Aviary(site, review="never")
    client = aviary.trains()
    aviary.who.begin()
    aviary.who.hand_in()
    paths = (
        "/soan-bai/cau-hoi/thu-nghiem",
        "/soan-bai/cau-hoi/thu-nghiem/tai-ve/native/tep",
        "/soan-bai/cau-hoi/thu-nghiem/in/de?khoa=giai",
        f"/soan-bai/ket-qua/bai-lam/{aviary.who.token}",
    )
    assert all(CANARY in client.get(path).text for path in paths)
    admin: Person = site.person("Hoàng Anh Tú", role=Role.ADMIN)
    with site.working():
        grant = db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == aviary.trainer.id)).one()
        revoke_role(grant.id, admin.id, NOW)
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 403
        quiet(answer, path)
