"""What an officer can find out by trying: the same answers, the same words and the same lists, with a veto and without.

What stays: whoever knows for sure that a mentor can do it and has places, and is refused, knows that something keeps the
two apart. Whether it is a veto, a report or that one leads the other, and whose it is, is not to be found out.
"""

import re

import pytest

from lms.db import db
from lms.matching.services.wishes import lift_veto
from lms.pairing.models import Pair
from tests.factories import NOW, Person, Site, post
from tests.matching.makers import (
    SORTING,
    STARTING,
    ask,
    offer,
    pairs_in,
    practise,
    refuse,
    run_for,
    suggested,
)
from tests.pairing.makers import Staff, make_staff
from tests.skills.makers import publish_skills

NOISE = r'name="csrf_token" value="[^"]+"|nonce="[^"]+"'


@pytest.fixture
def staff(site: Site) -> Staff:
    """The colleague asks; the mentor helps somebody already."""
    publish_skills(site)
    made = make_staff(site)
    practise(site, made.mentor)
    ask(site, made.colleague)
    return made


def answer(site: Site, staff: Staff, path: str, **fields: str) -> tuple[int, str]:
    got = post(site.client(staff.officer), path, **fields)
    return got.status_code, re.sub(NOISE, "", got.text)


def by_hand(site: Site, staff: Staff, mentee: Person, skill: str = SORTING) -> tuple[int, str]:
    fields = {"mentor": str(staff.mentor.id), "mentee": str(mentee.id), "skills": skill}
    return answer(site, staff, f"/ghep-cap/{staff.unit_id}/hai-nguoi", **fields)


def with_and_without(site: Site, staff: Staff, mentee: Person, skill: str = SORTING) -> list[tuple[int, str]]:
    """Return what an officer hears without a veto, with one of either side, and again without."""
    heard = [by_hand(site, staff, mentee, skill)]
    for one, other in ((staff.mentor, mentee), (mentee, staff.mentor)):
        refuse(site, one, other)
        heard.append(by_hand(site, staff, mentee, skill))
        with site.working():
            lift_veto(one.id, other.id)
    return [*heard, by_hand(site, staff, mentee, skill)]


def test_where_it_would_be_refused_anyway_a_veto_is_not_heard(site: Site, staff: Staff) -> None:
    """Trying invites nobody here, so it could be tried for everybody."""
    other = site.person("Bùi Thị Mai", staff.unit_id)
    for mentee, skill in (
        (staff.learner, SORTING),
        (staff.colleague, STARTING),
    ):  # paired; nothing that he can do
        heard = with_and_without(site, staff, mentee, skill)
        assert heard[0][0] == 422
        assert len(set(heard)) == 1
    with site.working():
        db.session.add(
            Pair(
                mentor_id=other.id,
                mentee_id=staff.colleague.id,
                unit_id=staff.unit_id,
                state="invited",
                created_at=NOW,
                invited_at=NOW,
            )
        )
    heard = with_and_without(site, staff, staff.colleague)
    assert "đang có một lời mời" in heard[0][1]
    assert len(set(heard)) == 1


def test_a_veto_is_refused_in_the_words_of_having_enough(site: Site, staff: Staff) -> None:
    offer(site, staff.mentor, places=1)
    full = by_hand(site, staff, staff.colleague)
    assert full[0] == 422
    assert "đã nhận đủ số người mình muốn kèm" in full[1]
    offer(site, staff.mentor, places=3)
    refuse(site, staff.colleague, staff.mentor)
    assert by_hand(site, staff, staff.colleague) == full
    assert pairs_in(site, "invited") == []


def test_the_list_of_who_could_help_leaves_out_whom_it_would_refuse(site: Site, staff: Staff) -> None:
    offer(site, staff.mentor)
    lan, full = site.person("Lê Thị Lan", staff.unit_id), site.person("Đỗ Thị Cả", staff.unit_id)
    for each, places in ((lan, 2), (full, 1)):
        practise(site, each)
        offer(site, each, places=places)
    site.pair(full, site.person("Mai Thị Cúc", staff.unit_id))
    refuse(site, staff.colleague, lan)
    run_for(site, staff.unit_id)
    (pair,) = pairs_in(site, "suggested")
    assert pair.mentor_id == staff.mentor.id
    page = site.client(staff.officer).get(f"/ghep-cap/goi-y/{pair.id}").text
    assert "Trần Quang Minh" in page
    assert not any(name in page for name in ("Lê Thị Lan", "Đỗ Thị Cả"))
    change = f"/ghep-cap/goi-y/{pair.id}/doi"
    assert answer(site, staff, change, nguoi=str(lan.id)) == answer(site, staff, change, nguoi=str(full.id))
    assert suggested(site) == {staff.colleague.id: staff.mentor.id}


def test_a_veto_after_the_suggestion_changes_nothing_on_its_page(site: Site, staff: Staff) -> None:
    offer(site, staff.mentor)
    run_for(site, staff.unit_id)
    (pair,) = pairs_in(site, "suggested")
    client, path = site.client(staff.officer), f"/ghep-cap/goi-y/{pair.id}"
    client.get(path)  # a first visit carries the style sheet
    before = re.sub(NOISE, "", client.get(path).text)
    refuse(site, staff.mentor, staff.colleague)
    assert re.sub(NOISE, "", client.get(path).text) == before
    assert answer(site, staff, f"{path}/doi", nguoi=str(staff.mentor.id))[0] == 303
