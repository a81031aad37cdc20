"""Two revisions compared: every line and block accounted for, hostile text inert, and always an end."""

import string
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.markup import Course, Item, Lesson, Segment, Variant
from lms.core.markup.differences import (
    ADDED,
    LONGEST,
    MOST_EDITS,
    MOST_LINES,
    MOST_PIECES,
    REMOVED,
    SAME,
    edits,
    rendered_differences,
    source_differences,
    top_blocks,
)
from lms.core.markup.sanitising import sanitise

lines = st.lists(st.sampled_from("abcde"), max_size=40)


@given(lines, lines)
def test_an_edit_leads_from_the_old_to_the_new(before: list[str], after: list[str]) -> None:
    steps = list(edits(before, after))
    assert [before[old] for sign, old, _new in steps if sign != ADDED] == before
    assert [after[new] for sign, _old, new in steps if sign != REMOVED] == after
    assert all(before[old] == after[new] for sign, old, new in steps if sign == SAME)


@given(lines, st.integers(0, 39))
def test_one_line_more_is_one_edit(before: list[str], at: int) -> None:
    after = [*before[:at], "new", *before[at:]]
    assert [sign for sign, _old, _new in edits(before, after) if sign != SAME] == [ADDED]


def test_what_differs_too_much_is_replaced_whole() -> None:
    before, after = ([f"{mark}{number}" for number in range(MOST_EDITS)] for mark in "ab")
    steps = list(edits(["first", *before, "last"], ["first", *after, "last"]))
    assert [sign for sign, _old, _new in steps] == [
        SAME,
        *[REMOVED] * MOST_EDITS,
        *[ADDED] * MOST_EDITS,
        SAME,
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["a", "b"] * 30_000, ["b", "a"] * 30_000),
        (["a"] * LONGEST, ["a", "b"] * (LONGEST // 2)),
        ([""] * 60_000, ["x", *[""] * 60_000]),
        ([str(number) for number in range(LONGEST)], [str(number) for number in reversed(range(LONGEST))]),
    ],
)
def test_a_huge_file_comes_to_an_end_and_is_whole(before: list[str], after: list[str]) -> None:
    steps = list(edits(before, after))
    assert [after[new] for sign, _old, new in steps if sign != REMOVED] == after
    assert [before[old] for sign, old, _new in steps if sign != ADDED] == before


def test_a_changed_line_stands_between_its_neighbours_with_both_numbers() -> None:
    before = "\n".join(f"line {number}" for number in range(1, 21)) + "\n"
    (file,) = source_differences({"a.md": before}, {"a.md": before.replace("line 10\n", "ten\n")})
    (hunk,) = file.hunks
    assert (file.path, file.sign, file.more) == ("a.md", "changed", 0)
    assert [(line.sign, line.old, line.new, line.text) for line in hunk[2:6]] == [
        (SAME, 9, 9, "line 9"),
        (REMOVED, 10, 0, "line 10"),
        (ADDED, 0, 10, "ten"),
        (SAME, 11, 11, "line 11"),
    ]
    assert len(hunk) == 8


def test_changes_far_apart_are_two_stretches_and_near_ones_one() -> None:
    before = [str(number) for number in range(40)]
    far, near = list(before), list(before)
    far[5] = far[30] = near[5] = near[9] = "x"
    for after, stretches in ((far, 2), (near, 1)):
        (file,) = source_differences({"a": "\n".join(before)}, {"a": "\n".join(after)})
        assert len(file.hunks) == stretches


def test_files_that_came_and_went_are_told_apart() -> None:
    found = source_differences({"a.md": "a\n", "b.md": "same\n"}, {"b.md": "same\n", "c.md": "c\n"})
    assert [(file.path, file.sign) for file in found] == [("a.md", REMOVED), ("c.md", ADDED)]
    assert [line.text for file in found for hunk in file.hunks for line in hunk] == ["a", "c"]


def test_a_page_of_many_files_shows_so_many_lines_and_counts_the_rest() -> None:
    after = {f"{number:02}.md": "\n".join(f"{number} {line}" for line in range(200)) for number in range(20)}
    found = source_differences({}, after)
    shown = sum(len(hunk) for file in found for hunk in file.hunks)
    assert shown == MOST_LINES
    assert len(found) == 20
    assert shown + sum(file.more for file in found) == 20 * 200


NASTY = (
    "<script>alert(1)</script>",
    '<p onclick="x()">a</p>',
    '<div class="box"><p>a</div></p>',
    "</div></section></main>",
    "<p>a<p>b<ul><li>c",
    '<a href="javascript:x">a</a><img src=x onerror=x>',
    '<p title="a > b">x</p><p title="</p><script>">y</p>',
    "text <b>bold</b> text <p>block</p> tail",
    "<!-- <p> --><table><tr><td>1</table>",
    "<style>p{}</style><svg><script>x</script></svg>",
    "&lt;p&gt;not a tag&lt;/p&gt;",
)


@pytest.mark.parametrize("nasty", NASTY)
def test_sanitised_html_is_cut_only_between_whole_blocks(nasty: str) -> None:
    clean = sanitise(nasty)
    blocks = top_blocks(clean)
    assert "".join("".join(blocks).split()) == "".join(clean.split())
    # Each block alone is what the sanitiser would leave as it is: nothing is open, nothing is closed too much.
    assert [sanitise(block) for block in blocks] == blocks


tags = st.sampled_from(
    [
        "p",
        "div",
        "ul",
        "li",
        "b",
        "a",
        "td",
        "table",
        "h3",
        "blockquote",
        "span",
        "br",
        "img",
        "script",
        "<!--",
        "-->",
        "</p",
        "</div",
        "</ul",
        "</td",
        "</a",
        "&lt;p&gt;",
    ]
)


@given(st.lists(tags, max_size=14), st.sampled_from(["", 'title="a > b"', "title='<p>'", 'class="box"']))
def test_tag_soup_is_cut_only_between_whole_blocks(soup: list[str], attribute: str) -> None:
    clean = sanitise("chữ ".join(f"<{tag} {attribute}>" if tag.isalnum() else f"{tag}>" for tag in soup))
    blocks = top_blocks(clean)
    assert "".join("".join(blocks).split()) == "".join(clean.split())
    assert [sanitise(block) for block in blocks] == blocks


@given(st.text(alphabet=string.ascii_lowercase + '<>/"= ', max_size=60))
def test_any_text_at_all_is_cut_without_losing_a_letter(text: str) -> None:
    assert "".join("".join(top_blocks(text)).split()) == "".join(text.split())


def course(*items: Item, intro: str = "", title: str = "Bài 1") -> Course:
    return Course("khoa", "Khóa", intro_html=intro, lessons=(Lesson("bai", title, items=items),))


def step(item_id: str, html: str, title: str = "Bước") -> Item:
    return Item(f"bai/{item_id}", "step", item_id, title, body=(Segment("html", html=html),))


def test_only_what_learners_see_otherwise_is_shown() -> None:
    before = course(step("mot", "<p>1</p><p>2</p>"), step("hai", "<p>3</p>"))
    after = course(step("mot", "<p>1</p><p>hai</p>"), step("hai", "<p>3</p>"))
    (part,) = rendered_differences(before, after)
    assert (part.key, part.sign, part.lesson) == ("bai/mot", "changed", "Bài 1")
    assert [(mark.sign, mark.piece.html) for mark in part.marks if mark.piece] == [
        (SAME, "<p>1</p>"),
        (REMOVED, "<p>2</p>"),
        (ADDED, "<p>hai</p>"),
    ]
    assert rendered_differences(after, after) == ()


def test_what_stayed_far_from_a_change_is_only_counted() -> None:
    same = "".join(f"<p>{number}</p>" for number in range(10))
    (part,) = rendered_differences(course(step("mot", same)), course(step("mot", same + "<p>x</p>")))
    assert [(mark.sign, mark.skipped) for mark in part.marks] == [(SAME, 9), (SAME, 0), (ADDED, 0)]


def test_new_and_retired_items_are_whole_and_a_renamed_one_is_compared_with_itself() -> None:
    before = course(step("cu", "<p>a</p>"), step("bo", "<p>b</p>"))
    after = course(step("moi", "<p>c</p>"), step("them", "<p>d</p>"))
    found = rendered_differences(before, after, {"bai/cu": "bai/moi"})
    assert [(part.key, part.sign) for part in found] == [
        ("bai/moi", "changed"),
        ("bai/them", ADDED),
        ("bai/bo", REMOVED),
    ]


def test_a_former_title_is_told() -> None:
    (part,) = rendered_differences(course(step("a", "", "Cũ")), course(step("a", "", "Mới")))
    assert (part.title, part.former_title, part.marks) == ("Mới", "Cũ", ())


def test_devices_and_ticks_are_pieces_of_their_own() -> None:
    body = (
        Segment("variants", variants=(Variant("android", "Android", "<p>a</p>"),)),
        Segment("checks", checks=("<b>một</b>", "hai")),
    )
    changed = (body[0], Segment("checks", checks=("<b>một</b>", "ba")))
    old, new = (Item("bai/a", "step", "a", "A", body=each) for each in (body, changed))
    (part,) = rendered_differences(course(old), course(new))
    assert [(mark.sign, mark.piece.kind, mark.piece.html) for mark in part.marks if mark.piece] == [
        (SAME, "check", "<b>một</b>"),
        (REMOVED, "check", "hai"),
        (ADDED, "check", "ba"),
    ]


def test_no_id_stands_on_a_page_twice() -> None:
    old, new = ('<h3 id="c-a">Một</h3>', '<h3 id="c-a" title=" id=">Hai &gt; id="x"</h3>')
    (part,) = rendered_differences(course(step("a", old)), course(step("a", new)))
    gone, come = (mark.piece.html for mark in part.marks if mark.piece)
    assert gone == "<h3>Một</h3>"
    assert come == new


def test_a_long_page_shows_so_many_blocks_and_counts_the_rest() -> None:
    items = [
        step(f"s{number}", "".join(f"<p>{number} {line}</p>" for line in range(60))) for number in range(20)
    ]
    found = rendered_differences(course(), course(*items))
    shown = sum(1 for part in found for mark in part.marks if mark.piece)
    assert shown == MOST_PIECES
    assert shown + sum(part.more for part in found) == 20 * 60
    assert len(found) == 20


def test_parts_come_in_reading_order() -> None:
    after = course(*(step(name, f"<p>{name}</p>") for name in "abc"), intro="<p>x</p>")
    keys = [part.key for part in rendered_differences(course(), after)]
    assert keys == ["", "bai/a", "bai/b", "bai/c"]
    assert all(first <= second for first, second in pairwise(keys))
