"""Variety in the week's running: tempo, intervals and easy or long runs each train something else.

Source: the clinic's teaching (product.md 1). A week at one pace trains a narrow slice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

#: What each kind of run trains a part of; easy and long are one.
SLICES: dict[str, str] = {"easy": "easy", "long": "easy", "tempo": "tempo", "intervals": "intervals"}
PARTS = ("easy", "tempo", "intervals")
ORDER = ("easy", "long", "tempo", "intervals")

Breadth = Literal["none", "single", "narrow", "some", "full"]


@dataclass(frozen=True, slots=True)
class Variety:
    """The week's mix. counts -- runs by kind, in one order; missing -- slices that no run was in."""

    breadth: Breadth
    counts: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]


def variety(kinds: Iterable[str]) -> Variety:
    """How wide a slice the runs of one week train.

    kinds -- one of ORDER for each run, in any order; others are passed over
    narrow -- two runs or more in one slice; full -- all three slices; a single run says nothing about a mix
    """
    said = Counter(kinds)
    counts, trained = [], set()
    for kind in ORDER:
        if kind in said:
            counts.append((kind, said[kind]))
            trained.add(SLICES[kind])
    missing = tuple(part for part in PARTS if part not in trained)
    total = sum(count for _kind, count in counts)
    return Variety(_breadth(total, len(trained)), tuple(counts), missing)


def _breadth(runs: int, slices: int) -> Breadth:
    if not runs:
        return "none"
    if runs == 1:
        return "single"
    if slices == 1:
        return "narrow"
    if slices == len(PARTS):
        return "full"
    return "some"
