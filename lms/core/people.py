"""People as the rules see them: who acts, with which roles, over which part of the unit tree."""

from dataclasses import dataclass
from enum import StrEnum

from lms.core.errors import N_
from lms.core.vietnamese import given_name


class Role(StrEnum):
    """A right that somebody granted on a unit and all below it. Being a learner needs no grant."""

    TRAINER = "trainer"
    COORDINATOR = "coordinator"
    SAFEGUARDING = "safeguarding"
    ADMIN = "admin"


ROLE_LABELS = {
    Role.TRAINER: N_("Người soạn bài"),
    Role.COORDINATOR: N_("Cán bộ công đoàn"),
    Role.SAFEGUARDING: N_("Người lo việc an toàn"),
    Role.ADMIN: N_("Quản trị"),
}


@dataclass(frozen=True)
class Grant:
    """One role on one unit; ``unit_path`` is the materialised path, such as ``/1/4/``."""

    role: Role
    unit_id: int
    unit_path: str


@dataclass(frozen=True)
class Actor:
    """Whoever makes the request. ``id`` 0 is a stranger, who has no rights at all."""

    id: int = 0
    full_name: str = ""
    honorific: str = ""
    unit_id: int | None = None
    unit_path: str = ""
    unit_name: str = ""
    grants: tuple[Grant, ...] = ()
    session_key: str = ""
    session_id: int = 0
    language: str = ""
    text_size: str = ""
    contrast: str = ""
    motion: str = ""
    is_mentor: bool = False
    pair_id: int | None = None
    mentor_id: int | None = None
    mentor_name: str = ""
    session_method: str = ""
    has_password: bool = False
    unread: int = 0

    # The names below are Flask-Login's contract for a signed-in user.
    @property
    def is_authenticated(self) -> bool:
        return self.id != 0

    @property
    def is_active(self) -> bool:
        return self.id != 0

    @property
    def is_anonymous(self) -> bool:
        return self.id == 0

    def get_id(self) -> str:
        return self.session_key

    @property
    def call_name(self) -> str:
        return call_name(self.honorific, self.full_name)

    def has_role(self, role: Role) -> bool:
        """Tell whether the role is held anywhere; an admin holds every role on the admin's own tree."""
        return any(grant.role in (role, Role.ADMIN) for grant in self.grants)

    def reaches(self, role: Role, unit_path: str) -> bool:
        """Tell whether the role is held on the unit at ``unit_path`` or on one above it."""
        return bool(unit_path) and any(
            grant.role in (role, Role.ADMIN) and unit_path.startswith(grant.unit_path)
            for grant in self.grants
        )

    def paths(self, role: Role) -> tuple[str, ...]:
        """Return the unit paths on which the role is held, without those that lie below another of them."""
        held = sorted({grant.unit_path for grant in self.grants if grant.role in (role, Role.ADMIN)})
        return tuple(path for path in held if not any(path != top and path.startswith(top) for top in held))


def call_name(honorific: str, full_name: str) -> str:
    """Return how the person is addressed within a sentence: ``cô Hòa``."""
    return f"{honorific} {given_name(full_name)}".strip()


def at_start(text: str) -> str:
    """Return ``text`` with its first letter raised, to begin a sentence: ``Cô Hòa``."""
    return text[:1].upper() + text[1:]
