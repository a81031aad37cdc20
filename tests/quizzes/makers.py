"""Banks, and a learner at a quiz: begins it, answers by the key or against it, hands it in."""

import html
import re
from typing import Any

from flask.testing import FlaskClient

from lms.core.questions import Bank, Question, QuestionType, Response
from lms.quizzes.queries import Sitting, get_bank_revision, get_sitting
from tests.content import publish
from tests.core.questions.banks import full_key
from tests.factories import Person, Site, post

QUIZ = "/hoc/thu-nghiem/bai-mot/kiem-tra/thu-nghiem"
QUESTIONS = """# Chung {#chung}
## Ai được biết mã OTP? {#otp lesson=bai-mot}
- (x) Chỉ mình tôi
- ( ) Người hướng dẫn
  > Người hướng dẫn chỉ chỉ cách làm.

> Giải thích: Không ai có quyền hỏi mã OTP.
## Dấu hiệu lừa đảo? {#lua-dao lesson=bai-hai}
- [x] Giục làm ngay
- [x] Xin mã OTP
- [ ] Xưng đúng họ tên
## Quận có bao nhiêu đoàn viên? {#so-dv}
- = 2803 ± 0

> Gợi ý (-50%): Gần ba nghìn.
"""


def bank_text(questions: str = QUESTIONS, **settings: object) -> str:
    """Return the source of the quiz's bank: passes at 60 %, answers at the end, unless ``settings`` say otherwise."""
    chosen = {"pass": "60%", "review": "end", "attempts": 0, **settings}
    lines = "\n".join(f"{name}: {value}" for name, value in chosen.items())
    return f'---\nid: thu-nghiem\ntitle: "Kiểm tra: thử nghiệm"\n{lines}\n---\n{questions}'


def wrong_answer(question: Question) -> Response:
    """Return a whole answer that earns nothing."""
    if question.type in (QuestionType.SINGLE, QuestionType.TRUE_FALSE):
        return {"a": next(option.id for option in question.options if not option.right)}
    if question.type is QuestionType.MULTIPLE:
        return {"a": [option.id for option in question.options if not option.right]}
    return {"t": "999999"}


def as_fields(response: Response) -> dict[str, Any]:
    """Return a response as the form fields that say it."""
    fields: dict[str, Any] = {}
    for name, value in response.items():
        if isinstance(value, dict):
            fields |= {f"{name}-{key}": str(each) for key, each in value.items()}
        else:
            fields[name] = value
    return fields


class Learner:
    """Somebody at the quiz, in one browser."""

    def __init__(self, site: Site, client: FlaskClient, person: Person) -> None:
        self.site, self.client, self.person = site, client, person
        self.token = ""

    def begin(self, path: str = QUIZ) -> str:
        answer = post(self.client, path)
        assert answer.status_code == 303, answer.text
        self.token = answer.location.split("/")[2]
        return self.token

    @property
    def path(self) -> str:
        return f"/bai-lam/{self.token}"

    def sitting(self) -> Sitting:
        with self.site.app.app_context():
            return get_sitting(self.token)

    def bank(self) -> Bank:
        with self.site.app.app_context():
            return get_bank_revision(self.sitting().revision_id).bank

    def question(self, number: int) -> Question:
        return self.bank().question(self.sitting().drawn.question_ids[number - 1])

    def right(self, number: int) -> dict[str, Any]:
        return as_fields(full_key(self.question(number)))

    def wrong(self, number: int) -> dict[str, Any]:
        return as_fields(wrong_answer(self.question(number)))

    def get(self, tail: str = "") -> Any:
        return self.client.get(self.path + tail)

    def send(self, number: int, *, seq: int = 1, **fields: Any) -> Any:
        return post(self.client, f"{self.path}/cau/{number}", seq=seq, **fields)

    def save(self, answers: Any, *, path: str | None = None) -> Any:
        page = self.client.get("/hien-thi")
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        return self.client.post(
            path or f"{self.path}/luu",
            json=answers,
            headers={"Accept": "application/json", "X-CSRFToken": token[1] if token else ""},
        )

    def take_over(self) -> Any:
        """Go on with the attempt in this browser."""
        return post(self.client, f"{self.path}/may-nay")

    def hand_in(self) -> Any:
        answer = post(self.client, f"{self.path}/nop")
        assert answer.status_code == 303, answer.text
        return self.client.get(answer.location)


def learner(site: Site, bank: str | None = None, person: Person | None = None) -> Learner:
    """Publish the course with this bank, and sit somebody down."""
    publish(site, bank=bank or bank_text())
    who = person or site.person()
    return Learner(site, site.client(who), who)


def another_browser(first: Learner) -> Learner:
    """The same person at the same attempt on another device."""
    other = Learner(first.site, first.site.client(first.person), first.person)
    other.token = first.token
    return other


def main_of(page: Any) -> str:
    """Return the words of a page's main part, white space squeezed."""
    part = page.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", "<main" + part)).split())
