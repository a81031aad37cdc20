"""Twinned units: asking, answering, resting, ending; what suggestions make of it; and who is never named to whom."""

from datetime import timedelta

import pytest

from lms.db import db
from lms.matching.models import Twinning
from lms.matching.queries.rules import find_weights
from lms.matching.queries.runs import preview
from lms.matching.services import twins
from lms.pairing.queries.pairs import get_pair
from lms.pairing.services import life
from lms.units.models import Unit
from tests.factories import NOW, Site, post
from tests.matching.makers import SORTING, ask, offer, pairs_in, practise, refuse, run_for, suggested
from tests.matching.twinned import (
    Twins,
    answer,
    ask_by_page,
    cast,
    names_in,
    only,
    page,
    press,
    run_root,
    states,
    told,
    twin,
)

__all__ = ["cast"]
SECOND = timedelta(seconds=1)


def test_a_unit_is_asked_agrees_rests_goes_on_and_parts(site: Site, cast: Twins) -> None:
    assert "THCS Bến Tre" in site.client(cast.officer_a).get(f"/ghep-cap/{cast.a}/ket-nghia?tim=ben tre").text
    assert ask_by_page(site, cast, "Chào trường bạn.") == 303
    assert told(site, cast.officer_b) == ["twins_asked"]
    assert "“Chào trường bạn.”" in page(site, cast.officer_b, cast.b)
    assert answer(site, cast.officer_a, cast.a, "dong-y") == 409  # nobody agrees to what one asked oneself
    assert answer(site, cast.officer_b, cast.b, "dong-y") == 303
    assert "Đang kết nghĩa" in page(site, cast.officer_a, cast.a)
    assert answer(site, cast.officer_a, cast.a, "tam-nghi") == 303
    assert answer(site, cast.officer_b, cast.b, "di-tiep") == 303
    path = f"/ghep-cap/{cast.b}/ket-nghia/{only(site).id}/ket-thuc"
    assert press(site, cast.officer_b, path, reason="") == 422
    client = site.client(cast.officer_b)
    assert post(client, path, reason="Đã đủ người").status_code == 303
    assert "Cảm ơn thầy cô và THCS Sông Cầu" in client.get(f"/ghep-cap/{cast.b}/ket-nghia").text
    assert "Cảm ơn hai đơn vị. “Đã đủ người”" in page(site, cast.officer_a, cast.a)
    assert told(site, cast.officer_a) == ["twins_begun", "twins_resumed", "twins_ended"]
    assert told(site, cast.officer_b) == ["twins_asked", "twins_paused"]
    assert states(site) == ["ended"]
    assert press(site, cast.officer_b, path, reason="x") == 303  # a second tap ends nothing again
    assert answer(site, cast.officer_a, cast.a, "di-tiep") == 409


def test_two_taps_and_both_sides_at_once_make_one(site: Site, cast: Twins) -> None:
    assert [ask_by_page(site, cast) for _ in range(2)] == [303, 303]
    back = f"/ghep-cap/{cast.b}/ket-nghia/ngo-loi?don-vi={cast.a}"
    assert press(site, cast.officer_b, back) == 303
    assert states(site) == ["invited"]
    assert told(site, cast.officer_b) == ["twins_asked"]
    answer(site, cast.officer_b, cast.b, "tu-choi")
    assert ask_by_page(site, cast) == 303  # what is over may be asked anew
    assert states(site) == ["declined", "invited"]


def test_the_asking_is_taken_back_by_whoever_asked_alone(site: Site, cast: Twins) -> None:
    ask_by_page(site, cast)
    path = f"ket-nghia/{only(site).id}/ket-thuc"
    press(site, cast.officer_b, f"/ghep-cap/{cast.b}/{path}", reason="x")
    assert states(site) == ["invited"]
    assert press(site, cast.officer_a, f"/ghep-cap/{cast.a}/{path}", reason="Nhầm đơn vị") == 303
    assert states(site) == ["ended"]
    assert told(site, cast.officer_b) == ["twins_asked", "twins_not_formed"]


def test_no_unit_has_more_than_three_twins(site: Site, cast: Twins) -> None:
    with site.app.app_context():
        root = db.session.get_one(Unit, cast.a).path.split("/")[1]
    others = [site.unit(f"THCS Số {number}", "school", int(root)) for number in range(4)]
    answers = [
        press(site, cast.officer_a, f"/ghep-cap/{cast.a}/ket-nghia/ngo-loi?don-vi={each}") for each in others
    ]
    assert answers == [303, 303, 303, 422]
    assert states(site) == ["invited"] * 3
    assert "Đã đủ 3 đơn vị" in page(site, cast.officer_a, cast.a)


def test_units_above_below_or_of_another_tree_are_not_asked_and_not_found(site: Site, cast: Twins) -> None:
    with site.app.app_context():
        above = [int(each) for each in db.session.get_one(Unit, cast.a).path.strip("/").split("/")]
    far = site.unit("Trường tỉnh khác")
    for other in (*above, far, 10**6):
        path = f"/ghep-cap/{cast.a}/ket-nghia/ngo-loi?don-vi={other}"
        assert press(site, cast.officer_a, path) == 404
        assert site.client(cast.officer_a).get(path).status_code == 404
    client = site.client(cast.officer_a)
    assert "Trường tỉnh khác" not in client.get(f"/ghep-cap/{cast.a}/ket-nghia?tim=tinh khac").text
    assert "THCS Bến Tre" not in client.get(f"/ghep-cap/{cast.a}/ket-nghia?tim=t").text


def test_the_clock_reminds_on_day_3_and_closes_on_day_7_to_the_second(site: Site, cast: Twins) -> None:
    with site.working():
        one, other = db.session.get_one(Unit, cast.a), db.session.get_one(Unit, cast.b)
        twins.ask_twin(one, other, "", cast.officer_a.id, NOW)
    day = timedelta(days=1)
    for wait, done, kinds in (
        (3 * day - SECOND, 0, []),
        (3 * day, 1, ["twins_reminded"]),
        (3 * day + SECOND, 0, ["twins_reminded"]),
        (7 * day - SECOND, 0, ["twins_reminded"]),
        (7 * day, 1, ["twins_reminded", "twins_not_formed"]),
        (8 * day, 0, ["twins_reminded", "twins_not_formed"]),
    ):
        with site.working():
            assert twins.tick(NOW + wait) == done
        assert told(site, cast.officer_b) == ["twins_asked", *kinds]
    assert states(site) == ["expired"]
    assert told(site, cast.officer_a) == ["twins_not_formed"]


@pytest.mark.parametrize("who", ["third", "officer_b"])
def test_another_units_officer_finds_nothing(site: Site, cast: Twins, who: str) -> None:
    made, client = twin(site, cast), site.client(getattr(cast, who))
    base = f"/ghep-cap/{cast.a}/ket-nghia"
    assert client.get(base).status_code == 404
    for path in (f"{base}/ngo-loi?don-vi={cast.b}", f"{base}/{made}", f"{base}/{made}/ket-thuc"):
        assert post(client, path, gui="tam-nghi", reason="x").status_code == 404
    assert states(site) == ["active"]


def test_a_twinning_is_no_other_units_to_move(site: Site, cast: Twins) -> None:
    made = twin(site, cast)
    other = cast.third
    with site.app.app_context():
        own = db.session.query(Unit).filter_by(name="THCS Xa").one().id
    assert press(site, other, f"/ghep-cap/{own}/ket-nghia/{made}", gui="tam-nghi") == 404
    assert press(site, cast.officer_a, f"/ghep-cap/{cast.a}/ket-nghia/{made}", gui="gi-do") == 404


@pytest.mark.parametrize("who", ["mentor_a", "teacher_a", "helper"])
def test_it_is_for_officers(site: Site, cast: Twins, who: str) -> None:
    made, client = twin(site, cast), site.client(getattr(cast, who))
    base = f"/ghep-cap/{cast.a}/ket-nghia"
    assert client.get(base).status_code == 403
    for path in (f"{base}/ngo-loi?don-vi={cast.b}", f"{base}/{made}", f"{base}/{made}/ket-thuc"):
        assert post(client, path, gui="tam-nghi", reason="x").status_code == 403


def test_an_officer_above_acts_for_either_side(site: Site, cast: Twins) -> None:
    path = f"/ghep-cap/{cast.a}/ket-nghia/ngo-loi?don-vi={cast.b}"
    assert press(site, cast.admin, path) == 303
    assert answer(site, cast.admin, cast.b, "dong-y") == 303
    assert states(site) == ["active"]


# What suggestions make of it


def test_who_finds_nobody_at_home_is_suggested_the_twins_mentor(site: Site, cast: Twins) -> None:
    run_for(site, cast.a)
    assert suggested(site) == {}
    twin(site, cast)
    run_for(site, cast.a)
    assert suggested(site) == {cast.asker.id: cast.helper.id}
    text = site.client(cast.officer_a).get(f"/ghep-cap/{cast.a}").text
    assert "Một người hướng dẫn của THCS Bến Tre kèm Vũ Thị Lýaa" in text
    assert "Hai đơn vị kết nghĩa, dùng chung người hướng dẫn." in text


def test_a_trial_says_what_a_run_does(site: Site, cast: Twins) -> None:
    twin(site, cast)
    for number in range(3):  # more than B can lend: one place is left
        ask(site, site.person(f"Người Học {number}", cast.a, password=None))
    root = run_root(site, cast)
    before = trial(site, root)
    run_for(site, root)
    assert suggested(site) == {mentee: mentor for mentor, mentee in before}
    assert list(suggested(site).values()) == [cast.helper.id]
    assert trial(site, root) == before
    run_for(site, root)
    assert suggested(site) == {mentee: mentor for mentor, mentee in before}


def trial(site: Site, unit_id: int) -> list[tuple[int, int]]:
    with site.app.app_context():
        path = db.session.get_one(Unit, unit_id).path
        outcomes = list(preview(path, find_weights(path), NOW))
        return [(each.mentor_id, each.mentee_id) for found in outcomes for each in found.suggestions]


def test_no_unit_lends_whom_it_needs_itself(site: Site, cast: Twins) -> None:
    twin(site, cast)
    ask(site, cast.teacher_b)
    run_for(site, run_root(site, cast))
    assert suggested(site) == {cast.teacher_b.id: cast.helper.id}


def test_who_is_left_is_told_of_once(site: Site, cast: Twins) -> None:
    twin(site, cast)
    refuse(site, cast.asker, cast.helper)
    run_for(site, cast.a)
    assert suggested(site) == {}
    text = site.client(cast.officer_a).get(f"/ghep-cap/{cast.a}?muc=can-sap-xep").text
    assert "chưa tìm được cách ghép phù hợp" in text


def test_units_below_twins_share_too(site: Site, cast: Twins) -> None:
    with site.working():
        one, other = (db.session.get_one(Unit, each) for each in (cast.a, cast.b))
        above = [db.session.get_one(Unit, each.parent_id) for each in (one, other)]
        made = twins.ask_twin(above[0], above[1], "", cast.officer_a.id, NOW)
        twins.accept(made, above[1].id, cast.officer_b.id, NOW)
    run_for(site, cast.a)
    assert suggested(site) == {cast.asker.id: cast.helper.id}


@pytest.mark.parametrize("word", ["tam-nghi", "ket-thuc"])
def test_resting_or_ended_it_is_used_no_more_and_what_began_lives_on(
    site: Site, cast: Twins, word: str
) -> None:
    made = twin(site, cast)
    second = site.person("Mai Thị Haiaa", cast.a)
    run_for(site, cast.a)
    pair_id = begin(site, cast)
    practise(site, cast.teacher_b)
    offer(site, cast.teacher_b)
    ask(site, second)
    run_for(site, cast.a)
    assert second.id in suggested(site)
    with site.working():
        found = db.session.get_one(Twinning, made)
        if word == "tam-nghi":
            twins.pause(found, cast.b, cast.officer_b.id, NOW)
        else:
            twins.end(found, cast.b, "Đủ rồi", cast.officer_b.id, NOW)
    assert suggested(site) == {}
    run_for(site, cast.a)
    assert suggested(site) == {}
    assert [each.id for each in pairs_in(site, "active") if each.mentee_id == cast.asker.id] == [pair_id]


def begin(site: Site, cast: Twins) -> int:
    """Publish the suggestion on A's board, and let both agree."""
    (pair,) = pairs_in(site, "suggested")
    assert press(site, cast.officer_a, f"/ghep-cap/{cast.a}/moi", cap=str(pair.id), gui="chon") == 303
    with site.working():
        life.accept(get_pair(pair.id), cast.helper.id, NOW)
        life.accept(get_pair(pair.id), cast.asker.id, NOW)
    return pair.id


def test_a_suggestion_is_not_sent_once_the_units_are_twins_no_more(site: Site, cast: Twins) -> None:
    twin(site, cast)
    run_for(site, cast.a)
    (pair,) = pairs_in(site, "suggested")
    with site.working():
        db.session.query(Twinning).one().state = "paused"
    press(site, cast.officer_a, f"/ghep-cap/{cast.a}/moi", cap=str(pair.id), gui="chon")
    assert pairs_in(site, "invited") == pairs_in(site, "suggested") == []


def test_by_hand_and_in_lists_nobody_of_the_twin_is_offered(site: Site, cast: Twins) -> None:
    twin(site, cast)
    run_for(site, cast.a)
    (pair,) = pairs_in(site, "suggested")
    client = site.client(cast.officer_a)
    pages = (f"/ghep-cap/goi-y/{pair.id}", f"/ghep-cap/{cast.a}/hai-nguoi", f"/ghep-cap/{cast.a}?tim=diembb")
    for path in pages:
        assert names_in(client.get(path).text, cast.of_b) == set()
    assert "một người hướng dẫn của THCS Bến Tre" in client.get(pages[0]).text
    assert "Không thấy ai" in client.get(pages[2]).text
    assert post(client, f"/ghep-cap/goi-y/{pair.id}/doi", nguoi=str(cast.teacher_b.id)).status_code == 422
    fields = {"mentor": str(cast.helper.id), "mentee": str(cast.asker.id), "skills": SORTING}
    assert post(client, f"/ghep-cap/{cast.a}/hai-nguoi", **fields).status_code == 404


def test_refusing_both_ways_names_nobody_to_an_officer(site: Site, cast: Twins) -> None:
    twin(site, cast)
    run_for(site, cast.a)
    (pair,) = pairs_in(site, "suggested")
    press(site, cast.officer_a, f"/ghep-cap/{cast.a}/moi", cap=str(pair.id), gui="chon")
    with site.working():
        life.decline(get_pair(pair.id), cast.helper.id, "", NOW)
    text = site.client(cast.officer_a).get("/thong-bao").text
    assert "một người hướng dẫn của THCS Bến Tre lần này chưa thành cặp" in text
    assert names_in(text, cast.of_b) == set()


def test_who_answers_for_both_units_reads_both_names(site: Site, cast: Twins) -> None:
    twin(site, cast)
    run_for(site, cast.a)
    text = site.client(cast.admin).get(f"/ghep-cap/{cast.a}").text
    assert "Quách Thị Diễmbb kèm Vũ Thị Lýaa" in text


def test_only_one_of_two_units_that_ask_each_other_is_kept(site: Site, cast: Twins) -> None:
    twin(site, cast)

    def again() -> None:
        with site.working():
            one, other = (db.session.get_one(Unit, each) for each in (cast.b, cast.a))
            twins.ask_twin(one, other, "", cast.officer_b.id, NOW)

    with pytest.raises(twins.AlreadyTwinsError):
        again()
    assert states(site) == ["active"]


def test_an_officer_does_not_read_whom_her_mentors_help_elsewhere(site: Site, cast: Twins) -> None:
    twin(site, cast)
    run_for(site, cast.a)
    begin(site, cast)
    text = site.client(cast.officer_b).get(f"/bao-cao/{cast.b}/nguoi/{cast.helper.id}").text
    assert "Đang hướng dẫn: Tạ Văn Đôngbb." in text
    assert "Đang hướng dẫn 1 người của đơn vị khác." in text
