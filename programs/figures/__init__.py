"""Figures: how an exercise moves, drawn from data (``programs/data/motions``) and built ahead into ``static/figures``.

From the bottom: vectors, body (lengths, joints, masses), posing (numbers to a body), camera, shapes; motions (the
data), timing and keyframes (when), limbs and props (what is drawn), drawing (SVG), checks, files. ``figure_of`` is all
that a page needs; nothing is solved in a request.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from .motions import FOLDER, motions

__all__ = ["Figure", "drawn_exercises", "figure_of"]


@dataclass(frozen=True, slots=True)
class Figure:
    """The figure of an exercise: names of its files under static, and what moves, in words."""

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


def figure_of(slug: str) -> Figure | None:
    """The figure of an exercise, or nothing where it has none."""
    motion = motions().get(slug)
    return Figure(slug, motion.title) if motion else None


def drawn_exercises() -> Set[str]:
    """Slugs of all exercises that have a figure."""
    return motions().keys()
