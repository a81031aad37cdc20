"""A file is known by what it holds; its name speaks only where that is silent."""

import io
import zipfile

import pytest

from lms.core.questions.exporting import FORMATS as WRITTEN
from lms.core.questions.exporting import write_file
from lms.core.questions.importing import FORMATS, read_file
from lms.core.questions.importing.recognising import format_of
from lms.core.questions.manuscript import Reading, Status
from lms.core.questions.native import read_native
from tests.core.questions.banks import EXAMPLE, FRONT

PAPER = "Câu 1: Một cộng một?\nA. 1\n*B. 2\n"
AIKEN = "Một cộng một?\nA. 1\nB. 2\nANSWER: B\n"
TABLE = "Câu hỏi,A,B,Đáp án\nMột cộng một?,1,2,B\n"
NATIVE = FRONT + "## Một cộng một? {#mot}\n- ( ) 1\n- (x) 2\n"
SAMPLES = {
    "text": PAPER,
    "aiken": AIKEN,
    "csv": TABLE,
    "gift": "Một cộng một? {~1 =2}\n",
    "native": NATIVE,
    "moodle": '<?xml version="1.0"?><quiz><question type="multichoice"><name><text>x</text></name>'
    "<questiontext><text>Một cộng một?</text></questiontext><single>true</single>"
    '<answer fraction="0"><text>1</text></answer><answer fraction="100"><text>2</text></answer></question></quiz>',
}


def zipped(**files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


def codes(reading: Reading) -> list[str]:
    return [each.code for each in reading.troubles]


@pytest.mark.parametrize("name", ["de", "de.txt", "de.dat"])
@pytest.mark.parametrize("expected", SAMPLES)
def test_a_text_is_known_by_what_it_holds(expected: str, name: str) -> None:
    data = SAMPLES[expected].encode()
    assert format_of(data, name) == expected
    question = read_file(data, name).manuscript.questions[0]
    assert (question.stem, question.status) == ("Một cộng một?", Status.READY)
    assert [int(option.fraction) for option in question.options] == [0, 1]


@pytest.mark.parametrize(
    "text", ["Nhiệt độ {T#sai#đúng}", "Kể chuyện {TRUE}", "$CATEGORY: a\n\nCâu {}\n", "::t:: Câu {}\n"]
)
def test_gift_is_known_by_any_of_its_marks(text: str) -> None:
    assert format_of(text.encode(), "x") == "gift"


def test_windows_line_ends_and_old_letters_do_not_hide_a_format() -> None:
    assert format_of(AIKEN.replace("\n", "\r\n").encode(), "x") == "aiken"
    assert format_of(NATIVE.replace("\n", "\r\n").encode("utf-8-sig"), "x") == "native"
    assert format_of(PAPER.encode("utf-16"), "x") == "text"


def test_a_named_format_is_not_questioned() -> None:
    assert codes(read_file(PAPER.encode(), "a.txt", "moodle")) != []
    assert not read_file(PAPER.encode(), "a.txt", "moodle").manuscript.questions


def test_switches_reach_only_the_readers_that_know_them() -> None:
    switches = {"first_is_right": True, "columns": None}
    for text in SAMPLES.values():
        assert read_file(text.encode(), "x", None, switches).manuscript.questions


def test_a_file_that_nothing_reads_is_told_what_can_be_read() -> None:
    reading = read_file(b"xin chao", "chao")
    assert codes(reading) == ["unknown-format"]
    assert ".docx" in reading.troubles[0].mend_vi
    assert ".docx" in reading.troubles[0].mend_en


def test_a_specific_reason_is_said_where_there_is_one() -> None:
    assert codes(read_file(b"%PDF-1.7", "de.pdf")) == ["pdf"]
    assert codes(read_file(b"", "de.docx")) == ["empty"]


def test_a_zip_with_one_file_of_questions_is_that_file() -> None:
    packed = zipped(**{"de/a.txt": PAPER, "readme.txt": "đọc tôi", "hinh.png": "x"})
    assert len(read_file(packed, "de.zip").manuscript.questions) == 1
    assert codes(read_file(zipped(**{"a.txt": PAPER, "b.txt": PAPER}), "de.zip")) == ["several-files"]
    assert codes(read_file(zipped(**{"a.png": "x"}), "de.zip")) == ["other-archive"]


@pytest.mark.parametrize("format_name", WRITTEN)
def test_every_format_that_is_written_says_what_kind_of_file_it_is(format_name: str) -> None:
    exported = write_file(read_native(EXAMPLE, "a.md").manuscript, format_name)
    assert exported.data
    assert "/" in exported.content_type
    assert exported.file_name_suffix.startswith(".")
    assert (exported.misfits == ()) == (format_name == "native")


@pytest.mark.parametrize("format_name", sorted(WRITTEN.keys() & FORMATS.keys()))
def test_what_is_written_is_known_again(format_name: str) -> None:
    exported = write_file(read_native(EXAMPLE, "a.md").manuscript, format_name)
    assert format_of(exported.data, "ra") == format_name
    assert read_file(exported.data, "ra").manuscript.questions
