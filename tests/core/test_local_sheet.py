"""Where a field of the local sheet shows: the sentence that learners will read."""

from lms.core.local_sheet import Use, find_use, label_of
from lms.core.markup import Course, LocalField
from tests.core.markup.folders import course_of, folder

STEP = "## Bước 1. Mở máy {#mo}\nThời gian: 15 phút\n\n"


def use_of(body: str, name: str = "ten_app") -> Use | None:
    return find_use(course_of(folder(body)), name)


def test_the_words_around_a_field_are_those_of_its_own_line_without_markup() -> None:
    use = use_of(f"{STEP}1. Bật máy.\n2. Mở **{{{{ten_app}}}}** & gọi {{{{hotline}}}}.\n")
    assert use == Use("step", "bai-mot/mo", "Mở máy", "Mở ", " & gọi ….")


def test_a_step_comes_before_an_introduction_that_uses_the_same_field() -> None:
    use = use_of(f"Gõ {{{{ten_app}}}}.\n\n{STEP}Mở {{{{ten_app}}}}.\n")
    assert use is not None
    assert (use.kind, use.before) == ("step", "Mở ")


def test_a_field_of_an_introduction_alone_leads_to_the_lesson() -> None:
    use = use_of(f"Gõ {{{{ten_app}}}}.\n\n{STEP}Mở.\n")
    assert use == Use("lesson", "bai-mot", "Bài 1. Mở máy", "Gõ ", ".")


def test_long_sentences_are_cut_between_words() -> None:
    use = use_of(f"{STEP}{'trước ' * 20}{{{{ten_app}}}}{' sau' * 30}.\n")
    assert use is not None
    assert use.before.startswith("…trước")
    assert use.after.endswith("sau…")
    assert max(len(use.before), len(use.after)) <= 62


def test_a_field_that_nothing_uses_has_no_place() -> None:
    assert use_of(f"{STEP}Mở.\n") is None


def test_a_field_without_a_label_is_called_by_its_name() -> None:
    course = Course("a", "A", local_labels=(LocalField("ten_app", "Tên ứng dụng"),))
    assert label_of(course, "ten_app").label == "Tên ứng dụng"
    assert label_of(course, "so_khan_cap").label == "so khan cap"
