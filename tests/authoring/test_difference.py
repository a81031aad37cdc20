"""Two revisions side by side in the browser: rendered and as written, for trainers, safe with any text."""

import html
import re

import pytest

from lms.authoring.queries import get_course, get_revision
from lms.courses.queries import get_published
from tests.authoring.test_revisions import PAGE, SECOND, THIRD, lesson, names
from tests.authoring.uploads import trainer
from tests.content import LESSON, publish, small_course
from tests.factories import Site

HOSTILE = LESSON.replace(
    "Bài này dễ.",
    "Bài này <script>alert(1)</script> <img src=x onerror=alert(1)> dễ.\n\n"
    "</div></section></main><h1>Chiếm trang</h1>\n\n"
    '<a href="//evil.example" onclick="x()">a</a> <svg onload=alert(1)>',
)


def compare(site: Site, query: str = "") -> str:
    first, second = names(site)[:2]
    answer = site.client(trainer(site)).get(f"{PAGE}/so-sanh/{first}/{second}{query}")
    assert answer.status_code == 200
    return answer.text


def main(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_the_rendered_view_marks_what_is_new_and_gone_in_words(site: Site) -> None:
    publish(site)
    publish(site, lesson(SECOND))
    page = compare(site)
    assert "1 chỗ người học thấy khác" in page
    gone, come = page.index("Bấm nút bên phải"), page.index("Bấm và giữ nút bên phải")
    assert page.index(">Đã bỏ<") < gone < page.index(">Mới thêm<") < come
    assert "Bấm nút cạnh trên" not in page


def test_new_and_retired_steps_are_said(site: Site) -> None:
    publish(site)
    publish(site, lesson(THIRD))
    page = compare(site)
    assert re.search(r"Nghe điện thoại <span[^>]*>Mới</span>", page)
    assert re.search(r"Mở ứng dụng <span[^>]*>Đã nghỉ</span>", page)


def test_the_source_view_has_signs_words_and_line_numbers(site: Site) -> None:
    publish(site)
    publish(site, lesson(SECOND))
    page = compare(site, "?xem=van-ban")
    assert "1 tệp khác nhau" in page
    number = LESSON.split("\n").index("1. Bấm nút bên phải.") + 1
    old = re.search(r'<tr class="removed">.*?</tr>', page, re.DOTALL)[0]
    new = re.search(r'<tr class="added">.*?</tr>', page, re.DOTALL)[0]
    assert f'<td class="at">{number}</td><td class="at"></td>' in old
    assert f'<td class="at"></td><td class="at">{number}</td>' in new
    assert '<span class="sr">bỏ</span>' in old
    assert '<span class="sr">thêm</span>' in new
    assert "02-bai-hai.md" not in page


def test_both_ways_and_both_views_are_links_that_need_no_script(site: Site) -> None:
    publish(site)
    publish(site, lesson(SECOND))
    first, second = names(site)
    page = compare(site)
    assert f'href="{PAGE}/so-sanh/{first}/{second}?xem=van-ban"' in page
    client = site.client(trainer(site))
    assert (
        client.get(f"{PAGE}/so-sanh?tu={second}&den={first}").location == f"{PAGE}/so-sanh/{second}/{first}"
    )


def test_a_revision_compared_with_itself_says_that_they_are_the_same(site: Site) -> None:
    publish(site)
    (name,) = names(site)
    client = site.client(trainer(site))
    for query in ("", "?xem=van-ban"):
        assert "Hai bản giống nhau" in client.get(f"{PAGE}/so-sanh/{name}/{name}{query}").text


@pytest.mark.parametrize("order", [1, -1])
def test_hostile_text_on_either_side_stays_text(site: Site, order: int) -> None:
    for text in (HOSTILE, SECOND)[::order]:
        publish(site, lesson(text))
    for query in ("", "?xem=van-ban"):
        page = compare(site, query)
        assert page.count("<h1") == 1
        assert page.count("</main>") == 1
        inner = main(page)
        assert "<script>alert" not in inner
        assert not re.search(r"<[^>]+\son\w+=", inner)
        assert 'href="javascript:' not in inner
        assert not re.search(r'<a [^>]*href="//evil', inner)
    assert html.escape("<script>alert(1)</script>") in compare(site, "?xem=van-ban")


def test_what_is_shown_as_rendered_is_what_was_compiled(site: Site) -> None:
    publish(site)
    publish(site, lesson(HOSTILE))
    with site.app.app_context():
        revision = get_revision(get_course("thu-nghiem").id, names(site)[1])
        kept = get_published(revision.id).course.lessons[0].body[0].html
    shown = re.findall(
        r'<div class="block added">.*?<div class="prose">(.*?)</div>\n', compare(site), re.DOTALL
    )
    assert shown
    assert all(block.strip() in kept for block in shown)


def test_one_file_can_be_seen_alone(site: Site) -> None:
    publish(site)
    publish(site, small_course(**{"01_bai_mot__md": SECOND, "02_bai_hai__md": THIRD_LESSON}))
    page = compare(site, "?xem=van-ban&tep=02-bai-hai.md")
    assert "1 tệp khác nhau" in page
    assert "Bấm và giữ" not in page
    first, second = names(site)
    client = site.client(trainer(site))
    assert client.get(f"{PAGE}/so-sanh/{first}/{second}?xem=van-ban&tep=../../etc/passwd").status_code == 404


THIRD_LESSON = small_course()["02-bai-hai.md"].decode().replace("Làm lại từ đầu.", "Làm lại, chậm thôi.")


def test_a_rewritten_course_does_not_make_an_endless_page(site: Site) -> None:
    publish(site)
    long = LESSON.replace("Bài này dễ.", "\n\n".join(f"Câu {number}." for number in range(900)))
    publish(site, lesson(long))
    source, rendered = compare(site, "?xem=van-ban"), compare(site)
    assert source.count("<tr class=") <= 1_510
    assert "dòng chưa hiện" in source
    assert rendered.count('class="block') <= 410
    assert "đoạn khác chưa hiện" in rendered


def test_pictures_of_an_older_revision_are_there_for_trainers_alone(site: Site) -> None:
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40"/></svg>'
    )
    with_picture = lesson(LESSON.replace("Bài này dễ.", "![Một ô vuông](media/o-vuong.svg)"))
    publish(site, with_picture | {"media/o-vuong.svg": drawing})
    publish(site)
    page = compare(site)
    (path,) = set(re.findall(r'src="(/khoa-hoc/thu-nghiem/media/[^"]+)"', main(page)))
    answer = site.client(trainer(site)).get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    for client in (site.client(), site.client(site.person())):
        assert client.get(path).status_code == 404
    assert site.client(trainer(site)).get(path.replace(path[-20:-4], "0" * 16)).status_code == 404
