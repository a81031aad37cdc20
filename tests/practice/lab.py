"""A course with the three tasks of the signature lab, an authority made once a run, and how learners use them."""

import io
import re
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from lms.db import db
from lms.practice.models import PracticeAuthority, PracticeCertificate
from lms.practice.services.authority import MadeAuthority, keep_authority
from tests.conftest import SECRET
from tests.content import SECOND, publish, small_course
from tests.core.practice.samples import laboratory
from tests.factories import NOW, Person, Site, post
from tests.practice.makers import SLUG, School, make_school

TASKS = """
## Nhiệm vụ: Ký ngay ở đây {#nv-ky}
Ký tờ giấy của mình.

```sign-here
tờ: Giấy xác nhận tham gia tập huấn
```

## Nhiệm vụ: Ký bằng phần mềm của mình {#nv-ky-may}
Ký tờ giấy bằng phần mềm.

```sign-own
tờ: Phiếu đăng ký học
```

## Nhiệm vụ: Đọc bốn tệp đã ký {#nv-doc}
Tệp nào tin được?

```read-signature
mẫu: hợp lệ | bị sửa | lạ | ảnh
```
"""
HERE = f"/hoc/{SLUG}/bai-hai/nhiem-vu/nv-ky"
OWN = f"/hoc/{SLUG}/bai-hai/nhiem-vu/nv-ky-may"
READ = f"/hoc/{SLUG}/bai-hai/nhiem-vu/nv-doc"
PIN, WRONG = "739146", "850257"
PASSWORD = "matkhaup12-khong-duoc-lo"


def make_lab(site: Site, *, with_authority: bool = True) -> School:
    """Put on a school whose course has the lab's tasks, and unless told otherwise a practice authority."""
    school = make_school(site)
    publish(site, small_course(**{"02_bai_hai__md": SECOND.replace("requires: [bai-mot]\n", "") + TASKS}))
    if with_authority:
        put_up_authority(site)
    return school


def put_up_authority(site: Site, secret: str = SECRET, *, replaces: bool = False) -> None:
    made = MadeAuthority(laboratory.root(), laboratory.signers())
    with site.working():
        keep_authority(made, secret, NOW, replaces=replaces)


def get_certificate(client: FlaskClient, pin: str = PIN) -> Any:
    """Choose a PIN for signing in the site."""
    return post(client, f"{HERE}/chung-thu", new_pin=pin, pin_again=pin)


def sign(client: FlaskClient, pin: str = PIN) -> Any:
    return post(client, f"{HERE}/ky", pin=pin, lan=_seen(client, HERE))


def hand_in(client: FlaskClient, data: bytes, name: str = "da-ky.pdf") -> Any:
    """Upload a file at the task of one's own tool."""
    return post(client, OWN, file=(io.BytesIO(data), name), lan=_seen(client, OWN))


def _seen(client: FlaskClient, path: str) -> str:
    found = re.search(r'name="lan"[^>]*value="(\d+)"', client.get(path).text)
    return found[1] if found else "0"


def certificates(site: Site, person: Person) -> list[PracticeCertificate]:
    with site.app.app_context():
        found = select(PracticeCertificate).where(PracticeCertificate.user_id == person.id)
        return list(db.session.scalars(found.order_by(PracticeCertificate.id)))


def authorities(site: Site) -> list[PracticeAuthority]:
    with site.app.app_context():
        return list(db.session.scalars(select(PracticeAuthority).order_by(PracticeAuthority.id)))
