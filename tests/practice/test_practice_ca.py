"""The practice authority: made once whoever starts at the same time, replaced on purpose, told of in plain words."""

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from lms.cli.doctor.records import practice
from lms.db import unit_of_work
from lms.practice.cli import authority
from lms.practice.queries.certificates import find_lab
from lms.practice.services.authority import (
    AuthorityThereError,
    MadeAuthority,
    keep_authority,
    open_root,
    open_signers,
)
from tests.conftest import SECRET
from tests.core.practice.samples import laboratory
from tests.crowd import crowd as crowd
from tests.crowd import together
from tests.factories import NOW, Site
from tests.practice.lab import authorities, get_certificate, make_lab, put_up_authority

OTHER = "another secret, of 32 characters!"


@pytest.fixture(autouse=True)
def made_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare each test nine RSA keys; that they are made is tested where a site is set up."""
    made = MadeAuthority(laboratory.other_root(), laboratory.signers())
    monkeypatch.setattr(authority, "make_authority", lambda _site, _now: made)


def command(app: Flask, *arguments: str) -> Result:
    with app.app_context():
        return CliRunner().invoke(authority.group, arguments)


def test_init_makes_one_and_a_second_init_changes_nothing(site: Site) -> None:
    assert "is made" in command(site.app, "init").output
    assert "nothing was changed" in command(site.app, "init").output
    (only,) = authorities(site)
    assert only.slot == 1


def test_no_key_lies_open_in_the_database(site: Site) -> None:
    put_up_authority(site)
    (only,) = authorities(site)
    kept = only.key.hex() + str(only.signers)
    for identity in (laboratory.root(), *laboratory.signers().values()):
        assert identity.key[-40:].hex() not in kept
        assert identity.key not in only.key
    with site.app.app_context():
        assert open_root(find_lab(0).authority, SECRET) == laboratory.root()
        assert open_signers(SECRET) == laboratory.signers()


def test_replacing_retires_the_former_which_gives_up_its_keys_and_stays_known(site: Site) -> None:
    put_up_authority(site)
    assert "is made" in command(site.app, "init", "--replace").output
    former, present = authorities(site)
    assert (former.slot, former.key, former.signers) == (None, b"", {})
    with site.app.app_context():
        assert find_lab(0).roots == (present.certificate, former.certificate)


def test_show_tells_name_fingerprint_and_how_many_certificates(site: Site) -> None:
    school = make_lab(site)
    get_certificate(site.client(school.learner))
    shown = command(site.app, "show")
    assert shown.exit_code == 0
    assert "(in use)" in shown.output
    assert "SHA-256" in shown.output
    assert "people hold: 1" in shown.output


def test_show_without_an_authority_says_what_to_run(site: Site) -> None:
    shown = command(site.app, "show")
    assert shown.exit_code == 1
    assert "lms practice-ca init" in shown.output


@pytest.mark.parametrize("which", ["init", "show"])
def test_another_secret_is_told_in_a_sentence(site: Site, which: str) -> None:
    put_up_authority(site, OTHER)
    told = command(site.app, which)
    assert told.exit_code == 1
    assert "LMS_SECRET_KEY" in told.output
    assert "Traceback" not in told.output


def test_replacing_mends_another_secret(site: Site) -> None:
    put_up_authority(site, OTHER)
    assert command(site.app, "init", "--replace").exit_code == 0
    assert command(site.app, "show").exit_code == 0


def test_one_is_not_put_beside_another(site: Site) -> None:
    put_up_authority(site)
    made = MadeAuthority(laboratory.root(), laboratory.signers())
    with site.app.app_context(), pytest.raises(AuthorityThereError), unit_of_work():
        keep_authority(made, SECRET, NOW)
    assert len(authorities(site)) == 1


def test_two_starts_at_once_make_one(crowd: Site) -> None:
    def start() -> str:
        return command(crowd.app, "init").output

    said = together([start, start])
    assert sorted("is made" in each for each in said) == [False, True]
    assert len(authorities(crowd)) == 1


def told_by_the_doctor(site: Site) -> list[str]:
    """Return how the doctor's lines about the lab begin: is there an authority, and can it be opened?"""
    with site.app.app_context():
        return [check.line.split()[0] for check in practice(site.app.extensions["settings"])]


def test_the_doctor_says_whether_it_is_there_and_opens(site: Site) -> None:
    assert told_by_the_doctor(site) == ["note", "ok"]
    put_up_authority(site)
    assert told_by_the_doctor(site) == ["ok", "ok"]
    put_up_authority(site, OTHER, replaces=True)
    assert told_by_the_doctor(site) == ["ok", "FAIL"]
