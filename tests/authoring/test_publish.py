"""Publishing a folder: report, one transaction, the second run, refusal whole."""

from datetime import date

import pytest

from lms.authoring.queries import Content, compile_content, report_on
from lms.authoring.services import ContentRefusedError
from lms.authoring.services import publish as publish_content
from lms.courses.queries import find_course, get_published, list_items
from tests.content import BANK, GLOSSARY, LESSON, publish, small_course
from tests.factories import NOW, Site

TODAY = date(2026, 11, 21)


def content(files: dict[str, bytes]) -> Content:
    return Content({"thu-nghiem": files}, {"thu-nghiem": BANK.encode()}, GLOSSARY.encode())


def test_publishing_a_second_time_changes_nothing(site: Site) -> None:
    publish(site)
    with site.app.app_context():
        compiled = compile_content(content(small_course()), TODAY)
        assert not report_on(compiled).has_changes
    with site.working():
        assert publish_content(content(small_course()), compiled, None, NOW) == 0


def test_a_changed_title_is_a_new_revision_of_the_same_items(site: Site) -> None:
    publish(site)
    with site.app.app_context():
        before = find_course("thu-nghiem")
        keys = {item.key for item in list_items(before.id)}
        first = before.current_revision_id
    publish(site, small_course(**{"01_bai_mot__md": LESSON.replace("Mở máy", "Bật máy")}))
    with site.app.app_context():
        after = find_course("thu-nghiem")
        assert after.current_revision_id != first
        assert {item.key for item in list_items(after.id)} == keys
        assert all(item.retired_at is None for item in list_items(after.id))


def test_a_vanished_step_is_retired_and_kept(site: Site) -> None:
    publish(site)
    shorter = LESSON.replace("## Bước 2. Mở ứng dụng {#mo-ung-dung}\nThời gian: 2 phút\n", "")
    publish(site, small_course(**{"01_bai_mot__md": shorter}))
    with site.app.app_context():
        items = {item.key: item for item in list_items(find_course("thu-nghiem").id)}
        assert items["bai-mot/mo-ung-dung"].retired_at is not None


def test_a_broken_course_is_refused_whole_with_file_and_line_and_the_published_one_stays(site: Site) -> None:
    publish(site)
    with site.app.app_context():
        before = find_course("thu-nghiem").current_revision_id
        broken = small_course(**{"01_bai_mot__md": LESSON.replace("kind: practice", "kind: bua")})
        compiled = compile_content(content(broken), TODAY)
        assert any(
            problem.path == "thu-nghiem/01-bai-mot.md" and problem.line > 0 for problem in compiled.errors
        )
    with pytest.raises(ContentRefusedError), site.working():
        publish_content(content(broken), compiled, None, NOW)
    with site.app.app_context():
        assert find_course("thu-nghiem").current_revision_id == before


def test_a_published_revision_reads_back_as_it_was_compiled(site: Site) -> None:
    publish(site)
    with site.app.app_context():
        compiled = compile_content(content(small_course()), TODAY)
        course = find_course("thu-nghiem")
        assert get_published(course.current_revision_id).course == compiled.courses["thu-nghiem"].course
