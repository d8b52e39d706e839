"""Small files as watches write them: the same run of 5.0 km in 30 minutes as GPX, TCX and FIT."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 1, 14, 0, tzinfo=UTC)
POINTS = 31
#: Degrees of latitude in a minute of this run.
STEP = 5000 / (POINTS - 1) / 111_195


def gpx(*, timed: bool = True, start: datetime = START) -> bytes:
    points = "".join(
        f'<trkpt lat="{42.36 + place * STEP:.7f}" lon="-71.06"><ele>3</ele>'
        + (f"<time>{start + timedelta(minutes=place):%Y-%m-%dT%H:%M:%SZ}</time>" if timed else "")
        + "</trkpt>"
        for place in range(POINTS)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" creator="A watch" '
        f'xmlns="http://www.topografix.com/GPX/1/1"><trk><name>Home</name><trkseg>{points}</trkseg></trk></gpx>'
    ).encode()


def tcx(*, sport: str = "Running", seconds: str = "900.0", laps: int = 2) -> bytes:
    lap = (
        f'<Lap StartTime="2026-11-01T14:00:00Z"><TotalTimeSeconds>{seconds}</TotalTimeSeconds><DistanceMeters>2500.0'
        "</DistanceMeters><Track><Trackpoint><Time>2026-11-01T14:00:00Z</Time><Position><LatitudeDegrees>42.36"
        "</LatitudeDegrees><LongitudeDegrees>-71.06</LongitudeDegrees></Position></Trackpoint></Track></Lap>"
    )
    return (
        '<?xml version="1.0"?><TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/'
        f'v2"><Activities><Activity Sport="{sport}"><Id>2026-11-01T14:00:00.000Z</Id>{lap * laps}</Activity>'
        "</Activities></TrainingCenterDatabase>"
    ).encode()


def fit(*, sport: int = 1, has_session: bool = True) -> bytes:
    """Definitions and data messages by the FIT protocol: records with positions, and the session's sums."""
    stamp = int((START - datetime(1989, 12, 31, tzinfo=UTC)).total_seconds())
    record = _definition(0, 20, [(253, 4, 0x86), (0, 4, 0x85), (1, 4, 0x85), (5, 4, 0x86)])
    for place in range(POINTS):
        spot = int((42.36 + place * STEP) * 2**31 / 180)
        record += struct.pack("<BIiiI", 0, stamp + 60 * place, spot, -847_000_000, place * 16_667)
    session = _definition(1, 18, [(253, 4, 0x86), (2, 4, 0x86), (7, 4, 0x86), (8, 4, 0x86), (9, 4, 0x86), (5, 1, 0)])
    session += struct.pack("<BIIIIIB", 1, stamp + 1800, stamp, 1_900_000, 1_800_000, 500_000, sport)
    data = record + (session if has_session else b"")
    header = struct.pack("<BBHI4s", 14, 0x20, 2132, len(data), b".FIT")
    body = header + struct.pack("<H", _crc(header)) + data
    return body + struct.pack("<H", _crc(body))


def _definition(local: int, number: int, fields: list[tuple[int, int, int]]) -> bytes:
    head = struct.pack("<BBBHB", 0x40 | local, 0, 0, number, len(fields))
    return head + b"".join(struct.pack("<BBB", *each) for each in fields)


def _crc(data: bytes) -> int:
    """The FIT protocol's own checksum."""
    table = [
        0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
        0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
    ]  # fmt: skip
    crc = 0
    for byte in data:
        for half in (byte & 15, byte >> 4):
            crc = (crc >> 4) ^ table[crc & 15] ^ table[half]
    return crc
