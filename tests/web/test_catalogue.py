"""The English catalogue against the code: complete, faithful to the places in each string, and compiled."""

import gettext
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

PROJECT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))
LOCALES = PROJECT / "lms" / "web" / "locale"
ENGLISH = LOCALES / "en" / "LC_MESSAGES" / "messages.po"
PLACE = re.compile(r"%\(\w+\)s|%%")
VIETNAMESE = re.compile(
    "[àáạảãâầấậẩẫăằắặẳẵèéẹẻẽêềếệểễìíịỉĩòóọỏõôồốộổỗơờớợởỡùúụủũưừứựửữỳýỵỷỹđ]", re.IGNORECASE
)

# Vietnamese that English readers meet on purpose: names that people here would type, and of sheets in a file.
EXAMPLES = ("cô Hòa", "bác Hùng", "THCS Sông Cầu", "Tổ Toán–Tin", "Tập Sự", "“Bảng”", "“Phiếu gốc”")

# A button names its language in that language.
OWN_NAME = "Tiếng Việt"


@cache
def marked() -> frozenset[str]:
    """Return every string that the code and the templates mark for translation, as the Makefile collects them."""
    with (PROJECT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = extract_from_dir(str(PROJECT), methods, options)
    return frozenset(message if isinstance(message, str) else message[0] for _, _, message, _, _ in found)


@cache
def english() -> Catalog:
    with ENGLISH.open("rb") as text:
        return read_po(text, locale="en")


def translated() -> Iterator[tuple[str, str]]:
    """Yield each Vietnamese string with its English."""
    for message in english():
        if message.id:
            yield str(message.id), str(message.string)


def test_there_is_something_to_translate() -> None:
    assert len(marked()) > 800


def test_every_marked_string_has_an_english_translation() -> None:
    known = dict(translated())
    missing = sorted(each for each in marked() if not known.get(each, "").strip())
    assert missing == [], "run `make messages` and fill the empty msgstr"


def test_the_catalogue_keeps_no_string_that_the_code_dropped() -> None:
    assert sorted({source for source, _ in translated()} - marked()) == []


def test_the_template_holds_exactly_the_marked_strings() -> None:
    with (LOCALES / "messages.pot").open("rb") as text:
        assert {str(message.id) for message in read_po(text) if message.id} == marked()


def test_no_translation_is_a_guess() -> None:
    assert [str(message.id) for message in english() if message.id and message.fuzzy] == []


def test_a_translation_fills_the_same_places_as_its_source() -> None:
    differing = [
        source
        for source, text in translated()
        if sorted(PLACE.findall(source)) != sorted(PLACE.findall(text))
    ]
    assert differing == []


def test_a_percent_sign_is_either_a_place_or_doubled_where_there_are_places() -> None:
    stray = [text for _, text in translated() if "%(" in text and "%" in PLACE.sub("", text)]
    assert stray == []


def test_a_translation_ends_with_the_same_mark_as_its_source() -> None:
    differing = [
        (source, text)
        for source, text in translated()
        if (source[-1] in ".?!:…") != (text[-1:] in tuple(".?!:…"))
    ]
    assert differing == []


def test_no_vietnamese_is_left_in_the_english_texts_but_example_names() -> None:
    left, used = [], set()
    for _, text in translated():
        bare = text
        for name in EXAMPLES:
            if name in bare:
                used.add(name)
                bare = bare.replace(name, "")
        if VIETNAMESE.search(bare):
            left.append(text)
    assert left == []
    assert used == set(EXAMPLES)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_template_shows_no_vietnamese_that_is_not_marked(template: Path) -> None:
    tree = Environment(autoescape=True).parse(template.read_text(encoding="utf-8"))
    in_marks = {id(call.args[0]) for call in tree.find_all(nodes.Call) if is_mark(call) and call.args}
    shown = [each.data.strip().replace(OWN_NAME, "") for each in tree.find_all(nodes.TemplateData)]
    shown += [
        each.value
        for each in tree.find_all(nodes.Const)
        if isinstance(each.value, str) and id(each) not in in_marks
    ]
    assert [each for each in shown if VIETNAMESE.search(each)] == []


def is_mark(call: nodes.Call) -> bool:
    return isinstance(call.node, nodes.Name) and call.node.name == "_"


def test_the_compiled_catalogue_answers_in_english() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, english())
    compiled.seek(0)
    spoken = gettext.GNUTranslations(compiled)
    assert spoken.gettext("Lỗi:") == "Error:"
    assert spoken.gettext("Bước %(n)s trên %(all)s") % {"n": 2, "all": 7} == "Step 2 of 7"
