"""What a course promises: taken from what its authors wrote, and nothing else."""

from dataclasses import replace
from datetime import date

from lms.core.markup import Course, Lesson, Module, Skill
from lms.core.markup.course import UNVERIFIED
from lms.core.prospectus import description_of, face_of, prospectus_of, shortened

TODAY = date(2026, 11, 21)
ONE = Lesson(
    "mot", "Bài 1", outcome="Mở được máy", minutes=7, checked_on="2026-11-01", review_by="2027-05-01"
)
TWO = Lesson("hai", "Bài 2", outcome="Ký được tệp", minutes=8, requires=("mot",), sources=("Luật", "Luật"))
THREE = Lesson("ba", "Bài 3", minutes=5, checked_on="2026-11-20", review_by="2026-11-20", requires=("x",))
COURSE = Course("ky-so", "Ký số", summary="Ba bài ngắn.", minutes=20, lessons=(ONE, TWO, THREE))


def test_outcomes_are_those_of_the_lessons() -> None:
    assert prospectus_of(COURSE, TODAY).outcomes == ("Mở được máy", "Ký được tệp")


def test_a_prerequisite_is_named_by_its_title() -> None:
    (group,) = prospectus_of(COURSE, TODAY).groups
    assert [lesson.needs for lesson in group.lessons] == [(), ("Bài 1",), ()]


def test_lessons_stand_in_their_modules_in_reading_order_and_none_is_lost() -> None:
    course = replace(COURSE, modules=(Module("Đầu", ("mot", "hai")),))
    groups = prospectus_of(course, TODAY).groups
    assert [(group.title, [each.number for each in group.lessons]) for group in groups] == [
        ("Đầu", [1, 2]),
        ("", [3]),
    ]


def test_freshness_tells_first_and_last_check_the_nearest_end_and_what_is_overdue() -> None:
    fresh = prospectus_of(COURSE, TODAY).freshness
    assert (fresh.checked_from, fresh.checked_to) == (date(2026, 11, 1), date(2026, 11, 20))
    assert (fresh.holds_until, fresh.overdue) == (date(2026, 11, 20), 1)
    assert prospectus_of(COURSE, date(2026, 11, 20)).freshness.overdue == 0


def test_freshness_counts_what_was_not_compared_with_its_source() -> None:
    assert prospectus_of(COURSE, TODAY).freshness.unverified == 0
    one = replace(COURSE, lessons=(*COURSE.lessons, Lesson("bon", "Bài 4", status=UNVERIFIED)))
    assert prospectus_of(one, TODAY).freshness.unverified == 1


def test_sources_and_codes_are_said_once() -> None:
    skills = (Skill("a", "A", ("4.1", "5.1")), Skill("b", "B", ("4.1",)))
    told = prospectus_of(replace(COURSE, skills=skills), TODAY)
    assert told.sources == ("Luật",)
    assert told.codes == ("4.1", "5.1")


def test_a_description_is_never_empty() -> None:
    assert description_of(COURSE) == "Ba bài ngắn."
    assert description_of(replace(COURSE, summary="")) == "Mở được máy; Ký được tệp"
    assert description_of(Course("a", "A", lessons=(Lesson("l", "Bài lẻ"),))) == "Bài lẻ"
    assert description_of(Course("a", "Khóa trống")) == "Khóa trống"


def test_a_long_description_is_cut_between_words() -> None:
    text = shortened("chữ ký số " * 60)
    assert len(text) <= 200
    assert text.endswith("ký số…")
    assert len(shortened("x" * 900)) <= 200


def test_a_picture_speaks_the_language_of_the_course() -> None:
    assert face_of(COURSE, "Cặp đôi số").facts == "3 bài · khoảng 20 phút"
    assert face_of(replace(COURSE, lang="en", certificate=True), "").facts.endswith("with a certificate")


def test_an_empty_course_promises_nothing() -> None:
    told = prospectus_of(Course("a", "A"), TODAY)
    assert (told.outcomes, told.groups, told.freshness.checked_from) == ((), (), None)
