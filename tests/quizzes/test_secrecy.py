"""The key stays on the server until review allows it: a canary in every secret place, over every page and reply."""

import re
from typing import Any

import pytest

from lms.core.questions import Question
from tests.factories import Site, csrf_token, post
from tests.quizzes.makers import QUIZ, Learner, bank_text, learner

CANARY = "hoàng yến"
SECRETS = f"""## Một ý đúng? {{#mot points=2}}
- (x) Có
  > {CANARY}
- ( ) Không
  > {CANARY}

> Gợi ý: {CANARY}

> Giải thích: {CANARY}

> Đúng: {CANARY}

> Sai: {CANARY}
## Nhiều ý đúng? {{#nhieu}}
- [x] Giục làm ngay
  > {CANARY}
- [ ] Xưng đúng họ tên
  > {CANARY}
## Đúng hay sai? {{#cum}}
- (Đ) Ký số dùng khóa bí mật
  > {CANARY}
- (S) Ảnh chụp chữ ký tay là chữ ký số
  > {CANARY}
## Gõ chữ. {{#go}}
- = {CANARY}
  > {CANARY}
- =50% {CANARY} nửa vời
## Bao nhiêu? {{#so}}
- = 987654321 ± 5
  > {CANARY}
## Ghép. {{#ghep}}
- OTP -> mã dùng một lần
  > {CANARY}
- PDF -> loại tệp văn bản
## Xếp thứ tự. {{#xep}}
1. Một việc đầu
2. Hai việc sau
3. Ba việc cuối

> Giải thích: {CANARY}
## Mở [[{CANARY}]] rồi gõ [[= 987654321 ± 1]]. {{#dien}}
"""
TOTAL = 8


def leaks(text: str) -> bool:
    return CANARY in text or "987654321" in text or "fraction" in text


def running_pages(who: Learner) -> list[Any]:
    """Return every page and reply that a running attempt can be made to give."""
    answers = [who.client.get(QUIZ), who.get(), who.get("/xem-lai"), who.get("/ket-qua")]
    for number in range(1, TOTAL + 1):
        question_id = who.sitting().drawn.question_ids[number - 1]
        answers.append(who.get(f"/cau/{number}"))
        answers.append(who.send(number))
        answers.append(who.save([{"question": question_id, "seq": 50, "fields": {"t": "x", "a": "y"}}]))
        answers.append(who.send(number, seq=51, **half(who.question(number))))
        answers.append(who.get(f"/cau/{number}"))
    answers += [
        who.get("/xem-lai"),
        who.client.get(QUIZ),
        who.client.get("/"),
        who.client.get("/hoc/thu-nghiem"),
    ]
    return answers


def half(question: Question) -> dict[str, Any]:
    """Return an answer that is not the key."""
    if question.options and question.type == "ordering":
        return {f"p-{question.options[0].id}": "2"}
    if question.options:
        return {"a": question.options[-1].id, f"o-{question.options[0].id}": "s"}
    return {"t": "12", "g-2": "12"}


@pytest.mark.parametrize("review", ["end", "never"])
def test_nothing_secret_leaves_a_running_attempt(site: Site, review: str) -> None:
    who = learner(site, bank_text(SECRETS, review=review, shuffle="[questions, options]"))
    who.begin()
    for answer in running_pages(who):
        assert not leaks(answer.text), answer.request.path


def test_with_feedback_at_once_only_the_answered_question_speaks(site: Site) -> None:
    who = learner(site, bank_text(SECRETS, review="each"))
    who.begin()
    assert who.send(1, **who.wrong(1)).status_code == 303
    assert leaks(who.get("/cau/1").text)
    for number in range(2, TOTAL + 1):
        assert not leaks(who.get(f"/cau/{number}").text)
        assert not leaks(who.send(number).text)
    assert not leaks(who.get("/xem-lai").text)
    saved = who.save([{"question": "nhieu", "seq": 3, "fields": who.right(2)}])
    assert not leaks(saved.text)
    assert not leaks(who.get("/cau/2").text)


def test_after_a_hand_in_that_allows_no_review_the_key_stays_hidden(site: Site) -> None:
    who = learner(site, bank_text(SECRETS, review="never"))
    who.begin()
    who.send(1, **who.wrong(1))
    assert not leaks(who.hand_in().text)
    for tail in ("/cau/1", "/xem-lai", ""):
        assert not leaks(who.client.get(who.path + tail, follow_redirects=True).text)


def test_the_order_in_which_things_are_shown_is_not_the_key(site: Site) -> None:
    who = learner(site, bank_text(SECRETS, show_key="false", review="each"))
    who.begin()
    question = who.question(7)
    asked = re.findall(r'name="p-([^"]+)"', who.get("/cau/7").text)
    assert asked == list(who.sitting().drawn.question("xep").order)
    places = {f"p-{option.id}": str(place) for place, option in enumerate(reversed(question.options), 1)}
    who.send(7, **places)
    page = who.get("/cau/7").text
    shown = sorted((page.index(option.text), option.id) for option in question.options)
    assert [each for _at, each in shown] == asked


def test_retries_give_no_oracle(site: Site) -> None:
    who = learner(site, bank_text(SECRETS, review="each"))
    who.begin()
    first = who.wrong(1)
    who.send(1, **first)
    told = who.get("/cau/1").text
    for seq in range(2, 12):
        who.send(1, seq=seq, **who.right(1))
    assert "Chưa đúng" in told
    assert "Đúng rồi." not in who.get("/cau/1").text
    assert who.sitting().answer("mot").response == first


def test_the_banks_are_on_no_address(site: Site) -> None:
    who = learner(site, bank_text(SECRETS))
    for path in (
        "/quizzes/thu-nghiem.md",
        "/static/quizzes/thu-nghiem.md",
        "/khoa-hoc/thu-nghiem/media/thu-nghiem.md",
    ):
        assert who.client.get(path).status_code == 404


def test_a_stranger_reaches_nothing_of_an_attempt(site: Site) -> None:
    who = learner(site, bank_text(SECRETS))
    who.begin()
    stranger = site.client()
    for tail in ("", "/cau/1", "/xem-lai", "/ket-qua"):
        assert stranger.get(who.path + tail).location.startswith("/dang-nhap")
    for tail in ("/cau/1", "/nop", "/luu"):
        assert (
            post(stranger, who.path + tail, csrf_token=csrf_token(stranger, "/dang-nhap"), a="x").status_code
            == 401
        )
    assert who.sitting().is_running
