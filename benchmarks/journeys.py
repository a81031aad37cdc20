"""What is asked of a server: requests as a browser sends them, with the cookies and form tokens of signed-in people."""

import json
from typing import Any
from urllib.parse import quote, urlencode

from benchmarks.site import Learner, Site

Call = dict[str, Any]
Journey = list[Call]

_AGENT = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/124 Mobile Safari/537.36"
_FORM = "application/x-www-form-urlencoded"


def get(path: str, cookies: str = "", expect: int = 200) -> Call:
    """Return a page view."""
    headers = {"User-Agent": _AGENT, "Accept": "text/html", "Accept-Language": "vi"}
    if cookies:
        headers["Cookie"] = cookies
    return {"method": "GET", "path": path, "headers": headers, "expect": expect}


def post(path: str, who: Learner, expect: int = 303, **fields: str) -> Call:
    """Return a form as a browser sends it."""
    call = get(path, who.cookies, expect)
    call["headers"] |= {"Content-Type": _FORM}
    # The marks << and >> are filled by the driver, so they must not be quoted.
    body = urlencode({"csrf_token": who.csrf, **fields}).replace("%3C%3C", "<<").replace("%3E%3E", ">>")
    return {**call, "method": "POST", "body": body}


def pages(site: Site, path: str) -> list[Journey]:
    """Return one view of ``path`` for each learner."""
    return [[get(path, who.cookies)] for who in site.learners]


def mentor_screens(site: Site) -> list[Journey]:
    """Return views of the screen of the one mentor who helps very many."""
    return [[get("/nguoi-toi-giup", site.mentor.cookies)]] * len(site.learners)


def question_pages(site: Site) -> list[Journey]:
    """Return a view of a question, in each learner's own attempt."""
    return [[get(f"/bai-lam/{who.attempt}/cau/1", who.cookies)] for who in site.learners]


def answers_by_form(site: Site) -> list[Journey]:
    """Return answers sent without JavaScript; each differs from the one before, so each is written."""
    question, options = site.options[0]
    journeys = []
    for who in site.learners:
        path = f"/bai-lam/{who.attempt}/cau/1"
        journeys += [[post(path, who, seq="<<n>>", a=option)] for option in options[:2]]
    assert question
    return _spread(journeys, 2)


def answers_by_script(site: Site) -> list[Journey]:
    """Return answers as our script saves them, one a request."""
    question, options = site.options[0]
    journeys = [
        [_save(who, who.attempt, [(question, option)])] for who in site.learners for option in options[:2]
    ]
    return _spread(journeys, 2)


def _spread(journeys: list[Journey], each: int) -> list[Journey]:
    """Order journeys so that one person's ``each`` journeys come far apart, and one after the other."""
    return [journeys[at] for turn in range(each) for at in range(turn, len(journeys), each)]


def _save(who: Learner, attempt: str, chosen: list[tuple[str, str]]) -> Call:
    call = post(f"/bai-lam/{attempt}/luu", who, 200)
    call["headers"] |= {
        "Content-Type": "application/json",
        "X-CSRFToken": who.csrf,
        "Accept": "application/json",
    }
    rows = [{"question": question, "seq": 0, "fields": {"a": [option]}} for question, option in chosen]
    call["body"] = json.dumps(rows).replace('"seq": 0', '"seq": <<n>>')
    return call


def _start(site: Site, who: Learner) -> Call:
    return {**post(site.quiz, who), "take": {"token": r"/bai-lam/([^/]+)/"}}


def whole_quizzes_batched(site: Site) -> list[Journey]:
    """Return whole quizzes in four requests: begin, the question page, ten answers at once, hand in."""
    chosen = [(question, options[0]) for question, options in site.options]
    return [
        [
            _start(site, who),
            get("/bai-lam/<<token>>/cau/1", who.cookies),
            _save(who, "<<token>>", chosen),
            post("/bai-lam/<<token>>/nop", who),
        ]
        for who in site.learners
    ]


def whole_quizzes_by_form(site: Site) -> list[Journey]:
    """Return whole quizzes in twelve small requests: begin, ten answers, hand in."""
    journeys = []
    for who in site.learners:
        answers = [
            post(f"/bai-lam/<<token>>/cau/{number}", who, seq="<<n>>", a=site.options[0][1][0])
            for number in range(1, len(site.options) + 1)
        ]
        journeys.append([_start(site, who), *answers, post("/bai-lam/<<token>>/nop", who)])
    return journeys


def finished_steps(site: Site) -> list[Journey]:
    """Return every step of the course for every learner, each finished once."""
    return [[post(f"{step}/xong", who)] for step in site.steps for who in site.learners]


def floor_pages(grade: str, cookies: tuple[str, ...]) -> list[Journey]:
    """Return views of the floor's lesson in the given grade, as many people over as many lessons."""
    return [[get(f"/{grade}/bai-{place % 60 + 1}", cookie)] for place, cookie in enumerate(cookies)]


def floor_notes(cookies: tuple[str, ...]) -> list[Journey]:
    """Return inserts."""
    journeys = []
    for cookie in cookies:
        call = get("/note", cookie, 204)
        call["headers"] |= {"Content-Type": _FORM}
        journeys.append([{**call, "method": "POST", "body": f"text={quote('Đã làm xong')}"}])
    return journeys
