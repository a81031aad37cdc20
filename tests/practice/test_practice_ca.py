"""The practice authority: made once whoever starts at the same time, replaced on purpose, told of in plain words."""

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from lms.db import unit_of_work
from lms.practice.cli.authority import group
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
from tests.factories import NOW, Site
from tests.ops.running import LMS, environment, run
from tests.practice.lab import authorities, get_certificate, make_lab, put_up_authority

OTHER = "another secret, of 32 characters!"


def command(app: Flask, *arguments: str) -> Result:
    with app.app_context():
        return CliRunner().invoke(group, arguments)


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


def test_a_fresh_site_has_one_and_two_starts_at_once_make_one(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    assert run(instance, "db", "upgrade").returncode == 0
    both = [
        subprocess.Popen(
            [*LMS, "practice-ca", "init"],
            env=environment(instance),
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [each.communicate(timeout=100)[0] for each in both]
    assert [each.returncode for each in both] == [0, 0]
    assert sorted("is made" in text for text in said) == [False, True]
    assert run(instance, "practice-ca", "show").stdout.count("SHA-256") == 1
    assert "practice authority" not in run(instance, "setup").stdout


def test_the_doctor_says_whether_it_is_there_and_opens(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    run(instance, "db", "upgrade")
    assert "note  there is a practice authority" in run(instance, "doctor", "--quick").stdout
    assert "made the practice authority" in run(instance, "setup").stdout
    assert "ok    the practice authority can be opened" in run(instance, "doctor", "--quick").stdout
    examined = run(instance, "doctor", "--quick", LMS_SECRET_KEY=OTHER)
    assert "FAIL  the practice authority can be opened" in examined.stdout
    assert "Traceback" not in examined.stderr
