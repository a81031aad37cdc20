"""The front matter of a bank."""

from decimal import Decimal

import pytest

from tests.core.questions.banks import bank_of, problems_of

QUESTION = "## Câu {#c}\n- (x) một\n- ( ) hai\n"


def source(*lines: str) -> str:
    return "\n".join(["---", "id: thu", "title: Thử", *lines, "---", QUESTION])


def codes(*lines: str) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in problems_of(source(*lines))]


def test_an_author_who_says_little_gets_calm_rules():
    bank = bank_of(source())
    assert (bank.pass_share, bank.attempts, bank.grade, bank.time_minutes) == (
        Decimal("0.7"),
        0,
        "best",
        None,
    )
    assert (bank.open, bank.close, bank.overdue, bank.grace_minutes) == (None, None, "submit", 0)
    assert (bank.shuffle_questions, bank.shuffle_options, bank.review, bank.show_key) == (
        False,
        False,
        "end",
        True,
    )


def test_every_setting_is_read():
    bank = bank_of(
        source(
            "pass: 67,5%",
            "attempts: 3",
            "grade: average",
            "time: 15 phút",
            "open: 2026-11-21",
            "close: 2026-12-01 17:30",
            "overdue: grace",
            "grace: 5",
            "shuffle: questions",
            "review: after-close",
            "show_key: false",
        )
    )
    assert (bank.pass_share, bank.attempts, bank.grade, bank.time_minutes) == (
        Decimal("0.675"),
        3,
        "average",
        15,
    )
    assert (bank.open, bank.close) == ("2026-11-21T00:00:00", "2026-12-01T17:30:00")
    assert (bank.overdue, bank.grace_minutes) == ("grace", 5)
    assert (bank.shuffle_questions, bank.shuffle_options) == (True, False)
    assert (bank.review, bank.show_key) == ("after-close", False)


def test_a_closing_day_without_an_hour_lasts_to_its_end():
    assert bank_of(source("close: 2026-12-01")).close == "2026-12-01T23:59:59"


@pytest.mark.parametrize(("said", "share"), [("0.5", "0.5"), ("100%", "1"), ("1", "1"), ('"0,8"', "0.8")])
def test_the_pass_mark_is_a_share_or_a_percentage(said, share):
    assert bank_of(source(f"pass: {said}")).pass_share == Decimal(share)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("atempts: 3",), ("unknown-setting", 4)),
        (("pass: 70",), ("bad-setting", 4)),
        (("pass: .nan",), ("bad-setting", 4)),
        (("attempts: -1",), ("bad-setting", 4)),
        (("attempts: [1]",), ("bad-setting", 4)),
        (("grade: highest",), ("bad-setting", 4)),
        (("time: mười phút",), ("bad-setting", 4)),
        (("time: 0",), ("bad-setting", 4)),
        (("close: tuần sau",), ("bad-setting", 4)),
        (("open: 2026-12-02", "close: 2026-12-01"), ("close-before-open", 5)),
        (("shuffle: [answers]",), ("bad-setting", 4)),
        (("review: after-close",), ("close-missing", 4)),
        (("overdue: grace",), ("grace-missing", 4)),
        (("show_key: maybe",), ("bad-setting", 4)),
        (("pass: 70%", "pass: 80%"), ("setting-twice", 5)),
        (("time: [1",), ("front-matter-unreadable", 4)),
        (("close: 2026-13-40",), ("front-matter-unreadable", 4)),
        (("time: &a 5", "grace: *a"), ("front-matter-unreadable", 4)),
        (("time: " + "[" * 60,), ("front-matter-unreadable", 4)),
        (("time: !!python/object:os.system x",), ("front-matter-unreadable", 4)),
        (("# " + "dài " * 900,) * 3, ("front-matter-too-long", 1)),
    ],
)
def test_a_setting_that_cannot_hold_is_an_error_at_its_line(lines, expected):
    assert expected in codes(*lines)


def test_the_likely_key_is_named():
    (problem,) = problems_of(source("atempts: 3"))
    assert "attempts" in problem.vi
    assert "attempts" in problem.en


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (QUESTION, ["no-front-matter"]),
        ("---\nid: thu\n" + QUESTION, ["front-matter-open"]),
        ("---\ntitle: Thử\n---\n" + QUESTION, ["setting-missing"]),
        ("---\nid: thu\ntitel: Thử\n---\n" + QUESTION, ["unknown-setting"]),
        ("---\n- a\n---\n" + QUESTION, ["front-matter-shape"]),
        ("---\nid: Bộ Một\ntitle: Thử\n---\n" + QUESTION, ["bad-id"]),
        ("---\nid:\ntitle: Thử\n---\n" + QUESTION, ["setting-missing"]),
        ("---\n# ghi chú\nid: thu\ntitle: Thử\n---\n" + QUESTION, []),
        ("", ["no-front-matter", "no-questions"]),
    ],
)
def test_front_matter_that_is_missing_or_broken_is_told_once(text, expected):
    assert sorted(problem.code for problem in problems_of(text)) == sorted(expected)
