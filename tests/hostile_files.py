"""Files that attackers write: small to send, and as dear to read as their format allows. And long honest ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 1, 14, 0, tzinfo=UTC)
STAMP = int((START - datetime(1989, 12, 31, tzinfo=UTC)).total_seconds())
MEGABYTE = 1024 * 1024
GPX_HEAD = '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">'
#: What a watch of today writes of each second: 16 fields.
WATCH_FIELDS = [
    (253, 4, 0x86), (0, 4, 0x85), (1, 4, 0x85), (5, 4, 0x86), (136, 4, 0x86), (78, 4, 0x86), (73, 4, 0x86),
    (6, 2, 0x84), (2, 2, 0x84), (7, 2, 0x84), (39, 2, 0x84), (41, 2, 0x84),
    (3, 1, 2), (4, 1, 2), (13, 1, 1), (53, 1, 2),
]  # fmt: skip


def fit_of(data: bytes) -> bytes:
    """A FIT file around these messages; no checksums."""
    return struct.pack("<BBHI4s", 12, 0x20, 2132, len(data), b".FIT") + data + b"\x00\x00"


def definition(local: int, number: int, fields: list[tuple[int, int, int]]) -> bytes:
    head = struct.pack("<BBBHB", 0x40 | local, 0, 0, number, len(fields))
    return head + b"".join(struct.pack("<BBB", *each) for each in fields)


def fit_of_tiny_messages(size: int = 8 * MEGABYTE) -> bytes:
    """Data messages of a single byte each: a definition without fields, and its header again and again."""
    return fit_of(definition(0, 20, []) + b"\x00" * size)


def fit_of_definitions(size: int = 8 * MEGABYTE) -> bytes:
    """Nothing but definitions of 255 fields each."""
    one = definition(0, 20, [(number, 1, 2) for number in range(255)])
    return fit_of(one * (size // len(one)))


def fit_of_wide_messages(size: int = 8 * MEGABYTE) -> bytes:
    """Messages of 255 fields of one byte each, the most that a decoder can be made to do for a byte."""
    one = definition(0, 20, [(number, 1, 2) for number in range(255)])
    return fit_of(one + b"\x00" * 256 * (size // 256))


def long_fit(seconds: int) -> bytes:
    """An honest run with a point of 16 fields each second, and its sums."""
    record = bytearray(definition(0, 20, WATCH_FIELDS))
    spot = int(42.36 * 2**31 / 180)
    for second in range(seconds):
        record += struct.pack(
            "<BIiiIIIIHHHHHBBBB", 0, STAMP + second, spot + second * 300, -847_000_000, second * 300, 3000, 2600, 3000,
            3000, 2600, 200, 90, 250, 150, 85, 20, 10,
        )  # fmt: skip
    session = definition(1, 18, [(253, 4, 0x86), (2, 4, 0x86), (7, 4, 0x86), (8, 4, 0x86), (9, 4, 0x86), (5, 1, 0)])
    session += struct.pack("<BIIIIIB", 1, STAMP + seconds, STAMP, seconds * 1000, seconds * 1000, seconds * 300, 1)
    return fit_of(bytes(record) + session)


def gpx_of_tracks(size: int = 8 * MEGABYTE) -> bytes:
    """Each seven bytes an activity of its own."""
    return (GPX_HEAD + "<trk/>" * (size // 6) + "</gpx>").encode()


def gpx_of_points(size: int = 8 * MEGABYTE) -> bytes:
    point = '<trkpt lat="1" lon="1"/>'
    return (f"{GPX_HEAD}<trk><trkseg>" + point * (size // len(point)) + "</trkseg></trk></gpx>").encode()


def gpx_of_characters(size: int = 8 * MEGABYTE) -> bytes:
    """One text, handed over one character at a time."""
    return (f"{GPX_HEAD}<trk><name>" + "&lt;" * (size // 4) + "</name></trk></gpx>").encode()


def gpx_of_names(size: int = 8 * MEGABYTE) -> bytes:
    """Each element and attribute has a name of its own."""
    names = "".join(f'<a{number} b{number}=""/>' for number in range(size // 20))
    return (GPX_HEAD + names + "</gpx>").encode()


def gpx_of_depth(size: int = 8 * MEGABYTE) -> bytes:
    return (GPX_HEAD + "<a>" * (size // 3)).encode()


def long_gpx(seconds: int) -> bytes:
    """An honest run with a point each second, as a watch with a strap for the heart rate writes it."""
    points = []
    for second in range(seconds):
        at = f"{START + timedelta(seconds=second):%Y-%m-%dT%H:%M:%S.000Z}"
        points.append(
            f'<trkpt lat="{42.36 + second * 0.00003:.7f}" lon="-71.0600000"><ele>12.4</ele><time>{at}</time>'
            "<extensions><ns3:TrackPointExtension><ns3:atemp>20.0</ns3:atemp><ns3:hr>150</ns3:hr><ns3:cad>85</ns3:cad>"
            "</ns3:TrackPointExtension></extensions></trkpt>\n"
        )
    head = GPX_HEAD.replace(">", ' xmlns:ns3="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">')
    return (f"{head}<trk><type>running</type><trkseg>{''.join(points)}</trkseg></trk></gpx>").encode()


def workbook_of(rows: str, *, strings: str = "", before: str = "") -> bytes:
    """An XLSX workbook with these rows and shared strings, as XML."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="a" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="a" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"{before}<worksheet {main}><sheetData>{rows}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {main}>{strings}</sst>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return packed.getvalue()


def workbook_far_to_the_right() -> bytes:
    """One cell in a column that would be number 300 million."""
    return workbook_of('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>')


def workbook_far_apart() -> bytes:
    """Two cells with a million rows and sixteen thousand columns between them."""
    return workbook_of('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def workbook_of_one_row(cells: int = 8_000_000) -> bytes:
    """All cells in the first row: a reader of rows holds them all before it can count them."""
    return workbook_of(f"<row>{'<c/>' * cells}</row>")


def workbook_of_depth(depth: int = 5_000_000) -> bytes:
    return workbook_of("<a>" * depth + "</a>" * depth)


def workbook_of_one_text(cells: int = 400_000) -> bytes:
    """A text of 30,000 characters, named by every cell."""
    row = "<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"
    return workbook_of(row * (cells // 100), strings=f"<si><t>{'x' * 30_000}</t></si>")


def workbook_of_texts(size: int = 50 * MEGABYTE) -> bytes:
    """Shared strings that nobody uses."""
    return workbook_of("<row><c><v>1</v></c></row>", strings="<si><t/></si>" * (size // 13))


def long_workbook(rows: int, columns: int) -> bytes:
    """An honest table of numbers and short texts."""
    cells = "".join('<c t="inlineStr"><is><t>Split squat</t></is></c>' for _column in range(columns))
    return workbook_of(f"<row>{cells}</row>" * rows)


def picture_of_zeros(width: int, height: int, *, kind: int = 2) -> bytes:
    """A PNG of one color; kind -- 2 for three bytes a pixel, 6 for four"""
    depth = {2: 3, 6: 4}[kind]
    packed = zlib.compressobj(9)
    line = b"\x00" * (1 + width * depth)
    data = b"".join(packed.compress(line) for _line in range(height)) + packed.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def picture_of_notes(count: int = 60_000) -> bytes:
    """A small PNG with a great many texts in it."""
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    notes = b"".join(_chunk(b"tEXt", f"n{number}".encode() + b"\x00" + b"x" * 40) for number in range(count))
    data = zlib.compress(b"\x00" * 200)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + notes + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
