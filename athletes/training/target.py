"""Target: what is due of one exercise in one session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from athletes.models import Side
from programs.models import Exercise, Measure
from programs.rules.prescription.dose import DoseValue, Load, Span, Unit, reserve_of
from programs.rules.prescription.minutes import Item
from programs.rules.prescription.tempo import Tempo
from programs.translating import words_of

from .loads import load_step, unit_named

AT_OWN_PACE = Tempo("free")


class UnreadableTargetError(ValueError):
    """The document is no target: what every target has is missing, or is not of its kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The dose due for one prescription, with what the card of the exercise says.

    reps and seconds are per side for a unilateral exercise; exactly one of the two is given.
    load is in ``unit``, the athlete's own; load_step is None where the exercise takes no load.
    rpe is the repetitions-in-reserve scale, 1 to 10 in halves.
    contacts are ground contacts of the whole target, of plyometric rows only.
    change_reason says why an accepted suggestion made this target differ from the plan, change_place where it hurts
    that is why, in words; both empty where none did.
    """

    prescription_id: int
    exercise_slug: str
    exercise_name: str
    sets: int
    pattern: str = ""
    cue: str = ""
    is_unilateral: bool = False
    measure: str = Measure.REPS
    superset: str = ""
    ramp_up_sets: int = 0
    reps: Span | None = None
    seconds: int | None = None
    load: Load | None = None
    unit: Unit = "kg"
    load_step: Decimal | None = None
    rpe: Span | None = None
    tempo: Tempo = AT_OWN_PACE
    rest_seconds: int = 0
    guidance: str = ""
    note: str = ""
    contacts: int = 0
    change_reason: str = ""
    change_place: str = ""

    # -- questions ---------------------------------------------------------------------------

    @property
    def is_timed(self) -> bool:
        """Whether seconds are held instead of repetitions counted."""
        return self.reps is None

    @property
    def takes_load(self) -> bool:
        return self.load_step is not None

    @property
    def sides(self) -> list[Side]:
        """The sides that one set of this exercise has, left first."""
        if self.is_unilateral:
            return [Side.LEFT, Side.RIGHT]
        return [Side.BOTH]

    @property
    def least_amount(self) -> int:
        """Repetitions or seconds of one side that fulfill a set: the low end of the range."""
        if self.reps is not None:
            return int(self.reps.low)
        return self.seconds or 0

    @property
    def most_amount(self) -> int:
        """Repetitions or seconds of one side at the high end of the range."""
        if self.reps is not None:
            return int(self.reps.high)
        return self.seconds or 0

    @property
    def reserve(self) -> Span | None:
        """Repetitions to leave in reserve, 10 - RPE; None for a hold and where no effort is set."""
        if self.rpe is None or self.is_timed:
            return None
        return reserve_of(self.rpe)

    @property
    def paced_reps(self) -> int:
        """Repetitions that a tempo guide can count; 0 where the tempo is a word, or nothing is counted."""
        if self.reps is None or self.tempo.parts is None:
            return 0
        return int(self.reps.low)

    def is_load_due(self, load: Load) -> bool:
        """Whether that load is the one asked for, in the unit in which it was asked for."""
        return self.load is not None and self.load.amount == load.amount

    def as_item(self) -> Item:
        """What it takes of a session, as far as time needs it."""
        dose = DoseValue(
            sets=self.sets, reps=self.reps, seconds=self.seconds, load=self.load, rpe=self.rpe, tempo=self.tempo,
            rest_seconds=self.rest_seconds, ramp_up_sets=self.ramp_up_sets,
        )  # fmt: skip
        return Item(self.exercise_slug, self.pattern, dose, sides=len(self.sides))

    # -- another exercise in its place -------------------------------------------------------

    def swapped_with(self, exercise: Exercise) -> Target:
        """The same sets of another exercise: what is said of it is its own, its amount where it is measured
        otherwise, and its load is open.
        """
        words = words_of(exercise)
        swapped = replace(
            self,
            exercise_slug=exercise.slug,
            exercise_name=words.name,
            cue=words.short_cue,
            is_unilateral=exercise.is_unilateral,
            measure=exercise.measure,
            load=None,
            load_step=load_step(exercise, self.unit) if exercise.is_loaded else None,
            contacts=0,
            guidance="",
            note="",
        )
        is_timed = exercise.measure == Measure.SECONDS
        if is_timed and not self.is_timed:
            swapped = replace(swapped, reps=None, seconds=exercise.default_amount)
        if not is_timed and self.is_timed:
            amount = Decimal(exercise.default_amount)
            swapped = replace(swapped, reps=Span(amount, amount), seconds=None)
        if is_timed or self.tempo.code == "hold":
            swapped = replace(swapped, tempo=Tempo.parse(exercise.default_tempo))
        return swapped

    # -- the document ------------------------------------------------------------------------

    def to_json(self) -> dict[str, object]:
        """The document of this target, as it is frozen with its session, signed, and read by the phone's scripts.

        Decimals are texts, so that they come back exactly; ``why`` stands only where something was changed.
        """
        document: dict[str, object] = {
            "prescription": self.prescription_id,
            "exercise": self.exercise_slug,
            "name": self.exercise_name,
            "pattern": self.pattern,
            "cue": self.cue,
            "is_unilateral": self.is_unilateral,
            "measure": self.measure,
            "superset": self.superset,
            "sets": self.sets,
            "ramp_up_sets": self.ramp_up_sets,
            "reps": None if self.reps is None else [int(self.reps.low), int(self.reps.high)],
            "seconds": self.seconds,
            "load": None if self.load is None else str(self.load.amount),
            "unit": self.unit,
            "load_step": None if self.load_step is None else str(self.load_step),
            "rpe": None if self.rpe is None else [str(self.rpe.low), str(self.rpe.high)],
            "tempo": str(self.tempo),
            "rest_seconds": self.rest_seconds,
            "guidance": self.guidance,
            "note": self.note,
            "contacts": self.contacts,
        }
        if self.change_reason:
            document["why"] = self.change_reason
        if self.change_place:
            document["place"] = self.change_place
        return document

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Target:
        """The target of a document, inverse of ``to_json``.

        A session keeps its targets for as long as it is kept itself: keys that an older document lacks have their
        default, and keys that nobody knows any more are passed over.
        Raises UnreadableTargetError where prescription, exercise or sets are missing, or a figure is none.
        """
        try:
            return cls._read(document)
        except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
            raise UnreadableTargetError(str(error)) from error

    @classmethod
    def _read(cls, document: Mapping[str, Any]) -> Target:
        unit = unit_named(document.get("unit", "kg"))
        return cls(
            prescription_id=document["prescription"],
            exercise_slug=document["exercise"],
            exercise_name=document.get("name", document["exercise"]),
            sets=document["sets"],
            pattern=document.get("pattern", ""),
            cue=document.get("cue", ""),
            is_unilateral=document.get("is_unilateral", False),
            measure=document.get("measure", Measure.REPS),
            superset=document.get("superset", ""),
            ramp_up_sets=document.get("ramp_up_sets", 0),
            reps=_whole_span(document.get("reps")),
            seconds=document.get("seconds"),
            load=_load(document.get("load"), unit),
            unit=unit,
            load_step=_decimal(document.get("load_step")),
            rpe=_span(document.get("rpe")),
            tempo=_tempo(document.get("tempo")),
            rest_seconds=document.get("rest_seconds", 0),
            guidance=document.get("guidance", ""),
            note=document.get("note", ""),
            contacts=document.get("contacts", 0),
            change_reason=document.get("why", ""),
            change_place=document.get("place", ""),
        )


def slugs_of(targets: Iterable[Target]) -> list[str]:
    """The exercise of each, by the name of its page."""
    return [target.exercise_slug for target in targets]


def prescriptions_of(targets: Iterable[Target]) -> set[int]:
    """The rows of the program that they are of, by key."""
    return {target.prescription_id for target in targets}


def _tempo(code: str | None) -> Tempo:
    if not code:
        return AT_OWN_PACE
    return Tempo.parse(code)


def _decimal(text: str | None) -> Decimal | None:
    if text is None:
        return None
    return Decimal(text)


def _load(amount: str | None, unit: Unit) -> Load | None:
    if amount is None:
        return None
    return Load(Decimal(amount), unit)


def _span(ends: tuple[str, str] | None) -> Span | None:
    if ends is None:
        return None
    low, high = ends
    return Span(Decimal(low), Decimal(high))


def _whole_span(ends: tuple[int, int] | None) -> Span | None:
    if ends is None:
        return None
    low, high = ends
    return Span(Decimal(int(low)), Decimal(int(high)))
