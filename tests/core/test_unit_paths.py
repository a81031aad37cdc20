"""A unit's path tells which units are above it."""

from lms.core.unit_paths import ids_down_to, paths_down_to


def test_a_path_names_the_units_from_the_top_down_to_itself() -> None:
    assert paths_down_to("/1/4/27/") == ["/1/", "/1/4/", "/1/4/27/"]
    assert ids_down_to("/1/4/27/") == [1, 4, 27]
    assert paths_down_to("/1/") == ["/1/"]


def test_who_belongs_to_no_unit_has_none_above() -> None:
    assert paths_down_to("") == []
    assert ids_down_to("") == []
