"""A quiz with an essay in a course that is not yet open, and attempts in every state, for the trainer's pages."""

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from lms import clock
from lms.assessment import services
from lms.assessment.queries import Quiz, get_quiz
from lms.authoring.queries import Content, compile_content
from lms.authoring.services import publish
from lms.core.questions import clean_response, parse_bank
from lms.quizzes import services as quizzes
from lms.quizzes.queries import get_bank_revision, get_sitting
from lms.quizzes.services import Given
from tests.content import COURSE, LESSON, small_course
from tests.core.questions.banks import render
from tests.factories import Person, Site

RESULTS = "/soan-bai/ket-qua/cham-thu/bai-mot/cham-thu"
BANK = """---
id: cham-thu
title: "Kiểm tra: có câu viết"
pass: 60%
attempts: 3
time: 20
review: end
---
## Ai được biết mã OTP của thầy cô? {#otp points=2}
- (x) Chỉ mình tôi
- ( ) Người hướng dẫn
## Kể một lần thầy cô giúp đồng nghiệp dùng máy. {#ke type=essay}
- 3đ: Có chuyện thật, nói rõ ai và lúc nào
- 2đ: Nói rõ đã chỉ bước nào

> Gợi ý (-20%): Nhớ lại tuần vừa rồi.
"""
STORY = "Tuần trước tôi ngồi cạnh cô Lý, chỉ cô mở ứng dụng ký số.\nCô tự bấm, tôi chỉ nhìn."


def put_on_a_quiz(site: Site, people: dict[str, Person]) -> dict[str, str]:
    """Publish the course as a draft, let people sit, mark one, void one, extend one; return what addresses name."""
    course = COURSE.format(minutes=9).replace("status: published", "status: draft")
    course = course.replace("id: thu-nghiem", "id: cham-thu").replace("Khóa thử nghiệm", "Khóa có câu viết")
    lesson = LESSON.replace("quizzes/thu-nghiem.md", "quizzes/cham-thu.md")
    files = small_course(course__md=course, **{"01_bai_mot__md": lesson})
    content = Content({"cham-thu": files}, {"cham-thu": BANK.encode()})
    with site.app.app_context():
        compiled = compile_content(content, clock.now().date())
    with site.working():
        publish(content, compiled, None, clock.now())
    waiting = sit(site, people["mentor"], STORY)
    marked = sit(site, people["coordinator"], STORY)
    void = sit(site, people["admin"], STORY)
    judge(site, people["trainer"], marked, void, people["unsigned"])
    let_ten_sit_under_a_wrong_key(site, people["learner"].unit_id)
    return {"waiting": waiting, "marked": marked, "void": void}


def let_ten_sit_under_a_wrong_key(site: Site, unit_id: int) -> None:
    """Let ten people sit, each other one as the key has it, and then publish the bank with another key."""
    for number in range(10):
        sit(site, site.person(f"Đoàn viên số {number + 1}", unit_id, password=None), "", choice=number % 2)
    mended = BANK.replace("- (x) Chỉ mình tôi", "- ( ) Chỉ mình tôi").replace(
        "- ( ) Người hướng", "- (x) Người hướng"
    )
    bank, _problems = parse_bank(mended.encode(), "quizzes/cham-thu.md", render)
    assert bank is not None
    with site.working():
        quizzes.store_bank(bank, mended, clock.now(), None)


def _quiz() -> Quiz:
    return get_quiz("cham-thu", "bai-mot", "cham-thu")


def sit(site: Site, person: Person, story: str, *, choice: int = 0) -> str:
    """Let a person answer both questions and hand in; return the attempt's token."""
    now, zone = clock.now() - timedelta(hours=3), site.app.extensions["settings"].timezone
    assert isinstance(zone, ZoneInfo)
    with site.working():
        quiz = _quiz()
        token = quizzes.begin_attempt(person.id, quiz.course_id, quiz.keys, quiz.published, None, zone, now)
        published, sitting = quiz.published, get_sitting(token)
        otp, ke = published.questions["otp"], published.questions["ke"]
        given = [
            Given("otp", 1, clean_response(otp, {"a": [otp.options[choice].id]})),
            *([Given("ke", 1, clean_response(ke, {"t": [story]}))] if story else []),
        ]
        quizzes.keep_answers(sitting, published, given, now + timedelta(minutes=5))
        sitting = get_sitting(token)
        marks = quizzes.mark_answers(sitting, published, sitting.answers)
        quizzes.hand_in(sitting, published, marks, now + timedelta(minutes=8))
    return token


def judge(site: Site, trainer: Person, marked: str, void: str, extended: Person) -> None:
    """Mark one attempt, void another, and grant somebody more time."""
    now, zone = clock.now(), site.app.extensions["settings"].timezone
    with site.working():
        quiz, sitting = _quiz(), get_sitting(marked)
        published = get_bank_revision(sitting.revision_id)
        given = services.GivenPoints((Decimal(3), Decimal("1.5")), "Chuyện rõ và ấm áp.", 0)
        services.mark_essay(sitting, published, quiz.keys, "ke", given, trainer.id, now)
        services.void_attempt(
            get_sitting(void),
            published,
            quiz.keys,
            "Máy mất điện giữa giờ, mời thầy làm lại.",
            trainer.id,
            now,
        )
        terms = services.Terms(10, 1, None, "Mắt kém, cần thêm giờ")
        services.grant_extension(
            extended.id, quiz.course_id, quiz.keys, terms, trainer.id, extended.unit_id, zone, now
        )
