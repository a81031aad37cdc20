"""Whether pairs do their work: each share by its definition, and nobody given away."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest

from lms import clock
from lms.core.days import day_of
from lms.core.people import Role
from lms.db import db
from lms.matching.models import Need
from lms.mentoring.models import Meeting
from lms.pairing.models import HelpRequest, Pair
from tests.factories import Person, Site


@dataclass(frozen=True)
class Tree:
    """A union of a large school and a small one."""

    union: int
    large: int
    small: int
    officer: Person
    teachers: list[Person]


@pytest.fixture
def tree(site: Site) -> Tree:
    union = site.unit("Công đoàn xã", "union")
    large, small = site.unit("Trường Lớn", "school", union), site.unit("Trường Nhỏ", "school", union)
    officer = site.person("Phạm Văn Sơn", union, role=Role.COORDINATOR)
    teachers = [site.person(f"Cô Giáo{n}", large if n < 6 else small) for n in range(9)]
    return Tree(union, large, small, officer, teachers)


def figures(text: str, label: str) -> list[str]:
    """Return what is said of a measure, or what stands in the cells of a unit."""
    rows = re.findall(r"<tr>.*?</tr>|<li>.*?</li>", text, re.S)
    row = next(each for each in rows if f">{label}" in each)
    cells = re.findall(r"<td>(.*?)</td>", row) or re.findall(r"<div>(?!<b>\D)(.*?)</div></li>", row)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]


def page(site: Site, tree: Tree, unit_id: int | None = None) -> str:
    answer = site.client(tree.officer).get(f"/ghep-cap/{unit_id or tree.union}/suc-khoe")
    assert answer.status_code == 200
    return str(answer.text)


def need(person: Person) -> Need:
    now = clock.now()
    return Need(user_id=person.id, skills=[], consent="", consented_at=now, updated_at=now)


def test_with_nothing_to_count_it_says_so(site: Site, tree: Tree) -> None:
    text = page(site, tree)
    assert "Chưa đủ số người" in text
    assert figures(text, "Lời mời thành cặp") == ["không hiện"]


def test_who_wants_help_and_has_a_mentor(site: Site, tree: Tree) -> None:
    with site.working():
        db.session.add_all(need(each) for each in tree.teachers)
    site.pair(tree.officer, tree.teachers[0])
    assert figures(page(site, tree), "Người cần kèm") == ["1 trên 9 11 %, 9 người"]


def test_a_small_school_is_hidden_and_so_is_what_would_give_it_away(site: Site, tree: Tree) -> None:
    with site.working():
        db.session.add_all(need(each) for each in tree.teachers)
    text = page(site, tree)
    assert figures(text, "Trường Nhỏ")[-1] == "không hiện"
    assert figures(text, "Trường Lớn")[-1] == "không hiện"
    for unit_id in (tree.large, tree.small):
        assert figures(page(site, tree, unit_id), "Người cần kèm") == ["không hiện"]


def test_invitations_first_meetings_and_requests_by_their_definitions(site: Site, tree: Tree) -> None:
    now = clock.now()
    began = now - timedelta(days=20)
    with site.working():
        for place, each in enumerate(tree.teachers[:6]):
            pair = Pair(
                mentor_id=tree.officer.id,
                mentee_id=each.id,
                unit_id=tree.large,
                state="ended" if place < 5 else "declined",
                created_at=began,
                invited_at=began,
                started_at=began if place < 5 else None,
            )
            db.session.add(pair)
            db.session.flush()
            if place < 2:
                days = 7 if place == 0 else 8
                db.session.add(_meeting(pair, each, began + timedelta(days=days)))
            late = timedelta(hours=72 if place < 3 else 73)
            db.session.add(_request(each, tree.large, began, began + late))
    text = page(site, tree)
    assert figures(text, "Lời mời thành cặp") == ["5 trên 6 83 %, 6 người"]
    assert figures(text, "Lời nhờ giúp có trả lời") == ["3 trên 6 50 %, 6 người"]
    assert figures(text, "Gặp nhau trong 7 ngày") == ["1 trên 5 20 %, 5 người"]


def _meeting(pair: Pair, by: Person, at) -> Meeting:  # type: ignore[no-untyped-def]
    return Meeting(
        pair_id=pair.id,
        on=day_of(at),
        minutes=15,
        place="school",
        logged_by_id=by.id,
        logged_at=at,
        idempotency_key=f"m{pair.id}",
    )


def _request(by: Person, unit_id: int, asked_at, answered_at) -> HelpRequest:  # type: ignore[no-untyped-def]
    return HelpRequest(
        user_id=by.id,
        unit_id=unit_id,
        place="a",
        place_title="a",
        place_path="/",
        state="closed",
        asked_at=asked_at,
        answered_at=answered_at,
    )


def test_no_name_stands_on_the_page(site: Site, tree: Tree) -> None:
    with site.working():
        db.session.add_all(need(each) for each in tree.teachers)
    text = page(site, tree)
    assert not any(each.full_name in text for each in tree.teachers)


def test_it_is_for_officers_of_the_unit_alone(site: Site, tree: Tree) -> None:
    path = f"/ghep-cap/{tree.large}/suc-khoe"
    stranger = site.person("Đỗ Thị Ngoài", site.unit("Trường khác"), role=Role.COORDINATOR)
    assert site.client(stranger).get(path).status_code == 404
    assert site.client(tree.teachers[0]).get(path).status_code == 403
    assert site.client().get(path).status_code in (303, 401)


def test_its_statements_do_not_grow_with_the_people(site: Site, tree: Tree, statements: list[str]) -> None:
    client, path = site.client(tree.officer), f"/ghep-cap/{tree.union}/suc-khoe"
    with site.working():
        db.session.add(need(tree.teachers[0]))
    client.get(path)
    statements.clear()
    client.get(path)
    few = len(statements)
    with site.working():
        db.session.add_all(need(each) for each in tree.teachers[1:])
    statements.clear()
    client.get(path)
    assert len(statements) == few
