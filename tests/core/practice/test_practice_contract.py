"""What every practice kind promises, whichever it is."""

import json
import re
import unicodedata
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import cache
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.core.practice import (
    KINDS,
    UPLOAD,
    Attempt,
    AuthoringErrors,
    Report,
    Row,
    RowState,
    Spec,
    Submission,
    Trust,
    Upload,
    Verdict,
    report_from_json,
    spec_from_json,
)
from lms.core.practice.contract import Task
from tests.core.practice.samples import FIRST_LINE, SAMPLES, block

every_kind = pytest.mark.parametrize("key", sorted(KINDS))
every_bad_block = pytest.mark.parametrize(
    ("key", "text"), [(key, text) for key, sample in SAMPLES.items() for text in sample.bad]
)

SEED = 2026
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.binary(max_size=6),
    st.lists(st.text(max_size=6), max_size=4),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    st.builds(Upload, st.text(max_size=8), st.binary(max_size=40)),
)


@cache
def spec_of(key: str) -> Spec:
    return KINDS[key].parse(block(key, SAMPLES[key].good))


@cache
def task_of(key: str) -> Task:
    """Return the variant with its kit, as the feature gives it to the kind."""
    task, kit = KINDS[key].prepare(spec_of(key), SEED), SAMPLES[key].kit
    return replace(task, kit=kit()) if kit else task


@cache
def complete(key: str) -> Submission:
    """Return what passes; signing and drawing take their time, so it is made once."""
    return MappingProxyType(dict(SAMPLES[key].complete(spec_of(key), task_of(key))))


@cache
def report_of(key: str) -> Report:
    """Return how what passes stands."""
    return KINDS[key].check(spec_of(key), task_of(key), complete(key))


def field_names(key: str) -> list[str]:
    """Return the form fields a learner of this kind can send."""
    return [*complete(key), "photos", "how", "o-1", "c-1", UPLOAD]


def assert_well_formed(report: Report) -> None:
    ids = [row.id for row in report.rows]
    assert len(ids) == len(set(ids))
    for row in report.rows:
        assert row.message
        assert row.where
        assert row.weight >= 0
        if row.state in {RowState.NOT_MET, RowState.OPEN}:
            assert row.next_step
    if report.verdict is Verdict.FAILED:
        assert any(row.state in {RowState.NOT_MET, RowState.OPEN} for row in report.rows)


def test_every_kind_has_a_sample_and_nothing_else_has() -> None:
    assert set(SAMPLES) == set(KINDS)


@every_kind
def test_a_kind_is_known_by_its_key_and_says_who_vouches(key: str) -> None:
    kind = KINDS[key]
    assert kind.key == key
    assert kind.version >= 1
    assert isinstance(kind.heavy, bool)
    assert kind.needs_kit == (SAMPLES[key].kit is not None)
    assert kind.trust in Trust
    assert spec_of(key).kind == key


@every_kind
def test_a_well_formed_block_is_read_without_advice_that_forbids_it(key: str) -> None:
    kind = KINDS[key]
    assert all(finding.level == "warning" for finding in kind.lint(spec_of(key), SAMPLES[key].assets))


@every_kind
def test_a_spec_survives_json_unchanged(key: str) -> None:
    spec = spec_of(key)
    stored = json.loads(json.dumps(spec.to_json()))
    assert spec_from_json(key, stored) == spec
    assert spec_from_json(key, stored).to_json() == stored


@every_kind
def test_a_stored_spec_works_like_the_parsed_one(key: str) -> None:
    kind, spec = KINDS[key], spec_of(key)
    again = spec_from_json(key, spec.to_json())
    assert kind.prepare(again, SEED) == kind.prepare(spec, SEED)
    task = task_of(key)
    assert kind.check(again, task, complete(key)) == report_of(key)


@every_kind
def test_reading_a_block_in_decomposed_unicode_gives_the_same_spec(key: str) -> None:
    text = unicodedata.normalize("NFD", SAMPLES[key].good)
    assert KINDS[key].parse(block(key, text)) == spec_of(key)


@every_kind
@given(seed=st.integers(min_value=0, max_value=2**63))
def test_preparing_twice_with_one_seed_gives_one_variant(key: str, seed: int) -> None:
    kind, spec = KINDS[key], spec_of(key)
    assert kind.prepare(spec, seed) == kind.prepare(spec, seed)


@every_kind
def test_the_complete_submission_does_not_fail(key: str) -> None:
    report = report_of(key)
    assert report.verdict in {Verdict.PASSED, Verdict.NEEDS_PERSON}
    assert_well_formed(report)


@every_kind
def test_a_person_is_needed_exactly_where_the_kind_rests_on_a_person(key: str) -> None:
    assert (report_of(key).verdict is Verdict.NEEDS_PERSON) == (KINDS[key].trust is Trust.PERSON)


@every_kind
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_checking_and_showing_never_raise_whatever_is_submitted(key: str, data: st.DataObject) -> None:
    kind, spec = KINDS[key], spec_of(key)
    names = st.one_of(st.sampled_from(field_names(key)), st.text(max_size=8))
    submission = data.draw(st.dictionaries(names, VALUES, max_size=8))
    task = task_of(key)
    report = kind.check(spec, task, submission)
    assert_well_formed(report)
    assert report_from_json(json.loads(json.dumps(report.to_json()))) == report
    kind.view(spec, task, Attempt(submission, report, failures=3))


@every_kind
def test_checking_the_same_thing_twice_says_the_same(key: str) -> None:
    assert KINDS[key].check(spec_of(key), task_of(key), complete(key)) == report_of(key)


@every_kind
def test_a_page_names_its_template_and_holds_data_only(key: str) -> None:
    kind, spec = KINDS[key], spec_of(key)
    page = kind.view(spec, task_of(key), Attempt())
    assert page.template == f"practice/_{key.replace('-', '_')}.html"
    assert not any(hasattr(value, "__html__") for value in page.context.values())


@every_kind
def test_files_are_kept_for_a_stated_time(key: str) -> None:
    assert timedelta(0) <= KINDS[key].retention(spec_of(key)) <= timedelta(days=365)


@every_kind
def test_a_hand_in_is_read_by_the_fields_the_kind_names(key: str) -> None:
    kind, spec = KINDS[key], spec_of(key)
    task = task_of(key)
    sent = complete(key)
    named = set(kind.fields(spec, task))
    assert not named & {"note", "lan", "csrf_token", UPLOAD}
    assert set(sent) - {UPLOAD, "photos"} <= named
    assert (UPLOAD in sent and not SAMPLES[key].is_signed_by_site) == (kind.upload(spec) is not None)


@every_kind
def test_a_row_leads_to_a_field_that_the_kind_names(key: str) -> None:
    kind, spec = KINDS[key], spec_of(key)
    task = task_of(key)
    for row in kind.check(spec, task, {}).rows:
        assert row.form_field in {"", UPLOAD, "photos", *kind.fields(spec, task)}
        assert (row.message % row.values).strip()


@every_kind
def test_handouts_are_made_again_byte_for_byte_and_nothing_else_is_handed_out(key: str) -> None:
    kind, spec = KINDS[key], spec_of(key)
    task = task_of(key)
    for handout in kind.handouts(spec, task):
        assert kind.handout(spec, task, handout.name) == kind.handout(spec, task, handout.name)
        assert re.fullmatch(r"[a-z0-9-]+\.[a-z0-9]+", handout.name)
    with pytest.raises(KeyError):
        kind.handout(spec, task, "khong-co.pdf")


@every_kind
def test_an_authors_hint_is_read_kept_and_said(key: str) -> None:
    kind = KINDS[key]
    assert kind.hint(spec_of(key))
    spec = kind.parse(block(key, f"gợi ý: Nhìn **dòng đầu**\n{SAMPLES[key].good.strip()}"))
    assert kind.hint(spec_from_json(key, spec.to_json())) == "Nhìn dòng đầu"


@every_kind
def test_the_media_that_a_task_shows_are_among_the_courses(key: str) -> None:
    assert set(KINDS[key].media(spec_of(key))) <= set(SAMPLES[key].assets)


@every_kind
def test_a_worked_example_can_be_shown_after_any_report(key: str) -> None:
    kind, spec = KINDS[key], spec_of(key)
    task = task_of(key)
    older = Row("gone", RowState.NOT_MET, Decimal(1), "", "")  # of something that the author took away since
    for report in (None, kind.check(spec, task, {}), Report(Verdict.FAILED, (older,))):
        for line in kind.example(spec, task, report):
            assert line.where
            assert line.answer


@every_bad_block
def test_a_refused_block_names_line_fault_and_mend_in_two_languages(key: str, text: str) -> None:
    with pytest.raises(AuthoringErrors) as refusal:
        KINDS[key].parse(block(key, text))
    assert refusal.value.errors
    last_line = FIRST_LINE + len(text.splitlines())
    for error in refusal.value.errors:
        assert FIRST_LINE - 1 <= error.line <= last_line
        assert error.vi
        assert error.en
        assert error.vi != error.en


@every_kind
@given(text=st.text(alphabet=st.sampled_from("ab ->[]x:|đ6>*`\n\tnộpnhómđạt"), max_size=200))
def test_any_block_is_read_or_refused_with_lines(key: str, text: str) -> None:
    try:
        spec = KINDS[key].parse(block(key, text))
    except AuthoringErrors as refusal:
        lines = [error.line for error in refusal.errors]
    else:
        lines = [finding.line for finding in KINDS[key].lint(spec, ())]
        assert spec_from_json(key, json.loads(json.dumps(spec.to_json()))) == spec
    assert all(line >= FIRST_LINE - 1 for line in lines)


@every_kind
@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 60_000,
        "*" * 60_000,
        "- [ ] " + "[" * 60_000,
        "- " + "`" * 60_000,
        ":" * 60_000,
        "- " + "->" * 30_000,
    ],
)
def test_a_hostile_line_is_refused_and_not_chewed_on(key: str, hostile: str) -> None:
    with pytest.raises(AuthoringErrors):
        KINDS[key].parse(block(key, hostile))


@every_kind
def test_every_error_of_a_block_is_reported_at_once_and_in_order(key: str) -> None:
    with pytest.raises(AuthoringErrors) as refusal:
        KINDS[key].parse(block(key, "điểm: mười\ncâu lạc lõng"))
    lines = [error.line for error in refusal.value.errors]
    assert lines == sorted(lines)
    assert {FIRST_LINE, FIRST_LINE + 1} <= set(lines)


@every_kind
def test_points_may_be_written_with_a_comma(key: str) -> None:
    text = "\n".join(
        "điểm: 2,5" if line.startswith("điểm") else line for line in SAMPLES[key].good.strip().splitlines()
    )
    if "điểm" not in text:
        text = f"điểm: 2,5\n{text}"
    assert KINDS[key].parse(block(key, text)).to_json()["points"] == "2.5"
    assert Decimal("2.5") == spec_from_json(key, KINDS[key].parse(block(key, text)).to_json()).points
