"""The learner's own page: what is proven, by whom, since when, and the one thing to do next."""

import re

from lms.core.completion import Trust, Verb
from tests.conftest import Statements
from tests.factories import NOW, Person, Site
from tests.practice.makers import OBSERVED as OBSERVED_PATH
from tests.practice.makers import SORT
from tests.skills.conftest import Set
from tests.skills.makers import OBSERVED, PHOTO, SORTED, day, practise, publish_skills, tell

MINE = "/cua-toi/ky-nang"


def card(site: Site, person: Person, title: str = "Nhận ra trang giả") -> str:
    """Return the section of one skill."""
    page = site.client(person).get(MINE)
    assert page.status_code == 200
    found = [
        each for each in re.findall(r"<section class=\"card.*?</section>", page.text, re.S) if title in each
    ]
    assert len(found) == 1, page.text
    return re.sub(r"\s+", " ", found[0])


def test_who_has_begun_nothing_is_told_how_to_begin(site: Site) -> None:
    publish_skills(site)
    page = site.client(site.person()).get(MINE).text
    assert "Chọn khóa đầu tiên" in page
    assert "Nhận ra trang giả" not in page


def test_mine_leads_there(site: Site, at: Set) -> None:
    publish_skills(site)
    learner = site.person()
    tell(site, learner, Verb.STEP_DONE, "bai-hai/lam-lai", NOW, by=learner, kind="self", trust=Trust.SELF)
    assert f'href="{MINE}"' in site.client(learner).get("/cua-toi").text


def test_a_claim_says_that_nobody_has_checked_and_leads_to_the_first_task(site: Site, at: Set) -> None:
    publish_skills(site)
    learner = site.person()
    tell(site, learner, Verb.STEP_DONE, "bai-hai/lam-lai", NOW, by=learner, kind="self", trust=Trust.SELF)
    shown = card(site, learner)
    assert "chưa có bài nào được máy hay người khác kiểm" in shown
    assert f'href="{SORT}"' in shown
    assert shown.count('class="btn') == 1
    other = card(site, learner, "Mở máy")
    assert "chưa có bài để máy hay người khác kiểm" in other


def test_practised_says_the_machine_and_the_day_and_leads_to_a_person(site: Site, at: Set) -> None:
    publish_skills(site)
    learner = site.person()
    mentor = site.person("Trần Quang Minh", learner.unit_id, honorific="thầy")
    site.pair(mentor, learner)
    practise(site, learner)
    shown = card(site, learner)
    assert "Máy kiểm: thầy cô làm đúng các bài thực hành, 21/11/2026." in shown
    assert "để thầy Minh xem" in shown
    assert f'href="{OBSERVED_PATH}"' in shown


def test_seen_by_the_mentor_says_who_and_asks_for_an_outsider(site: Site, at: Set) -> None:
    publish_skills(site)
    learner = site.person()
    mentor = site.person("Trần Quang Minh", learner.unit_id, honorific="thầy")
    site.pair(mentor, learner)
    practise(site, learner)
    tell(site, learner, Verb.OBSERVED_ALONE, OBSERVED, day(1), by=mentor, kind="mentor")
    at(day(2))
    shown = card(site, learner)
    assert "Thầy Minh thấy thầy cô tự làm, 22/11/2026." in shown
    assert "một người hướng dẫn khác cùng trường" in shown
    assert f'action="{OBSERVED_PATH}/gap?lai=1"' in shown
    assert "Tự làm một mình<span" in shown  # the mark is not reached


def test_seen_by_an_outsider_says_so_and_when_to_do_it_again(site: Site, at: Set) -> None:
    publish_skills(site)
    learner = site.person()
    outsider = site.person("Phạm Thị Sen", learner.unit_id)
    practise(site, learner)
    tell(site, learner, Verb.OBSERVED_ALONE, OBSERVED, day(1), by=outsider)
    at(day(2))
    shown = card(site, learner)
    assert "Cô Sen, người không kèm thầy cô, thấy thầy cô tự làm một mình, 22/11/2026." in shown
    assert "Từ ngày 22/12/2026, thầy cô làm lại một lần để giữ kỹ năng." in shown
    assert 'class="btn' not in shown


def test_a_confirmed_photo_is_a_word_about_what_was_sent(site: Site, at: Set) -> None:
    publish_skills(site)
    learner = site.person()
    practise(site, learner)
    tell(site, learner, Verb.TASK_APPROVED, PHOTO, NOW, by=site.person("Phạm Thị Sen", learner.unit_id))
    assert "Cô Sen đã xem bài thầy cô làm và xác nhận" in card(site, learner)


def test_what_is_checked_in_part_is_said_as_far_as_it_goes(site: Site, at: Set) -> None:
    publish_skills(site, second_sorting=True)
    learner = site.person()
    practise(site, learner)
    shown = card(site, learner)
    assert "Máy kiểm: thầy cô làm đúng 1 trên 2 bài thực hành." in shown
    assert "chưa có bài nào được máy" not in shown
    assert "○</span> Máy đã kiểm" in shown


def test_what_a_person_confirmed_instead_is_not_called_the_machines_word(site: Site, at: Set) -> None:
    publish_skills(site)
    learner = site.person()
    tell(site, learner, Verb.TASK_APPROVED, SORTED, NOW, by=site.person("Phạm Thị Sen", learner.unit_id))
    shown = card(site, learner)
    assert "Cô Sen đã xem bài thầy cô làm và xác nhận" in shown
    assert "Máy kiểm:" not in shown
    assert "○</span> Máy đã kiểm" in shown


def test_an_outsiders_word_keeps_its_own_day(site: Site, at: Set) -> None:
    publish_skills(site)
    learner = site.person()
    tell(
        site, learner, Verb.OBSERVED_ALONE, OBSERVED, day(1), by=site.person("Phạm Thị Sen", learner.unit_id)
    )
    practise(site, learner, day(5))
    at(day(6))
    assert "thấy thầy cô tự làm một mình, 22/11/2026." in card(site, learner)


def test_a_pass_long_after_the_first_is_said_to_be_the_machines(site: Site, at: Set) -> None:
    publish_skills(site)
    learner = site.person()
    practise(site, learner)
    tell(site, learner, Verb.RECHECKED, SORTED, day(15))
    at(day(16))
    assert "Sau ít nhất 14 ngày, thầy cô tự làm lại đúng một bài mới, máy kiểm, 06/12/2026." in card(
        site, learner
    )


def test_the_page_shows_ones_own_alone_and_nobody_anonymous(site: Site, at: Set) -> None:
    publish_skills(site)
    learner = site.person()
    practise(site, learner)
    other = site.client(site.person("Vũ Thị Lý", learner.unit_id)).get(MINE).text
    assert "Nhận ra trang giả" not in other
    assert site.client().get(MINE).status_code == 303


def test_the_number_of_statements_does_not_follow_what_is_proven(
    site: Site, at: Set, statements: Statements
) -> None:
    publish_skills(site)
    learner = site.person()
    outsiders = [site.person(f"Người {n}", learner.unit_id) for n in range(3)]
    practise(site, learner)
    tell(site, learner, Verb.OBSERVED_ALONE, OBSERVED, NOW, by=outsiders[0])
    client, counts = site.client(learner), []
    client.get(MINE)
    for number, outsider in enumerate(outsiders, start=1):
        tell(site, learner, Verb.OBSERVED_ALONE, OBSERVED, day(number), by=outsider)
        tell(site, learner, Verb.RECHECKED, SORTED, day(number))
        statements.clear()
        client.get(MINE)
        counts.append(len(statements))
    assert len(set(counts)) == 1
    assert counts[0] <= 7
