"""The main job, end to end on the shipped course: learn, be quizzed, be helped and confirmed, finish with a certificate."""

import html
import io
import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from PIL import Image
from pypdf import PdfReader

from lms.core.people import Role
from lms.core.practice import KINDS
from lms.core.practice.simulation import SimulationSpec
from lms.core.questions import Question, QuestionType
from lms.core.questions.model import Gap, GapKind
from lms.courses.queries import get_head, get_published
from lms.progress.services import differences
from lms.quizzes.models import Attempt
from lms.quizzes.queries import get_bank_revision
from tests.content import publish_shipped
from tests.factories import Site, post
from tests.practice.app_store import right_way

COURSE = "c-thai-nguyen"


@dataclass(frozen=True)
class Teacher:
    """Somebody at work on the course, with a mentor who looks in."""

    site: Site
    learner: FlaskClient
    mentor: FlaskClient


def photo() -> io.BytesIO:
    target = io.BytesIO()
    Image.new("RGB", (640, 360), "#0e5a57").save(target, "JPEG")
    target.seek(0)
    return target


def right_fields(question: Question) -> dict[str, object]:
    """Return the form fields of a fully right answer."""
    if question.type in (QuestionType.SINGLE, QuestionType.TRUE_FALSE, QuestionType.MULTIPLE):
        return {"a": [option.id for option in question.options if option.fraction > 0]}
    if question.type is QuestionType.MATCHING:
        return {f"m-{pair.id}": pair.choice_id for pair in question.pairs}
    if question.type is QuestionType.ORDERING:
        return {f"p-{option.id}": str(place) for place, option in enumerate(question.options, 1)}
    if question.type is QuestionType.CLUSTER:
        return {f"o-{option.id}": "d" if option.fraction > 0 else "s" for option in question.options}
    if question.type is QuestionType.NUMBER:
        return {"t": str(question.accepted[0].low)}
    if question.type is QuestionType.CLOZE:
        return {f"g-{gap.name}": right_words(gap) for gap in question.gaps}
    return {"t": question.accepted[0].text}


def right_words(gap: Gap) -> str:
    """Return what belongs into a gap, to choose or to type."""
    if gap.kind is GapKind.CHOICE:
        return next(option.id for option in gap.options if option.right)
    return gap.accepted[0].text


def do_step(who: Teacher, path: str) -> None:
    page = who.learner.get(path)
    assert page.status_code == 200, path
    assert "Nhờ người hướng dẫn: thầy Minh" in page.text
    assert post(who.learner, f"{path}/xong").status_code == 303


def do_task(who: Teacher, path: str, kind: str, spec: dict[str, object]) -> None:
    page = who.learner.get(path)
    assert page.status_code == 200, path
    if kind == "simulation":
        play(who, path, spec, page.text)
        return
    if kind == "evidence":
        done = post(who.learner, path, photos=(photo(), "anh.jpg"))
    else:
        done = post(who.learner, path, **ticks(kind, spec, page.text))
    assert done.status_code == 303, re.sub(r"<[^>]+>|\s+", " ", done.text)[:600]
    if kind in ("evidence", "observed"):
        confirm(who, kind)


def play(who: Teacher, path: str, spec: dict[str, object], page: str) -> None:
    """Go a shortest way through a simulated app."""
    app = KINDS["simulation"].spec_from_json(spec)
    assert isinstance(app, SimulationSpec)
    for tap in right_way(app):
        carried = {
            name: html.unescape(value)
            for name, value in re.findall(r'name="(trail|lan)"[^>]*value="([^"]*)"', page)
        }
        answer = post(who.learner, f"{path}/choi", **carried, **tap)
        page = who.learner.get(answer.location).text if answer.status_code == 303 else answer.text
    assert "Thầy cô đã làm xong nhiệm vụ này" in page, path


def ticks(kind: str, spec: dict[str, object], page: str) -> dict[str, str]:
    """Return the fields of a task done right."""
    if kind == "self-check":
        return dict.fromkeys(re.findall(r'name="(c-\d+)"', page), "on")
    if kind == "sort":
        right = {str(item["id"]): str(item["class_id"]) for item in spec["items"]}  # type: ignore[attr-defined, index]
        return {f"s-{item}": group for item, group in right.items()}
    if kind == "safer":
        return dict(safer_way(pair, page) for pair in spec["pairs"])  # type: ignore[attr-defined]
    return {}


def safer_way(pair: dict[str, str], page: str) -> tuple[str, str]:
    """Return the field of a pair and the value of its safer way: which of the two stands first differs."""
    is_first = page.index(html.escape(pair["safer"])) < page.index(html.escape(pair["worse"]))
    return f"x-{pair['id']}", "1" if is_first else "2"


def confirm(who: Teacher, kind: str) -> None:
    """The mentor finds the hand-in on the one screen and confirms it."""
    screen = who.mentor.get("/nguoi-toi-giup").text
    found = re.search(r'href="(/duyet/\d+)"', screen)
    assert found, "the review queue does not show the hand-in"
    page = who.mentor.get(found[1]).text
    fields = dict.fromkeys(re.findall(r'name="(o-\d+)"', page), "on")
    version = re.search(r'name="version" value="([^"]*)"', page)
    assert version
    if kind == "observed":
        fields["how"] = "alone"
    answer = post(who.mentor, found[1], decision="confirm", version=html.unescape(version[1]), **fields)
    assert answer.status_code == 303, re.sub(r"<[^>]+>|\s+", " ", answer.text)[:600]


def do_quiz(who: Teacher, path: str) -> None:
    assert who.learner.get(path).status_code == 200, path
    started = post(who.learner, path)
    assert started.status_code == 303
    token = re.search(r"/bai-lam/([^/]+)", started.location)
    assert token
    with who.site.app.app_context():
        attempt = Attempt.query.filter_by(token=token[1]).one()  # type: ignore[attr-defined]
        bank = get_bank_revision(attempt.revision_id).bank
        asked = [bank.question(each["id"]) for each in attempt.frozen["questions"]]
    for number, question in enumerate(asked, 1):
        place = f"/bai-lam/{token[1]}/cau/{number}"
        page = who.learner.get(place).text
        seq = re.search(r'name="seq" value="(\d+)"', page)
        assert seq
        assert post(who.learner, place, seq=seq[1], **right_fields(question)).status_code == 303
    assert "Nộp bài" in who.learner.get(f"/bai-lam/{token[1]}/xem-lai").text
    assert post(who.learner, f"/bai-lam/{token[1]}/nop", nop="1").status_code == 303
    assert "chưa đạt" not in who.learner.get(f"/bai-lam/{token[1]}/ket-qua").text.lower(), path
    with who.site.app.app_context():
        assert Attempt.query.filter_by(token=token[1]).one().is_passed  # type: ignore[attr-defined]


def test_a_teacher_learns_the_whole_course_and_finishes_with_a_certificate(site: Site) -> None:
    publish_shipped(site)
    school = site.unit()
    hoa = site.person("Nguyễn Thị Hòa", school)
    minh = site.person("Trần Quang Minh", school, honorific="thầy")
    son = site.person("Phạm Văn Sơn", school, role=Role.COORDINATOR)
    site.pair(minh, hoa)
    who = Teacher(site, site.client(hoa), site.client(minh))
    with site.app.app_context():
        published = get_published(get_head(COURSE).revision_id)
    assert post(who.learner, f"/hoc/{COURSE}/bat-dau").status_code == 303
    for key, (lesson, item) in published.items.items():
        base = f"/hoc/{COURSE}/{lesson.id}"
        if item.kind == "step":
            do_step(who, f"{base}/{item.id}")
        elif item.kind == "task" and item.task is not None:
            do_task(who, f"{base}/nhiem-vu/{item.id}", item.task.kind, dict(item.task.spec))
        else:
            do_quiz(who, f"{base}/kiem-tra/{item.id}")
        assert "Học tiếp" in who.learner.get("/").text or key == published.keys[-1]
    course_page = who.learner.get(f"/hoc/{COURSE}").text
    assert re.findall(r"đã xong (\d+) trên (\d+)", course_page)[0] == (str(len(published.items)),) * 2
    with site.app.app_context():
        assert list(differences()) == []
    claimed = post(who.learner, f"/chung-nhan/{COURSE}/nhan")
    assert claimed.status_code == 303
    assert "Nguyễn Thị Hòa" in who.learner.get(claimed.location).text
    code = claimed.location.rsplit("/", 1)[1]
    pdf = who.learner.get(f"/chung-nhan/{code}.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.data)).pages)
    assert "Nguyễn Thị Hòa" in re.sub(r"\s+", " ", text)
    assert "Nguyễn Thị Hòa" in site.client().get(f"/xac-minh/{code}").text
    report = site.client(son).get(f"/bao-cao/{school}").text
    assert "1 trên 3 người đã xong" in re.sub(r"<[^>]+>", "", report)
