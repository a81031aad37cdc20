"""Who reads a report of harm, whatever offices people hold: never whom it is about."""

from hypothesis import given
from hypothesis import strategies as st

from lms.core.people import Actor, Grant, Role
from lms.core.safeguarding import OFFICES, Desk, Post, choose_desk

PATHS = ("/1/", "/1/2/", "/1/2/3/", "/1/4/", "/5/", "/5/6/")
CHAIN = ("/1/2/3/", "/1/2/", "/1/")
posts = st.lists(
    st.builds(Post, st.integers(1, 6), st.sampled_from(list(Role)), st.sampled_from(PATHS)), max_size=10
)


def reaches(held: list[Post], user_id: int, path: str) -> bool:
    grants = tuple(Grant(post.role, 0, post.unit_path) for post in held if post.user_id == user_id)
    return Actor(user_id, grants=grants).reaches(Role.SAFEGUARDING, path)


@given(posts)
def test_whoever_it_is_about_is_never_told(held: list[Post]) -> None:
    assert 1 not in choose_desk(CHAIN[0], held, 1, 2).reader_ids


@given(posts)
def test_whoever_is_told_may_read_it_there(held: list[Post]) -> None:
    desk = choose_desk(CHAIN[0], held, 1, 2)
    assert all(reaches(held, reader, desk.unit_path) for reader in desk.reader_ids)


@given(posts)
def test_it_lies_above_every_office_in_the_chain_of_whoever_it_is_about(held: list[Post]) -> None:
    desk = choose_desk(CHAIN[0], held, 1, 2)
    offices = [post.unit_path for post in held if post.user_id == 1 and post.role in OFFICES]
    for path in offices:
        if path in CHAIN and desk.unit_path in CHAIN:
            assert len(desk.unit_path) < len(path) or path == CHAIN[-1]


@given(posts)
def test_somebody_is_told_wherever_anybody_else_could_read_it(held: list[Post]) -> None:
    desk = choose_desk(CHAIN[0], held, 1, 2)
    admins = {post.user_id for post in held if post.role is Role.ADMIN and post.unit_path not in ("/1/4/",)}
    if admins - {1} and not any(post.user_id == 1 for post in held):
        assert desk.reader_ids


@given(posts)
def test_whoever_reports_is_told_only_where_there_is_nobody_else(held: list[Post]) -> None:
    desk = choose_desk(CHAIN[0], held, 1, 2)
    if 2 in desk.reader_ids:
        assert (
            set(choose_desk(CHAIN[0], [post for post in held if post.user_id != 2], 1, 2).reader_ids) == set()
        )


def test_the_nearest_safeguarding_person_comes_before_an_admin_nearby() -> None:
    held = [Post(3, Role.ADMIN, "/1/2/3/"), Post(4, Role.SAFEGUARDING, "/1/")]
    assert choose_desk(CHAIN[0], held, 1, 2) == Desk("/1/", (4,))


def test_at_last_it_is_any_admin_of_the_site() -> None:
    assert choose_desk(CHAIN[0], [Post(3, Role.ADMIN, "/5/")], 1, 2) == Desk("/5/", (3,))


def test_with_nobody_at_all_it_lies_at_the_top() -> None:
    assert choose_desk(CHAIN[0], [Post(1, Role.ADMIN, "/1/")], 1, 2) == Desk("/1/", ())
