"""The doses that are due in the coming sessions, and what the rules say to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from athletes.models import Session
from programs.models import Dose, Exercise, Pattern, Prescription, ProgressionMode
from programs.rules.progression import Advice


@dataclass(frozen=True, slots=True)
class DueDose:
    """One dose of the plan in the session in which it is due."""

    session: Session
    dose: Dose

    @property
    def prescription(self) -> Prescription:
        return self.dose.prescription

    @property
    def exercise(self) -> Exercise:
        return self.dose.prescription.exercise

    @property
    def is_plyometric(self) -> bool:
        return self.exercise.pattern == Pattern.PLYOMETRIC


@dataclass(frozen=True, slots=True)
class AdvisedDose:
    """One due dose, and what the rules say to it."""

    due: DueDose
    advice: Advice


def read_due_doses(coming: Sequence[Session]) -> list[DueDose]:
    """The doses of these sessions whose progression is on, session by session in the plan's order; one query."""
    if not coming:
        return []
    pairs = [Q(prescription__workout=session.workout_id, week=session.week_id) for session in coming]
    doses = Dose.objects.filter(reduce(or_, pairs)).select_related("prescription__exercise")
    doses = doses.exclude(prescription__progression=ProgressionMode.OFF).order_by("prescription__order")
    due: list[DueDose] = []
    for session in coming:
        due += [DueDose(session, dose) for dose in doses if _is_due_in(session, dose)]
    return due


def _is_due_in(session: Session, dose: Dose) -> bool:
    return (dose.prescription.workout_id, dose.week_id) == (session.workout_id, session.week_id)
