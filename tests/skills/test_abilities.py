"""What the ledger says of a skill: which event proves what, and whose word is the pair's."""

import pytest

from lms.core.completion import Trust, Verb
from lms.core.proficiency import FORTNIGHT, Level, Proof
from lms.pairing.queries.pairs import get_pair
from lms.skills.queries import find_abilities, list_abilities, list_proven
from lms.skills.queries.evidence import proof_of
from tests.conftest import Statements
from tests.factories import NOW, Person, Site
from tests.skills.makers import OBSERVED, SORTED, SORTING, STARTING, day, practise, publish_skills, tell

LATER = day(400)


@pytest.fixture
def learner(site: Site) -> Person:
    publish_skills(site)
    return site.person()


def level(site: Site, person: Person, skill: str = SORTING) -> Level:
    with site.app.app_context():
        return find_abilities(person.id, LATER)[skill].level


def test_nothing_done_is_nothing_in_every_skill(site: Site, learner: Person) -> None:
    with site.app.app_context():
        found = find_abilities(learner.id, LATER)
    assert {name: one.level for name, one in found.items()} == {SORTING: Level.NONE, STARTING: Level.NONE}


def test_a_step_is_a_claim_and_a_machines_check_is_practice(site: Site, learner: Person) -> None:
    tell(site, learner, Verb.STEP_DONE, "bai-hai/lam-lai", NOW, by=learner, kind="self", trust=Trust.SELF)
    assert level(site, learner) is Level.CLAIMED
    practise(site, learner)
    assert level(site, learner) is Level.PRACTISED


def test_a_skill_without_tasks_for_others_stays_a_claim(site: Site, learner: Person) -> None:
    tell(site, learner, Verb.TASK_PASSED, "bai-mot/nv-tu-kiem", NOW, trust=Trust.SELF)
    tell(site, learner, Verb.QUIZ_PASSED, "bai-mot/thu-nghiem", NOW)
    assert level(site, learner, STARTING) is Level.CLAIMED


def test_the_mentors_word_is_the_pairs_even_where_the_event_says_otherwise(
    site: Site, learner: Person
) -> None:
    mentor = site.person("Trần Quang Minh", learner.unit_id)
    site.pair(mentor, learner)
    practise(site, learner)
    tell(site, learner, Verb.OBSERVED_ALONE, OBSERVED, day(2), by=mentor, kind="assessor")
    assert level(site, learner) is Level.OBSERVED


def test_a_former_mentor_and_ones_own_mentee_are_no_outsiders(site: Site, learner: Person) -> None:
    former, mentee = site.person("Trần Quang Minh", learner.unit_id), site.person("Vũ Lý", learner.unit_id)
    pair_id = site.pair(former, learner)
    site.pair(learner, mentee)
    with site.working():
        pair = get_pair(pair_id)
        pair.state, pair.ended_at = "ended", day(1)
    practise(site, learner)
    for who in (former, mentee):
        tell(site, learner, Verb.OBSERVED_ALONE, OBSERVED, day(2), by=who)
    assert level(site, learner) is Level.OBSERVED


def test_whoever_became_a_mentor_only_afterwards_was_an_outsider(site: Site, learner: Person) -> None:
    outsider = site.person("Trần Quang Minh", learner.unit_id)
    practise(site, learner, day(-3))
    tell(site, learner, Verb.OBSERVED_ALONE, OBSERVED, day(-2), by=outsider)
    site.pair(outsider, learner)
    assert level(site, learner) is Level.INDEPENDENT


def test_passing_again_counts_from_a_fortnight_and_only_by_a_fresh_try(site: Site, learner: Person) -> None:
    practise(site, learner)
    tell(site, learner, Verb.TASK_PASSED, SORTED, NOW + FORTNIGHT * 2)
    assert level(site, learner) is Level.PRACTISED
    tell(site, learner, Verb.RECHECKED, SORTED, NOW + FORTNIGHT)
    assert level(site, learner) is Level.INDEPENDENT


def test_what_an_assisting_phone_sent_proves_nothing(site: Site, learner: Person) -> None:
    mentor = site.person("Trần Quang Minh", learner.unit_id)
    for verb, trust in ((Verb.TASK_PASSED, Trust.MACHINE), (Verb.RECHECKED, Trust.MACHINE)):
        tell(site, learner, verb, SORTED, day(20), by=mentor, kind="assisted", trust=trust)
    tell(site, learner, Verb.OBSERVED_ALONE, OBSERVED, day(21), by=mentor, kind="assisted")
    assert level(site, learner) is Level.CLAIMED


@pytest.mark.parametrize("verb", list(Verb))
def test_no_event_of_an_assisting_phone_is_more_than_assisted(verb: Verb) -> None:
    for trust in ("", *Trust):
        for is_anothers in (True, False):
            proof = proof_of(verb, trust, "assisted", is_anothers=is_anothers)
            assert proof in (Proof.ASSISTED, Proof.WITHDRAWN)


@pytest.mark.parametrize("verb", [Verb.OBSERVED_ALONE, Verb.OBSERVED_WITH_HELP, Verb.TASK_APPROVED])
def test_nobody_vouches_for_oneself(verb: Verb) -> None:
    assert proof_of(verb, Trust.PERSON, "assessor", is_anothers=False) is Proof.WORD
    assert proof_of(verb, Trust.PERSON, "system", is_anothers=False) is Proof.WORD
    assert proof_of(verb, Trust.SELF, "assessor", is_anothers=True) is Proof.WORD


def test_what_is_to_be_done_again_proves_nothing_any_more(site: Site, learner: Person) -> None:
    practise(site, learner)
    tell(site, learner, Verb.UPDATE_RESET, SORTED, day(1))
    assert level(site, learner) is Level.NONE


def test_proven_tells_the_moment_and_leaves_claims_out(site: Site, learner: Person) -> None:
    claimer = site.person("Vũ Thị Lý", learner.unit_id)
    tell(site, claimer, Verb.STEP_DONE, "bai-hai/lam-lai", NOW, by=claimer, kind="self", trust=Trust.SELF)
    practise(site, learner, NOW.replace(hour=20))
    with site.app.app_context():
        proven = list_proven([learner.id, claimer.id], LATER)
        assert proven == {learner.id: {SORTING: NOW.replace(hour=20)}}
        assert list_proven([learner.id], NOW) == {}


def test_the_named_skills_of_many_people(site: Site, learner: Person) -> None:
    other = site.person("Vũ Thị Lý", learner.unit_id)
    practise(site, learner)
    with site.app.app_context():
        found = list_abilities([learner.id, other.id], {SORTING}, LATER)
    assert found[learner.id][SORTING].level is Level.PRACTISED
    assert found[other.id] == {}


def test_more_people_cost_no_more_statements(site: Site, learner: Person, statements: Statements) -> None:
    mentor, people = site.person("Trần Minh", learner.unit_id), [learner]
    for number in range(4):
        people.append(site.person(f"Người {number}", learner.unit_id))
    for each in people:
        practise(site, each)
        tell(site, each, Verb.OBSERVED_ALONE, OBSERVED, day(1), by=mentor)
    counts = []
    for ids in ([learner.id], [each.id for each in people]):
        with site.app.app_context():
            statements.clear()
            assert len(list_proven(ids, LATER)) == len(ids)
            counts.append(len(statements))
    assert counts[0] == counts[1] <= 4
