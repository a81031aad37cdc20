"""Practice files: the same bytes each time, marked on every page, and each as good or as bad as its name says."""

from pathlib import Path

from lms.core.practice_files.sheets import draw_scanning_sheet

COURSES = Path(__file__).resolve().parents[2] / "courses"


def test_the_sheet_that_the_lesson_links_is_the_one_that_is_made() -> None:
    shipped = (COURSES / "ho-so-dien-tu" / "media" / "to-mau-quet.pdf").read_bytes()
    assert shipped == draw_scanning_sheet()
    assert len(shipped) <= 60_000
