"""Looking at an upload before deciding: its pages, its pictures, its text, for the one who sent it in."""

import re

from flask.testing import FlaskClient

from tests.authoring.uploads import packed, press_publish, send, sent, trainer, tree
from tests.content import LESSON, publish, small_course
from tests.core.markup.folders import picture
from tests.factories import Site

WITH_PICTURE = LESSON.replace("Bài này dễ.", "Bài này dễ.\n\n![Nút nguồn](media/nut.png)")
LONGER = LESSON.replace("Bấm nút bên phải.", "Bấm và giữ nút bên phải.")


def look(client: FlaskClient, report: str, query: str = "") -> str:
    answer = client.get(f"{report}/xem/thu-nghiem{query}")
    assert answer.status_code == 200
    return answer.text


def waiting(client: FlaskClient, lesson: str = LONGER, **more: bytes) -> str:
    files = small_course(**{"01_bai_mot__md": lesson}) | {
        name.replace("__", "/").replace("_", "."): content for name, content in more.items()
    }
    return sent(client, packed(tree(files)))


def test_the_report_leads_to_the_preview_beside_the_button(site: Site) -> None:
    client = site.client(trainer(site))
    report = waiting(client)
    page = client.get(report).text
    assert page.index(">Đăng<") < page.index(f'href="{report}/xem/thu-nghiem"') < page.index(">Bỏ<")


def test_what_learners_will_see_otherwise_is_shown_before_it_is_published(site: Site) -> None:
    publish(site)
    client = site.client(trainer(site))
    page = look(client, waiting(client))
    assert "1 chỗ người học sẽ thấy khác" in page
    assert page.index(">Đã bỏ<") < page.index("Bấm nút bên phải")
    assert page.index(">Mới thêm<") < page.index("Bấm và giữ nút bên phải")
    assert "Bấm và giữ" not in client.get("/hoc/thu-nghiem/bai-mot/bam-nut").text


def test_the_text_of_the_files_is_compared_too(site: Site) -> None:
    publish(site)
    client = site.client(trainer(site))
    report = waiting(client)
    page = look(client, report, "?xem=van-ban")
    assert "1 tệp khác bản đang dùng" in page
    assert "Bấm và giữ nút bên phải" in re.search(r'<tr class="added">.*?</tr>', page, re.DOTALL)[0]
    assert "02-bai-hai.md" not in page
    assert "01-bai-mot.md" in look(client, report, "?xem=van-ban&tep=01-bai-mot.md")
    assert client.get(f"{report}/xem/thu-nghiem?xem=van-ban&tep=khong-co.md").status_code == 404


def test_a_new_course_is_shown_as_its_pages_will_look_with_nothing_marked(site: Site) -> None:
    client = site.client(trainer(site))
    page = look(client, waiting(client))
    assert "Xem trước: Khóa thử nghiệm" in page
    assert "Bấm và giữ nút bên phải" in page
    assert ">Mới<" not in page
    assert 'class="block added"' not in page


def test_pictures_of_an_upload_are_seen_by_its_sender_alone_and_only_while_it_waits(site: Site) -> None:
    publish(site)
    client = site.client(trainer(site))
    report = waiting(client, WITH_PICTURE, media__nut_png=picture())
    address = re.search(r'<img[^>]* src="([^"]+)"', look(client, report))[1]
    assert address == f"{report}/xem/thu-nghiem/media/nut.png"
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content_type == "image/png"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert site.client(trainer(site, "Trần Minh")).get(address).status_code == 404
    assert site.client(site.person()).get(address).status_code == 403
    assert press_publish(client, report).status_code == 303
    assert client.get(address).status_code == 404


def test_only_pictures_of_the_upload_are_sent(site: Site) -> None:
    client = site.client(trainer(site))
    report = waiting(client)
    for path in ("course.md", "01-bai-mot.md", "media/khong-co.png", "../../glossary.md", "media/a.html"):
        assert client.get(f"{report}/xem/thu-nghiem/{path}").status_code == 404


def test_the_wrong_trainer_and_a_course_that_is_not_in_it_find_nothing(site: Site) -> None:
    client = site.client(trainer(site))
    report = waiting(client)
    assert site.client(trainer(site, "Trần Minh")).get(f"{report}/xem/thu-nghiem").status_code == 404
    assert client.get(f"{report}/xem/khoa-khac").status_code == 404


def test_a_preview_of_what_is_published_already_leads_to_the_course(site: Site) -> None:
    client = site.client(trainer(site))
    report = waiting(client)
    press_publish(client, report)
    assert client.get(f"{report}/xem/thu-nghiem").location == "/soan-bai/khoa/thu-nghiem"


def test_names_in_findings_look_like_what_is_to_be_typed(site: Site) -> None:
    client = site.client(trainer(site))
    broken = LESSON.replace("id: bai-mot", "id: bai-mot\nminute: <b>5")
    answer = send(client, packed(tree(small_course(**{"01_bai_mot__md": broken}))))
    assert answer.status_code == 422
    assert "<code>minute</code>" in answer.text
    assert "`" not in answer.text[answer.text.index("findings") : answer.text.index("</main>")]


def test_an_upload_whose_course_file_hides_its_ending_is_told_so(site: Site) -> None:
    client = site.client(trainer(site))
    files = {
        "may/course.md.txt" if path == "course.md" else f"may/{path}": text
        for path, text in small_course().items()
    }
    answer = send(client, packed(files))
    assert answer.status_code == 422
    assert "course.md.txt" in answer.text
