"""Restoring a file, as the learner sees it: the file out, the file back, both fingerprints, and who else may look."""

import html
import io
import re

import pytest
from flask.testing import FlaskClient

from lms.core.practice.restore.notebook import fingerprint
from tests.content import SECOND, publish, small_course
from tests.core.practice.samples.restore import GOOD
from tests.factories import Person, Site, post
from tests.practice.makers import SLUG, School, events, make_school, state_of, submissions

PATH = f"/hoc/{SLUG}/bai-hai/nhiem-vu/nv-sao"
HANDOUT = f"{PATH}/tep/so-tay-cua-toi.pdf"
HONEST = "Máy chỉ biết tệp mang về có còn nguyên vẹn không"
TASK = f"\n## Nhiệm vụ: Cất rồi lấy lại {{#nv-sao}}\nLàm theo bốn việc dưới đây.\n\n```restore\n{GOOD}```\n"


@pytest.fixture
def school(site: Site) -> School:
    made = make_school(site)
    publish(site, small_course(**{"02_bai_hai__md": SECOND.replace("requires: [bai-mot]\n", "") + TASK}))
    return made


def notebook(site: Site, person: Person) -> bytes:
    data: bytes = site.client(person).get(HANDOUT).data
    return data


def places(client: FlaskClient) -> list[str]:
    return re.findall(r'type="radio" name="noi" id="[^"]+" value="([^"]+)"', client.get(PATH).text)


def bring_back(client: FlaskClient, data: bytes, name: str = "so-tay-cua-toi.pdf", seen: int = 0) -> str:
    """Hand in what came back from a USB stick and return the page that follows."""
    answer = post(client, PATH, noi=places(client)[0], lan=str(seen), file=(io.BytesIO(data), name))
    assert answer.status_code == 303
    return html.unescape(client.get(PATH).text)


def test_everybody_gets_a_file_of_ones_own_and_the_same_one_again(site: Site, school: School) -> None:
    client = site.client(school.learner)
    answer = client.get(HANDOUT)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename=so-tay-cua-toi.pdf"
    assert client.get(HANDOUT).data == answer.data
    assert notebook(site, school.colleague) != answer.data


def test_the_page_says_what_to_do_and_what_the_machine_cannot_know_and_needs_no_script(
    site: Site, school: School
) -> None:
    page = site.client(school.learner).get(PATH).text
    assert 'enctype="multipart/form-data"' in page
    assert "practice.js" not in page
    assert "xóa bản ở chỗ đầu" in page
    assert HONEST in page
    assert "không lưu lại" in page
    assert "Kho đám mây của trường" in page


def test_a_whole_file_under_another_name_passes_with_both_fingerprints(site: Site, school: School) -> None:
    client, data = site.client(school.learner), notebook(site, school.learner)
    page = bring_back(client, data, "so-tay-cua-toi (1).pdf")
    done = page[page.index('id="ket-qua"') :].partition("</div>")[0]
    assert done.count(fingerprint(data)) == 2
    assert "tệp còn nguyên vẹn" in done
    assert HONEST in done
    assert "Tệp mang về từ “USB”: so-tay-cua-toi (1).pdf" in page
    assert events(site, school.learner) == [("task_passed", "machine", "system")]
    assert state_of(site, school.learner, "bai-hai/nv-sao") == "done"


def test_of_a_hand_in_place_and_fingerprint_are_kept_and_nothing_of_the_file(
    site: Site, school: School
) -> None:
    client = site.client(school.learner)
    bring_back(client, notebook(site, school.learner))
    (kept,) = submissions(site, school.learner)
    assert set(kept.payload["file"]) == {"name", "size", "sha256"}
    assert kept.payload["noi"] in places(site.client(school.colleague))


def test_a_changed_file_is_told_with_what_to_do_and_the_chosen_place_stays(
    site: Site, school: School
) -> None:
    client, data = site.client(school.learner), notebook(site, school.learner)
    page = bring_back(client, data[:8000])
    assert "Tệp này thiếu mất phần cuối" in page
    assert "Mở xem bản ở nơi thứ hai" in page
    assert fingerprint(data) in page
    assert fingerprint(data[:8000]) in page
    assert page.count(" checked") == 1
    assert [each.state for each in submissions(site, school.learner)] == ["not_passed"]
    assert "Thầy cô đã làm xong" in bring_back(client, data, seen=1)


def test_a_colleagues_file_does_not_pass(site: Site, school: School) -> None:
    page = bring_back(site.client(school.learner), notebook(site, school.colleague))
    assert "sổ tay của người khác" in page
    assert state_of(site, school.learner, "bai-hai/nv-sao") != "done"


def test_place_and_file_left_out_are_asked_for_and_are_no_try(site: Site, school: School) -> None:
    answer = post(site.client(school.learner), PATH)
    assert answer.status_code == 422
    assert "Chưa chọn nơi thứ hai." in answer.text
    assert "Chưa chọn tệp nào." in answer.text
    for field in ("noi", "file"):
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}"' in answer.text
    assert submissions(site, school.learner) == []


def test_a_file_name_is_shown_as_text(site: Site, school: School) -> None:
    client = site.client(school.learner)
    post(
        client, PATH, noi=places(client)[0], file=(io.BytesIO(b"x"), "<script>alert(1)</script> %(x)s 5%.pdf")
    )
    bring_back(client, notebook(site, school.learner), "<img src=x onerror=alert(1)> %(x)s 5%.pdf", seen=1)
    page = client.get(PATH).text
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "&lt;img src=x" in page


@pytest.mark.parametrize(
    ("name", "shown"),
    [("so\x00-tay\x1b.pdf", "so-tay.pdf"), ("so-tay\u202efdp.exe", "so-tayfdp.exe"), ("\x00\u2066 ", "?")],
)
def test_of_a_file_name_only_what_can_be_seen_and_kept_stays(
    site: Site, school: School, name: str, shown: str
) -> None:
    client = site.client(school.learner)
    page = bring_back(client, notebook(site, school.learner), name)
    assert f"Tệp mang về từ “USB”: {shown}" in page
    (kept,) = submissions(site, school.learner)
    assert kept.payload["file"]["name"] == shown


def test_after_three_failures_a_person_can_look_and_sees_where_the_copy_was(
    site: Site, school: School
) -> None:
    client = site.client(school.learner)
    for seen in range(3):
        page = bring_back(client, b"PK\x03\x04", "so-tay.zip", seen)
    assert "Nhờ thầy Minh xem bài này" in page
    post(client, f"{PATH}/nho-xem", note="Máy em chỉ có zip")
    asked = submissions(site, school.learner)[-1]
    assert asked.state == "waiting"
    review = f"/duyet/{asked.id}"
    seen_by_mentor = html.unescape(site.client(school.mentor).get(review).text)
    assert "Tệp mang về từ “USB”: so-tay.zip" in seen_by_mentor
    assert "Đây là tệp nén" in seen_by_mentor
    for other in school.outsiders:
        assert site.client(other).get(review).status_code == 404


def test_nobody_else_sees_what_came_back_and_a_stranger_gets_no_file(site: Site, school: School) -> None:
    data = notebook(site, school.learner)
    bring_back(site.client(school.learner), data)
    for other in school.outsiders:
        assert fingerprint(data) not in site.client(other).get(PATH).text
        assert site.client(other).get(HANDOUT).data != data
    stranger = site.app.test_client()
    assert stranger.get(HANDOUT).status_code in {303, 401}
    assert post(stranger, PATH).status_code == 401


def test_a_file_of_another_name_is_not_handed_out(site: Site, school: School) -> None:
    assert site.client(school.learner).get(f"{PATH}/tep/so-tay.pdf").status_code == 404
