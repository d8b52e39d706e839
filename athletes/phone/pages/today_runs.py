"""Runs on Today: a letter and an amount for each day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.models import Athlete, RunKind
from athletes.records.runs import distance_unit
from programs.rules.distance import Distance

from .today_context import Around, RunDone

#: Letter and words of each kind.
_KINDS = {
    RunKind.EASY: (gettext_lazy("E"), gettext_lazy("Easy run")),
    RunKind.TEMPO: (gettext_lazy("T"), gettext_lazy("Tempo run")),
    RunKind.INTERVALS: (gettext_lazy("I"), gettext_lazy("Intervals")),
    RunKind.LONG: (gettext_lazy("L"), gettext_lazy("Long run")),
}


@dataclass(frozen=True)
class RunMark:
    """The run of one day: its letter, what it is in words, and what was run, empty while it is only usual."""

    letter: str
    words: str
    amount: str

    @property
    def is_done(self) -> bool:
        return bool(self.amount)


def run_words(kind: str) -> str:
    return str(_KINDS[RunKind(kind)][1])


def run_mark(near: Around, on: date, *, is_past: bool) -> RunMark | None:
    """What was run on a day, else the usual run of a day still to come. A day without its usual run says nothing."""
    done = [run for run in near.runs if run.on == on]
    usual = near.usual.get(on.weekday(), RunKind.REST)
    if not done and (is_past or usual == RunKind.REST):
        return None
    letter, words = _KINDS[RunKind(done[-1].kind if done else usual)]
    return RunMark(str(letter), str(words), total_of(done, near.athlete))


def last_of_kind(near: Around, kind: str) -> str:
    """The last such run of these days, in words; empty without one."""
    done = [run for run in near.runs if run.kind == kind]
    return _("Last time {amount}").format(amount=total_of(done[-1:], near.athlete)) if done else ""


def total_of(runs: Sequence[RunDone], athlete: Athlete) -> str:
    """The distance in the athlete's own unit, else the minutes; empty without a run."""
    km = sum((run.km or Decimal(0) for run in runs), Decimal(0))
    if km:
        return str(Distance.from_km(km, distance_unit(athlete), 0 if km >= 20 else 1))
    return _("{minutes} min").format(minutes=sum(run.minutes or 0 for run in runs)) if runs else ""
