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

from .context import RunDone, TodayContext

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


def run_mark(context: TodayContext, on: date, *, is_past: bool) -> RunMark | None:
    """What was run on a day, else the usual run of a day still to come; nothing of it while runs are “not now”."""
    done = context.runs_on(on)
    kind = context.usual.get(on.weekday(), RunKind.REST)
    if done:
        kind = done[-1].kind
    elif is_past or kind == RunKind.REST or not context.may_run:
        return None
    letter, words = _KINDS[RunKind(kind)]
    return RunMark(str(letter), str(words), total_of(done, context.athlete))


def last_of_kind(context: TodayContext, kind: str) -> str:
    """The last such run of these days, in words; empty without one."""
    done = [run for run in context.runs if run.kind == kind]
    if not done:
        return ""
    return _("Last time {amount}").format(amount=total_of(done[-1:], context.athlete))


#: From this distance on, in km, nobody asks for the decimal.
LONG_KM = 20


def total_of(runs: Sequence[RunDone], athlete: Athlete) -> str:
    """The distance in the athlete's own unit, else the minutes; empty without a run."""
    if not runs:
        return ""
    km = sum((run.km for run in runs if run.km), Decimal(0))
    if km:
        decimals = 0 if km >= LONG_KM else 1
        return str(Distance.from_km(km, distance_unit(athlete), decimals))
    return _("{minutes} min").format(minutes=sum(run.minutes or 0 for run in runs))
