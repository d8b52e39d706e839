"""Small files as watches write them: the same run of 5.0 km in 30 minutes as GPX, TCX and FIT."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 1, 14, 0, tzinfo=UTC)
POINTS = 31
#: Degrees of latitude in a minute of this run.
STEP = 5000 / (POINTS - 1) / 111_195


def gpx(*starts: datetime, timed: bool = True, start: datetime = START, sport: str = "", jump: float = 0) -> bytes:
    """starts -- of several tracks; a zone other than UTC is written out; jump -- degrees, for 2 minutes"""
    tracks = "".join(_track(each, timed=timed, sport=sport, jump=jump) for each in starts or (start,))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" creator="A watch" '
        f'xmlns="http://www.topografix.com/GPX/1/1">{tracks}</gpx>'
    ).encode()


def _track(start: datetime, *, timed: bool, sport: str, jump: float) -> str:
    points = ""
    for place in range(POINTS):
        at = (start + timedelta(minutes=place)).isoformat().replace("+00:00", "Z")
        away = jump if place in (15, 16) else 0
        points += f'<trkpt lat="{42.36 + place * STEP + away:.7f}" lon="-71.06"><ele>3</ele>'
        points += f"<time>{at}</time></trkpt>" if timed else "</trkpt>"
    kind = f"<type>{sport}</type>" if sport else ""
    return f"<trk><name>Home</name>{kind}<trkseg>{points}</trkseg></trk>"


def tcx(*, sport: str = "Running", seconds: str = "900.0", laps: int = 2, before: str = "") -> bytes:
    """before -- the sport of an activity that comes first in the same file"""
    lap = (
        f'<Lap StartTime="2026-11-01T14:00:00Z"><TotalTimeSeconds>{seconds}</TotalTimeSeconds><DistanceMeters>2500.0'
        "</DistanceMeters><Track><Trackpoint><Time>2026-11-01T14:00:00Z</Time><Position><LatitudeDegrees>42.36"
        "</LatitudeDegrees><LongitudeDegrees>-71.06</LongitudeDegrees></Position></Trackpoint></Track></Lap>"
    )
    other = f'<Activity Sport="{before}"><Id>2026-11-01T13:00:00.000Z</Id>{lap}</Activity>' if before else ""
    return (
        '<?xml version="1.0"?><TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/'
        f'v2"><Activities>{other}<Activity Sport="{sport}"><Id>2026-11-01T14:00:00.000Z</Id>{lap * laps}</Activity>'
        "</Activities></TrainingCenterDatabase>"
    ).encode()


def fit(*, sport: int = 1, has_session: bool = True, legs: tuple[int, ...] = (), hours: float | None = None) -> bytes:
    """Definitions and data messages by the FIT protocol: records with positions, and the session's sums.

    legs -- the sports of a multisport race, one session each; hours -- of the place from UTC, where the watch says so
    """
    stamp = int((START - datetime(1989, 12, 31, tzinfo=UTC)).total_seconds())
    record = _definition(0, 20, [(253, 4, 0x86), (0, 4, 0x85), (1, 4, 0x85), (5, 4, 0x86)])
    for place in range(POINTS):
        spot = int((42.36 + place * STEP) * 2**31 / 180)
        record += struct.pack("<BIiiI", 0, stamp + 60 * place, spot, -847_000_000, place * 16_667)
    session = _definition(1, 18, [(253, 4, 0x86), (2, 4, 0x86), (7, 4, 0x86), (8, 4, 0x86), (9, 4, 0x86), (5, 1, 0)])
    for each in legs or (sport,):
        session += struct.pack("<BIIIIIB", 1, stamp + 1800, stamp, 1_900_000, 1_800_000, 500_000, each)
    data = record + (session if has_session else b"")
    if hours is not None:
        data += _definition(2, 34, [(253, 4, 0x86), (5, 4, 0x86)])
        data += struct.pack("<BII", 2, stamp + 1800, stamp + 1800 + int(hours * 3600))
    header = struct.pack("<BBHI4s", 14, 0x20, 2132, len(data), b".FIT")
    body = header + struct.pack("<H", _crc(header)) + data
    return body + struct.pack("<H", _crc(body))


def fit_of_runs(*, jump_at: int, starts: tuple[int, ...] = (0, 90)) -> bytes:
    """Two sessions of half an hour that begin at those minutes, both written after all points, as some watches do.

    jump_at -- the second of the first one at which it is 5 km further than it was a second ago
    """
    stamp = int((START - datetime(1989, 12, 31, tzinfo=UTC)).total_seconds())
    data = bytearray(_definition(0, 20, [(253, 4, 0x86), (5, 4, 0x86)]))
    meters = 0
    for start in starts:
        for second in range(1800):
            meters += 3
            if start == starts[0] and second == jump_at:
                meters += 5000
            data += struct.pack("<BII", 0, stamp + 60 * start + second, meters * 100)
    data += _definition(1, 18, [(253, 4, 0x86), (2, 4, 0x86), (8, 4, 0x86), (9, 4, 0x86), (5, 1, 0)])
    for number, start in enumerate(starts):
        began, length = stamp + 60 * start, 5400 if number else 10_400
        data += struct.pack("<BIIIIB", 1, began + 1800, began, 1_800_000, length * 100, 1)
    header = struct.pack("<BBHI4s", 14, 0x20, 2132, len(data), b".FIT")
    return header + struct.pack("<H", _crc(header)) + bytes(data) + b"\x00\x00"


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
