"""What is lighter than planned in one session: each row as it was and is, and when that ends (safety.md 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.training.target import Target
from athletes.training.targets import Lightened
from athletes.wording.doses import amount_words
from athletes.wording.suggestions import when_it_ends


@dataclass(frozen=True)
class LighterRow:
    """One exercise. now -- what is due, or that it is left out; was -- what the plan has"""

    exercise: str
    now: str
    was: str


@dataclass(frozen=True)
class LighterToday:
    """Everything that is less, and when that ends; nothing where the plan stands as it is."""

    rows: Sequence[LighterRow] = ()
    ends: str = ""


def lighter_today(lightened: Sequence[Lightened], *, therapist: str) -> LighterToday:
    """therapist -- by name: who decides, where that is how it ends"""
    less = [row for row in lightened if row.is_less]
    return LighterToday(list(map(_row, less)), when_it_ends(lightened, therapist=therapist))


def _row(row: Lightened) -> LighterRow:
    if row.now is None:
        return LighterRow(row.exercise, _("Left out"), _("was {amount}").format(amount=amount_words(row.was)))
    if row.now.exercise_slug != row.was.exercise_slug:
        instead = _("{exercise} instead").format(exercise=row.now.exercise_name)
        return LighterRow(row.exercise, instead, amount_words(row.now))
    return LighterRow(row.exercise, amount_words(row.now), _("was {amount}").format(amount=_before(row.was, row.now)))


def _before(was: Target, now: Target) -> str:
    """Only what differs where that is one figure: “3 sets”; else the whole dose as it was."""
    if (was.reps, was.seconds, was.load) == (now.reps, now.seconds, now.load):
        return ngettext("{count} set", "{count} sets", was.sets).format(count=was.sets)
    return amount_words(was)
