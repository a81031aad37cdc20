"""Confirming on the spot what was just done before the mentor's eyes."""

import pytest

from tests.factories import Site, post
from tests.practice.makers import OBSERVED, SLUG, events, make_school, state_of, submissions

SEEN = {"o-1": "on", "how": "alone"}


def _path(pair_id: int, item: str = "bai-hai/nv-xem") -> str:
    return f"/nguoi-toi-giup/{pair_id}/xac-nhan/{SLUG}/{item}"


@pytest.mark.parametrize(("how", "verb"), [("alone", "observed_alone"), ("helped", "observed_with_help")])
def test_without_a_hand_in_the_hand_in_is_recorded_first(site: Site, how: str, verb: str) -> None:
    school = make_school(site)
    mentor = site.client(school.mentor)
    assert "Tự bấm nút" in mentor.get(_path(school.pair_id)).text
    assert post(mentor, _path(school.pair_id), **{"o-1": "on", "how": how}).status_code == 303
    assert events(site, school.learner) == [("task_handed_in", "", "mentor"), (verb, "person", "mentor")]
    assert state_of(site, school.learner, "bai-hai/nv-xem") == "done"
    (only,) = submissions(site, school.learner)
    assert (only.state, only.decided_by_id) == ("passed", school.mentor.id)


def test_a_waiting_hand_in_is_the_one_that_is_confirmed(site: Site) -> None:
    school = make_school(site)
    learner = site.client(school.learner)
    post(learner, OBSERVED)
    post(site.client(school.mentor), _path(school.pair_id), **SEEN)
    assert [each.state for each in submissions(site, school.learner)] == ["passed"]
    page = learner.get(OBSERVED).text
    assert "Người hướng dẫn xác nhận" in page
    assert "Thầy Minh" in page
    assert "Tự làm một mình." in page


def test_two_taps_confirm_once(site: Site) -> None:
    school = make_school(site)
    mentor = site.client(school.mentor)
    for _ in range(2):
        assert post(mentor, _path(school.pair_id), **SEEN).status_code == 303
    assert len(events(site, school.learner)) == 2


@pytest.mark.parametrize("ticks", [{"o-1": "on"}, {"how": "alone"}, {"o-2": "on", "how": "alone"}, {}])
def test_a_list_that_is_not_enough_confirms_nothing_and_keeps_its_ticks(
    site: Site, ticks: dict[str, str]
) -> None:
    school = make_school(site)
    answer = post(site.client(school.mentor), _path(school.pair_id), **ticks)
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert answer.text.count(" checked") == len(ticks)
    assert submissions(site, school.learner) == []
    assert events(site, school.learner) == []


def test_nobody_but_the_pairs_mentor_confirms(site: Site) -> None:
    school = make_school(site)
    for person in [school.learner, *school.outsiders]:
        client = site.client(person)
        assert client.get(_path(school.pair_id)).status_code == 404
        assert post(client, _path(school.pair_id), **SEEN).status_code == 404
    assert submissions(site, school.learner) == []


def test_after_the_pair_ended_nothing_can_be_confirmed(site: Site) -> None:
    school = make_school(site)
    post(site.client(school.learner), f"/cap/{school.pair_id}/ket-thuc", reason="đã học xong")
    assert post(site.client(school.mentor), _path(school.pair_id), **SEEN).status_code == 404


@pytest.mark.parametrize("item", ["bai-hai/nv-anh", "bai-mot/nv-tu-kiem", "bai-mot/bam-nut", "bai-mot/khong"])
def test_only_observed_tasks_are_confirmed_this_way(site: Site, item: str) -> None:
    school = make_school(site)
    assert post(site.client(school.mentor), _path(school.pair_id, item), **SEEN).status_code == 404
