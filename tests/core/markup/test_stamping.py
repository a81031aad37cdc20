"""Stamping writes the ids that are missing and nothing else."""

from lms.core.markup import CourseSource, stamp
from tests.core.markup.folders import COURSE, compiled, folder

BODY = "## Bước 1. Mở máy\nThời gian: 15 phút\n\nBấm.\n\n```\n## Bước 2. Không phải\n```\n"


def test_a_heading_without_an_id_gets_one_made_of_its_title() -> None:
    source = folder(BODY)
    changed = stamp(source)
    assert list(changed) == ["01-mo-may.md"]
    assert changed["01-mo-may.md"] == source.files["01-mo-may.md"].replace(
        "## Bước 1. Mở máy\n".encode(), "## Bước 1. Mở máy {#mo-may}\n".encode()
    )


def test_a_second_run_changes_nothing_and_the_checker_is_content() -> None:
    source = folder(
        BODY, front='---\ntitle: "Bài"\nminutes: 15\n---\n', course=COURSE.replace("id: ky-so\n", "")
    )
    stamped = CourseSource(source.slug, {**source.files, **stamp(source)})
    assert stamp(stamped) == {}
    assert compiled(stamped).problems == ()


def test_ids_that_are_written_stay_and_new_ones_differ_from_them() -> None:
    body = "## Bước 1. Mở {#mo}\n\nA.\n\n## Bước 2. Mở\n\nB.\n\n## Nhiệm vụ: Mở\n\nC.\n"
    text = stamp(folder(body))["01-mo-may.md"].decode()
    assert "## Bước 1. Mở {#mo}\n" in text
    assert "## Bước 2. Mở {#mo-2}\n" in text
    assert "## Nhiệm vụ: Mở {#mo-3}\n" in text


def test_line_ends_a_byte_order_mark_and_closing_marks_survive() -> None:
    content = '\ufeff---\r\ntitle: "Bài"\r\n---\r\n## Bước 1. Dùng C# ##  \r\n\r\nBấm.\r\n'.encode()
    stamped = stamp(CourseSource("ky-so", {"01-mo-may.md": content}))["01-mo-may.md"].decode()
    assert stamped == (
        '\ufeff---\r\nid: mo-may\r\ntitle: "Bài"\r\n---\r\n## Bước 1. Dùng C# {#dung-c}\r\n\r\nBấm.\r\n'
    )


def test_an_empty_id_is_filled_in_its_place() -> None:
    content = b"---\ntitle: A\nid:\n---\n"
    assert stamp(CourseSource("ky-so", {"02-hai.md": content})) == {
        "02-hai.md": b"---\ntitle: A\nid: hai\n---\n"
    }


def test_two_lessons_do_not_get_the_same_id() -> None:
    files = {
        "01-mo.md": b"---\ntitle: A\n---\n",
        "02-mo.md": b"---\ntitle: B\n---\n",
        "03-x.md": b"---\nid: mo\n---\n",
    }
    changed = stamp(CourseSource("ky-so", files))
    assert changed == {
        "01-mo.md": b"---\nid: mo-2\ntitle: A\n---\n",
        "02-mo.md": b"---\nid: mo-3\ntitle: B\n---\n",
    }


def test_a_task_whose_block_carries_the_id_is_left_alone() -> None:
    assert stamp(folder("## Nhiệm vụ: Xếp\n\n```sort {#xep}\nnhóm: A | B\n- a -> A\n- b -> B\n```\n")) == {}


def test_a_file_that_cannot_be_read_is_left_alone() -> None:
    assert stamp(CourseSource("ky-so", {"course.md": b"\xff", "01-a.md": b"\xff\xfe", "02-b.md": b""})) == {}
