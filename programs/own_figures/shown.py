"""Which figure of an exercise is shown: the clinic's own where one is published, else the one that we ship.

Everybody who shows a figure asks here. A page shows many; what is published is read once for all of a request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet
from django.templatetags.static import static
from django.urls import reverse

from programs.figures import catalog
from programs.figures.motions import FOLDER
from programs.models import FigureCorrection
from programs.models.prepared import prepared

Corrections = Mapping[str, FigureCorrection]

_read: ContextVar[list[Corrections] | None] = ContextVar("read", default=None)


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure as pages show it. drawing -- the digest of what is seen; alt -- what moves, in words

    still_url -- one that does not move; own -- the clinic's own, where it is that
    """

    slug: str
    alt: str
    drawing: str
    moving_url: str
    still_url: str
    own: FigureCorrection | None = None

    def still_text(self) -> str:
        """The still drawing itself, for paper."""
        if self.own is None:
            return (Path(FOLDER) / f"{self.slug}.still.svg").read_text()
        with self.own.still.open("rb") as file:
            return str(file.read().decode())


@dataclass(frozen=True, slots=True)
class ShownFault:
    """The common fault of an exercise, drawn and struck out. alt -- what is wrong, in words"""

    url: str
    alt: str


@contextmanager
def read_once() -> Iterator[None]:
    """Within it, what is published is read at most once."""
    token = _read.set([])
    try:
        yield
    finally:
        _read.reset(token)


def forget_what_was_read() -> None:
    """After a change of what is published, in the same request."""
    read = _read.get()
    if read is not None:
        read.clear()


def figure_of(slug: str) -> ShownFigure | None:
    """The figure of an exercise, or nothing where it has none."""
    own = _published().get(slug)
    if own is not None:
        return own_figure(own)
    return shipped_figure(slug)


def fault_of(slug: str) -> ShownFault | None:
    """The drawing of the common fault, which is ours whatever the clinic has drawn; nothing where it has none."""
    figure = catalog.figure_of(slug)
    if figure is None or figure.fault is None:
        return None
    return ShownFault(static(figure.fault), figure.fault_alt)


def shipped_figure(slug: str) -> ShownFigure | None:
    """The figure that we ship, whatever the clinic has drawn."""
    figure = catalog.figure_of(slug)
    if figure is None:
        return None
    return ShownFigure(slug, figure.alt, figure.drawing, static(figure.moving), static(figure.still))


def own_figure(own: FigureCorrection) -> ShownFigure:
    """A reviewed figure of the clinic's. own -- with its exercise"""
    slug = own.exercise.slug
    moving = reverse("own_figure", args=[slug, own.drawing])
    still = reverse("own_figure_still", args=[slug, own.drawing])
    return ShownFigure(slug, own.alt, own.drawing, moving, still, own)


def drawn_exercises() -> Set[str]:
    """Slugs of all exercises that have a figure, ours or the clinic's."""
    return catalog.drawn_exercises() | _published().keys()


@prepared
def _shown() -> QuerySet[FigureCorrection]:
    return FigureCorrection.objects.shown().select_related("exercise")


def _published() -> Corrections:
    read = _read.get()
    if read:
        return read[0]
    found = {row.exercise.slug: row for row in _shown()}
    if read is not None:
        read.append(found)
    return found
