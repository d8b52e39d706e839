"""Which exercises load which region of the body: data that a therapist signs (safety.md 3)."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from programs.models import Caution, Condition

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
#: Which region each condition is about; suspected bone stress is about the place that has the profile.
REGION_OF_CONDITION: dict[str, str] = {
    Condition.ACHILLES_INSERTIONAL: "achilles",
    Condition.GLUTEAL_TENDINOPATHY: "hip",
    Condition.LOW_BACK_IRRITABLE: "low_back",
    Condition.PATELLAR_TENDINOPATHY_IRRITABLE: "knee",
    Condition.PATELLOFEMORAL_PAIN: "knee",
    Condition.PROXIMAL_HAMSTRING_TENDINOPATHY: "hamstring",
}
#: A bone below the hip is loaded by whatever is done standing.
BELOW_THE_HIP = frozenset({"achilles", "calf", "heel", "foot", "ankle", "shin", "knee", "thigh"})


@dataclass(frozen=True, slots=True)
class _Loads:
    """What loads one region: patterns always, patterns with a load only, and exercises by slug."""

    always: set[str] = field(default_factory=set)
    loaded: set[str] = field(default_factory=set)
    exercises: set[str] = field(default_factory=set)


@cache
def _table() -> dict[str, _Loads]:
    table: dict[str, _Loads] = defaultdict(_Loads)
    for row in csv.DictReader(DATA.read_text("utf-8").splitlines()):
        loads = table[row["region"]]
        if row["exercise"]:
            loads.exercises.add(row["exercise"])
        elif row["only"] == "loaded":
            loads.loaded.add(row["pattern"])
        else:
            loads.always.add(row["pattern"])
    return dict(table)


def pattern_loads_region(pattern: str, region: str, *, is_loaded: bool = True) -> bool:
    """Whether an exercise of that pattern loads that region; every lower-body pattern loads an unknown one.

    is_loaded -- whether it takes a load
    """
    loads = _table().get(region)
    if loads is None:
        return pattern in LOWER_BODY
    return pattern in loads.always or (is_loaded and pattern in loads.loaded)


def loads_region(slug: str, pattern: str, region: str, *, is_loaded: bool) -> bool:
    """Whether that exercise loads that region: by its pattern, by itself, and as a jump where it springs back."""
    if slug in REBOUNDS and pattern_loads_region(PLYOMETRIC, region):
        return True
    loads = _table().get(region)
    is_named = loads is not None and slug in loads.exercises
    return is_named or pattern_loads_region(pattern, region, is_loaded=is_loaded)


def regions_loaded(slug: str, pattern: str, *, is_loaded: bool) -> list[str]:
    """The regions of the table that this exercise loads, in its order."""
    return [region for region in _table() if loads_region(slug, pattern, region, is_loaded=is_loaded)]


def loads_bone(pattern: str, region: str) -> bool:
    """Whether an exercise of that pattern loads a bone of that region as everything does that is done standing."""
    return region in BELOW_THE_HIP and pattern in LOWER_BODY


def cautioned_exercises() -> dict[str, frozenset[str]]:
    """Slugs of the exercises that a condition of each region cautions: those load it too. One query."""
    found: dict[str, set[str]] = defaultdict(set)
    for condition, slug in Caution.objects.order_by().values_list("condition", "exercise__slug"):
        region = REGION_OF_CONDITION.get(condition)
        if region is not None:
            found[region].add(slug)
    return {region: frozenset(slugs) for region, slugs in found.items()}
