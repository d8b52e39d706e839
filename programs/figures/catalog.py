"""Which exercises have a figure, and where its files are: all that a page needs."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from .motions import FOLDER, motions


@dataclass(frozen=True, slots=True)
class ExerciseFigure:
    """The figure of an exercise: names of its files among the static ones, and what moves, in words."""

    slug: str
    alt: str

    @property
    def moving(self) -> str:
        return f"figures/{self.slug}.svg"

    @property
    def still(self) -> str:
        return f"figures/{self.slug}.still.svg"

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
    return ExerciseFigure(slug, motion.title) if motion else None


def drawn_exercises() -> Set[str]:
    """Slugs of all exercises that have a figure."""
    return motions().keys()
