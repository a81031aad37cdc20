"""Handing in what the learner or the machine checks, and asking to be watched."""

import pytest

from tests.factories import Site, post
from tests.practice.makers import (
    OBSERVED,
    SELF_CHECK,
    SORT,
    events,
    make_school,
    sort_fields,
    state_of,
    submissions,
)

ALL_TICKED = {"c-1": "on", "c-2": "on"}


def test_a_list_ticked_in_full_is_done_on_the_learners_own_word(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    assert post(client, SELF_CHECK, **ALL_TICKED).status_code == 303
    assert "Tự khai" in client.get(SELF_CHECK).text
    assert events(site, school.learner) == [("task_passed", "self", "self")]
    assert state_of(site, school.learner, "bai-mot/nv-tu-kiem") == "done"


def test_a_list_not_ticked_in_full_comes_back_with_its_ticks(site: Site) -> None:
    school = make_school(site)
    answer = post(site.client(school.learner), SELF_CHECK, **{"c-1": "on"})
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert 'href="#c-2"' in answer.text
    assert 'id="c-1" value="on" checked' in answer.text
    assert submissions(site, school.learner) == []
    assert events(site, school.learner) == []


def test_two_taps_make_one_record(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    for _ in range(2):
        assert post(client, SELF_CHECK, **ALL_TICKED).status_code == 303
        assert post(client, OBSERVED).status_code == 303
    assert len(submissions(site, school.learner)) == 2
    assert len(events(site, school.learner)) == 2


def test_the_machine_passes_what_is_right(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    assert post(client, SORT, **sort_fields(client, right=True)).status_code == 303
    assert events(site, school.learner) == [("task_passed", "machine", "system")]
    assert "Máy chấm" in client.get(SORT).text


def test_what_is_not_right_is_explained_and_stays_filled_in(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    assert post(client, SORT, **sort_fields(client, right=False)).status_code == 303
    page = client.get(SORT).text
    assert "Chưa đúng hết, không sao. Còn 2 chỗ cần sửa." in page
    assert "Không phải kho chính thức." in page
    assert "xếp sang nhóm khác" in page
    assert page.count(" checked") == 3
    assert events(site, school.learner) == [("task_not_passed", "", "system")]


def test_the_same_answers_from_the_same_page_are_a_second_tap(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    fields = sort_fields(client, right=False)
    post(client, SORT, **fields)
    post(client, SORT, **fields)
    assert [each.number for each in submissions(site, school.learner)] == [1]


def test_tries_are_unlimited_and_help_grows_with_them(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    seen = []
    for _ in range(6):
        post(client, SORT, **sort_fields(client, right=False))
        page = client.get(SORT).text
        seen.append(("Gợi ý:" in page, "Nhờ thầy Minh xem bài này" in page, "<h2>Làm mẫu</h2>" in page))
    none, hint, person, example = (
        (False, False, False),
        (True, False, False),
        (True, True, False),
        (True, True, True),
    )
    assert seen == [none, hint, person, example, example, example]
    post(client, SORT, **sort_fields(client, right=True))
    assert [each.state for each in submissions(site, school.learner)] == ["not_passed"] * 6 + ["passed"]


def test_an_item_left_out_is_no_failed_try(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    fields = sort_fields(client, right=True)
    missing = next(name for name in fields if name.startswith("s-"))
    answer = post(client, SORT, **{name: value for name, value in fields.items() if name != missing})
    assert answer.status_code == 422
    assert "Còn 1 mục chưa xếp vào nhóm nào" in answer.text
    assert f'href="#{missing}"' in answer.text
    assert answer.text.count(" checked") == 2
    assert submissions(site, school.learner) == []


def test_extra_fields_change_nothing(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    extra = {"state": "passed", "user_id": str(school.colleague.id), "trust": "person", "kind": "observed"}
    post(client, SORT, **sort_fields(client, right=False), **extra)
    (only,) = submissions(site, school.learner)
    assert (only.state, only.user_id, only.kind) == ("not_passed", school.learner.id, "sort")
    assert not set(extra) & set(only.payload)


def test_asking_to_be_watched_waits_for_a_person(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    assert post(client, OBSERVED, note="Sáng mai nhé").status_code == 303
    (only,) = submissions(site, school.learner)
    assert (only.state, only.note) == ("waiting", "Sáng mai nhé")
    assert events(site, school.learner) == [("task_handed_in", "", "self")]
    assert state_of(site, school.learner, "bai-hai/nv-xem") == "waiting"


def test_ticking_the_reviewers_list_oneself_confirms_nothing(site: Site) -> None:
    school = make_school(site)
    post(site.client(school.learner), OBSERVED, **{"o-1": "on", "o-2": "on", "how": "alone"})
    assert [each.state for each in submissions(site, school.learner)] == ["waiting"]


def test_a_note_too_long_comes_back_whole(site: Site) -> None:
    school = make_school(site)
    answer = post(site.client(school.learner), OBSERVED, note="ạ" * 1001)
    assert answer.status_code == 422
    assert "ạ" * 1001 in answer.text
    assert submissions(site, school.learner) == []


@pytest.mark.parametrize("path", [SELF_CHECK, OBSERVED, SORT])
def test_without_a_token_nothing_is_taken(site: Site, path: str) -> None:
    school = make_school(site)
    answer = site.client(school.learner).post(path, data=ALL_TICKED)
    assert answer.status_code == 400
    assert submissions(site, school.learner) == []
