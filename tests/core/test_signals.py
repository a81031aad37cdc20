"""Each signal at its threshold and one below."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lms.core.signals import Facts, Signal, Thresholds, Try, signals

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CALM = Facts(NOW - timedelta(days=30), last_activity=NOW, last_meeting=NOW)


def ago(**of: float) -> datetime:
    return NOW - timedelta(**of)


def fails(*days: float, item: str = "nv") -> tuple[Try, ...]:
    return tuple(Try(item, ago(days=each), is_passed=False) for each in days)


AT = [
    (Signal.STUCK, {"tries": fails(7, 3, 1)}, {"tries": fails(7.001, 3, 1)}),
    (Signal.STUCK, {"tries": fails(2, 1, 0)}, {"tries": fails(1, 0)}),
    (Signal.STUCK, {"tries": fails(2, 1, 0)}, {"tries": (*fails(2, 1), *fails(0, item="khac"))}),
    (Signal.STUCK, {"tries": fails(2, 1, 0)}, {"tries": (*fails(3, 2, 1), Try("nv", NOW, is_passed=True))}),
    (Signal.ASKED, {"is_asking": True}, {"is_asking": False}),
    (
        Signal.ABSENT,
        {"has_open_goal": True, "last_activity": ago(days=14)},
        {"has_open_goal": True, "last_activity": ago(days=14) + SECOND},
    ),
    (
        Signal.ABSENT,
        {"has_open_goal": True, "last_activity": ago(days=14)},
        {"has_open_goal": False, "last_activity": ago(days=14)},
    ),
    (Signal.NOT_MET, {"last_meeting": ago(days=21)}, {"last_meeting": ago(days=21) + SECOND}),
    (
        Signal.NOT_MET,
        {"last_meeting": None, "paired_at": ago(days=7)},
        {"last_meeting": None, "paired_at": ago(days=7) + SECOND},
    ),
    (
        Signal.NOT_MET,
        {"last_meeting": ago(days=21), "is_active": True},
        {"last_meeting": ago(days=21), "is_active": False},
    ),
    (
        Signal.STUCK,
        {"tries": (Try("nv", ago(days=3), is_passed=True), *fails(2, 1, 0))},
        {"tries": (*fails(2, 1, 0), Try("nv", NOW, is_passed=True))},
    ),
    (
        Signal.ABSENT,
        {"has_open_goal": True, "last_activity": None, "paired_at": ago(days=14)},
        {"has_open_goal": True, "last_activity": None, "paired_at": ago(days=14) + SECOND},
    ),
    (Signal.WAITING, {"waiting_since": (ago(hours=72),)}, {"waiting_since": (ago(hours=72) + SECOND,)}),
    (Signal.WAITING_LONG, {"waiting_since": (ago(days=7),)}, {"waiting_since": (ago(days=7) + SECOND,)}),
    (
        Signal.MISMATCH,
        {"claimed": frozenset({"a"}), "failed_checks": frozenset({"a"})},
        {"claimed": frozenset({"a"}), "failed_checks": frozenset({"b"})},
    ),
]


def test_where_all_is_well_there_is_no_signal() -> None:
    assert signals(CALM, NOW) == frozenset()


@pytest.mark.parametrize(("signal", "at", "below"), AT, ids=[f"{case[0]}-{n}" for n, case in enumerate(AT)])
def test_a_signal_is_given_at_its_threshold_and_not_one_below(
    signal: Signal, at: dict[str, object], below: dict[str, object]
) -> None:
    assert signal in signals(replace(CALM, **at), NOW)  # type: ignore[arg-type]
    assert signal not in signals(replace(CALM, **below), NOW)  # type: ignore[arg-type]


def test_thresholds_may_be_changed() -> None:
    facts = replace(CALM, tries=fails(1, 0))
    assert Signal.STUCK in signals(facts, NOW, Thresholds(failures=2))
