"""Tempo: how long each part of a repetition takes.

Source: clinical.md 5.1 and 5.2. The first digit is always the lowering, also for lifts that
start upward. ``X`` is maximal intent and counts as one second.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import ShorthandError

#: Seconds a repetition takes when the tempo is a word instead of four figures (5.2).
#: A hold has no repetitions; its dose is given in seconds.
WORD_REP_SECONDS = {"free": 2, "rebound": 1, "stick": 4}
WORDS = ("hold", *WORD_REP_SECONDS)
MIN_REP_SECONDS = 2

_FOUR_PARTS = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{1,2}|X)-(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Tempo:
    """One tempo, kept as its own notation: ``3-1-X-0``, ``hold``, ``free``, ``rebound``, ``stick``."""

    code: str

    @classmethod
    def parse(cls, text: str) -> Tempo:
        """Read one tempo token; letters may be in either case.

        Raises ShorthandError when the text is neither four parts nor one of the words.
        """
        code = text.strip()
        word = code.lower()
        if word in WORDS:
            return cls(word)
        code = code.upper()
        if not _FOUR_PARTS.fullmatch(code):
            raise ShorthandError("tempo", text, "write four parts like 3-1-X-0, or hold, free, rebound, stick")
        return cls("-".join(map(_without_zeros, code.split("-"))))

    @property
    def parts(self) -> tuple[int, int, int, int] | None:
        """Seconds of (lowering, pause at the bottom, lift, pause at the top); None for a word."""
        if self.code in WORDS:
            return None
        lower, bottom, lift, top = self.code.replace("X", "1").split("-")
        return int(lower), int(bottom), int(lift), int(top)

    @property
    def rep_seconds(self) -> int:
        """Whole seconds that one repetition takes (5.2). A hold counts as ``free``: it has no repetitions."""
        if self.parts is None:
            return WORD_REP_SECONDS.get(self.code, WORD_REP_SECONDS["free"])
        return max(MIN_REP_SECONDS, sum(self.parts))

    def __str__(self) -> str:
        return self.code


def _without_zeros(part: str) -> str:
    return part if part == "X" else str(int(part))
