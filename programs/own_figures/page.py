"""The pose form as its page shows it: fields, pictures, findings, and where the figure stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core import signing

from programs.figures.motions import MotionError
from programs.models import Exercise, FigureCorrection, FigureStanding

from .corrections import in_work, published, shipped_document, stamp_of
from .documents import Document
from .drawing import DrawnFigure, PartFinding, draw, findings_of
from .fields import (
    EASES,
    MUSCLES,
    FieldGroup,
    PhaseFields,
    PoseFields,
    Typed,
    phase_fields,
    pose_fields,
    prop_groups,
    view_group,
)
from .shown import drawn_exercises
from .structure import NEW_THINGS, other_ways, things_of

SALT = "programs.own_figures"


def sealed(document: Document) -> str:
    """A document as a form and an address carry it: nobody else's numbers, and none that were not ours."""
    return signing.dumps(document, salt=SALT, compress=True)


def unsealed(text: str) -> Document:
    """Raises ``signing.BadSignature`` for anything that we did not seal."""
    document: Document = signing.loads(text, salt=SALT)
    return document


def start_document(exercise: Exercise, start: str) -> Document | None:
    """What a form begins with. start -- another exercise's slug, or the key of a figure of this one; else the last

    Its own slug means the figure that we ship.
    """
    if start.isascii() and start.isdecimal() and len(start) < 18:
        former = FigureCorrection.objects.filter(exercise=exercise, pk=int(start)).first()
        return former.document if former else None
    if start and start != exercise.slug:
        other = FigureCorrection.objects.shown().filter(exercise__slug=start).first()
        return other.document if other else shipped_document(start)
    last = None if start else in_work(exercise) or published(exercise)
    return last.document if last else shipped_document(exercise.slug)


@dataclass(frozen=True, slots=True)
class PosePanel:
    """A key pose: its parts, each with what is wrong there, and the ways in which a limb is not given."""

    fields: PoseFields
    parts: list[tuple[FieldGroup, list[str], list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class FigureForm:
    """typed -- nothing where there is no motion to begin with; trouble -- why nothing could be drawn"""

    exercise: Exercise
    typed: Typed | None
    drawn: DrawnFigure | None = None
    trouble: str = ""
    draft: FigureCorrection | None = None
    shown: FigureCorrection | None = None
    former: list[FigureCorrection] = field(default_factory=list)
    neighbors: list[Exercise] = field(default_factory=list)

    @property
    def base(self) -> str:
        return sealed(self.typed.document) if self.typed else ""

    @property
    def stamp(self) -> str:
        return stamp_of(self.draft)

    @property
    def title(self) -> str:
        assert self.typed is not None
        return str(self.typed.refused.get("title", self.typed.document["title"]))

    @property
    def panels(self) -> list[PosePanel]:
        assert self.typed is not None
        panels = []
        for pose in pose_fields(self.typed):
            limbs = self.typed.document["poses"][pose.index]
            parts = []
            for group in pose.groups:
                ways = other_ways(limbs[group.part], group.part)
                parts.append((group, self._findings(pose.number, group), ways))
            panels.append(PosePanel(pose, parts))
        return panels

    def _findings(self, pose: int, group: FieldGroup) -> list[str]:
        return list(findings_of(self.drawn.findings, pose, group.part)) if self.drawn else []

    @property
    def findings(self) -> list[PartFinding]:
        return self.drawn.findings if self.drawn else []

    @property
    def props(self) -> list[FieldGroup]:
        assert self.typed is not None
        return prop_groups(self.typed)

    @property
    def things(self) -> list[str]:
        assert self.typed is not None
        return things_of(self.typed.document)

    @property
    def new_things(self) -> list[tuple[str, Any]]:
        return [(name, words) for name, (words, _thing) in NEW_THINGS.items()]

    @property
    def view(self) -> FieldGroup:
        assert self.typed is not None
        return view_group(self.typed)

    @property
    def phases(self) -> list[PhaseFields]:
        assert self.typed is not None
        return phase_fields(self.typed)

    @property
    def eases(self) -> Any:
        return EASES

    @property
    def muscles(self) -> list[tuple[str, Any, bool]]:
        assert self.typed is not None
        worked = self.typed.document.get("muscles", [])
        return [(name, words, name in worked) for name, words in MUSCLES]

    @property
    def show(self) -> int:
        return self._pose_of("show", 1)

    @property
    def ghost(self) -> int:
        return self._pose_of("ghost", 0)

    def _pose_of(self, key: str, usual: int) -> int:
        assert self.typed is not None
        return int(self.typed.document.get(key, usual))

    @property
    def errors(self) -> dict[str, str]:
        return self.typed.errors if self.typed else {}


def figure_form(exercise: Exercise, typed: Typed | None) -> FigureForm:
    """The form with its pictures, drawn from what is typed."""
    drawn, trouble = None, ""
    if typed is not None:
        try:
            drawn = draw(typed.document, slug=exercise.slug, tempo=exercise.default_tempo)
        except MotionError as error:
            trouble = str(error)
    all_of_it = FigureCorrection.objects.filter(exercise=exercise).select_related("drawn_by", "reviewed_by")
    former = [figure for figure in all_of_it if figure.standing == FigureStanding.FORMER]
    neighbors = Exercise.objects.filter(slug__in=drawn_exercises()).exclude(pk=exercise.pk)
    return FigureForm(
        exercise=exercise,
        typed=typed,
        drawn=drawn,
        trouble=trouble,
        draft=in_work(exercise),
        shown=published(exercise),
        former=former,
        neighbors=list(neighbors.order_by("pattern", "name").only("pk", "slug", "name", "pattern")),
    )
