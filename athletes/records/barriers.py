"""What kept an athlete from training: one word a week, and a flag when it is the same again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from athletes.models import Athlete, Barrier, BarrierKind, FlagKind
from athletes.problems.episodes import Finding, raise_flag
from athletes.problems.figures import BarrierFigures
from programs.rules.attention import named_again
from programs.thresholds import clinic_thresholds

from .pain import hurt_somewhere

#: How far back the same barrier counts as "again".
AGAIN = timedelta(weeks=8)


@transaction.atomic
def name_barrier(*, athlete: Athlete, week: str, kind: str, at: datetime) -> Barrier:
    """Store what kept them from training in that ISO week (``2026-W47``); another answer replaces it.

    Something that hurt is asked about: it is pain, and has a place.
    Named as often within eight weeks as the clinic's threshold says, it is flagged for the therapist: a matter to
    discuss with the athlete.
    """
    barrier, _is_new = athlete.barriers.update_or_create(week=week, defaults={"kind": kind, "answered_at": at})
    if kind == BarrierKind.PAIN:
        hurt_somewhere(athlete=athlete, how="barrier", on=athlete.today(at), at=at)
    recent = athlete.barriers.filter(answered_at__gte=at - AGAIN).order_by("-week")
    again = named_again(recent.values_list("kind", flat=True), clinic_thresholds())
    if again:
        weeks = list(recent.filter(kind=again).values_list("week", flat=True))
        figures = BarrierFigures(kind=again, times=len(weeks))
        raise_flag(athlete=athlete, finding=Finding(FlagKind.BARRIER, f"{again}:{weeks[0]}", figures), at=at)
    return barrier
