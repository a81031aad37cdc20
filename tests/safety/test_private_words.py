"""Each thing that somebody writes about a pair sings in a song of its own; who hears which song is written down here.

Every route is opened by everybody, with the ids of every pair that there is, in pages, files, notices, letters and what
the commands print. What is heard by anybody who is not on the list fails; so does what nobody hears who should.
"""

import io
import logging
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock
from lms.cli.suggesting import suggest
from lms.cli.ticking import run_jobs
from lms.core.people import Role
from lms.db import Base, db
from lms.notices.models import Notice
from lms.pairing.services import life
from tests.factories import NOW, Site, post
from tests.matching.makers import SORTING
from tests.mentoring.test_harm import reports
from tests.mentoring.writing import meet
from tests.pairing.makers import ask
from tests.safety.test_walk import fill, routes
from tests.skills.makers import publish_skills

OFFICERS = frozenset({"coordinator", "above", "admin"})
TWO = frozenset({"mentor", "mentee"})
HEARD = {
    "help": frozenset({"mentor"}),
    "goal": TWO,
    "shared note": TWO,
    "mentor's note": frozenset({"mentor"}),
    "mentee's note": frozenset({"mentee"}),
    "meeting": TWO,
    "need": frozenset({"seeker"}) | OFFICERS,
    "other wanted": OFFICERS,
    "pause": OFFICERS,
    "end": OFFICERS,
    "decline": OFFICERS,
    "thanks": frozenset({"former mentee", "former mentor"}),
    "harm": frozenset({"guardian"}),
    "case": frozenset({"guardian"}),
    "outcome": frozenset({"guardian"}),
}
"""By what it is about: who reads it somewhere. Everybody else nowhere; an admin reads no report that somebody else looks after."""


def song(about: str) -> str:
    return f"tiếng-hót-{about.replace(' ', '-').replace(chr(39), '')}-hết"


SONG = re.compile(r"tiếng-hót-([a-z-]+?)-hết")
NAMES = {song(about): about for about in HEARD}


class World:
    """Pairs in every state, and everybody who might be curious."""

    def __init__(self, site: Site) -> None:
        publish_skills(site)
        self.site = site
        union = site.unit("Công đoàn xã", "union")
        self.school = site.unit("THCS Sông Cầu", "school", union)
        elsewhere = site.unit("THCS Bến Tre", "school", union)
        self.people = {
            "mentor": site.person("Trần Quang Minh", self.school, honorific="thầy"),
            "mentee": site.person("Nguyễn Thị Hòa", self.school),
            "former mentor": site.person("Bùi Văn Nam", self.school),
            "former mentee": site.person("Vũ Thị Lý", self.school),
            "other mentor": site.person("Đỗ Văn Hùng", self.school),
            "other mentee": site.person("Lường Thị Nhung", self.school),
            "seeker": site.person("Mai Thị Cúc", self.school),
            "asked": site.person("Tạ Văn Đông", self.school),
            "reporter": site.person("Quách Thị Diễm", self.school),
            "reported": site.person("Kiều Văn Bắc", self.school),
            "trainer": site.person("Lê Thị Lan", self.school, role=Role.TRAINER, role_unit_id=union),
            "coordinator": site.person("Phạm Văn Sơn", self.school, role=Role.COORDINATOR),
            "above": site.person("Lý Thị Nga", union, role=Role.COORDINATOR),
            "elsewhere": site.person("Đỗ Thị Ngoài", elsewhere, role=Role.COORDINATOR),
            "guardian": site.person("Ngô Thị Bảy", union, role=Role.SAFEGUARDING),
            "guardian elsewhere": site.person("Hà Thị Xa", elsewhere, role=Role.SAFEGUARDING),
            "admin": site.person("Hoàng Anh Tú", union, role=Role.ADMIN),
        }
        self.clients: dict[str, FlaskClient] = {
            name: site.client(person) for name, person in self.people.items()
        }
        self.clients["stranger"] = site.client()
        self.pairs = self._live(), self._over(), self._declined(), self._reported()

    def _two(self, mentor: str, mentee: str) -> int:
        return self.site.pair(self.people[mentor], self.people[mentee])

    def _post(self, who: str, path: str, **fields: str) -> None:
        assert post(self.clients[who], path, **fields).status_code == 303, path

    def _live(self) -> int:
        pair = self._two("mentor", "mentee")
        assert ask(self.clients["mentee"], song("help")).status_code == 303
        goal = {"skill": "thu-nghiem", "due_on": "30/12/2026", "words": song("goal")}
        self._post("mentee", f"/cap/{pair}/muc-tieu", **goal)
        for who, kind, about in (
            ("mentee", "shared", "shared note"),
            ("mentor", "private", "mentor's note"),
            ("mentee", "private", "mentee's note"),
        ):
            self._post(who, f"/cap/{pair}/ghi-chep", words=song(about), kind=kind, newest="0")
        assert meet(self.clients["mentee"], pair, line=song("meeting")).status_code == 303
        self._post("mentee", f"/cap/{pair}/xin-doi", words=song("other wanted"))
        return pair

    def _over(self) -> int:
        self._two("other mentor", "other mentee")
        other = self._two("former mentor", "trainer")  # who is no former mentor of everybody's
        self._post("trainer", f"/cap/{other}/tam-nghi", reason=song("pause"))
        pair = self._two("former mentor", "former mentee")
        self._post("former mentee", f"/cap/{pair}/ket-thuc", reason=song("end"), thanks=song("thanks"))
        return pair

    def _declined(self) -> int:
        self._post("seeker", "/can-giup", skills=SORTING, agrees="y", words=song("need"))
        with self.site.working():
            asked, seeker = self.people["asked"].id, self.people["seeker"].id
            invited = life.invite(asked, seeker, {SORTING: "Nhận ra trang giả"}, None, NOW)
            life.decline(invited, asked, song("decline"), NOW)
            return invited.id

    def _reported(self) -> int:
        pair = self._two("reported", "reporter")
        self._post("reporter", f"/cap/{pair}/khong-on", kind="other", words=song("harm"))
        path = f"/an-toan/{reports(self.site)[-1].id}"
        self._post("guardian", f"{path}/ghi-chu", words=song("case"), newest="0")
        self._post("guardian", f"{path}/ket-thuc")
        self._post("guardian", f"{path}/khep-lai", outcome=song("outcome"))
        return pair

    def addresses(self) -> Iterator[str]:
        """Yield every address: those that name a pair once for each pair, those of a person for everybody."""
        plain = {"slug": "thu-nghiem", "lesson": "bai-mot", "item": "bam-nut", "unit_id": str(self.school)}
        for method, rule, _gate in routes(self.site.app):
            if method != "GET" or rule.startswith(("/static", "/dang-xuat", "/soan-bai", "/bai-lam")):
                continue
            if "pair_id" in rule:
                for pair in self.pairs:
                    yield fill(rule, {**plain, "pair_id": str(pair)})
            elif "user_id" in rule:
                for name in ("mentee", "former mentee", "seeker", "reporter"):
                    yield fill(rule, {**plain, "user_id": str(self.people[name].id)})
            elif "notice_id" in rule:
                for number in range(1, 25):
                    yield fill(rule, {**plain, "notice_id": str(number)})
            else:
                yield fill(rule, plain)
        for section in ("goi-y", "can-sap-xep", "cho-tra-loi", "dang-di"):
            yield f"/ghep-cap/{self.school}?muc={section}"


@pytest.fixture
def world(site: Site) -> World:
    return World(site)


def heard_in(body: bytes) -> set[str]:
    """Return what sings in a body, or in any file packed in it."""
    if body[:2] == b"PK" and zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return {each for name in packed.namelist() for each in heard_in(packed.read(name))}
    return {NAMES[each[0]] for each in SONG.finditer(body.decode("utf-8", "replace"))}


def test_everybody_reads_what_is_for_them_and_nobody_anything_else(world: World) -> None:
    heard: dict[str, set[str]] = defaultdict(set)
    opened = 0
    for path in dict.fromkeys(world.addresses()):
        for name, client in world.clients.items():
            opened += 1
            for about in heard_in(client.get(path).get_data()):
                assert name in HEARD[about], (about, name, path)
                heard[about].add(name)
    assert opened > 2_000
    assert dict(heard) == {about: set(who) for about, who in HEARD.items()}


def test_no_notice_no_letter_no_log_and_no_command_says_any_of_it(
    world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with world.site.app.app_context():
        assert run_jobs(clock.now()) == 0
        printed = CliRunner().invoke(suggest, ["--dry-run"]).output
        told = db.session.execute(select(Notice.values, Notice.path, Notice.key)).all()
    assert "cần cán bộ sắp xếp" in printed
    said = "\n".join((printed, str(told), caplog.text, *capfd.readouterr()))
    assert heard_in(said.encode()) == set()


def test_the_words_stand_in_these_columns_and_no_others(world: World) -> None:
    """Whoever adds an export, a search or a cache finds here what it must not hold."""
    found: dict[str, set[str]] = defaultdict(set)
    with world.site.app.app_context():
        for table in Base.metadata.sorted_tables:
            for row in db.session.execute(select(table)).mappings():
                for name, value in row.items():
                    for about in heard_in(str(value).encode()):
                        found[about].add(f"{table.name}.{name}")
    assert dict(found) == {
        "help": {"help_requests.message"},
        "goal": {"pair_goals.words"},
        "shared note": {"pair_notes.words"},
        "mentor's note": {"pair_notes.words"},
        "mentee's note": {"pair_notes.words"},
        "meeting": {"meetings.line"},
        "need": {"pair_needs.words"},
        "other wanted": {"pairs.other_wanted_words"},
        "pause": {"pairs.pause_reason"},
        "end": {"pairs.end_reason", "audit_entries.note"},
        "decline": {"pairs.end_reason", "audit_entries.note"},
        "thanks": {"pairs.mentee_thanks"},
        "harm": {"harm_reports.words"},
        "case": {"pair_notes.words"},
        "outcome": {"harm_reports.outcome"},
    }
