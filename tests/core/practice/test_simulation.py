"""The simulated app: what is proved of it, and that a trail is replayed, never trusted."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.practice import KINDS, Attempt, AuthoringErrors, Report, RowState, Verdict
from lms.core.practice.contract import Task
from lms.core.practice.simulation import (
    BACK,
    Action,
    BrokenTrailError,
    LongTrailError,
    Play,
    Screen,
    SimulationSpec,
    begin,
    replay,
    step,
)
from lms.core.practice.simulation.playing import LONGEST_TRAIL, MOST_EVENTS
from lms.core.practice.simulation.proving import prove, way
from tests.core.practice.samples import FIRST_LINE, SAMPLES, block
from tests.core.practice.samples.simulation import PLAIN
from tests.practice.app_store import MEDIA, right_way, simulation, trail_of

KIND = KINDS["simulation"]
SIZES = {"media/man-hinh-chinh.svg": (360, 400), "media/ket-qua.svg": (360, 330)}
TASK = Task(7)
WRONG_SHOP = {"nut": "1"}


def errors(text: str) -> dict[int, str]:
    """Return what is said of a block that is refused, by the line within it."""
    with pytest.raises(AuthoringErrors) as refusal:
        KIND.parse(block("simulation", text))
    return {error.line - FIRST_LINE + 1: error.vi for error in refusal.value.errors}


def checked(*taps: dict[str, str]) -> Report:
    spec = simulation()
    return KIND.check(spec, TASK, {"trail": trail_of(spec, [*taps])})


# --- what an author writes -------------------------------------------------------------------------------------------


def test_a_screen_is_meant_by_its_title_or_its_short_name_whatever_the_letters() -> None:
    text = "đích: XONG\nmàn hình: dau | Màn hình đầu\n- Đi -> xong\nmàn hình: Xong\n"
    spec = KIND.parse(block("simulation", text))
    assert spec == KIND.parse(block("simulation", text.replace("-> xong", "→ Xong")))
    assert isinstance(spec, SimulationSpec)
    assert [screen.id for screen in spec.screens] == ["dau", "xong"]
    assert [screen.title for screen in spec.screens] == ["Màn hình đầu", "Xong"]


def test_the_words_of_the_format_may_be_english() -> None:
    vietnamese = KIND.parse(block("simulation", SAMPLES["simulation"].good))
    english = SAMPLES["simulation"].good
    for word, other in (
        ("màn hình:", "screen:"),
        ("đích:", "goal:"),
        ("sai tối đa:", "most wrong:"),
        ("điểm:", "points:"),
        ("ảnh:", "picture:"),
        ("gõ:", "type:"),
        ("-> sai", "-> wrong"),
        ("Vì sao:", "Why:"),
        ("Gợi ý:", "Hint:"),
    ):
        english = english.replace(word, other)
    assert KIND.parse(block("simulation", english)) == vietnamese


def test_without_a_picture_two_screens_are_enough() -> None:
    spec = KIND.parse(block("simulation", PLAIN))
    assert KIND.lint(spec, ()) == []
    assert KIND.media(spec) == ()


def test_every_screen_that_nothing_leads_to_is_named() -> None:
    text = "đích: Xong\nmàn hình: Đầu\n- Đi -> Xong\nmàn hình: Lạc\n- Đi -> Xong\nmàn hình: Xong"
    assert list(errors(text)) == [4]
    assert "không có đường nào tới màn hình “Lạc”" in errors(text)[4]


def test_a_screen_without_a_way_on_is_named() -> None:
    text = (
        "đích: Xong\nmàn hình: Đầu\n- Đi -> Xong\n- Lạc -> Kẹt\nmàn hình: Kẹt\n- Quanh -> Kẹt\nmàn hình: Xong"
    )
    assert list(errors(text)) == [5]
    assert "không còn đường nào tới đích" in errors(text)[5]


def test_a_goal_that_only_decoys_seem_to_lead_to_is_not_reached() -> None:
    text = "đích: Xong\nmàn hình: Đầu\n- Đi -> sai\n  > Vì sao: bẫy.\nmàn hình: Xong"
    assert set(errors(text)) == {2, 5}


def test_a_misspelt_target_names_the_screens_there_are() -> None:
    said = errors("đích: Xong\nmàn hình: Đầu\n- Đi -> Xog\nmàn hình: Xong")[3]
    assert "“Xog”" in said
    assert "“Đầu”, “Xong”" in said


def test_places_that_overlap_are_refused_and_places_that_touch_are_not() -> None:
    text = "đích: Xong\nmàn hình: Đầu\nảnh: media/a.svg | Hình\n- Đi -> Xong (0, 0, 50, 50)\n- Ở lại -> Đầu (%s, 0, 50, 50)\nmàn hình: Xong"
    assert "đè lên" in errors(text % 49)[5]
    KIND.parse(block("simulation", text % 50))


@pytest.mark.parametrize("place", ["(0,0,101,20)", "(90,0,20,20)", "(0,0,0,20)", "(1,2,3)", "(1,2,3,4,5)"])
def test_a_place_lies_within_the_picture(place: str) -> None:
    text = f"đích: Xong\nmàn hình: Đầu\nảnh: media/a.svg | Hình\n- Đi -> Xong {place}\nmàn hình: Xong"
    assert "Vùng trên ảnh là bốn số" in errors(text)[4]


def test_a_place_is_at_least_as_large_as_a_finger() -> None:
    text = (
        "đích: Xong\nmàn hình: Đầu\nảnh: media/a.svg | Hình\n- Đi -> Xong (0, 0, {0}, {1})\n"
        "- Lạ -> sai\n  > Vì sao: bẫy.\nmàn hình: Xong"
    )
    tall = {"media/a.svg": (360, 720)}

    def levels(width: int, height: int) -> list[str]:
        spec = KIND.parse(block("simulation", text.format(width, height)))
        return [finding.level for finding in KIND.lint(spec, tall)]

    assert levels(16, 8) == []
    assert levels(15, 8) == ["error"]
    assert levels(16, 7) == ["error"]


def test_a_picture_that_is_not_among_the_media_may_not_be_published() -> None:
    (finding,) = KIND.lint(simulation(), {"media/ket-qua.svg": SIZES["media/ket-qua.svg"]})
    assert finding.level == "error"
    assert "media/man-hinh-chinh.svg" in finding.vi


def test_the_shop_among_fakes_is_proved_and_advised_nothing() -> None:
    assert set(SIZES) == set(MEDIA)
    assert KIND.lint(simulation(), SIZES) == []
    assert set(KIND.media(simulation())) == set(MEDIA)


# --- the proof against brute force -----------------------------------------------------------------------------------


@st.composite
def apps(draw: st.DrawFn) -> SimulationSpec:
    """Draw an app with any buttons between its screens, sound or not."""
    size = draw(st.integers(2, 6))
    names = [f"m{number}" for number in range(size)]
    screens = []
    for name in names:
        targets = draw(st.lists(st.sampled_from(["", *names]), max_size=4))
        actions = tuple(
            Action(f"nút {number}", target, ("chữ gõ",) if target and draw(st.booleans()) else (), why="bẫy")
            for number, target in enumerate(targets)
        )
        screens.append(Screen(name, name.upper(), actions=actions))
    goals = tuple(dict.fromkeys(draw(st.lists(st.sampled_from(names), min_size=1, max_size=2))))
    return SimulationSpec(Decimal(5), tuple(screens), draw(st.sampled_from(names)), goals)


def walks(spec: SimulationSpec, start: str) -> set[str]:
    """Return where one can be after walks of every length up to the number of screens, one length at a time."""
    at = {start}
    for _ in spec.screens:
        onward = {
            action.target
            for screen in spec.screens
            if screen.id in at and screen.id not in spec.goals
            for action in screen.actions
            if action.target
        }
        at |= onward
    return at


@given(spec=apps())
def test_an_app_is_refused_exactly_where_trying_every_walk_finds_a_fault(spec: SimulationSpec) -> None:
    names = {screen.id for screen in spec.screens}
    reached = walks(spec, spec.start)
    stuck = {name for name in reached if not walks(spec, name) & set(spec.goals)}
    is_sound = reached == names and not stuck and spec.start not in spec.goals
    assert (prove(spec) == []) == is_sound


@given(spec=apps())
def test_a_shortest_way_that_is_found_leads_to_a_goal(spec: SimulationSpec) -> None:
    taps = right_way(spec)
    is_reachable = bool(walks(spec, spec.start) & set(spec.goals)) and spec.start not in spec.goals
    assert bool(taps) == is_reachable
    if taps:
        assert replay(spec, trail_of(spec, taps)).is_at_goal


# --- playing ---------------------------------------------------------------------------------------------------------

EVENTS = st.lists(st.sampled_from([BACK, "0", "1", "2", "3"]), max_size=15)


def try_out(spec: SimulationSpec, play: Play, button: str) -> Play:
    """Return the play after a tap, or as it was where no such tap is possible."""
    try:
        return step(spec, play, button, "CHỮ GÕ")
    except BrokenTrailError:
        return play


@given(spec=apps(), events=EVENTS)
def test_replaying_a_trail_leads_where_playing_led_and_each_beginning_goes_on_to_the_whole(
    spec: SimulationSpec, events: list[str]
) -> None:
    play = begin(spec)
    for event in events:
        assert replay(spec, play.trail) == play
        after = try_out(spec, play, event)
        assert try_out(spec, replay(spec, play.trail), event) == after
        play = after


@given(spec=apps(), trail=st.text(max_size=60), tail=st.text(alphabet="0123456789b.~AQ-_", max_size=30))
def test_any_trail_is_replayed_or_refused_as_a_whole(spec: SimulationSpec, trail: str, tail: str) -> None:
    for each in (trail, begin(spec).trail + tail, f"{begin(spec).trail}.{tail}"):
        try:
            play = replay(spec, each)
        except BrokenTrailError:
            play = begin(spec)
        else:
            assert play.trail == (each or begin(spec).trail)
        KIND.check(spec, TASK, {"trail": each})
        KIND.view(spec, TASK, Attempt({"trail": each}))


@pytest.mark.parametrize(
    "forged",
    [
        "{mark}.99",
        "{mark}.00",
        "{mark}.b",
        "{mark}.0.0~",
        "{mark}.0.0~eHg",
        "{mark}.0~eHg",
        "000000.0",
        "{mark}.²",
    ],
)
def test_a_forged_trail_is_refused(forged: str) -> None:
    spec = simulation()
    with pytest.raises(BrokenTrailError):
        replay(spec, forged.format(mark=begin(spec).trail))


def test_a_goal_is_not_reached_by_saying_that_the_field_was_filled_in() -> None:
    spec = simulation()
    trail = trail_of(spec, right_way(spec))
    assert "~" in trail
    without = ".".join(part.partition("~")[0] for part in trail.split("."))
    with pytest.raises(BrokenTrailError):
        replay(spec, without)
    assert KIND.check(spec, TASK, {"trail": without}).verdict is Verdict.FAILED


def test_a_trail_of_the_task_as_it_was_before_is_refused() -> None:
    spec = simulation()
    changed = replace(spec, screens=(*spec.screens[:-1], replace(spec.screens[-1], title="Xong xuôi")))
    with pytest.raises(BrokenTrailError):
        replay(changed, trail_of(spec, [WRONG_SHOP]))


def test_a_trail_never_grows_without_end() -> None:
    spec, play = simulation(), begin(simulation())
    for _ in range(MOST_EVENTS):
        play = step(spec, play, "1")
    with pytest.raises(LongTrailError):
        step(spec, play, "1")
    assert len(play.trail) <= LONGEST_TRAIL
    with pytest.raises(BrokenTrailError):
        replay(spec, f"{play.trail}.1")


def test_a_decoy_teaches_on_the_same_screen() -> None:
    spec = simulation()
    play = step(spec, begin(spec), "1")
    assert play.screen.id == spec.start
    assert play.lesson is not None
    assert "kho chính thức" in play.lesson.why
    assert step(spec, play, "0").lesson is None


@pytest.mark.parametrize("typed", ["Sổ Nhà Trường", "so nha truong", "  SỔ NHÀ   TRƯỜNG ", "Sổ nhà trường"])
def test_what_is_typed_is_read_whatever_its_case_and_diacritics(typed: str) -> None:
    spec = simulation()
    after = step(spec, step(spec, begin(spec), "0"), "0", typed)
    assert after.screen.title == "Kết quả tìm kiếm"


def test_what_is_typed_wrongly_leads_nowhere_and_is_not_kept() -> None:
    spec = simulation()
    before = step(spec, begin(spec), "0")
    after = step(spec, before, "0", "mật khẩu của tôi")
    assert after.missed is not None
    assert (after.screen, after.trail) == (before.screen, before.trail)


def test_going_back_is_one_screen_and_forgets_no_decoy() -> None:
    spec = simulation()
    play = begin(spec)
    for button in ("2", "0", BACK):
        play = step(spec, play, button)
    assert play.screen.id == spec.start
    assert len(play.slips) == 1
    with pytest.raises(BrokenTrailError):
        step(spec, play, BACK)


# --- the report ------------------------------------------------------------------------------------------------------


def test_reaching_the_goal_passes_and_each_decoy_is_a_row_to_remember() -> None:
    report = checked(WRONG_SHOP, WRONG_SHOP, *right_way(simulation()))
    assert report.verdict is Verdict.PASSED
    goal, slip = report.rows
    assert goal.state is RowState.MET
    assert slip.where == "Màn hình chính: Trình duyệt"
    assert "kho chính thức" in slip.reason


def test_more_decoys_than_the_author_allows_do_not_pass() -> None:
    report = checked(*[WRONG_SHOP] * 3, *right_way(simulation()))
    assert report.verdict is Verdict.FAILED
    assert report.rows[0].message % report.rows[0].values
    assert report.rows[0].values == {"made": "3", "most": "2"}
    assert len(report.failing) == 1


def test_without_a_bound_any_number_of_decoys_passes() -> None:
    spec = replace(simulation(), most_slips=None)
    trail = trail_of(spec, [*[WRONG_SHOP] * 9, *right_way(spec)])
    assert KIND.check(spec, TASK, {"trail": trail}).verdict is Verdict.PASSED


def test_a_play_that_is_not_finished_is_no_try() -> None:
    (row,) = checked(WRONG_SHOP).rows
    assert (row.state, bool(row.weight)) == (RowState.OPEN, True)


def test_the_worked_example_begins_where_the_first_decoy_was_tapped() -> None:
    spec = simulation()
    report = checked(*[WRONG_SHOP] * 3, *right_way(spec))
    (line,) = KIND.example(spec, TASK, report)
    assert (line.where, line.answer) == ("Màn hình chính", "CH Play")


def test_the_page_holds_neither_targets_nor_answers_nor_what_decoys_teach() -> None:
    spec = simulation()
    for taps in ([], [{"nut": "0"}], right_way(spec)[:2]):
        shown = str(KIND.view(spec, TASK, Attempt({"trail": trail_of(spec, taps)})).context)
        assert "Vì sao" not in shown
        assert "app" not in shown
        assert not any(
            action.why[:20] in shown for screen in spec.screens for action in screen.actions if action.why
        )
        assert "Trang Sổ" not in shown
    assert way(spec, spec.start)
