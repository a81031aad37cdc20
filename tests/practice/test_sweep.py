"""``lms practice sweep``: photos go 30 days after the decision, and after a year in any case."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from lms import clock
from lms.practice.cli import group
from tests.factories import Site, post
from tests.practice.makers import hand_in_photo, kept_files, make_school, photos_of, submissions, version


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
    (photo,) = photos_of(site, school.learner)
    assert photo.deleted_at is not None
    assert learner.get(f"/anh/{photo.id}").status_code == 404
    assert "0 photos deleted" in sweep(site, 32)


def test_what_nobody_decides_goes_after_a_year(site: Site) -> None:
    school = make_school(site)
    before = kept_files(site)
    hand_in_photo(site.client(school.learner))
    sweep(site, 364)
    assert len(kept_files(site) - before) == 1
    sweep(site, 366)
    assert kept_files(site) == before
