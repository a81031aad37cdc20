"""Exporting what is published: the same folders again, whatever form the author's files had."""

import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from lms.authoring.queries import (
    Content,
    MissingMediaError,
    compile_content,
    content_of,
    export_all,
    export_course,
    export_glossary,
    glossary_text,
    report_on,
)
from lms.authoring.services import publish as publish_content
from lms.authoring.services import store_media
from lms.core.archives import read_archive, write_archive
from lms.core.markup import compile_glossary
from lms.courses.models import CourseRevision, GlossaryTerm
from lms.courses.queries import find_course, list_terms
from lms.courses.services import store_glossary
from lms.db import db
from tests.authoring import generated
from tests.content import BANK, GLOSSARY, publish, small_course
from tests.factories import NOW, Site

TODAY = date(2026, 11, 21)
_numbers = itertools.count(1)


def export(site: Site, slug: str) -> dict[str, bytes]:
    course = find_course(slug)
    assert course is not None
    assert course.current_revision_id is not None
    return export_course(course.id, course.current_revision_id, site.app.extensions["storage"])


def bring_in(site: Site, content: Content) -> int:
    compiled = compile_content(content, TODAY)
    assert not compiled.errors, [problem.text("vi") for problem in compiled.errors]
    store_media(compiled, site.app.extensions["storage"])
    return publish_content(content, compiled, None, NOW)


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_exporting_and_publishing_again_changes_nothing_whatever_the_course(
    site: Site, data: st.DataObject
) -> None:
    slug = f"khoa-{next(_numbers)}"
    given_in = data.draw(generated.course(slug))
    with site.working():
        bring_in(site, Content({slug: given_in.files}, {slug: given_in.bank}, given_in.glossary))
    with site.working():
        once = export(site, slug)
        brought_back = content_of(read_archive(write_archive(once)))
        again = compile_content(brought_back, TODAY)
        assert not again.errors
        assert not report_on(again).has_changes
        assert publish_content(brought_back, again, None, NOW) == 0
        assert export(site, slug) == once


@given(generated.glossary())
def test_a_glossary_made_of_its_entries_means_the_same_words(text: str) -> None:
    terms, problems = compile_glossary(text.encode())
    assert not [problem for problem in problems if problem.level == "error"]
    again, _problems = compile_glossary(glossary_text(term.source for term in reversed(terms)).encode())
    assert set(again) == set(terms)


def test_texts_leave_in_one_form_whatever_form_they_came_in(site: Site) -> None:
    files = small_course()
    odd = {name: b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n") for name, text in files.items()}
    publish(site, odd, bank=BANK.replace("\n", "\r\n"))
    with site.app.app_context():
        found = export(site, "thu-nghiem")
    assert {path: found[f"courses/thu-nghiem/{path}"] for path in files} == files
    assert found["quizzes/thu-nghiem.md"] == BANK.encode()


def test_an_export_is_the_course_its_banks_and_the_whole_glossary(site: Site) -> None:
    publish(site)
    with site.app.app_context():
        found = export(site, "thu-nghiem")
        assert found == export_all(site.app.extensions["storage"])
    assert sorted(found) == [
        "courses/glossary.md",
        "courses/thu-nghiem/01-bai-mot.md",
        "courses/thu-nghiem/02-bai-hai.md",
        "courses/thu-nghiem/course.md",
        "quizzes/thu-nghiem.md",
    ]
    assert found["courses/glossary.md"].decode() == GLOSSARY


def test_a_bank_that_the_course_does_not_use_stays_out_of_its_export(site: Site) -> None:
    publish(site)
    with site.working():
        other = BANK.replace("id: thu-nghiem", "id: khac")
        bring_in(site, Content(banks={"khac": other.encode()}))
    with site.app.app_context():
        assert "quizzes/khac.md" not in export(site, "thu-nghiem")
        assert "quizzes/khac.md" in export_all(site.app.extensions["storage"])


def test_a_file_that_the_storage_has_lost_is_named(site: Site) -> None:
    drawn = generated.DRAWING.format(n=40).encode()
    lesson = small_course()["01-bai-mot.md"] + b"\n![Hinh](media/hinh.svg)\n"
    publish(site, small_course() | {"01-bai-mot.md": lesson, "media/hinh.svg": drawn})
    with site.app.app_context():
        storage = site.app.extensions["storage"]
        found = export(site, "thu-nghiem")
        assert found["courses/thu-nghiem/media/hinh.svg"] == drawn
        for name in db.session.scalars(db.select(CourseRevision.media)).one().values():
            storage.delete(name)
        with pytest.raises(MissingMediaError, match=r"media/hinh\.svg.*thu-nghiem"):
            export(site, "thu-nghiem")


def test_words_from_before_their_source_was_kept_leave_as_plain_words_and_return_whole(site: Site) -> None:
    text = GLOSSARY.replace("không đọc", "**không** đọc & *cũng* không_gõ [mã](#otp) #1 <b>")
    terms, _problems = compile_glossary(text.encode())
    with site.working():
        store_glossary(terms)
        db.session.execute(update(GlossaryTerm).values(source=""))
    with site.app.app_context():
        plain = export_glossary()["courses/glossary.md"]
    said, _problems = compile_glossary(plain)
    assert [(term.id, term.name, term.english) for term in said] == [("otp", "mã OTP", "one-time code")]
    assert "không đọc & cũng không_gõ mã #1" in said[0].html.replace("&amp;", "&")
    with site.working():
        assert store_glossary(terms) == 0  # nobody reads anything new
        assert [term.source for term in list_terms()] == [terms[0].source]
        assert export_glossary()["courses/glossary.md"].decode() == text


def test_only_a_word_that_people_read_differently_counts_as_a_change(site: Site) -> None:
    terms, _problems = compile_glossary(GLOSSARY.encode())
    with site.working():
        assert store_glossary(terms) == 1
        assert store_glossary([replace(terms[0], source=terms[0].source + " ")]) == 0
        assert store_glossary([replace(terms[0], english="other")]) == 1
        assert store_glossary([]) == 1
        assert export_glossary() == {}
