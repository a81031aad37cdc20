"""``lms practice sweep``: photos go 30 days after the decision, and after a year in any case."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from lms import clock
from lms.practice.cli import group
from tests.factories import Site, post
from tests.practice.makers import (
    EVIDENCE,
    hand_in_photo,
    kept_files,
    make_school,
    photo,
    photos_of,
    submissions,
    version,
)
from tests.practice.meeting import meet, print_codes, type_code


def sweep(site: Site, days: int) -> str:
    """Run the command as it would run that many days from now."""
    later = clock.now() + timedelta(days=days)
    with pytest.MonkeyPatch.context() as patch, site.app.app_context():
        patch.setattr(clock, "now", lambda: later)
        result = CliRunner().invoke(group, ["sweep"])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("decision", ["confirm", "return"])
def test_a_photo_goes_thirty_days_after_the_decision(site: Site, decision: str) -> None:
    school = make_school(site)
    before = kept_files(site)
    learner = site.client(school.learner)
    hand_in_photo(learner)
    (only,) = submissions(site, school.learner)
    fields = {"decision": decision, "reason": "mờ quá", "version": version(site, only.id)}
    assert post(site.client(school.mentor), f"/duyet/{only.id}", **fields).status_code == 303
    sweep(site, 29)
    assert len(kept_files(site) - before) == 1
    assert "1 photos deleted" in sweep(site, 31)
    assert kept_files(site) == before
    (swept,) = photos_of(site, school.learner)
    assert swept.deleted_at is not None
    assert learner.get(f"/anh/{swept.id}").status_code == 404
    assert "0 photos deleted" in sweep(site, 32)


def test_what_nobody_decides_goes_after_a_year(site: Site) -> None:
    school = make_school(site)
    before = kept_files(site)
    hand_in_photo(site.client(school.learner))
    sweep(site, 364)
    assert len(kept_files(site) - before) == 1
    sweep(site, 366)
    assert kept_files(site) == before


def test_a_draft_that_is_never_handed_in_goes_after_thirty_days(site: Site) -> None:
    school = make_school(site)
    before = kept_files(site)
    learner = site.client(school.learner)
    broken = photo((9, 9, 9))
    broken.truncate(50)
    assert post(learner, EVIDENCE, photos=[(photo(), "a.jpg"), (broken, "b.jpg")]).status_code == 422
    assert submissions(site, school.learner)[0].state == "in_progress"
    sweep(site, 29)
    assert len(kept_files(site) - before) == 1
    sweep(site, 31)
    assert kept_files(site) == before


def test_what_was_taken_back_counts_from_that_day_and_what_is_handed_in_again_waits(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = make_school(site)
    before, learner = kept_files(site), site.client(school.learner)
    hand_in_photo(learner)
    later = clock.now() + timedelta(days=20)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        post(learner, f"{EVIDENCE}/rut-lai")
    sweep(site, 49)
    assert len(kept_files(site) - before) == 1
    assert post(learner, EVIDENCE).status_code == 303
    assert submissions(site, school.learner)[0].state == "waiting"
    sweep(site, 60)
    assert len(kept_files(site) - before) == 1
    post(learner, f"{EVIDENCE}/rut-lai")
    sweep(site, 31)
    assert kept_files(site) == before


def test_what_a_newer_try_replaced_and_what_was_revoked_go_thirty_days_after_the_decision(site: Site) -> None:
    school = make_school(site)
    before = kept_files(site)
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    hand_in_photo(learner)
    (first,) = submissions(site, school.learner)
    fields = {"decision": "return", "reason": "mờ quá", "version": version(site, first.id)}
    post(mentor, f"/duyet/{first.id}", **fields)
    hand_in_photo(learner, photo((1, 2, 3)))
    second = submissions(site, school.learner)[1]
    post(mentor, f"/duyet/{second.id}", decision="confirm", version=version(site, second.id))
    post(mentor, f"/duyet/{second.id}/rut-lai", reason="nhầm")
    assert [each.state for each in submissions(site, school.learner)] == ["returned", "revoked"]
    sweep(site, 29)
    assert len(kept_files(site) - before) == 2
    assert "2 photos deleted" in sweep(site, 31)
    assert kept_files(site) == before


def test_a_photo_that_its_owner_deleted_is_gone_at_once(site: Site) -> None:
    school = make_school(site)
    before, learner = kept_files(site), site.client(school.learner)
    hand_in_photo(learner)
    (only,) = photos_of(site, school.learner)
    post(learner, f"/anh/{only.id}/xoa")
    assert kept_files(site) == before
    assert "0 photos deleted" in sweep(site, 400)


def test_passes_codes_and_wrong_codes_go_when_they_have_ended(site: Site) -> None:
    school = make_school(site)
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    print_codes(mentor)
    codes = print_codes(mentor)
    type_code(learner, 1, "222 222 222")
    meet(learner)
    type_code(learner, 1, codes[0])
    assert "0 passes, 0 codes, 0 wrong codes deleted" in sweep(site, 0)
    assert "0 passes, 0 codes, 1 wrong codes deleted" in sweep(site, 1)
    assert "1 passes, 10 codes, 0 wrong codes deleted" in sweep(site, 31)
    assert "0 passes, 0 codes, 0 wrong codes deleted" in sweep(site, 390)
    assert "0 passes, 10 codes, 0 wrong codes deleted" in sweep(site, 396)
