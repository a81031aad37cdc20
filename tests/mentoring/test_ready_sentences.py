"""Returning a hand-in with ready sentences by what is missing in it, without JavaScript."""

import re

import pytest

from tests.factories import Site, post
from tests.practice.makers import (
    OBSERVED,
    SORT,
    hand_in_photo,
    make_school,
    sort_fields,
    submissions,
    version,
)

OFFERED = re.compile(r'name="cau" id="[^"]+" value="([^"]+)"> <span>([^<]+)<')


def test_a_photo_goes_back_with_two_ticks_and_no_typing(site: Site) -> None:
    school = make_school(site)
    hand_in_photo(site.client(school.learner))
    (sent,) = submissions(site, school.learner)
    mentor = site.client(school.mentor)
    offered = dict(OFFERED.findall(mentor.get(f"/duyet/{sent.id}").text))
    assert {"mo", "thieu-so", "sai-man-hinh", "lo-rieng", "cung-lam"} == set(offered)
    fields = {"decision": "return", "version": version(site, sent.id), "reason": ""}
    answer = post(mentor, f"/duyet/{sent.id}", **fields, cau=["mo", "thieu-so", "con-nhac"])
    assert answer.status_code == 303
    (returned,) = submissions(site, school.learner)
    assert returned.reason == f"{offered['mo']}\n{offered['thieu-so']}"


def test_what_the_machine_found_can_be_said_row_by_row(site: Site) -> None:
    school = make_school(site)
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    post(learner, SORT, **sort_fields(learner, right=False))
    post(learner, f"{SORT}/nho-xem")
    (sent,) = submissions(site, school.learner)
    page = mentor.get(f"/duyet/{sent.id}").text
    offered = dict(OFFERED.findall(page))
    assert [each for each in offered if each.startswith("cho-")] == ["cho-1", "cho-2"]
    fields = {"decision": "return", "version": version(site, sent.id), "reason": "Làm cùng nhé."}
    assert post(mentor, f"/duyet/{sent.id}", **fields, cau="cho-1").status_code == 303
    assert submissions(site, school.learner)[0].reason.endswith("\nLàm cùng nhé.")


def test_an_observed_task_has_sentences_of_its_own(site: Site) -> None:
    school = make_school(site)
    post(site.client(school.learner), OBSERVED)
    (sent,) = submissions(site, school.learner)
    offered = dict(OFFERED.findall(site.client(school.mentor).get(f"/duyet/{sent.id}").text))
    assert {"con-nhac", "chua-gap", "cung-lam"} == set(offered)


@pytest.mark.parametrize("ticked", [[], ["khong-co"]])
def test_nothing_ticked_and_nothing_typed_owes_a_reason(site: Site, ticked: list[str]) -> None:
    school = make_school(site)
    hand_in_photo(site.client(school.learner))
    (sent,) = submissions(site, school.learner)
    fields = {"decision": "return", "version": version(site, sent.id), "reason": ""}
    answer = post(site.client(school.mentor), f"/duyet/{sent.id}", **fields, cau=ticked)
    assert answer.status_code == 422
    assert submissions(site, school.learner)[0].state == "waiting"
