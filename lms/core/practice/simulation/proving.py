"""What is proved of a simulated app before anybody plays it, and advice about it.

A goal can be reached from every screen that can be reached, every screen can be reached, and a finger can tell the
places on a picture apart.
"""

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

from lms.core.practice.contract import AuthoringError, Finding
from lms.core.practice.simulation.screens import Action, Picture, Screen, SimulationSpec

FINGER = 48
"""Pixels that a finger needs in each direction."""

PICTURE_WIDTH = 311
"""Pixels that a picture is wide within the frame on a phone of 360 pixels."""

_PICTURES = (".webp", ".png", ".jpg", ".jpeg", ".svg")


def prove(spec: SimulationSpec) -> list[AuthoringError]:
    """Return what keeps a learner from reaching a goal, and places on pictures that overlap."""
    return [*_lost_ways(spec), *(fault for screen in spec.screens for fault in _crowded(screen))]


def _lost_ways(spec: SimulationSpec) -> list[AuthoringError]:
    leads = {screen.id: _targets(screen, spec) for screen in spec.screens}
    comes = {screen: {each for each in leads if screen in leads[each]} for screen in leads}
    reached, saved = _spread([spec.start], leads), _spread(spec.goals, comes)
    faults = [_unreachable(screen, spec) for screen in spec.screens if screen.id not in reached]
    if spec.start in spec.goals:
        faults.append(
            AuthoringError(
                spec.screen(spec.start).line,
                "Màn hình bắt đầu cũng là đích nên không có gì để làm. Chọn đích khác.",
                "The first screen is a goal already, so there is nothing to do. Choose another goal.",
            )
        )
    faults += [_dead_end(screen) for screen in spec.screens if screen.id in reached - saved]
    return faults


def _targets(screen: Screen, spec: SimulationSpec) -> set[str]:
    if screen.id in spec.goals:  # the play ends there
        return set()
    return {action.target for action in screen.actions if action.target}


def _spread(start: Iterable[str], leads: Mapping[str, Collection[str]]) -> set[str]:
    """Return everything that ``start`` leads to, itself included."""
    found, waiting = set(start), list(start)
    while waiting:
        for each in leads[waiting.pop()]:
            if each not in found:
                found.add(each)
                waiting.append(each)
    return found


def way(spec: SimulationSpec, start: str) -> tuple[tuple[Screen, Action], ...]:
    """Return a shortest way from the screen ``start`` to a goal: what to do on which screen."""
    ways: dict[str, tuple[tuple[Screen, Action], ...]] = {start: ()}
    waiting = [start]
    for at in waiting:
        if at in spec.goals:
            return ways[at]
        screen = spec.screen(at)
        for action in screen.actions:
            if action.target and action.target not in ways:
                ways[action.target] = (*ways[at], (screen, action))
                waiting.append(action.target)
    return ()


def _unreachable(screen: Screen, spec: SimulationSpec) -> AuthoringError:
    first = spec.screen(spec.start).title
    return AuthoringError(
        screen.line,
        f"Từ “{first}” không có đường nào tới màn hình “{screen.title}”. Thêm một nút dẫn tới, hoặc bỏ màn hình.",
        f"No way leads from “{first}” to the screen “{screen.title}”. Add a button that leads there, or remove it.",
    )


def _dead_end(screen: Screen) -> AuthoringError:
    return AuthoringError(
        screen.line,
        f"Từ màn hình “{screen.title}” không còn đường nào tới đích. Thêm một nút đi tiếp hoặc quay lại.",
        f"From the screen “{screen.title}” no way leads to a goal. Add a button that goes on or back.",
    )


def _crowded(screen: Screen) -> list[AuthoringError]:
    placed = [action for action in screen.actions if action.zone]
    return [
        AuthoringError(
            second.line,
            f"Vùng của “{second.label}” đè lên vùng của “{first.label}” (dòng {first.line}). Dời hoặc thu nhỏ một vùng.",
            f"The place of “{second.label}” overlaps that of “{first.label}” (line {first.line}). Move or shrink one.",
        )
        for first, second in combinations(placed, 2)
        if first.zone and second.zone and first.zone.overlaps(second.zone)
    ]


def advise(spec: SimulationSpec, assets: Collection[str]) -> list[Finding]:
    """Return what is wrong with the pictures, and what would make the practice better."""
    sizes = assets if isinstance(assets, Mapping) else {}
    findings: list[Finding] = []
    for screen in spec.screens:
        if screen.picture is not None:
            findings += _about_picture(screen.picture, assets)
            size = sizes.get(screen.picture.path, (0, 0))
            findings += [fault for action in screen.actions for fault in _too_small(action, size)]
        if screen.id in spec.goals and screen.actions:
            findings.append(
                Finding(
                    screen.actions[0].line,
                    "warning",
                    f"“{screen.title}” là đích nên nút ở đây không ai bấm tới. Bỏ các nút này.",
                    f"“{screen.title}” is a goal, so nobody gets to tap its buttons. Remove them.",
                )
            )
    if not any(action.is_decoy for screen in spec.screens for action in screen.actions):
        findings.append(
            Finding(
                spec.line,
                "warning",
                "Chưa có nút sai nào để người học tập nhận ra. Thêm ít nhất một: - Tải từ trang lạ -> sai",
                "There is no wrong button to learn from. Add at least one: - Tải từ trang lạ -> sai",
            )
        )
    return findings


def _about_picture(picture: Picture, assets: Collection[str]) -> list[Finding]:
    if picture.path in assets and picture.path.lower().endswith(_PICTURES):
        return []
    return [
        Finding(
            picture.line,
            "error",
            f"Không có ảnh “{picture.path}”. Để tệp ảnh vào thư mục media rồi viết: ảnh: media/ten-tep.webp | lời tả",
            f"There is no picture “{picture.path}”. "
            "Put the file into the folder media and write: ảnh: media/ten-tep.webp | words",
        )
    ]


def _too_small(action: Action, size: tuple[int, int]) -> list[Finding]:
    """Return a finding where a finger would miss the place; the height is known only where the picture's size is."""
    if action.zone is None:
        return []
    width, height = size
    least_width = _percent(PICTURE_WIDTH)
    least_height = _percent(PICTURE_WIDTH * height / width) if width and height else 1
    if action.zone.width >= least_width and action.zone.height >= least_height:
        return []
    return [
        Finding(
            action.line,
            "error",
            f"Vùng này nhỏ quá, ngón tay khó bấm. Trên ảnh này, vùng cần rộng ít nhất {least_width} "
            f"và cao ít nhất {least_height} phần trăm.",
            f"This place is too small for a finger. On this picture it needs a width of at least {least_width} "
            f"and a height of at least {least_height} percent.",
        )
    ]


def _percent(pixels: float) -> int:
    """Return which whole percentage of ``pixels`` a finger takes at least, and never more than all."""
    return min(100, int(-(-FINGER * 100 // pixels)))
