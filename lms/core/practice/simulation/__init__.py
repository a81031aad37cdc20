"""Simulation: an app played screen by screen, with decoys that teach. The machine replays what was tapped.

The app as data is in ``screens``, how authors write it in ``reading``, what is proved of it in ``proving``, taps and
their trail in ``playing``. Here is only what makes it a kind of practice.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from lms.core.errors import N_
from lms.core.practice.contract import (
    Attempt,
    Block,
    ExampleLine,
    Field,
    Finding,
    Report,
    Row,
    RowState,
    Submission,
    Task,
    Verdict,
    ViewModel,
)
from lms.core.practice.ordinary import Ordinary
from lms.core.practice.simulation.playing import (
    BACK,
    LONGEST_TRAIL,
    LONGEST_TYPED,
    BrokenTrailError,
    LongTrailError,
    Play,
    begin,
    replay,
    step,
)
from lms.core.practice.simulation.proving import advise, way
from lms.core.practice.simulation.reading import read_simulation
from lms.core.practice.simulation.screens import (
    Action,
    Picture,
    Screen,
    SimulationSpec,
    Zone,
    spec_from_json,
)

TRAIL = "trail"
"""The form field of the trail."""


@dataclass(frozen=True)
class ShownAction:
    """A button or field on the page. Where it leads, and what is right to type, is not in it."""

    number: str
    label: str
    is_typed: bool
    zone: Zone | None


class Simulation(Ordinary):
    """The kind ``simulation``. Form field: ``trail``, which must lead to a goal."""

    key: Final = "simulation"
    version: Final = 1

    def parse(self, block: Block) -> SimulationSpec:
        return read_simulation(block)

    def spec_from_json(self, stored: Mapping[str, Any]) -> SimulationSpec:
        return spec_from_json(stored)

    def lint(self, spec: SimulationSpec, assets: Collection[str]) -> list[Finding]:
        return advise(spec, assets)

    def media(self, spec: SimulationSpec) -> tuple[str, ...]:
        paths = (screen.picture.path for screen in spec.screens if screen.picture)
        return tuple(dict.fromkeys(paths))

    def fields(self, spec: SimulationSpec, task: Task) -> Mapping[str, Field]:
        return {TRAIL: Field(LONGEST_TRAIL)}

    def view(self, spec: SimulationSpec, task: Task, attempt: Attempt) -> ViewModel:
        play = begin(spec) if attempt.report else _replayed(spec, attempt.submission) or begin(spec)
        context = {
            "title": play.screen.title,
            "texts": play.screen.texts,
            "picture": play.screen.picture,
            "actions": _shown(play.screen),
            "lesson": play.lesson,
            "trail": play.trail,
            "back": BACK if len(play.path) > 1 else "",
            "is_begun": "." in play.trail,
            "longest": LONGEST_TYPED,
            "report": attempt.report,
        }
        return ViewModel("practice/_simulation.html", context, has_own_forms=True)

    def check(self, spec: SimulationSpec, task: Task, submission: Submission) -> Report:
        play = _replayed(spec, submission)
        if play is None or not play.is_at_goal:
            message = N_("Thầy cô chưa tới đích.") if play else N_("Máy không đọc được đường đi này.")
            next_step = N_("Bắt đầu từ màn hình đầu tiên, bấm từng bước cho tới đích.")
            goal = spec.screen(spec.goals[0]).title
            return Report(Verdict.FAILED, (Row("goal", RowState.OPEN, Decimal(1), message, goal, next_step),))
        made, most = len(play.slips), spec.most_slips
        is_passed = most is None or made <= most
        message, values = N_("Thầy cô đã tới đích."), {}
        if not is_passed:
            message = N_("Đã tới đích, nhưng bấm nhầm %(made)s lần; nhầm nhiều nhất %(most)s lần thì đạt.")
            values = {"made": str(made), "most": str(most)}
        goal_row = Row("goal", RowState.MET, Decimal(1), message, play.screen.title, values=values)
        return Report(Verdict.PASSED if is_passed else Verdict.FAILED, (goal_row, *_slip_rows(play)))

    def hint(self, spec: SimulationSpec) -> str:
        return spec.hint or N_("Mỗi màn hình, đọc hết chữ trước, rồi mới chọn một nút.")

    def example(self, spec: SimulationSpec, task: Task, report: Report | None) -> tuple[ExampleLine, ...]:
        """Return what to do on the screen where the first decoy was tapped."""
        slip = report.failing[0].id.partition(".")[0] if report and report.failing else ""
        known = {screen.id for screen in spec.screens}
        steps = way(spec, slip) if slip in known else ()
        return tuple(
            ExampleLine(screen.title, " = ".join((action.label, *action.answers[:1])))
            for screen, action in steps[:1]
        )


def _replayed(spec: SimulationSpec, submission: Submission) -> Play | None:
    """Return where the trail that was sent leads, or None where it leads nowhere."""
    trail = submission.get(TRAIL, "")
    try:
        return replay(spec, trail) if isinstance(trail, str) else None
    except BrokenTrailError:
        return None


def _shown(screen: Screen) -> tuple[ShownAction, ...]:
    return tuple(
        ShownAction(str(number), action.label, bool(action.answers), action.zone)
        for number, action in enumerate(screen.actions)
    )


def _slip_rows(play: Play) -> list[Row]:
    """Return a row for each decoy that was tapped, however often: what to remember of it."""
    return [
        Row(
            f"{screen.id}.{screen.actions.index(action)}",
            RowState.NOT_MET,
            Decimal(0),
            N_("Chỗ này chưa nên chọn."),
            f"{screen.title}: {action.label}",
            N_("Khi làm lại, tới màn hình này thầy cô chọn chỗ khác."),
            action.why,
        )
        for screen, action in dict.fromkeys(play.slips)
    ]


__all__ = [
    "BACK",
    "TRAIL",
    "Action",
    "BrokenTrailError",
    "LongTrailError",
    "Picture",
    "Play",
    "Screen",
    "Simulation",
    "SimulationSpec",
    "Zone",
    "begin",
    "replay",
    "step",
]
