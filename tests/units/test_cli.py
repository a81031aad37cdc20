"""The command line: from an empty site to its first admin."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from lms.core.people import Role
from lms.units.cli import group
from tests.factories import PASSWORD, Site, post

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, site: Site) -> Run:
    def command(*arguments: str, typed: str = "") -> Result:
        with app.app_context():
            return CliRunner().invoke(group, list(arguments), input=typed)

    return command


def number(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return str(result.output.split("\t")[0].strip())


def test_an_operator_makes_the_first_unit_and_the_first_admin_who_then_signs_in(site: Site, run: Run) -> None:
    union = number(run("unit-add", "Công đoàn xã Sông Cầu", "--kind", "union"))
    school = number(run("unit-add", "THCS Sông Cầu", "--kind", "school", "--parent", union))
    number(
        run(
            "add",
            "Vũ Thị Tâm",
            "--unit",
            union,
            "--honorific",
            "chị",
            "--phone",
            "0912 345 678",
            "--role",
            "admin",
            "--password-stdin",
            typed=PASSWORD + "\n",
        )
    )
    client = site.client()
    assert post(client, "/dang-nhap", identifier="0912345678", password=PASSWORD).status_code == 303
    assert f'href="/quan-tri/don-vi/{school}"' in client.get("/quan-tri").text


def test_the_tree_and_the_list_are_printed(site: Site, run: Run) -> None:
    union = site.unit("Công đoàn xã Sông Cầu", "union")
    site.person("Nguyễn Thị Hòa", site.unit("THCS Sông Cầu", "school", union))
    assert "  " in run("unit-tree").output
    assert "THCS Sông Cầu\tschool\t1" in run("unit-tree").output
    assert "Nguyễn Thị Hòa\tTHCS Sông Cầu\t09" in run("list", "--search", "hoa").output
    assert run("list", "--search", "khong ai").output == ""


def test_a_card_from_the_command_line_signs_in(site: Site, run: Run) -> None:
    person = site.person(password=None)
    output = run("card", str(person.id)).output
    code = output.split("code: ")[1][:6]
    assert post(site.client(), "/dang-nhap", identifier=person.phone, password=code).status_code == 303


def test_no_card_for_whoever_holds_a_role(site: Site, run: Run) -> None:
    assert run("card", str(site.person(role=Role.TRAINER).id)).exit_code != 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "Ai Đó", "--unit", "999999"),
        ("unit-add", "Tổ", "--kind", "group", "--parent", "999999"),
        ("unit-add", "Tổ", "--kind", "kingdom"),
    ],
)
def test_what_does_not_exist_is_told_in_one_line(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_what_cannot_work_is_refused_before_anybody_is_added(site: Site, run: Run) -> None:
    unit = str(site.unit())
    for extra in (
        ("--role", "admin"),
        ("--role", "admin", "--phone", "0912345679"),
        ("--phone", "0912"),
        ("--code", "ờ"),
        ("--password-stdin",),
    ):
        assert run("add", "Ai Đó", "--unit", unit, *extra).exit_code == 2
    assert run("list").output == ""


def test_a_weak_password_adds_nobody(site: Site, run: Run) -> None:
    unit = str(site.unit())
    weak = run(
        "add", "Ai Đó", "--unit", unit, "--phone", "0912345679", "--password-stdin", typed="12345678\n"
    )
    assert weak.exit_code != 0
    assert run("list").output == ""
