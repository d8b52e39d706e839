"""The last five times of an exercise and the best of them, as a fold of its card."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from athletes.models import Athlete, Session, SetLog
from programs.models.prepared import prepared

#: How many times a card shows; they are among so many sessions.
TIMES, AMONG = 5, 12


@dataclass(frozen=True)
class LastTime:
    """One session of an exercise. sets -- “45 lb × 8, 8, 7”; reserve -- repetitions left, None where nobody said"""

    on: date
    sets: str
    reserve: int | None
    is_best: bool


def last_times(athlete: Athlete, slugs: Iterable[str], session: Session) -> dict[str, list[LastTime]]:
    """By exercise, the latest first, of sessions that ended before the one that is shown began. One query."""
    done = _done_before(athlete=athlete.pk, slugs=list(slugs), but=session.pk, ended_by=session.opened_at)
    by_session: dict[str, dict[date, list[SetLog]]] = defaultdict(lambda: defaultdict(list))
    for row in done:
        by_session[row.exercise.slug][row.performed_on].append(row)
    return {slug: _times(days) for slug, days in by_session.items()}


@prepared
def _done_before(*, athlete: int, slugs: list[str], but: UUID, ended_by: datetime | None) -> QuerySet[SetLog]:
    """Of the last sessions but one, which ended by that time, where it is given."""
    earlier = Session.objects.completed().filter(athlete=athlete).exclude(pk=but)
    if ended_by is not None:
        earlier = earlier.filter(finished_at__lte=ended_by)
    latest = earlier.order_by("-finished_at").values("pk")[:AMONG]
    done = SetLog.objects.kept().filter(session__in=latest, exercise__slug__in=slugs)
    return done.select_related("exercise").order_by("-performed_on", "number", "side")


def _times(days: dict[date, list[SetLog]]) -> list[LastTime]:
    shown = list(days.items())[:TIMES]
    best_on = max(shown, key=lambda day: (_best_of(day[1]), day[0]))[0]
    times = []
    for on, rows in shown:
        is_best = on == best_on and len(shown) > 1
        times.append(LastTime(on=on, sets=_words(rows), reserve=_reserve(rows), is_best=is_best))
    return times


def _best_of(rows: Sequence[SetLog]) -> tuple[Decimal, int]:
    """The heaviest load, and the work of its sets."""
    heaviest = max(map(_kilograms, rows), default=Decimal(0))
    work = sum(_work_of(row) for row in rows if _kilograms(row) == heaviest)
    return heaviest, work


def _kilograms(row: SetLog) -> Decimal:
    return row.load_kg or Decimal(0)


def _words(rows: Sequence[SetLog]) -> str:
    """The weaker side of each set, with the load where it changes: “45 lb × 8, 8, 7”."""
    words: list[str] = []
    load = None
    for number in dict.fromkeys(row.number for row in rows):
        weaker = min((row for row in rows if row.number == number), key=_work_of)
        is_same_load = bool(words) and weaker.load == load and weaker.reps is not None
        words.append(str(weaker.reps) if is_same_load else weaker.amount)
        load = weaker.load
    return ", ".join(words)


def _work_of(row: SetLog) -> int:
    """Repetitions, or seconds of a hold."""
    return row.reps or row.seconds or 0


def _reserve(rows: Sequence[SetLog]) -> int | None:
    """What was left after the last set that says so."""
    rated = [row.rpe for row in rows if row.rpe is not None]
    return int(10 - rated[-1]) if rated else None
