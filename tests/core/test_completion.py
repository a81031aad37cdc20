"""The fold from events to progress."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.core.completion import Event, ItemState, Plan, PlanItem, Record, Trust, Verb, fold

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
KEYS = ["bai-1/a", "bai-1/b", "bai-2/nv", "bai-2/quiz"]
PLAN = Plan(
    (
        PlanItem(KEYS[0], "bai-1", "step"),
        PlanItem(KEYS[1], "bai-1", "step"),
        PlanItem(KEYS[2], "bai-2", "task"),
        PlanItem(KEYS[3], "bai-2", "quiz"),
        PlanItem("bai-2/them", "bai-2", "step", is_required=False),
    ),
    aliases={"bai-1/cu": KEYS[0]},
)


def event(verb: Verb, item: str, minute: int = 0, trust: str = "", *, is_assisted: bool = False) -> Event:
    return Event(verb, item, START + timedelta(minutes=minute), trust, is_assisted=is_assisted)


def everything() -> list[Event]:
    return [
        event(Verb.ENROLLED, ""),
        event(Verb.STEP_DONE, KEYS[0], 1, Trust.SELF),
        event(Verb.STEP_DONE, KEYS[1], 2, Trust.SELF),
        event(Verb.TASK_APPROVED, KEYS[2], 3, Trust.PERSON),
        event(Verb.QUIZ_PASSED, KEYS[3], 4, Trust.MACHINE),
    ]


def test_nothing_happened_means_the_first_item_is_next() -> None:
    progress = fold([], PLAN)
    assert (progress.done_items, progress.total_items, progress.next_key) == (0, 4, KEYS[0])
    assert progress.started_at is None
    assert progress.completed_at is None


def test_the_last_required_item_completes_the_course_at_its_instant() -> None:
    progress = fold(everything(), PLAN)
    assert progress.completed_at == START + timedelta(minutes=4)
    assert progress.next_key == ""
    assert (progress.done_lessons, progress.total_lessons) == (2, 2)


def test_an_optional_item_neither_counts_nor_blocks() -> None:
    assert fold(everything(), PLAN).total_items == 4
    extra = fold([*everything(), event(Verb.STEP_DONE, "bai-2/them", 9, Trust.SELF)], PLAN)
    assert extra.done_items == 4
    assert extra.completed_at == START + timedelta(minutes=4)


def test_a_withdrawn_approval_reopens_the_course() -> None:
    progress = fold([*everything(), event(Verb.WITHDRAWN, KEYS[2], 5)], PLAN)
    assert progress.completed_at is None
    assert progress.next_key == KEYS[2]


def test_a_later_failure_does_not_take_a_pass_back() -> None:
    progress = fold([*everything(), event(Verb.QUIZ_NOT_PASSED, KEYS[3], 6)], PLAN)
    assert progress.is_done(KEYS[3])


def test_a_task_that_waits_for_a_person_is_passed_over_by_continue() -> None:
    progress = fold(
        [
            event(Verb.STEP_DONE, KEYS[0], 1),
            event(Verb.STEP_DONE, KEYS[1], 2),
            event(Verb.TASK_HANDED_IN, KEYS[2], 3),
        ],
        PLAN,
    )
    assert progress.state_of(KEYS[2]) is ItemState.WAITING
    assert progress.waiting_items == 1
    assert progress.next_key == KEYS[3]


def test_a_returned_task_is_next_again() -> None:
    progress = fold([event(Verb.TASK_HANDED_IN, KEYS[2]), event(Verb.TASK_RETURNED, KEYS[2], 1)], PLAN)
    assert progress.state_of(KEYS[2]) is ItemState.RETURNED


def test_an_event_under_a_former_key_counts_for_the_item_of_today() -> None:
    assert fold([event(Verb.STEP_DONE, "bai-1/cu")], PLAN).is_done(KEYS[0])


def test_an_event_about_an_item_that_is_gone_stays_on_record_and_counts_for_nothing() -> None:
    progress = fold([event(Verb.STEP_DONE, "bai-9/bo")], PLAN)
    assert progress.is_done("bai-9/bo")
    assert progress.done_items == 0


def test_a_persons_word_outranks_ones_own_and_is_not_lowered_again() -> None:
    raised = fold(
        [
            event(Verb.TASK_PASSED, KEYS[2], 1, Trust.SELF),
            event(Verb.OBSERVED_ALONE, KEYS[2], 2, Trust.PERSON),
        ],
        PLAN,
    )
    assert raised.records[KEYS[2]].trust == Trust.PERSON
    assert raised.records[KEYS[2]].is_alone
    kept = fold(
        [
            event(Verb.OBSERVED_ALONE, KEYS[2], 1, Trust.PERSON),
            event(Verb.TASK_PASSED, KEYS[2], 2, Trust.SELF),
        ],
        PLAN,
    )
    assert kept.records[KEYS[2]].trust == Trust.PERSON


def together(item: str, minute: int, verb: Verb = Verb.STEP_DONE, trust: str = Trust.SELF) -> Event:
    return event(verb, item, minute, trust, is_assisted=True)


def test_a_step_done_together_is_done_and_says_so_until_it_is_done_alone() -> None:
    both = [together(KEYS[0], 1)]
    record = fold(both, PLAN).records[KEYS[0]]
    assert (record.state, record.trust, record.is_assisted) == (ItemState.DONE, Trust.SELF, True)
    alone = fold([*both, event(Verb.STEP_DONE, KEYS[0], 2, Trust.SELF)], PLAN).records[KEYS[0]]
    assert (alone.at, alone.is_assisted) == (START + timedelta(minutes=2), False)


def test_doing_it_together_later_takes_nothing_from_what_was_done_alone() -> None:
    alone = event(Verb.STEP_DONE, KEYS[0], 1, Trust.SELF)
    assert fold([alone, together(KEYS[0], 2)], PLAN).records == fold([alone], PLAN).records


def test_what_a_shared_phone_says_of_a_machine_or_a_person_is_a_claim() -> None:
    for trust in (Trust.MACHINE, Trust.PERSON):
        record = fold([together(KEYS[2], 1, Verb.TASK_PASSED, trust)], PLAN).records[KEYS[2]]
        assert (record.trust, record.is_assisted, record.is_alone) == (Trust.SELF, True, False)


events = st.lists(
    st.builds(
        event,
        st.sampled_from(list(Verb)),
        st.sampled_from([*KEYS, "bai-9/bo", ""]),
        st.integers(0, 500),
        st.sampled_from(["", *Trust]),
        is_assisted=st.booleans(),
    ),
    max_size=30,
)


@given(events)
def test_counts_stay_within_the_plan_and_completion_means_everything_is_done(happened: list[Event]) -> None:
    progress = fold(happened, PLAN)
    assert 0 <= progress.done_items <= progress.total_items == 4
    assert 0 <= progress.done_lessons <= progress.total_lessons == 2
    assert (progress.completed_at is not None) == (progress.done_items == progress.total_items)
    assert (progress.next_key == "") == (progress.done_items + progress.waiting_items == progress.total_items)


@given(events)
def test_a_record_survives_storage(happened: list[Event]) -> None:
    for record in fold(happened, PLAN).records.values():
        assert Record.from_json(record.to_json()) == record


@given(events, st.sampled_from(KEYS))
def test_saying_done_twice_changes_no_count(happened: list[Event], key: str) -> None:
    once = [*happened, event(Verb.STEP_DONE, key, 600, Trust.SELF)]
    assert (
        fold(once, PLAN).done_items
        == fold([*once, event(Verb.STEP_DONE, key, 601, Trust.SELF)], PLAN).done_items
    )


@given(events)
def test_only_what_was_done_by_oneself_carries_more_than_ones_own_word(happened: list[Event]) -> None:
    by_oneself = [each for each in happened if not each.is_assisted]
    strong = {key for key, one in fold(happened, PLAN).records.items() if one.trust in ("machine", "person")}
    assert strong <= {each.item for each in by_oneself} | {KEYS[0]}
    for key in strong:
        assert any(each.trust == fold(happened, PLAN).records[key].trust for each in by_oneself)
