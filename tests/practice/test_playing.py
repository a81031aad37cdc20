"""Playing a simulated app: one tap a request, nothing written before the goal, one record however it was reached."""

import re

import pytest
from flask.testing import FlaskClient

from lms.core.practice.simulation import begin
from tests.conftest import Statements
from tests.content import publish, small_course
from tests.factories import Person, Site, post
from tests.practice.app_store import LESSON, MEDIA, PATH, PLAY, right_way, simulation, trail_of
from tests.practice.makers import SELF_CHECK, School, events, make_school, state_of, submissions

WRONG_SHOP = {"nut": "1"}
BROKEN = "Máy không đọc được các bước đã đi"


def make_players(site: Site) -> School:
    """Publish the course with the simulated shop, and return the people around a learner."""
    school = make_school(site)
    publish(site, {**small_course(**{"02_bai_hai__md": LESSON}), **MEDIA})
    return school


@pytest.fixture
def school(site: Site) -> School:
    return make_players(site)


def carried(page: str, name: str) -> str:
    """Return what a page carries in a hidden field."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found
    return found[1]


def play(client: FlaskClient, *taps: dict[str, str], page: str = "") -> str:
    """Tap one after the other as the page shows them, and return the page after the last."""
    page = page or client.get(PATH).text
    for tap in taps:
        sent = {"trail": carried(page, "trail"), "lan": carried(page, "lan"), **tap}
        answer = post(client, PLAY, **sent)
        page = client.get(answer.location).text if answer.status_code == 303 else answer.text
    return page


def records(site: Site, person: Person) -> list[str]:
    return [each.state for each in submissions(site, person)]


def test_the_first_screen_shows_its_picture_by_the_courses_address_and_every_place_as_a_button(
    site: Site, school: School
) -> None:
    client = site.client(school.learner)
    page = client.get(PATH).text
    picture = re.search(r'<img alt="Màn hình chính của điện thoại[^>]* src="([^"]+)"', page)
    assert picture
    assert client.get(picture[1]).content_type == "image/svg+xml"
    for label in ("CH Play", "Trình duyệt", "Máy ảnh"):
        assert re.search(rf'<button class="btn" name="nut" value="\d">{label}</button>', page)
    assert page.count("<foreignObject") == 4
    assert page.count('tabindex="-1"></button></foreignObject>') == 4


def test_the_right_way_passes_and_is_the_machines_word(site: Site, school: School) -> None:
    client = site.client(school.learner)
    page = play(client, *right_way(simulation()))
    assert "Thầy cô đã làm xong nhiệm vụ này" in page
    assert "Máy chấm" in page
    assert events(site, school.learner) == [("task_passed", "machine", "system")]
    assert state_of(site, school.learner, "bai-hai/nv-cai") == "done"


def test_nothing_is_written_before_the_goal(site: Site, school: School, statements: Statements) -> None:
    client = site.client(school.learner)
    play(client)
    statements.clear()
    page = play(client, WRONG_SHOP, *right_way(simulation())[:-1])
    assert "Trung tâm Số Bình Minh" in page
    assert not [each for each in statements if not each.lstrip().startswith("SELECT")]
    assert records(site, school.learner) == []


def test_a_decoy_teaches_on_the_same_screen_and_is_remembered_after_passing(
    site: Site, school: School
) -> None:
    client = site.client(school.learner)
    page = play(client, WRONG_SHOP)
    assert "“Trình duyệt”: chưa nên chọn." in page
    assert "Ứng dụng chỉ cài từ kho chính thức." in page
    assert '<h2 id="ten-man-hinh">Màn hình chính</h2>' in page
    done = play(client, *right_way(simulation()), page=page)
    assert "Màn hình chính: Trình duyệt" in done
    assert records(site, school.learner) == ["passed"]


def test_too_many_decoys_do_not_pass_and_one_may_try_again_at_once(site: Site, school: School) -> None:
    client = site.client(school.learner)
    page = play(client, *[WRONG_SHOP] * 3, *right_way(simulation()))
    assert "Gần được rồi, chưa đạt cũng không sao." in page
    assert "Đã tới đích, nhưng bấm nhầm 3 lần; nhầm nhiều nhất 2 lần thì đạt." in page
    assert "Khi làm lại, tới màn hình này thầy cô chọn chỗ khác." in page
    assert '<h2 id="ten-man-hinh">Màn hình chính</h2>' in page
    play(client, *right_way(simulation()), page=page)
    assert records(site, school.learner) == ["not_passed", "passed"]


def test_what_is_typed_wrongly_comes_back_with_a_hint_and_leads_nowhere(site: Site, school: School) -> None:
    client = site.client(school.learner)
    page = play(client, {"nut": "0"})
    answer = post(client, PLAY, trail=carried(page, "trail"), nut="0", go='so "<b>')
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert 'href="#go-0"' in answer.text
    assert "Gõ tên ghi trên phiếu: Sổ Nhà Trường." in answer.text
    assert 'value="so &#34;&lt;b&gt;"' in answer.text
    assert "Kết quả tìm kiếm" in play(client, {"nut": "0", "go": "SO NHA TRUONG"}, page=answer.text)


def test_going_back_and_beginning_again_are_one_tap_away(site: Site, school: School) -> None:
    client = site.client(school.learner)
    page = play(client, {"nut": "2"})
    assert '<h2 id="ten-man-hinh">Tin nhắn</h2>' in page
    assert f'href="{PLAY}#man-hinh"' in page
    assert '<h2 id="ten-man-hinh">Màn hình chính</h2>' in play(client, {"nut": "b"}, page=page)
    assert "Quay lại một bước" not in client.get(PLAY).text


def test_a_double_tap_at_the_goal_makes_one_record(site: Site, school: School) -> None:
    client = site.client(school.learner)
    *before, last = right_way(simulation())
    page = play(client, *before)
    for _ in range(2):
        assert "Thầy cô đã làm xong" in play(client, last, page=page)
    assert records(site, school.learner) == ["passed"]
    assert len(events(site, school.learner)) == 1


def test_a_double_tap_that_does_not_pass_makes_one_record(site: Site, school: School) -> None:
    client = site.client(school.learner)
    *before, last = [*[WRONG_SHOP] * 3, *right_way(simulation())]
    page = play(client, *before)
    for _ in range(2):
        play(client, last, page=page)
    assert records(site, school.learner) == ["not_passed"]


def test_a_second_tab_that_reaches_the_goal_later_adds_nothing(site: Site, school: School) -> None:
    client = site.client(school.learner)
    *before, last = right_way(simulation())
    other_tab = play(client, WRONG_SHOP, *before)
    play(client, *before, last)
    assert "Thầy cô đã làm xong" in play(client, last, page=other_tab)
    assert records(site, school.learner) == ["passed"]


@pytest.mark.parametrize(
    "sent",
    [
        {"trail": "khong-phai", "nut": "0"},
        {"trail": "000000.0", "nut": "0"},
        {"trail": "{mark}.0.0", "nut": "0"},
        {"trail": "{mark}", "nut": "99"},
        {"trail": "{mark}", "nut": "²"},
        {"trail": "{mark}", "nut": "b"},
        {"trail": "{mark}"},
        {"trail": "{mark}" + ".1" * 3000, "nut": "1"},
    ],
)
def test_a_forged_trail_is_refused_with_a_sentence_and_begins_again(
    site: Site, school: School, sent: dict[str, str]
) -> None:
    client = site.client(school.learner)
    mark = begin(simulation()).trail
    answer = post(client, PLAY, **{name: value.replace("{mark}", mark) for name, value in sent.items()})
    assert (answer.status_code, answer.location) == (303, f"{PLAY}#man-hinh")
    page = client.get(answer.location).text
    assert BROKEN in page
    assert '<h2 id="ten-man-hinh">Màn hình chính</h2>' in page
    assert records(site, school.learner) == []


def test_a_forged_address_is_refused_with_a_sentence_and_begins_again(site: Site, school: School) -> None:
    client = site.client(school.learner)
    answer = client.get(f"{PLAY}?di=000000.1")
    assert answer.status_code == 303
    assert BROKEN in client.get(answer.location).text


def test_a_trail_that_is_full_begins_again(site: Site, school: School) -> None:
    client = site.client(school.learner)
    trail = trail_of(simulation(), [WRONG_SHOP] * 200)
    answer = post(client, PLAY, trail=trail, nut="1")
    assert answer.status_code == 303
    assert "Thầy cô đã bấm rất nhiều lần" in client.get(answer.location).text


def test_an_address_that_says_the_goal_was_reached_hands_nothing_in(site: Site, school: School) -> None:
    client = site.client(school.learner)
    client.get(f"{PLAY}?di={trail_of(simulation(), right_way(simulation()))}")
    assert records(site, school.learner) == []


def test_the_plain_form_of_tasks_takes_a_whole_trail_too_and_no_part_of_one(
    site: Site, school: School
) -> None:
    client = site.client(school.learner)
    way = right_way(simulation())
    assert post(client, PATH, trail=trail_of(simulation(), way[:1])).status_code == 422
    assert records(site, school.learner) == []
    assert post(client, PATH, trail=trail_of(simulation(), way)).status_code == 303
    assert records(site, school.learner) == ["passed"]


def test_what_was_passed_is_not_played_on(site: Site, school: School) -> None:
    client = site.client(school.learner)
    play(client, *right_way(simulation()))
    assert client.get(PLAY).location == f"{PATH}#ket-qua"


def test_a_task_of_another_kind_is_not_played(site: Site, school: School) -> None:
    client = site.client(school.learner)
    assert client.get(f"{SELF_CHECK}/choi").status_code == 404
    assert post(client, f"{SELF_CHECK}/choi", nut="0").status_code == 404


def test_a_stranger_is_asked_to_sign_in_and_plays_nothing(site: Site, school: School) -> None:
    assert "/dang-nhap" in site.client().get(PLAY).location
    assert site.client().post(PLAY, data={"nut": "0"}).status_code == 401
    assert records(site, school.learner) == []


def test_one_persons_play_says_nothing_about_anothers(site: Site, school: School) -> None:
    page = play(site.client(school.learner), *right_way(simulation())[:-1])
    for person in [*school.outsiders, school.mentor]:
        client = site.client(person)
        assert "Trang Sổ Nhà Trường" not in client.get(PATH).text
        play(client, right_way(simulation())[-1], page=client.get(PATH).text)
        assert records(site, school.learner) == []
    play(site.client(school.colleague), right_way(simulation())[-1], page=page)  # the colleague's own record
    assert (records(site, school.learner), records(site, school.colleague)) == ([], ["passed"])


def test_without_a_token_no_tap_is_taken(site: Site, school: School) -> None:
    client = site.client(school.learner)
    trail = trail_of(simulation(), right_way(simulation())[:-1])
    answer = client.post(PLAY, data={"trail": trail, **right_way(simulation())[-1]})
    assert answer.status_code == 400
    assert records(site, school.learner) == []
