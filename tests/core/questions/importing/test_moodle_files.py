"""Whole files in Moodle's format: categories, ids, encodings, and what nobody should have sent."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.questions.importing import moodle_xml
from lms.core.questions.importing.moodle import read_moodle
from lms.core.questions.importing.moodle_questions import MOST_PARTS
from lms.core.questions.importing.moodle_xml import DEEPEST, MOST_CHARACTERS
from lms.core.questions.manuscript import MOST_IMPORTED
from tests.core.questions.importing.moodle_files import HEAD, answer, category, one, question, read


def test_categories_become_pools_and_empty_ones_do_not():
    reading = read(
        category("$course$/top"),
        category("$course$/top/An toàn", "an-toan"),
        question("essay"),
        category("$course$/top/An toàn/Word//Excel &amp; bạn"),
        question("essay"),
        question("essay"),
        category("$course$/top/An toàn", "an-toan"),
        question("cloze"),
    )

    pools = reading.manuscript.pools
    assert [(pool.title, pool.id, len(pool.questions)) for pool in pools] == [
        ("An toàn", "an-toan", 2),
        ("Word/Excel & bạn", "", 2),
    ]
    assert [trouble.question for trouble in reading.troubles] == [
        1
    ]  # the cloze without a gap, where it stands now


def test_ids_come_from_id_numbers_and_hidden_questions_are_drafts():
    numbered = question("essay").replace("<idnumber></idnumber>", "<idnumber>Câu 01/A</idnumber>")
    hidden = question("essay").replace("<hidden>0<", "<hidden>1<")
    reading = read(numbered, hidden)

    assert [each.id for each in reading.manuscript.questions] == ["cau-01-a", ""]
    assert [(trouble.code, trouble.question) for trouble in reading.troubles] == [("unsure-hidden", 1)]


@pytest.mark.parametrize(
    ("data", "code", "where"),
    [
        (b"", "empty", "cả tệp"),
        (b"khong phai xml", "broken-xml", "dòng 1"),
        (b"<quiz>\n<question>\n</quiz>", "broken-xml", "dòng 3"),
        (b"<quiz>&nbsp;</quiz>", "broken-xml", "dòng 1"),
        (b"<assessmentItem/>", "not-moodle", "cả tệp"),
        (b"<quiz></quiz>", "no-questions", "cả tệp"),
        (b"<?xml version='1.0' encoding='utf-99'?><quiz/>", "broken-xml", "cả tệp"),
        (b"<!DOCTYPE quiz><quiz/>", "document-type", "cả tệp"),
        (b'<!DOCTYPE q [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><quiz>&c;</quiz>', "entities", "cả tệp"),
        (b'<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>', "entities", "cả tệp"),
        (b"<quiz>" + b"<a>" * (DEEPEST + 1) + b"</a>" * (DEEPEST + 1) + b"</quiz>", "too-deep", "cả tệp"),
        (
            b"<quiz>" + b'<question type="essay"/>' * (MOST_IMPORTED + 1) + b"</quiz>",
            "too-many-questions",
            "cả tệp",
        ),
        (b"<quiz>" + b"a" * (MOST_CHARACTERS + 1) + b"</quiz>", "too-long", "cả tệp"),
        (b"%PDF-1.7", "pdf", "cả tệp"),
    ],
)
def test_what_is_no_moodle_file_gets_one_sentence_and_no_question(data, code, where):
    reading = read_moodle(data, "moodle.xml")

    assert reading.manuscript.questions == ()
    assert [(trouble.code, trouble.where) for trouble in reading.troubles] == [(code, where)]
    assert all((trouble.vi, trouble.en, trouble.mend_vi, trouble.mend_en) for trouble in reading.troubles)


def test_a_file_of_too_many_elements_is_refused_with_the_number(monkeypatch):
    monkeypatch.setattr(moodle_xml, "MOST_ELEMENTS", 1000)

    reading = read("<a/>" * 1000)

    assert [trouble.code for trouble in reading.troubles] == ["too-many-elements"]
    assert re.search("[0-9]{4}", reading.troubles[0].vi)


def test_a_question_of_thousands_of_options_is_cut_short_and_says_so():
    found, codes = one("multichoice", "".join(answer("0", f"ý {place}") for place in range(2000)))

    assert len(found.options) < MOST_PARTS
    assert "unsure-too-many" in codes


def test_thousands_of_categories_are_no_trouble():
    paths = [category(f"$course$/top/{place}") for place in range(2_000)]

    assert [pool.title for pool in read(*paths, question("essay")).manuscript.pools] == ["1999"]


def test_other_encodings_are_read():
    text = HEAD.replace("UTF-8", "UTF-16") + question("essay", stem="Đề bài") + "</quiz>"

    assert read_moodle(text.encode("utf-16"), "moodle.xml").manuscript.questions[0].stem == "Đề bài"


TAGS = [
    "multichoice",
    "cloze",
    "matching",
    "truefalse",
    "numerical",
    "essay",
    "ordering",
    "ddwtos",
    "mtf",
    "category",
    "x",
]
PIECES = [
    "<answer fraction='100'>",
    "</answer>",
    "<text>",
    "</text>",
    "{1:SA:=a}",
    "[[1]]",
    "<dragbox>",
    "</dragbox>",
    "&lt;b&gt;",
    "1e999999999",
    "-1",
    "NaN",
    "<subquestion/>",
    "<row/>",
    "<defaultgrade>Infinity</defaultgrade>",
    "<hint/>",
    "<penalty>1e-9999999</penalty>",
    "<questiontext><text>a</text></questiontext>",
    "<answer fraction='1e400'/>",
]


@given(st.sampled_from(TAGS), st.lists(st.sampled_from(PIECES), max_size=8))
def test_odd_questions_never_raise(kind, pieces):
    read(f"<question type='{kind}'>{''.join(pieces)}</question>")


@given(st.binary(max_size=300))
def test_no_bytes_raise(data):
    assert read_moodle(data, "moodle.xml").troubles
