"""Small files in Moodle's XML format, as Moodle would write them, and what is read from them."""

from lms.core.markup.rendering import render_markdown
from lms.core.questions import parse_bank
from lms.core.questions.importing.moodle import read_moodle
from lms.core.questions.manuscript import Manuscript, WrittenPool
from lms.core.questions.native import write_native

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'


def read(*questions):
    return read_moodle((HEAD + "\n".join(questions) + "\n</quiz>").encode(), "moodle.xml")


def question(kind, inside="", stem="<p>Ai được biết mã <b>OTP</b>?</p>", kind_of_text="html"):
    return f"""<question type="{kind}">
    <name><text>Câu OTP</text></name>
    <questiontext format="{kind_of_text}"><text><![CDATA[{stem}]]></text></questiontext>
    <generalfeedback format="html"><text></text></generalfeedback>
    {"" if "<defaultgrade>" in inside or kind == "cloze" else "<defaultgrade>1.0000000</defaultgrade>"}
    <penalty>0.3333333</penalty><hidden>0</hidden><idnumber></idnumber>
    {inside}</question>"""


def answer(fraction, text, feedback="", more=""):
    return f'<answer fraction="{fraction}" format="html"><text><![CDATA[{text}]]></text><feedback format="html"><text><![CDATA[{feedback}]]></text></feedback>{more}</answer>'


def one(kind, inside="", **said):
    """Return the only question of a file with the codes of what was said about it."""
    reading = read(question(kind, inside, **said))
    assert len(reading.manuscript.questions) == 1
    return reading.manuscript.questions[0], [trouble.code for trouble in reading.troubles]


def compiled(found):
    """Return a question that was read as it is compiled, in a bank of its own."""
    manuscript = Manuscript((WrittenPool(questions=(found,)),))
    bank, problems = parse_bank(
        write_native(manuscript),
        "thu.md",
        lambda text, inline: render_markdown(text, inline=inline),
    )
    assert bank is not None, [problem.en for problem in problems]
    return bank.questions[0]


def category(path, idnumber=""):
    return f'<question type="category"><category><text>{path}</text></category><info format="html"><text></text></info><idnumber>{idnumber}</idnumber></question>'
