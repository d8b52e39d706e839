"""Which exercises have a figure, and where its files are: all that a page needs."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from .motions import FOLDER, motions


@dataclass(frozen=True, slots=True)
class ExerciseFigure:
    """The figure of an exercise: names of its files among the static ones, and what moves, in words.

    fault_alt -- the common fault in words, where it is drawn
    """

    slug: str
    alt: str
    fault_alt: str = ""

    @property
    def moving(self) -> str:
        return f"figures/{self.slug}.svg"

    @property
    def still(self) -> str:
        return f"figures/{self.slug}.still.svg"

    @property
    def fault(self) -> str | None:
        """The drawing of the common fault, struck out."""
        return f"figures/{self.slug}.fault.svg" if self.fault_alt else None

    @property
    def drawing(self) -> str:
        """What tells this drawing from every other of the exercise."""
        return _digest(self.slug)


@cache
def _digest(slug: str) -> str:
    return sha256((FOLDER / f"{slug}.svg").read_bytes()).hexdigest()[:16]


def figure_of(slug: str) -> ExerciseFigure | None:
    """The figure of an exercise, or nothing where it has none."""
    motion = motions().get(slug)
    if not motion:
        return None
    fault_alt = motion.fault.motion.title if motion.fault else ""
    return ExerciseFigure(slug, motion.title, fault_alt)


def drawn_exercises() -> Set[str]:
    """Slugs of all exercises that have a figure."""
    return motions().keys()
