"""What was done of each exercise, against the last time: for the page, and the figures by which a phone says the same.

``static/js/against-last-time.js`` is the same function over the phone's own sets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.models import Session, SetLog
from athletes.training.loads import in_unit
from athletes.training.performances import last_performances
from athletes.training.target import Target, slugs_of
from programs.dates import date_format
from programs.rules.prescription.dose import Load


@dataclass(frozen=True)
class Work:
    """One exercise in one session.

    load -- the heaviest of its sets, None for body weight; amounts -- repetitions, or seconds of a hold, of the weaker
    side of each set with that load
    """

    load: Load | None
    amounts: list[int]
    is_timed: bool

    @classmethod
    def of(cls, sets: Iterable[SetLog]) -> Work | None:
        """None where nothing was done."""
        done = [row for row in sets if not row.is_deleted]
        if not done:
            return None
        heaviest = max(done, key=_kilograms)
        by_number: dict[int, int] = {}
        for row in sorted(done, key=lambda row: row.number):
            if _kilograms(row) == _kilograms(heaviest):
                amount = row.seconds if row.reps is None else row.reps
                by_number[row.number] = min(amount or 0, by_number.get(row.number, amount or 0))
        return cls(heaviest.load if heaviest.load_kg else None, list(by_number.values()), heaviest.reps is None)

    @property
    def words(self) -> str:
        """“45 lb × 8 · 8 · 7”, “30 · 30 s”."""
        amounts = " · ".join(map(str, self.amounts))
        if self.is_timed:
            amounts = _("{amounts} s").format(amounts=amounts)
        return f"{_in_words(self.load)} × {amounts}" if self.load else amounts

    def to_json(self, on: str) -> dict[str, object]:
        """For the phone. on -- the day in words"""
        return {
            "on": on,
            "load": str(self.load.amount) if self.load else "",
            "unit": self.load.unit if self.load else "",
            "total": sum(self.amounts),
        }


def _in_words(load: Load) -> str:
    return f"{load.amount} {load.unit}"


def _kilograms(row: SetLog) -> Decimal:
    return row.load_kg or Decimal(0)


@dataclass(frozen=True)
class Comparison:
    """One exercise: what was done, and how it differs from the last time. is_more -- than then"""

    name: str
    done: str
    difference: str
    is_more: bool


@dataclass(frozen=True)
class AgainstLastTime:
    """comparisons -- of what was done, as far as the clinic has it; known -- the last time of each exercise"""

    comparisons: list[Comparison]
    known: list[dict[str, object]]
    words: Mapping[str, str]


def against_last_time(session: Session, targets: Sequence[Target], sets: Iterable[SetLog]) -> AgainstLastTime:
    """Each exercise of the session against the last session that had it. Two queries.

    targets -- as they are done, swaps in place; sets -- of the session
    """
    last = last_performances(session.athlete, slugs_of(targets), before=session)
    words = _sentences()
    comparisons, known = [], []
    for target in targets:
        former_sets = last.get(target.exercise_slug, [])
        former, on = Work.of(former_sets), ""
        if former is not None:
            on = date_format(former_sets[0].performed_on, "F j")
        known.append(
            {
                "target": target.prescription_id,
                "name": target.exercise_name,
                "last": former.to_json(on) if former else None,
            }
        )
        now = Work.of(row for row in sets if row.prescription_id == target.prescription_id)
        if now is not None:
            comparisons.append(_compared(target.exercise_name, now, former, on, words))
    return AgainstLastTime(comparisons, known, words)


def _sentences() -> dict[str, str]:
    return {
        "seconds": _("{amounts} s"),
        "first": _("the first time"),
        "firstLoad": _("the first time with a load"),
        "same": _("the same as {day}"),
        "more": _("{difference} more than {day}"),
        "less": _("{difference} less than {day}"),
        "rep": ngettext("{count} rep", "{count} reps", 1),
        "reps": ngettext("{count} rep", "{count} reps", 2),
        "hold": _("{count} s"),
    }


def _compared(name: str, now: Work, former: Work | None, on: str, words: Mapping[str, str]) -> Comparison:
    """The load goes first; with the same load, the repetitions or seconds of all its sets."""
    if former is None:
        return Comparison(name, now.words, words["first"], is_more=False)
    if now.load and not former.load:
        return Comparison(name, now.words, words["firstLoad"], is_more=True)
    heavier = _load_between(now.load, former.load)
    if heavier:
        unit = (now.load or former.load or Load(Decimal(0), "kg")).unit
        difference = _in_words(Load(abs(heavier), unit))
        return Comparison(name, now.words, _than(words, difference, on, heavier > 0), is_more=heavier > 0)
    more = sum(now.amounts) - sum(former.amounts)
    if not more:
        return Comparison(name, now.words, words["same"].format(day=on), is_more=False)
    one_or_more = "rep" if abs(more) == 1 else "reps"
    difference = words["hold" if now.is_timed else one_or_more].format(count=abs(more))
    return Comparison(name, now.words, _than(words, difference, on, more > 0), is_more=more > 0)


def _load_between(now: Load | None, former: Load | None) -> Decimal:
    """How much heavier, in the unit of now's load; the former one as equipment comes in it."""
    if now is None:
        return -former.amount if former else Decimal(0)
    return now.amount - (in_unit(former, now.unit).amount if former else 0)


def _than(words: Mapping[str, str], difference: str, on: str, is_more: bool) -> str:
    return words["more" if is_more else "less"].format(difference=difference, day=on)
