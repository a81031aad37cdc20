"""Two revisions compared: what is new, changed, moved, renamed or gone."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lms.core.markup import (
    Comparison,
    Course,
    Item,
    Lesson,
    Segment,
    Suggestion,
    compare,
    former_keys,
    item_digest,
)

WORDS = ("Cài ứng dụng", "Đặt mật khẩu", "Gửi ảnh", "Đăng nhập", "Xem tin", "Tắt máy")


def item(lesson: str, name: str, title: str = "Cài ứng dụng", text: str = "Bấm nút.") -> Item:
    return Item(f"{lesson}/{name}", "step", name, title, body=(Segment("html", f"<p>{text}</p>"),))


def lesson(name: str, *items: Item, aliases: tuple[str, ...] = ()) -> Lesson:
    return Lesson(name, f"Bài {name}", aliases=aliases, items=items)


def course(*lessons: Lesson) -> Course:
    return Course("khoa", "Khóa", lessons=lessons)


@st.composite
def courses(draw: st.DrawFn) -> Course:
    lessons = []
    for name in draw(st.lists(st.sampled_from(("bai-1", "bai-2", "bai-3")), unique=True, max_size=3)):
        ids = draw(st.lists(st.sampled_from("abcde"), unique=True, max_size=5))
        lessons.append(
            lesson(
                name,
                *(
                    item(name, each, *draw(st.tuples(st.sampled_from(WORDS), st.sampled_from("xyz"))))
                    for each in ids
                ),
            )
        )
    return course(*lessons)


def keys(of: Course) -> set[str]:
    return {each.key for one in of.lessons for each in one.items}


@given(courses())
def test_a_course_compared_with_itself_changes_nothing(one: Course) -> None:
    assert compare(one, one).is_empty
    assert compare(one, one) == Comparison()


@given(courses(), courses())
def test_every_key_is_accounted_for_once(before: Course, after: Course) -> None:
    found = compare(before, after)
    assert set(found.added) == keys(after) - keys(before)
    assert set(found.retired) == keys(before) - keys(after)
    assert {*found.changed, *found.moved} <= keys(before) & keys(after)


@given(courses(), courses())
def test_a_comparison_survives_storage(before: Course, after: Course) -> None:
    found = compare(before, after)
    assert Comparison.from_json(found.to_json()) == found


@given(courses(), courses())
def test_each_old_id_and_each_new_one_is_suggested_at_most_once(before: Course, after: Course) -> None:
    found = compare(before, after).suggestions
    assert len({each.old for each in found}) == len({each.new for each in found}) == len(found)


@given(courses(), st.randoms())
def test_another_order_moves_and_changes_nothing(before: Course, chance: object) -> None:
    shuffled = list(before.lessons)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    after = replace(
        before,
        lessons=tuple(
            replace(each, items=tuple(reversed(each.items)), title="Tên khác") for each in shuffled
        ),
    )
    found = compare(before, after)
    assert (found.added, found.changed, found.retired, found.renamed) == ((), (), (), {})
    assert bool(found.moved) == ([*_order(before)] != [*_order(after)])


def _order(of: Course) -> list[str]:
    return [each.key for one in of.lessons for each in one.items]


@given(courses(), st.randoms())
def test_what_says_something_else_is_changed_and_nothing_more(before: Course, chance: object) -> None:
    chosen = {key for key in sorted(keys(before)) if chance.random() < 0.5}  # type: ignore[attr-defined]
    after = replace(
        before,
        lessons=tuple(
            replace(
                one,
                items=tuple(
                    replace(each, title=each.title + "!") if each.key in chosen else each
                    for each in one.items
                ),
            )
            for one in before.lessons
        ),
    )
    assert set(compare(before, after).changed) == chosen


def test_the_one_item_that_was_carried_elsewhere_is_the_one_that_moved() -> None:
    steps = [item("bai-1", each) for each in "abcd"]
    after = course(lesson("bai-1", steps[3], *steps[:3]))
    assert compare(course(lesson("bai-1", *steps)), after).moved == ("bai-1/d",)


def test_a_rename_by_alias_is_neither_new_nor_gone() -> None:
    before = course(lesson("bai-1", item("bai-1", "a"), item("bai-1", "b")))
    after = course(lesson("bai-moi", item("bai-moi", "a"), item("bai-moi", "c"), aliases=("bai-1", "b->c")))
    found = compare(before, after)
    assert found.renamed == {"bai-1/a": "bai-moi/a", "bai-1/b": "bai-moi/c"}
    assert (found.added, found.retired, found.changed, found.moved) == ((), (), (), ())


def test_a_step_that_goes_to_another_lesson_is_followed_by_its_alias() -> None:
    before = course(lesson("bai-1", item("bai-1", "a")), lesson("bai-2"))
    after = course(lesson("bai-1"), lesson("bai-2", item("bai-2", "a"), aliases=("bai-1/a->a",)))
    assert compare(before, after).renamed == {"bai-1/a": "bai-2/a"}


def test_a_name_that_changed_twice_leads_to_todays() -> None:
    after = lesson("bai-1", item("bai-1", "c"), aliases=("a->b", "b->c"))
    assert former_keys(course(after)) == {"bai-1/a": "bai-1/c", "bai-1/b": "bai-1/c"}


def test_a_vanished_step_with_a_like_title_is_suggested_with_the_line_to_write() -> None:
    before = course(lesson("bai-1", item("bai-1", "cai", "Cài ứng dụng", "x"), aliases=("bai-0",)))
    after = course(lesson("bai-1", item("bai-1", "cai-app", "Cài đặt ứng dụng", "y"), aliases=("bai-0",)))
    line = 'aliases: [bai-0, "cai -> cai-app"]'
    assert compare(before, after).suggestions == (Suggestion("bai-1/cai", "bai-1/cai-app", line),)


def test_a_vanished_lesson_is_suggested_as_a_whole() -> None:
    before = course(lesson("bai-1", item("bai-1", "a"), item("bai-1", "b", "Gửi ảnh")))
    after = course(lesson("mot", item("mot", "a"), item("mot", "b", "Gửi ảnh")))
    assert compare(before, after).suggestions == (Suggestion("bai-1", "mot", "aliases: [bai-1]"),)


def test_a_kind_that_changes_under_one_key_is_named_apart() -> None:
    before, step = course(lesson("bai-1", item("bai-1", "a"))), item("bai-1", "a")
    after = course(lesson("bai-1", replace(step, kind="task", title="Khác")))
    found = compare(before, after)
    assert (found.type_changes, found.changed) == (("bai-1/a",), ())


def test_how_a_picture_is_drawn_and_where_a_course_link_leads_is_not_what_a_step_says() -> None:
    one = item("a", "b", text='<img src="/m/1.webp" alt="Nút" width="720"> <a href="/hoc/k/cu/a">xem</a>')
    other = item("a", "b", text='<img alt="Nút" src="/m/1.webp" width="360">\n<a href="/hoc/k/moi/a">xem</a>')
    assert item_digest(one) == item_digest(other)
    assert item_digest(one) != item_digest(item("a", "b", text='<img src="/m/1.webp" alt="Ô"> <a>xem</a>'))
    assert item_digest(replace(one, key="c/d", minutes=9)) == item_digest(one)
