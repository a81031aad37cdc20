"""``lms demo``: made-up people to try the site with. Refused where real people are."""

import json
import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask import current_app

from lms import clock
from lms.accounts.models import User
from lms.accounts.queries import count_people, count_real_people, find_user_by_sign_in
from lms.accounts.services import add_person, set_password
from lms.cli.demo_pairs import pair_up
from lms.config import Settings
from lms.core.people import Role
from lms.courses.queries import get_published, list_heads
from lms.db import unit_of_work
from lms.progress.services import finish_step
from lms.units.models import Unit
from lms.units.services import add_unit, grant_role, join_unit

SYLLABLES = [
    "an",
    "bay",
    "cau",
    "den",
    "gio",
    "hoa",
    "kem",
    "la",
    "mua",
    "nam",
    "qua",
    "rau",
    "song",
    "tre",
    "vang",
    "xanh",
    "buom",
    "chim",
    "dong",
    "hat",
]


@dataclass(frozen=True)
class Cast:
    """Somebody of the demo: who, in which school, with which role, and how many steps are done."""

    role: str
    name: str
    honorific: str
    phone: str | None
    school: int
    position: str
    steps: int = 0
    days: int = 0


CAST = (
    Cast("learner", "Nguyễn Thị Hòa", "cô", "0900000001", 0, "Tổ Ngữ văn", steps=3),
    Cast("mentor", "Trần Quang Minh", "thầy", "0900000002", 0, "Tổ Toán–Tin", steps=12, days=3),
    Cast("trainer", "Lê Thị Lan", "cô", "0900000003", 0, "Người soạn bài"),
    Cast("coordinator", "Phạm Văn Sơn", "thầy", "0900000004", 0, "Chủ tịch công đoàn trường"),
    Cast("admin", "Hoàng Anh Tú", "anh", "0900000005", 0, "Quản trị trang"),
    Cast("learner", "Đỗ Văn Hùng", "bác", "0900000006", 0, "Tổ Thể dục", steps=7, days=9),
    Cast("learner", "Vũ Thị Lý", "cô", "0900000007", 1, "Tổ Lịch sử", steps=1, days=12),
    Cast("safeguarding", "Ngô Thị Thu", "chị", "0900000008", 0, "Ban nữ công"),
    Cast("", "Bùi Ngọc Ánh", "cô", None, 0, "Văn thư"),
    Cast("", "Đặng Văn Thức", "bác", None, 1, "Bảo vệ"),
)


class DemoRefusedError(click.ClickException):
    """There are real people here; demo accounts among them would be an open door."""


def password() -> str:
    """Return a password of five words that can be read aloud; about 43 bits of chance."""
    return "-".join(secrets.choice(SYLLABLES) + secrets.choice(SYLLABLES) for _ in range(5))


@click.command()
@click.option("--if-empty", is_flag=True, help="Do nothing, without complaint, where real people are.")
def demo(if_empty: bool) -> None:
    """Make demo people and print how to sign in; their passwords are kept in instance/demo.json (mode 600)."""
    settings: Settings = current_app.extensions["settings"]
    kept = settings.instance / "demo.json"
    if count_real_people():
        if if_empty:
            return
        raise DemoRefusedError("This site has real people on its roster; demo accounts are refused.")
    if count_people() == 0:
        _write(kept, _make(settings.timezone))
    elif not kept.exists():
        _write(kept, _renew())
    click.echo(f"Signing in ({kept}):")
    for person in json.loads(kept.read_text(encoding="utf-8"))["people"]:
        click.echo(f"  {person['role']:<12} {person['sign_in']}   {person['password']}   {person['name']}")


def _write(kept: Path, people: list[dict[str, str]]) -> None:
    """Write the passwords so that only the owner of the installation reads them."""
    kept.unlink(missing_ok=True)
    with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump({"people": people}, file, ensure_ascii=False, indent=2)


def _renew() -> list[dict[str, str]]:
    """Give the demo people new passwords: the file with the former ones is gone."""
    listed: list[dict[str, str]] = []
    with unit_of_work():
        for each in CAST:
            user = find_user_by_sign_in(each.phone, None)
            if user is not None and each.role:
                _give_password(user, each, listed)
    return listed


def _make(zone: ZoneInfo) -> list[dict[str, str]]:
    now = clock.now()
    listed: list[dict[str, str]] = []
    ids: dict[str, int] = {}
    with unit_of_work():
        union = add_unit("Công đoàn xã Sông Cầu (dùng thử)", "union", None, now)
        schools = [add_unit(name, "school", union, now) for name in ("THCS Sông Cầu", "Tiểu học Bến Cũ")]
        for each in CAST:
            ids[each.name] = _add(each, schools[each.school], union, listed, now)
        pair_up(ids, now, zone)
        for each in CAST:
            _study(ids[each.name], each, now)
    return listed


def _add(each: Cast, school: Unit, union: Unit, listed: list[dict[str, str]], now: datetime) -> int:
    user = add_person(
        each.name, now - timedelta(days=30), honorific=each.honorific, phone=each.phone, is_demo=True
    )
    join_unit(user.id, school.id, (now - timedelta(days=30)).date(), each.position)
    if each.role in {role.value for role in Role}:
        grant_role(user.id, Role(each.role), union, None, now)
    if each.role:
        _give_password(user, each, listed)
    return user.id


def _give_password(user: User, each: Cast, listed: list[dict[str, str]]) -> None:
    secret = password()
    set_password(user, secret)
    listed.append({"role": each.role, "name": each.name, "sign_in": each.phone or "", "password": secret})


def _study(user_id: int, each: Cast, now: datetime) -> None:
    """Let somebody have done the first steps of the first course, a few minutes apart."""
    heads = list_heads()
    if not heads or not each.steps:
        return
    steps = [
        key
        for key, (_lesson, item) in get_published(heads[0].revision_id).items.items()
        if item.kind == "step"
    ]
    begun = now - timedelta(days=each.days, minutes=6 * each.steps)
    for number, key in enumerate(steps[: each.steps]):
        finish_step(user_id, heads[0].id, key, begun + timedelta(minutes=6 * number))
