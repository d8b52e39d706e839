"""What the dock proposes where a loaded exercise has no load yet: none logs as body weight in silence (safety.md 5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from athletes.models import Athlete, Session, SetLog
from athletes.training.loads import in_unit
from athletes.training.performances import last_performances
from athletes.training.target import Target
from programs.dates import date_format
from programs.models import Exercise, LoadType
from programs.rules.prescription.dose import Load, Unit, plain
from programs.translating import words_of

#: Where nothing is known of the athlete: the bar, and what the lightest rack begins with, by unit [D].
_BAR: dict[Unit, Decimal] = {"kg": Decimal(20), "lb": Decimal(45)}
_LIGHTEST: dict[Unit, Decimal] = {"kg": Decimal(4), "lb": Decimal(10)}


@dataclass(frozen=True)
class FirstLoad:
    """A load to begin with, in the unit of the target: that of the easier neighbor, else the lightest of its kind.

    kind -- of ``LoadType``, for how it is put together; neighbor, on -- what was lifted there and when, in words;
    empty where the neighbor was never done with a load
    """

    amount: str
    unit: str
    kind: str
    neighbor: str = ""
    on: str = ""

    def to_json(self) -> dict[str, str]:
        return {"amount": self.amount, "unit": self.unit, "kind": self.kind, "neighbor": self.neighbor, "on": self.on}


def first_loads(athlete: Athlete, targets: Iterable[Target], session: Session) -> dict[str, FirstLoad]:
    """By exercise, a proposal for each target that takes a load and has none.

    Three queries where there is one, else none.
    """
    asking = {target.exercise_slug: target for target in targets if target.takes_load and target.load is None}
    if not asking:
        return {}
    exercises = list(Exercise.objects.filter(slug__in=asking).select_related("easier"))
    neighbors = [exercise.easier.slug for exercise in exercises if exercise.easier is not None]
    last = last_performances(athlete, neighbors, before=session)
    found = {}
    for exercise in exercises:
        easier = exercise.easier
        sets = last.get(easier.slug, []) if easier is not None else []
        found[exercise.slug] = _proposal(exercise, asking[exercise.slug], sets)
    return found


def _proposal(exercise: Exercise, target: Target, sets: Sequence[SetLog]) -> FirstLoad:
    loaded = [done for done in sets if done.load is not None and done.load.amount]
    if not loaded:
        return FirstLoad(str(plain(_lightest(exercise, target.unit))), target.unit, exercise.load_type)
    heaviest = max(loaded, key=lambda done: done.load_kg or Decimal(0))
    assert heaviest.load is not None
    neighbor = _("{exercise}, {amount}").format(exercise=words_of(heaviest.exercise).name, amount=heaviest.amount)
    return FirstLoad(
        amount=_in_steps(in_unit(heaviest.load, target.unit), target.load_step or Decimal(1)),
        unit=target.unit,
        kind=exercise.load_type,
        neighbor=neighbor,
        on=date_format(heaviest.performed_on, "l, F j"),
    )


def _lightest(exercise: Exercise, unit: Unit) -> Decimal:
    return _BAR[unit] if exercise.load_type == LoadType.BARBELL else _LIGHTEST[unit]


def _in_steps(load: Load, step: Decimal) -> str:
    """The load in whole steps of what the gym has, never heavier than it was."""
    steps = max(Decimal(1), load.amount // step)
    return str(plain(steps * step))
