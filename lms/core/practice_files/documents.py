"""Word documents, written part by part: the library for them is none of the site's, and puts the time into each file."""

from collections.abc import Iterable, Sequence
from typing import Final
from xml.sax.saxutils import escape

from lms.core.archives import write_archive
from lms.core.made_up_school import MADE_AT, MADE_UP, MARK, SCHOOL, SCHOOL_TOLD
from lms.core.practice_files.papers import OF_THE_MEETING, Line, Paper, Style

_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_COLUMN = 4677  # half of the text's width, in twentieths of a point
_AMBER = "8A4700"


def make_documents() -> dict[str, bytes]:
    """Return the four papers of the meeting under their right names."""
    return {f"van-ban/{paper.name}.docx": write_paper(paper) for paper in OF_THE_MEETING}


def write_paper(paper: Paper) -> bytes:
    """Return a paper of the school as a .docx of one page."""
    head = _side_by_side(
        [_line(SCHOOL.upper(), "Quiet", bold=True), _line(f"Số: {paper.number}", "Quiet")],
        [_line(paper.place_and_day, "Quiet")],
    )
    title = [_line(paper.title, "Title"), _line(paper.about, "Subtitle")]
    return _packed(paper.title.capitalize(), [head, *title, *map(_written, paper.lines), _signing(paper)])


def write_note(title: str, lines: Iterable[Line]) -> bytes:
    """Return what a trainer reads, such as a key, as a .docx."""
    return _packed(title, [_line(title, "Title"), *map(_written, lines)])


def _written(line: Line) -> str:
    return _line(f"– {line.text}" if line.style is Style.ITEM else line.text, line.style)


def _signing(paper: Paper) -> str:
    """Return the foot of a paper: who gets it and who would sign it, or two who sign side by side."""
    blocks = [_signer(title, name) for title, name in paper.signers]
    if len(blocks) == 1:
        receivers = [_line(f"– {each}", "Small") for each in paper.receivers]
        blocks.insert(0, [_line("Nơi nhận:", "Small", bold=True), *receivers])
    return _line("", Style.BODY) + _side_by_side(*blocks)


def _signer(title: str, name: str) -> list[str]:
    left_free = [_line("(chỗ ký, để trống)", "Small", centred=True), _line("", "Quiet"), _line("", "Quiet")]
    return [_line(title, "Quiet", bold=True), *left_free, _line(name, "Quiet", bold=True)]


def _line(text: str, style: str, *, bold: bool = False, centred: bool = False) -> str:
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    middle = '<w:jc w:val="center"/>' if centred else ""
    run = f'<w:r>{weight}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{middle}</w:pPr>{run}</w:p>'


def _side_by_side(*columns: Sequence[str]) -> str:
    """Return columns of lines without borders."""
    width = f'<w:tcPr><w:tcW w:w="{_COLUMN}" w:type="dxa"/></w:tcPr>'
    cells = "".join(f"<w:tc>{width}{''.join(lines)}</w:tc>" for lines in columns)
    grid = f'<w:gridCol w:w="{_COLUMN}"/>' * len(columns)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_COLUMN * len(columns)}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr>{cells}</w:tr></w:tbl>"
    )


def _packed(title: str, inside: Sequence[str]) -> bytes:
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            (f"{_RELATIONS}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _description(title),
        "word/_rels/document.xml.rels": _relations(
            *(
                (f"{_RELATIONS}/{name.rstrip('1')}", f"{name}.xml")
                for name in ("styles", "header1", "footer1")
            )
        ),
        "word/document.xml": _body(inside),
        "word/footer1.xml": f'<w:ftr xmlns:w="{_MAIN}">{_line(MADE_UP, "Foot")}</w:ftr>',
        "word/header1.xml": f'<w:hdr xmlns:w="{_MAIN}">{_line(MARK, "Mark")}</w:hdr>',
        "word/styles.xml": _styles(),
    }
    return write_archive({name: (_HEAD + text).encode() for name, text in parts.items()})


def _body(inside: Sequence[str]) -> str:
    page = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1247" w:right="1134" w:bottom="1134" w:left="1418" w:header="567" w:footer="567" w:gutter="0"/>'
        "</w:sectPr>"
    )
    # Word wants a line after a table at the end.
    return (
        f'<w:document xmlns:w="{_MAIN}" xmlns:r="{_RELATIONS}"><w:body>{"".join(inside)}{_line("", "Small")}{page}'
        "</w:body></w:document>"
    )


def _styles() -> str:
    return (
        f'<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/>'
        '<w:sz w:val="26"/><w:szCs w:val="26"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        + _style("Title", 'before="240" after="40"', '<w:jc w:val="center"/>', '<w:b/><w:sz w:val="32"/>', 0)
        + _style("Subtitle", 'after="240"', '<w:jc w:val="center"/>', "<w:b/>")
        + _style(Style.BODY, 'before="80" after="80"', '<w:ind w:firstLine="567"/>')
        + _style(Style.PART, 'before="160" after="60"', "", "<w:b/>", 1)
        + _style(Style.ITEM, 'after="60"', '<w:ind w:left="851" w:hanging="284"/>')
        + _style(Style.TO, 'before="60" after="160"', '<w:jc w:val="center"/>', '<w:b/><w:sz w:val="26"/>')
        + _style("Quiet", 'after="40"', '<w:jc w:val="center"/>', '<w:sz w:val="24"/>')
        + _style("Small", 'after="0"', "", '<w:sz w:val="20"/>')
        + _style("Mark", 'after="0"', '<w:jc w:val="center"/>', f'<w:b/><w:color w:val="{_AMBER}"/>')
        + _style(
            "Foot", 'after="0"', '<w:jc w:val="center"/>', f'<w:color w:val="{_AMBER}"/><w:sz w:val="18"/>'
        )
        + "</w:styles>"
    )


def _style(name: str, spacing: str, shape: str = "", letters: str = "", level: int | None = None) -> str:
    spaced = " ".join(f"w:{each}" for each in spacing.split())
    outline = "" if level is None else f'<w:outlineLvl w:val="{level}"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:pPr><w:spacing {spaced}/>{shape}{outline}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _description(title: str) -> str:
    made = f"{MADE_AT:%Y-%m-%dT%H:%M:%SZ}"
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:subject>{MARK}</dc:subject><dc:creator>{SCHOOL_TOLD}</dc:creator>"
        "<dc:language>vi-VN</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{made}</dcterms:modified></cp:coreProperties>'
    )


def _content_types() -> str:
    parts = (
        ("document", "document.main"),
        ("styles", "styles"),
        ("header1", "header"),
        ("footer1", "footer"),
    )
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in parts
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        f'<Override PartName="/docProps/core.xml" ContentType="{_CORE}"/></Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
