"""Which patterns load which region of the body: data that a therapist signs (clinical.md 2.3)."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data" / "region_loads.csv"
#: Patterns of the lower body: a region that the table does not know is loaded by all of them.
LOWER_BODY = frozenset(
    {
        "single_leg",
        "hip_hinge",
        "calf_achilles",
        "lateral_hip",
        "plyometric",
        "foot_ankle",
        "bilateral_squat",
    }
)


@cache
def _table() -> dict[str, frozenset[str]]:
    rows = csv.DictReader(DATA.read_text("utf-8").splitlines())
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["region"], set()).add(row["pattern"])
    return {region: frozenset(patterns) for region, patterns in found.items()}


def pattern_loads_region(pattern: str, region: str) -> bool:
    """Whether an exercise of that pattern loads that region; every lower-body pattern loads an unknown one."""
    return pattern in _table().get(region, LOWER_BODY)
