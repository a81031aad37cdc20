"""Word documents for tests, written as the XML that Word writes; a paragraph is a string with a few inline tags.

``<b> <u> <s> <hl> <red> <blue> <theme> <hide> <up> <low>`` format what they enclose, a tab parts options, ``\\n`` is a
line break within the paragraph. Whatever begins with ``<w:`` is taken as XML of a body.
"""

import io
import re
import zipfile
from xml.sax.saxutils import escape

from lms.core.questions.importing.word import read_word

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
LOOKS = {
    "b": "<w:b/>",
    "u": '<w:u w:val="single"/>',
    "s": "<w:strike/>",
    "hl": '<w:highlight w:val="yellow"/>',
    "shade": '<w:shd w:val="clear" w:fill="FFFF00"/>',
    "red": '<w:color w:val="FF0000"/>',
    "blue": '<w:color w:val="0000FF"/>',
    "theme": '<w:color w:val="000000" w:themeColor="text1"/>',
    "hide": "<w:vanish/>",
    "up": '<w:vertAlign w:val="superscript"/>',
    "low": '<w:vertAlign w:val="subscript"/>',
}
_TAG = re.compile(rf"<(/?)({'|'.join(LOOKS)})>")
PICTURE = '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><a:blip r:embed="rId9"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'


def runs(text):
    """Return the runs of a text with inline tags."""
    found, open_tags, at = [], [], 0
    for tag in [*_TAG.finditer(text), None]:
        piece = text[at : tag.start() if tag else len(text)]
        if piece:
            look = "".join(LOOKS[name] for name in open_tags)
            inner = "".join(
                {"\t": "<w:tab/>", "\n": "<w:br/>"}.get(part)
                or f'<w:t xml:space="preserve">{escape(part)}</w:t>'
                for part in re.split(r"([\t\n])", piece)
                if part
            )
            found.append(f"<w:r><w:rPr>{look}</w:rPr>{inner}</w:r>")
        if tag:
            open_tags.remove(tag[2]) if tag[1] else open_tags.append(tag[2])
            at = tag.end()
    return "".join(found)


def para(text="", *, list_=None, level=0, style="", mark="", inner=""):
    """Return one paragraph; ``list_`` is the number of a list, ``mark`` the look of the paragraph's own mark."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if list_ is not None:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>'
    properties += f"<w:rPr>{LOOKS[mark]}</w:rPr>" if mark else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs(text)}{inner}</w:p>"


def table(*rows):
    """Return a table; a cell is a text or the XML of paragraphs."""
    cell = "<w:tc><w:tcPr/>{}</w:tc>".format
    return (
        "<w:tbl><w:tblPr/>"
        + "".join(
            "<w:tr>"
            + "".join(cell(each if each.startswith("<w:p>") else para(each)) for each in row)
            + "</w:tr>"
            for row in rows
        )
        + "</w:tbl>"
    )


def docx(*blocks, styles="", numbering="", raw=None, more=None):
    """Return a document of paragraphs and XML blocks."""
    body = "".join(each if each.startswith(("<w:", "<mc:")) else para(each) for each in blocks)
    document = raw if raw is not None else f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
    parts = {"[Content_Types].xml": TYPES, "word/document.xml": document, **(more or {})}
    if styles:
        parts["word/styles.xml"] = f"<w:styles {NAMES}>{styles}</w:styles>"
    if numbering:
        parts["word/numbering.xml"] = f"<w:numbering {NAMES}>{numbering}</w:numbering>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def read(*blocks, first_is_right=False, **parts):
    """Return the reading of a document of these blocks."""
    return read_word(docx(*blocks, **parts), "de-thi.docx", first_is_right=first_is_right)


def key_of(question):
    """Return the right options of a question as letters, in capitals."""
    return "".join("ABCDEFGH"[i] for i, option in enumerate(question.options) if option.fraction == 1)


def keys(reading):
    """Return the key of each question, "?" for a draft."""
    return [
        "?" if question.status == "draft" else key_of(question) for question in reading.manuscript.questions
    ]


def texts(question):
    """Return the words of a question's options."""
    return [option.text for option in question.options]


def codes(reading):
    """Return the codes of all troubles."""
    return [trouble.code for trouble in reading.troubles]
