"""Who may confirm from outside the pair, and that the ledger says who it was."""

from lms.core.completion import Verb
from lms.core.proficiency import Level
from lms.progress.queries import find_enrolment
from lms.skills.queries import find_abilities
from tests.factories import NOW, Site, post
from tests.practice.makers import OBSERVED as OBSERVED_PATH
from tests.practice.makers import School, events, make_school, submissions
from tests.practice.meeting import SEEN, meet
from tests.skills.makers import OBSERVED, SORTING, day, practise, publish_skills, tell

HELPED = {"o-1": "on", "how": "helped"}


def school_of_skills(site: Site) -> School:
    school = make_school(site)
    publish_skills(site)
    practise(site, school.learner)
    return school


def level(site: Site, school: School) -> Level:
    with site.app.app_context():
        return find_abilities(school.learner.id, day(900))[SORTING].level


def once_more(site: Site, school: School) -> str:
    """Ask for a pass for a task that is confirmed already, as the page of skills does; return what the QR carries."""
    learner = site.client(school.learner)
    answer = post(learner, f"{OBSERVED_PATH}/gap?lai=1")
    assert answer.status_code == 303
    assert learner.get(answer.location).status_code == 200
    return f"/gap/{answer.location.rpartition('/')[2]}"


def confirmed_by_the_mentor(site: Site, school: School) -> None:
    _shown, scanned = meet(site.client(school.learner))
    assert post(site.client(school.mentor), scanned, **SEEN).status_code == 303
    assert level(site, school) is Level.OBSERVED


def test_another_mentor_of_the_unit_confirms_independence_after_the_pair_did(site: Site) -> None:
    school = school_of_skills(site)
    confirmed_by_the_mentor(site, school)
    scanned, outsider = once_more(site, school), site.client(school.other_mentor)
    page = outsider.get(scanned).text
    assert "mà không cần ai bên cạnh" in page
    answer = post(outsider, scanned, **SEEN)
    assert answer.status_code == 303
    assert level(site, school) is Level.INDEPENDENT
    assert events(site, school.learner)[-1] == ("observed_alone", "person", "assessor")
    first, second = submissions(site, school.learner)
    assert (first.decided_by_id, first.again) == (school.mentor.id, 0)
    assert (second.decided_by_id, second.again) == (school.other_mentor.id, 1)
    assert outsider.get(answer.location).status_code == 200


def test_an_officer_does_too_and_help_is_no_independence(site: Site) -> None:
    school = school_of_skills(site)
    confirmed_by_the_mentor(site, school)
    assert post(site.client(school.officer), once_more(site, school), **HELPED).status_code == 303
    assert level(site, school) is Level.OBSERVED
    assert post(site.client(school.officer), once_more(site, school), **SEEN).status_code == 303
    assert level(site, school) is Level.INDEPENDENT


def test_the_pairs_mentor_has_nothing_more_to_confirm(site: Site) -> None:
    school = school_of_skills(site)
    confirmed_by_the_mentor(site, school)
    assert post(site.client(school.mentor), once_more(site, school), **SEEN).status_code == 303
    assert len(submissions(site, school.learner)) == 1
    assert level(site, school) is Level.OBSERVED


def test_who_helps_nobody_and_who_is_of_another_unit_finds_nothing(site: Site) -> None:
    school = school_of_skills(site)
    far = site.person("Tạ Văn Xa", school.other_officer.unit_id)
    site.pair(far, site.person("Lý Thị Xa", far.unit_id))
    scanned = once_more_unconfirmed(site, school)
    for person in (school.colleague, school.other_officer, far):
        client = site.client(person)
        assert client.get(scanned).status_code == 404
        assert post(client, scanned, **SEEN).status_code == 404
    assert post(site.client(), scanned, **SEEN).status_code == 401
    assert submissions(site, school.learner) == []


def once_more_unconfirmed(site: Site, school: School) -> str:
    return meet(site.client(school.learner))[1]


def test_a_used_pass_confirms_once(site: Site) -> None:
    school = school_of_skills(site)
    confirmed_by_the_mentor(site, school)
    scanned, outsider = once_more(site, school), site.client(school.other_mentor)
    assert [post(outsider, scanned, **SEEN).status_code for _ in range(2)] == [303, 410]
    assert len(submissions(site, school.learner)) == 2


def test_the_outsider_sees_only_what_was_watched_and_can_take_it_back(site: Site) -> None:
    school = school_of_skills(site)
    _shown, scanned = meet(site.client(school.learner))
    outsider = site.client(school.other_mentor)
    review = post(outsider, scanned, **SEEN).location
    assert level(site, school) is Level.INDEPENDENT
    for stranger in (school.colleague, school.other_officer):
        assert site.client(stranger).get(review).status_code == 404
        assert post(site.client(stranger), f"{review}/rut-lai", reason="x").status_code == 404
    assert post(outsider, review, decision="confirm").status_code in (404, 409)
    assert len(submissions(site, school.learner)) == 1
    assert post(outsider, f"{review}/rut-lai", reason="nhầm người").status_code == 303
    assert level(site, school) is Level.PRACTISED
    assert events(site, school.learner)[-1][0] == "withdrawn"


def outsider_confirms_and_takes_back(site: Site, school: School, scanned: str) -> None:
    outsider = site.client(school.other_mentor)
    review = post(outsider, scanned, **SEEN).location
    assert level(site, school) is Level.INDEPENDENT
    assert post(outsider, f"{review}/rut-lai", reason="nhầm người").status_code == 303


def test_what_an_outsider_takes_back_leaves_what_the_pair_confirmed(site: Site) -> None:
    school = school_of_skills(site)
    confirmed_by_the_mentor(site, school)
    outsider_confirms_and_takes_back(site, school, once_more(site, school))
    assert level(site, school) is Level.OBSERVED
    with site.app.app_context():
        ability = find_abilities(school.learner.id, day(900))[SORTING]
        assert (ability.by, ability.alone) == (school.mentor.id, None)
        enrolled = find_enrolment(school.learner.id, submissions(site, school.learner)[0].course_id)
        assert enrolled is not None
        assert enrolled.records[OBSERVED]["state"] == "done"
    before = len(events(site, school.learner))
    outsider_confirms_and_takes_back(site, school, once_more_unconfirmed(site, school))
    assert level(site, school) is Level.OBSERVED
    assert len(events(site, school.learner)) > before


def test_what_was_to_be_done_again_does_not_come_back_with_it(site: Site) -> None:
    school = school_of_skills(site)
    confirmed_by_the_mentor(site, school)
    tell(site, school.learner, Verb.UPDATE_RESET, OBSERVED, NOW)
    outsider_confirms_and_takes_back(site, school, once_more_unconfirmed(site, school))
    assert level(site, school) is Level.PRACTISED
