"""Two schools of two communes that may be twins, with everybody who could read too much; and a reading of every page."""

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core.people import Role
from lms.db import db
from lms.matching.models import Twinning
from lms.matching.services import twins
from lms.notices.models import Notice
from lms.units.models import Unit
from tests.factories import NOW, Person, Site, post
from tests.matching.makers import ask, offer, practise
from tests.safety.test_walk import fill, routes
from tests.skills.makers import publish_skills

MOST_PAGES = 250


@dataclass(frozen=True)
class Twins:
    """``asker`` of A wants help; only ``helper`` of B can give it. The others look on."""

    a: int
    b: int
    officer_a: Person
    officer_b: Person
    asker: Person
    mentor_a: Person
    teacher_a: Person
    helper: Person
    mentee_b: Person
    teacher_b: Person
    third: Person
    admin: Person

    @property
    def of_a(self) -> tuple[Person, ...]:
        return (self.officer_a, self.asker, self.mentor_a, self.teacher_a)

    @property
    def of_b(self) -> tuple[Person, ...]:
        return (self.officer_b, self.helper, self.mentee_b, self.teacher_b)


def make_twins(site: Site) -> Twins:
    publish_skills(site)
    root = site.unit("Công đoàn tỉnh", "province")
    communes = [site.unit(f"Công đoàn xã {name}", "union", root) for name in ("An", "Bình")]
    a, b = site.unit("THCS Sông Cầu", "school", communes[0]), site.unit("THCS Bến Tre", "school", communes[1])
    found = Twins(
        a,
        b,
        site.person("Phạm Văn Sơnaa", a, role=Role.COORDINATOR),
        site.person("Đỗ Thị Ngoàibb", b, role=Role.COORDINATOR),
        site.person("Vũ Thị Lýaa", a),
        site.person("Trần Quang Minhaa", a, honorific="thầy"),
        site.person("Bùi Thị Maiaa", a),
        site.person("Quách Thị Diễmbb", b),
        site.person("Tạ Văn Đôngbb", b, honorific="thầy"),
        site.person("Lường Thị Nhungbb", b),
        site.person("Kiều Thị Bacc", communes[1], role=Role.COORDINATOR, role_unit_id=site.unit("THCS Xa")),
        site.person("Hoàng Anh Túdd", root, role=Role.ADMIN),
    )
    site.pair(found.mentor_a, found.teacher_a)
    site.pair(found.helper, found.mentee_b)
    practise(site, found.helper)
    ask(site, found.asker)
    offer(site, found.helper)
    return found


def twin(site: Site, cast: Twins) -> int:
    """Let A ask and B agree; return the twinning's id."""
    with site.working():
        one, other = db.session.get_one(Unit, cast.a), db.session.get_one(Unit, cast.b)
        made = twins.ask_twin(one, other, "Chào trường bạn.", cast.officer_a.id, NOW)
        twins.accept(made, cast.b, cast.officer_b.id, NOW)
        return made.id


def press(site: Site, person: Person, path: str, **fields: str) -> int:
    return int(post(site.client(person), path, **fields).status_code)


def page(site: Site, person: Person, unit_id: int) -> str:
    return str(site.client(person).get(f"/ghep-cap/{unit_id}/ket-nghia").text)


def ask_by_page(site: Site, cast: Twins, words: str = "") -> int:
    path = f"/ghep-cap/{cast.a}/ket-nghia/ngo-loi?don-vi={cast.b}"
    return press(site, cast.officer_a, path, words=words)


def only(site: Site) -> Twinning:
    with site.app.app_context():
        return db.session.query(Twinning).one()


def answer(site: Site, person: Person, unit_id: int, word: str) -> int:
    return press(site, person, f"/ghep-cap/{unit_id}/ket-nghia/{only(site).id}", gui=word)


def run_root(site: Site, cast: Twins) -> int:
    with site.app.app_context():
        return int(db.session.get_one(Unit, cast.a).path.split("/")[1])


def states(site: Site) -> list[str]:
    with site.app.app_context():
        return list(db.session.scalars(select(Twinning.state).order_by(Twinning.id)))


def told(site: Site, person: Person) -> list[str]:
    """Return the kinds of a person's notices, in their order."""
    with site.app.app_context():
        return list(
            db.session.scalars(select(Notice.kind).where(Notice.user_id == person.id).order_by(Notice.id))
        )


def read_everything(site: Site, person: Person, values: dict[str, str]) -> str:
    """Return all that a person can open: every page by its route, what they link to, exports unpacked, notices as kept."""
    client = site.client(person)
    waiting = [fill(rule, values) for method, rule, _ in routes(site.app) if method == "GET"]
    waiting += [f"/ghep-cap/{values['unit_id']}?muc={each}" for each in SECTIONS]
    waiting = [each for each in waiting if not each.startswith(("/static", "/dang-xuat"))]
    seen: dict[str, str] = {}
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path not in seen:
            text = _read(client, path)
            seen[path] = text
            waiting += [each for each in _links(text) if each not in seen]
    with site.app.app_context():
        kept = db.session.scalars(select(Notice.values).where(Notice.user_id == person.id))
        return "\n".join([*seen.values(), *(str(each) for each in kept)])


SECTIONS = ("goi-y", "can-sap-xep", "cho-tra-loi", "dang-di")


def _read(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code < 500, path
    if answer.data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
            return "\n".join(
                unescape(archive.read(each).decode("utf-8", "replace")) for each in archive.namelist()
            )
    return f"{answer.headers.get('Location', '')}\n{unescape(answer.data.decode('utf-8', 'replace'))}"


def _links(text: str) -> Iterable[str]:
    for each in re.findall(r'href="([^"#]+)', text):
        parts = urlsplit(unescape(each))
        if (
            not parts.netloc
            and parts.path.startswith("/")
            and not parts.path.startswith(("/static", "/dang-xuat"))
        ):
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path


def names_in(text: str, people: Iterable[Person]) -> set[str]:
    """Return who of ``people`` is named, by the last name alone, which nobody else has."""
    return {each.full_name for each in people if each.full_name.rpartition(" ")[2] in text}


@pytest.fixture
def cast(site: Site) -> Twins:
    return make_twins(site)
