"""Reading signatures over HTTP: files, the table beside each, handing in, and who gets none of it."""

import re

from flask.testing import FlaskClient

from lms.core.practice.read_signature import ReadTask
from lms.core.signing.identity import PRACTICE_ONLY
from lms.core.signing.samples import Flaw
from lms.courses.queries import get_head, get_published
from lms.practice.queries import get_task
from tests.core.practice.samples.read_signature import complete
from tests.factories import Person, Site, post
from tests.practice.lab import READ, make_lab
from tests.practice.makers import SLUG


def answers(site: Site, person: Person) -> tuple[dict[str, str], ReadTask]:
    """Return the right answers of a person, and the person's own variant."""
    with site.app.app_context():
        task = get_task(get_published(get_head(SLUG).revision_id), "bai-hai", "nv-doc")
        variant = task.variant_for(person.id)
    assert isinstance(variant, ReadTask)
    return {name: str(value) for name, value in complete(task.spec, variant).items()}, variant


def hand_in(client: FlaskClient, sent: dict[str, str]) -> str:
    answer = post(client, READ, **sent)
    return str(client.get(READ).text) if answer.status_code == 303 else str(answer.text)


def test_each_file_is_a_button_and_has_a_table_for_the_phone(site: Site) -> None:
    school = make_lab(site)
    page = site.client(school.learner).get(READ).text
    assert re.findall(r"/tep/([a-z0-9.-]+)", page) == [f"tep-{n}.pdf" for n in (1, 2, 3, 4)]
    for number in (1, 2, 3, 4):
        assert f"Bảng kiểm tra tệp {number}" in page
    assert page.count("nội dung khác với lúc ký") == 1
    assert page.count("không có trong danh sách tin cậy của lớp học") == 1
    assert page.count("không thấy chữ ký số nào") == 1


def test_the_page_does_not_hold_the_key(site: Site) -> None:
    page = site.client(make_lab(site).learner).get(READ).text
    assert "selected" not in page
    for word in ("signer-", "stranger-", "PRIVATE", "is_intact"):
        assert word not in page


def test_a_file_comes_twice_the_same_and_is_the_learners_own(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    first = client.get(f"{READ}/tep/tep-1.pdf")
    assert first.status_code == 200
    assert first.mimetype == "application/pdf"
    assert client.get(f"{READ}/tep/tep-1.pdf").data == first.data
    assert site.client(school.colleague).get(f"{READ}/tep/tep-1.pdf").data != first.data


def test_no_other_file_is_handed_out_and_none_to_strangers(site: Site) -> None:
    school = make_lab(site)
    for name in ("tep-5.pdf", "tep-0.pdf", "khong-co.pdf"):
        assert site.client(school.learner).get(f"{READ}/tep/{name}").status_code == 404
    assert site.client().get(f"{READ}/tep/tep-1.pdf").status_code == 303


def test_right_answers_pass(site: Site) -> None:
    school = make_lab(site)
    sent, _ = answers(site, school.learner)
    assert "Thầy cô đã làm xong nhiệm vụ này" in hand_in(site.client(school.learner), sent)


def test_a_miss_leads_back_to_the_line_that_decides(site: Site) -> None:
    school = make_lab(site)
    sent, variant = answers(site, school.learner)
    number = next(each.number for each in variant.samples if each.flaw is Flaw.ALTERED)
    page = hand_in(site.client(school.learner), {**sent, f"v-{number}": "trust", f"w-{number}": "valid"})
    assert "Chưa đúng, không sao." in page
    assert "Đọc lại dòng “Toàn vẹn” của tệp này" in page


def test_a_file_without_an_answer_is_pointed_at(site: Site) -> None:
    school = make_lab(site)
    sent, _ = answers(site, school.learner)
    del sent["w-3"]
    page = hand_in(site.client(school.learner), sent)
    assert 'href="#w-3"' in page
    assert re.search(r'id="w-3"[^>]*aria-invalid="true"', page)


def test_the_task_of_signing_shows_the_sheet_and_its_mark(site: Site) -> None:
    school = make_lab(site)
    page = site.client(school.learner).get(READ.replace("nv-doc", "nv-ky")).text
    assert PRACTICE_ONLY in page
    assert "to-giay.pdf" in page
