"""Which patterns load which region of the body: data that a therapist signs (clinical.md 2.3)."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from programs.models import Exercise

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


#: Of the calf list, what springs back counts as a jump: that is what a tendon feels.
REBOUNDS = frozenset({"rebound-double-heel-raise", "rebound-single-heel-raise"})
PLYOMETRIC = "plyometric"


@dataclass(frozen=True, slots=True)
class _Loads:
    """The patterns that load one region: always, and with a load only."""

    always: frozenset[str]
    loaded: frozenset[str]


@cache
def _table() -> dict[str, _Loads]:
    always: dict[str, set[str]] = defaultdict(set)
    loaded: dict[str, set[str]] = defaultdict(set)
    for row in csv.DictReader(DATA.read_text("utf-8").splitlines()):
        found = loaded if row["only"] == "loaded" else always
        found[row["region"]].add(row["pattern"])
    return {region: _Loads(frozenset(always[region]), frozenset(loaded[region])) for region in {*always, *loaded}}


def pattern_loads_region(pattern: str, region: str, *, is_loaded: bool = True) -> bool:
    """Whether an exercise of that pattern loads that region; every lower-body pattern loads an unknown one.

    is_loaded -- whether it takes a load
    """
    loads = _table().get(region)
    if loads is None:
        return pattern in LOWER_BODY
    return pattern in loads.always or (is_loaded and pattern in loads.loaded)


def loads_region(exercise: Exercise, region: str) -> bool:
    """Whether that exercise loads that region: by its pattern, and as a jump where it springs back."""
    if exercise.slug in REBOUNDS and pattern_loads_region(PLYOMETRIC, region):
        return True
    return pattern_loads_region(exercise.pattern, region, is_loaded=exercise.is_loaded)
