"""A small course with a task of each kind, pictures, and people around a learner."""

import io
import re
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from PIL import Image
from PIL.ExifTags import IFD
from sqlalchemy import select

from lms.core.people import Role
from lms.db import db
from lms.practice.models import EvidenceFile, Submission
from lms.practice.services import version_of
from lms.progress.models import LearningEvent
from lms.progress.queries import find_standing
from tests.content import SECOND, publish, small_course
from tests.factories import Person, Site, post

SORTING = """
## Nhiệm vụ: Xếp ba trang {#nv-xep}
Trang nào thật?

```sort
nhóm: Thật | Giả
đạt: 3
- Trang có tên nhà phát hành trùng phiếu -> Thật
  > Vì sao: tên trùng với phiếu.
- Trang ở đường dẫn lạ -> Giả
  > Vì sao: không phải kho chính thức.
- Trang hứa tặng tiền -> Giả
  > Vì sao: hứa tiền là mồi.
```
"""
TASKS = SECOND.replace("requires: [bai-mot]\n", "") + SORTING
SLUG = "thu-nghiem"
SELF_CHECK = f"/hoc/{SLUG}/bai-mot/nhiem-vu/nv-tu-kiem"
OBSERVED = f"/hoc/{SLUG}/bai-hai/nhiem-vu/nv-xem"
EVIDENCE = f"/hoc/{SLUG}/bai-hai/nhiem-vu/nv-anh"
SORT = f"/hoc/{SLUG}/bai-hai/nhiem-vu/nv-xep"
_RADIO = re.compile(r'type="radio" name="(s-[0-9a-f]+)" id="[^"]+" value="([^"]+)"')


@dataclass(frozen=True)
class School:
    """A learner with a mentor and an officer, and people who are neither."""

    unit_id: int
    learner: Person
    mentor: Person
    officer: Person
    colleague: Person
    other_mentor: Person
    other_officer: Person
    pair_id: int

    @property
    def outsiders(self) -> list[Person]:
        """Everybody who has no business with the learner's work while the mentor is there."""
        return [self.colleague, self.other_mentor, self.officer, self.other_officer]


def make_school(site: Site) -> School:
    publish(site, small_course(**{"02_bai_hai__md": TASKS}))
    unit, elsewhere = site.unit("THCS Sông Cầu"), site.unit("Trường khác")
    learner = site.person("Nguyễn Thị Hòa", unit)
    mentor = site.person("Trần Quang Minh", unit, honorific="thầy")
    other_mentor = site.person("Bùi Văn Nam", unit, honorific="thầy")
    officer = site.person("Phạm Văn Sơn", unit, honorific="thầy", role=Role.COORDINATOR)
    other_officer = site.person("Lê Thị Xa", elsewhere, role=Role.COORDINATOR)
    colleague = site.person("Vũ Thị Lý", unit)
    site.pair(other_mentor, site.person("Đỗ Văn Hùng", unit))
    return School(
        unit, learner, mentor, officer, colleague, other_mentor, other_officer, site.pair(mentor, learner)
    )


def photo(color: tuple[int, int, int] = (30, 90, 140), *, tagged: bool = False) -> io.BytesIO:
    """Return a JPEG; ``tagged``: with a place, a phone's name and a comment in it."""
    picture, out = Image.new("RGB", (320, 200), color), io.BytesIO()
    exif = Image.Exif()
    if tagged:
        exif[0x010F] = "SECRETPHONE"
        exif.get_ifd(IFD.GPSInfo)[1] = "N"
    picture.save(out, "JPEG", exif=exif, comment=b"SECRETPLACE" if tagged else b"")
    out.seek(0)
    return out


def hand_in_photo(client: FlaskClient, *pictures: io.BytesIO, note: str = "") -> Any:
    files = [(picture, f"anh-{at}.jpg") for at, picture in enumerate(pictures or (photo(),))]
    return post(client, EVIDENCE, photos=files, note=note)


def sort_fields(client: FlaskClient, *, right: bool) -> dict[str, str]:
    """Return the form of the sorting task as shown, filled in rightly or all into the first class."""
    page = client.get(SORT).text
    classes: dict[str, list[str]] = {}
    for name, value in _RADIO.findall(page):
        classes.setdefault(name, []).append(value)
    legends = dict(re.findall(r'id="(s-[0-9a-f]+)"[^>]*>\s*<legend[^>]*>([^<]+)', page))
    seen = re.search(r'name="lan"[^>]*value="(\d+)"', page)
    fields = {
        name: values[0] if not right or "trùng phiếu" in legends[name] else values[1]
        for name, values in classes.items()
    }
    return {**fields, "lan": seen[1] if seen else "0"}


def submissions(site: Site, person: Person) -> list[Submission]:
    with site.app.app_context():
        found = select(Submission).where(Submission.user_id == person.id).order_by(Submission.id)
        return list(db.session.scalars(found))


def photos_of(site: Site, person: Person) -> list[EvidenceFile]:
    with site.app.app_context():
        return list(db.session.scalars(select(EvidenceFile).where(EvidenceFile.user_id == person.id)))


def version(site: Site, submission_id: int) -> str:
    """Return what the review form carries to say which state of the hand-in was seen."""
    with site.app.app_context():
        submission = db.session.get(Submission, submission_id)
        assert submission is not None
        return version_of(submission)


def events(site: Site, person: Person) -> list[tuple[str, str, str]]:
    """Return the person's ledger without enrolments: verb, trust and kind of actor."""
    with site.app.app_context():
        rows = db.session.scalars(
            select(LearningEvent).where(LearningEvent.subject_id == person.id).order_by(LearningEvent.id)
        )
        return [(row.verb, row.trust, row.actor_kind) for row in rows if row.verb != "enrolled"]


def state_of(site: Site, person: Person, key: str) -> str:
    """Return where an item stands by the stored enrolment."""
    with site.app.app_context():
        found = find_standing(person.id, SLUG)
        assert found is not None
        return str(found[1].state(key))


def kept_files(site: Site) -> set[str]:
    """Return the names of the evidence files in the storage."""
    folder = site.app.extensions["settings"].instance / "files" / "evidence"
    return {path.name for path in folder.glob("*")} if folder.exists() else set()
