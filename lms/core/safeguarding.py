"""Who reads a report of harm: never whom it is about, nor anybody below a role that this person holds. Pure.

The nearest safeguarding person of the learner's unit or above it; where there is none the nearest admin above; at last any
admin of the site. Whoever reports reads it only if there is nobody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from lms.core.people import Role
from lms.core.unit_paths import paths_down_to

REPORTABLE_AFTER_END = timedelta(days=90)
OFFICES = frozenset({Role.COORDINATOR, Role.SAFEGUARDING, Role.ADMIN})


@dataclass(frozen=True)
class Post:
    """That a person holds a role on a unit."""

    user_id: int
    role: Role
    unit_path: str


@dataclass(frozen=True)
class Desk:
    """Where a report lies: the unit whose safeguarding role reads it, and who is told of it now."""

    unit_path: str
    reader_ids: tuple[int, ...] = ()


def choose_desk(unit_path: str, posts: Sequence[Post], about_id: int, by_id: int) -> Desk:
    """Return where a report lies that concerns a learner of the unit at ``unit_path``.

    If nobody but the person whom it is about holds any office, it lies at the top and nobody can be told.
    """
    chain = _chain_above(unit_path, posts, about_id)
    others = [post for post in posts if post.user_id != about_id]
    found = _nearest(chain, [post for post in others if post.user_id != by_id]) or _nearest(chain, others)
    return found or Desk(chain[-1])


def _chain_above(unit_path: str, posts: Sequence[Post], about_id: int) -> list[str]:
    """Return the paths from the unit to the top, without those at or below which the person holds an office."""
    chain = paths_down_to(unit_path)[::-1]
    held = {post.unit_path for post in posts if post.user_id == about_id and post.role in OFFICES}
    start = max((place + 1 for place, path in enumerate(chain) if path in held), default=0)
    return chain[min(start, len(chain) - 1) :]


def _nearest(chain: Sequence[str], posts: Sequence[Post]) -> Desk | None:
    for role in (Role.SAFEGUARDING, Role.ADMIN):
        for path in chain:
            found = _at(path, [post for post in posts if post.role is role])
            if found:
                return found
    top = chain[-1]
    elsewhere = [post for post in posts if post.role is Role.ADMIN and not post.unit_path.startswith(top)]
    elsewhere = [post for post in elsewhere if not top.startswith(post.unit_path)]
    return _at(elsewhere[0].unit_path, elsewhere) if elsewhere else None


def _at(path: str, posts: Sequence[Post]) -> Desk | None:
    ids = tuple(dict.fromkeys(post.user_id for post in posts if post.unit_path == path))
    return Desk(path, ids) if ids else None
