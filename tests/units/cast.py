"""Two tenants with an officer, an admin, a trainer and learners each: whoever should not get in is at hand."""

from dataclasses import dataclass

from flask.testing import FlaskClient

from lms.core.people import Role
from tests.factories import Person, Site, post


@dataclass(frozen=True)
class Cast:
    """``officer`` and ``admin`` act for the union; everything of ``other`` belongs to another tenant."""

    site: Site
    union: int
    school: int
    other_school: int
    learner: Person
    officer: Person
    admin: Person
    trainer: Person
    other_learner: Person
    other_officer: Person
    other_admin: Person

    def client(self, name: str) -> FlaskClient:
        return self.site.client(getattr(self, name))


def make_cast(site: Site) -> Cast:
    union = site.unit("Công đoàn xã Sông Cầu", "union")
    school = site.unit("THCS Sông Cầu", "school", union)
    other_school = site.unit("THCS Bến Lạ", "school")
    return Cast(
        site=site,
        union=union,
        school=school,
        other_school=other_school,
        learner=site.person("Nguyễn Thị Hòa", school),
        officer=site.person("Phạm Văn Sơn", union, honorific="anh", role=Role.COORDINATOR),
        admin=site.person("Vũ Thị Tâm", union, honorific="chị", role=Role.ADMIN),
        trainer=site.person("Lê Văn Soạn", school, honorific="thầy", role=Role.TRAINER),
        other_learner=site.person("Đỗ Thị Lạ", other_school),
        other_officer=site.person("Hà Văn Xa", other_school, honorific="anh", role=Role.COORDINATOR),
        other_admin=site.person("Mai Thị Xa", other_school, honorific="chị", role=Role.ADMIN),
    )


def statuses(cast: Cast, path: str, *names: str, **fields: object) -> dict[str, int]:
    """Return what each of these people gets at ``path``: asked for, or sent to where there are ``fields``."""
    got = {}
    for name in names:
        client = cast.site.client() if name == "stranger" else cast.client(name)
        answer = post(client, path, **fields) if fields else client.get(path)
        got[name] = answer.status_code
    return got


OUTSIDERS = {"learner": 403, "trainer": 403, "other_officer": 404, "other_admin": 404}
"""What everybody gets who is no officer of the union, at a page for its officers."""


def refuses_outsiders(cast: Cast, path: str, **fields: object) -> bool:
    """Tell whether a page for officers is closed to everybody else; a stranger is invited to sign in."""
    stranger = statuses(cast, path, "stranger", **fields)["stranger"]
    return statuses(cast, path, *OUTSIDERS, **fields) == OUTSIDERS and stranger in (303, 401)


def refuses_all_but_admins(cast: Cast, path: str, **fields: object) -> bool:
    """Tell whether a page for admins is closed to everybody else, officers included."""
    expected = {"learner": 403, "trainer": 403, "officer": 403, "other_officer": 403, "other_admin": 404}
    stranger = statuses(cast, path, "stranger", **fields)["stranger"]
    return statuses(cast, path, *expected, **fields) == expected and stranger in (303, 401)
