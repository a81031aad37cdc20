"""A zoo of hostile files for the tasks that take one: small to send, and large, endless or broken to whoever opens them.

Every animal is a function, so that only the wanted ones are bred.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from lms.core.archives import read_archive
from tests.core.practice.scans import A4, Sheet, assembled, pdf, picture

Bomb = Callable[[], bytes]

_MEGABYTE = 1024 * 1024
_ENTITIES = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {c} "{f"&{b};" * 10}">' for b, c in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


def zeros(megabytes: int) -> bytes:
    """Return that many megabytes of nothing, deflated piece by piece."""
    packer = zlib.compressobj(9)
    pieces = [packer.compress(bytes(_MEGABYTE)) for _ in range(megabytes)]
    return b"".join([*pieces, packer.flush()])


def noise(count: int) -> bytes:
    """Return bytes that are as good as random and always the same."""
    out, state = bytearray(), 12_345
    while len(out) < count:
        state = (state * 1_103_515_245 + 12_345) % 2**31
        out += state.to_bytes(4, "big")
    return bytes(out[:count])


def zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(honest: bytes, **parts: bytes) -> bytes:
    """Return an honest workbook with parts replaced or added: ``sheet1``, ``workbook``, ``strings``."""
    places = {
        "sheet1": "xl/worksheets/sheet1.xml",
        "workbook": "xl/workbook.xml",
        "strings": "xl/sharedStrings.xml",
    }
    return zipped({**read_archive(honest), **{places[name]: content for name, content in parts.items()}})


def sheet(rows: str, before: str = "") -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}">{before}<sheetData>{rows}</sheetData></worksheet>'.encode()


def nested_zip() -> bytes:
    inner = b"x" * _MEGABYTE
    for _ in range(6):
        inner = zipped({f"{at}.zip": inner for at in range(8)})
    return inner


def overlapping() -> bytes:
    data = zipped({"a.xml": bytes(900_000)})
    start, end = data.index(b"PK\1\2"), data.rindex(b"PK\5\6")
    record, tail = data[start:end], bytearray(data[end:])
    records = record * 250
    struct.pack_into("<HHLL", tail, 8, 250, 250, len(records), start)
    return data[:start] + records + bytes(tail)


def workbooks(honest: bytes) -> dict[str, Bomb]:
    """Return hostile workbooks, made from an honest one where they need its other parts."""
    strings = "".join(
        f"<si><t>{noise(at % 7 + 9)[-8:].hex()}{at * 7919 % 100_003}</t></si>" for at in range(90_000)
    )
    deep = f'<row r="4"><c r="F4"><f>{"(" * 30_000}1{")" * 30_000}</f></c></row>'
    chain = f'<row r="4"><c r="F4"><f>{"-" * 900}1</f></c></row>'
    return {
        "zip in zip in zip": nested_zip,
        "overlapping entries": overlapping,
        "one part of 300 MB": lambda: changed(honest, sheet1=bytes(300 * _MEGABYTE // 10)),
        "many parts of nearly a megabyte": lambda: zipped(
            {f"xl/{at}.xml": bytes(990_000) for at in range(280)}
        ),
        "shared strings without end": lambda: changed(honest, strings=f"<sst>{strings}</sst>".encode()),
        "a shared string of a megabyte": lambda: changed(
            honest, strings=b"<sst><si><t>" + b"a" * 950_000 + b"</t></si></sst>"
        ),
        "empty rows without end": lambda: changed(honest, sheet1=sheet("<row/>" * 150_000)),
        "one row without end": lambda: changed(honest, sheet1=sheet(f"<row>{'<c/>' * 240_000}</row>")),
        "cells without end": lambda: changed(
            honest,
            sheet1=sheet(
                "".join(f"<row><c><v>{at}</v></c>{'<c><v>1</v></c>' * 40}</row>" for at in range(1_500))
            ),
        ),
        "dimensions that lie": lambda: changed(
            honest,
            sheet1=sheet(
                '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', '<dimension ref="A1:XFD1048576"/>'
            ),
        ),
        "entities in the workbook": lambda: changed(
            honest, workbook=(_ENTITIES + "<workbook>&i;</workbook>").encode()
        ),
        "entities in the sheet": lambda: changed(
            honest, sheet1=_ENTITIES.encode() + sheet("<row><c><v>&i;</v></c></row>")
        ),
        "an entity of a file": lambda: changed(
            honest, workbook=b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook>&a;</workbook>'
        ),
        "elements in elements": lambda: changed(honest, sheet1=b"<a>" * 200_000 + b"</a>" * 200_000),
        "brackets in brackets": lambda: changed(honest, sheet1=sheet(deep)),
        "signs without end": lambda: changed(honest, sheet1=sheet(chain)),
        "numbers beyond numbers": lambda: changed(
            honest,
            sheet1=sheet(
                f'<row r="{"9" * 5_000}"><c r="A{"9" * 5_000}"><v>{"9" * 5_000}</v></c><c><v>1e999</v></c></row>'
            ),
        ),
        "macros": lambda: zipped({**read_archive(honest), "xl/vbaProject.bin": b"macro"}),
        "links to elsewhere": lambda: zipped(
            {
                "xl/workbook.xml": b"<workbook/>",
                "xl/_rels/workbook.xml.rels": b'<a><Relationship Id="r" Target="http://127.0.0.1:9/"/></a>',
            }
        ),
        "a name outside": lambda: zipped({"../../x.xml": b"x", "xl/workbook.xml": b"<workbook/>"}),
        "cut off": lambda: honest[: len(honest) // 2],
        "noise after a zip's mark": lambda: b"PK\3\4" + noise(50_000),
        "an old workbook": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(20_000),
        "a picture": picture,
    }


def stream(head: str, content: bytes) -> bytes:
    return f"<< {head} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def one_page(contents: bytes, more: str = "", *others: bytes) -> bytes:
    """Return a PDF of one page; ``others`` are objects from number 5 on."""
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] /Contents 4 0 R {more} >>"
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", tree, page.encode(), contents, *others])


def layers(count: int) -> bytes:
    content = zeros(200)
    for _ in range(count - 1):
        content = zlib.compress(content, 9)
    return one_page(stream(f"/Filter [{'/FlateDecode ' * count}]", content))


def many_heavy_pages() -> bytes:
    content = zeros(70)
    pages = b"".join(b"%d 0 R " % (at + 4) for at in range(20))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [" + pages + b"] /Count 20 >>"]
    objects.append(stream("/Filter /FlateDecode", content))
    objects += [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R >>"] * 20
    return assembled(objects)


def tree(kids: str, more: int = 0) -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count 9 /Parent 2 0 R >>".encode(),
    ]
    objects.append(b"<< /Type /Page /Parent 3 0 R /MediaBox [0 0 595 842] >>")
    objects += [f"<< /Type /Pages /Parent 2 0 R /Kids [{at + 5} 0 R] >>".encode() for at in range(more)]
    return assembled(objects)


def forms() -> bytes:
    """Return a page whose drawing draws a drawing, a hundred times on each of nine floors."""
    floors = [
        stream(
            f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {at + 1} 0 R >> >>",
            b"/X Do " * 100,
        )
        for at in range(5, 14)
    ]
    return one_page(stream("", b"/X Do " * 100), "/Resources << /XObject << /X 5 0 R >> >>", *floors)


def form_in_itself() -> bytes:
    inner = stream("/Type /XObject /Subtype /Form /Resources << /XObject << /X 5 0 R >> >>", b"/X Do " * 50)
    return one_page(stream("", b"BT (a) Tj ET /X Do"), "/Resources << /XObject << /X 5 0 R >> >>", inner)


def letters() -> bytes:
    """Return a page whose font says sixty thousand letters over and over."""
    table = zlib.compress(b"1 beginbfrange <0000> <ffff> <0000> endbfrange " * 2_000)
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 6 0 R >>"
    return one_page(
        stream("", b"BT /F 9 Tf <0041> Tj ET"),
        "/Resources << /Font << /F 5 0 R >> >>",
        font,
        stream("/Filter /FlateDecode", table),
    )


def loop_of_tables() -> bytes:
    data = pdf(Sheet(length=10))
    start = data.rindex(b"xref\n0")
    return data.replace(b"/Root 1 0 R", f"/Prev {start} /Root 1 0 R".encode())


def locked() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer, out = PdfWriter(), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(pdf(Sheet(length=10)))))
    writer.encrypt("bí mật", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    head = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), *chunks, (b"IDAT", zlib.compress(bytes(64))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))
        for name, body in parts
    )


def jpeg(width: int, height: int) -> bytes:
    data = bytearray(picture(160, 240))
    at = data.index(b"\xff\xc0") + 5
    struct.pack_into(">HH", data, at, height, width)
    return bytes(data)


def scans() -> dict[str, Bomb]:
    """Return hostile scans."""
    big = (30_000, 30_000)
    return {
        "ten layers of deflate": lambda: layers(10),
        "300 MB in one stream": lambda: one_page(stream("/Filter /FlateDecode", zeros(300))),
        "twenty pages of 70 MB": many_heavy_pages,
        "a hundred filters": lambda: one_page(stream(f"/Filter [{'/ASCIIHexDecode ' * 100}]", b"41" * 1_000)),
        "a tree that is its own child": lambda: tree("2 0 R"),
        "a tree of 3,000 floors": lambda: tree("4 0 R", 3_000),
        "one page seventy thousand times": lambda: tree("3 0 R " * 70_000),
        "parents in a circle": lambda: tree("3 0 R"),
        "two hundred thousand objects": lambda: assembled(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [] /Count 0 >>",
                *[b"null"] * 200_000,
            ]
        ),
        "tables in a circle": loop_of_tables,
        "a table of two thousand million": lambda: pdf(Sheet(length=10)).replace(
            b"xref\n0 ", b"xref\n0 2000000000 "
        ),
        "drawings in drawings": forms,
        "a drawing in itself": form_in_itself,
        "instructions without end": lambda: one_page(
            stream("/Filter /FlateDecode", zlib.compress(b"q 1 0 0 1 0 0 cm " * 900_000))
        ),
        "arrays in arrays": lambda: one_page(stream("", b"[" * 100_000)),
        "dictionaries in dictionaries": lambda: one_page(b"<< /A " * 50_000 + b">>" * 50_000),
        "letters without end": letters,
        "a locked file": locked,
        "a JPX of 30,000 points": lambda: pdf(Sheet(pixels=big, filter="/JPXDecode", length=900)),
        "a JBIG2 of 30,000 points": lambda: pdf(Sheet(pixels=big, filter="/JBIG2Decode", length=900)),
        "a page as large as a field": lambda: pdf(Sheet(size=(9e9, 9e9), length=10)),
        "a page that is no number": lambda: pdf(Sheet(length=10)).replace(b"595.28", b"(five)"),
        "a PDF cut off": lambda: pdf(Sheet(), Sheet())[:9_000],
        "noise after a PDF's mark": lambda: b"%PDF-1.7\n" + noise(200_000),
        "a PNG of 30,000 points": lambda: png(*big),
        "a PNG beyond numbers": lambda: png(2**31 - 1, 2**31 - 1),
        "a PNG of nothing": lambda: png(0, 0),
        "a PNG with a long story": lambda: png(
            1654, 2339, (b"zTXt", b"a\0\0" + zeros(200)), (b"iCCP", b"a\0\0" + zeros(200))
        ),
        "a JPEG of 65,000 points": lambda: jpeg(65_000, 65_000),
        "a JPEG cut off": lambda: picture()[:400],
        "noise after a JPEG's mark": lambda: b"\xff\xd8\xff\xe0" + noise(100_000),
        "a workbook": lambda: zipped({"xl/workbook.xml": b"<workbook/>"}),
        "nothing but noise": lambda: noise(100_000),
    }
