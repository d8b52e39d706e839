"""Verbs that record runs: the phone's document, the page without script and files use the same one.

A document carries ``rev`` and ``edit_id``; the highest pair wins, never the clock. The same document
twice writes nothing the second time.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from athletes.errors import NotTheirsError
from athletes.evaluation.pain_findings import LATE_REPORT_WINDOW
from athletes.models import Athlete, FlagKind, Moment, Run, RunSource
from athletes.problems.episodes import Finding, raise_flag
from athletes.problems.figures import RunSpikeFigures
from programs.rules.distance import Distance, DistanceUnit
from programs.rules.load import longest_run
from programs.thresholds import clinic_thresholds

from .pain import report_pain
from .sessions import APPLIED, DUPLICATE, STALE


@dataclass(frozen=True, slots=True)
class WorstPain:
    """The worst pain of a run, 0-10."""

    score: int
    region: str
    side: str = ""


@dataclass(frozen=True, slots=True)
class RunItem:
    """One run as it is stated. minutes and distance: at least one; distance in the unit that was typed."""

    kind: str
    ran_on: date
    rev: int
    edit_id: uuid.UUID
    minutes: int | None = None
    distance: Distance | None = None
    effort: int | None = None
    pain: WorstPain | None = None
    note: str = ""
    source: str = RunSource.TYPED
    is_deleted: bool = False

    @property
    def version(self) -> tuple[int, str]:
        return self.rev, str(self.edit_id)

    @classmethod
    def again(cls, run: Run, *, is_deleted: bool) -> RunItem:
        """The run as it is stored, one revision later: deleted, or taken back."""
        pain = WorstPain(run.pain.score, run.pain.region, run.pain.side) if run.pain else None
        return cls(
            kind=run.kind,
            ran_on=run.ran_on,
            rev=run.rev + 1,
            edit_id=uuid.uuid4(),
            minutes=run.minutes,
            distance=run.distance,
            effort=run.effort,
            pain=pain,
            note=run.note,
            is_deleted=is_deleted,
        )


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """What became of it: the run as it is now, and applied, duplicate or stale."""

    run: Run
    verdict: str


def distance_unit(athlete: Athlete) -> DistanceUnit:
    """Kilometers for who trains in kilograms, miles for who trains in pounds."""
    return "km" if athlete.unit == "kg" else "mi"


@transaction.atomic
def record_run(*, athlete: Athlete, run_id: uuid.UUID, item: RunItem, at: datetime) -> RecordedRun:
    """Store a run, or a later edit of it. A day that has not come yet is a wrong clock: it becomes today.

    The worst pain becomes a report of its own on the day of the run; a run that is deleted leaves it.
    Raises NotTheirsError when the id belongs to somebody else's run.
    """
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    former = Run.objects.filter(pk=run_id).first()
    if former is not None and former.athlete_id != athlete.pk:
        raise NotTheirsError
    if former is not None and item.version <= (former.rev, str(former.edit_id)):
        is_same = item.version == (former.rev, str(former.edit_id))
        return RecordedRun(former, DUPLICATE if is_same else STALE)
    run = _row(athlete, run_id, item, at, former)
    if not item.is_deleted:
        _say_pain(run, item.pain, at)
    run.save(force_insert=former is None, force_update=former is not None)
    _look_at_length(run, at)
    return RecordedRun(run, APPLIED)


def _look_at_length(run: Run, at: datetime) -> None:
    """A run much longer than any of the thirty days before it is a fact for the therapist (clinical.md 4.6)."""
    if run.is_deleted or run.ran_on < run.athlete.today(at) - LATE_REPORT_WINDOW:
        return
    before = Run.objects.filter(athlete=run.athlete_id, is_deleted=False, ran_on__lt=run.ran_on)
    before = before.filter(ran_on__gte=run.ran_on - timedelta(days=30))
    measure = "minutes" if run.distance_km is None else "distance_km"
    own, others = getattr(run, measure), [each for each in before.values_list(measure, flat=True) if each]
    found = longest_run(own, others) if own else None
    if found and found.band != "within" and found.percent >= clinic_thresholds().run_spike:
        figures = RunSpikeFigures(percent=found.percent, on=run.ran_on)
        raise_flag(athlete=run.athlete, finding=Finding(FlagKind.RUN_SPIKE, f"run:{run.pk}", figures), at=at)


@transaction.atomic
def record_runs(*, athlete: Athlete, items: Mapping[uuid.UUID, RunItem], at: datetime) -> list[Run]:
    """Many runs at once that are new here, without pain: a former log. An id that is known already is passed over."""
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    rows = [_row(athlete, run_id, item, at, None) for run_id, item in items.items()]
    return Run.objects.bulk_create(rows, ignore_conflicts=True)


def _row(athlete: Athlete, run_id: uuid.UUID, item: RunItem, at: datetime, former: Run | None) -> Run:
    return Run(
        id=run_id,
        athlete=athlete,
        kind=item.kind,
        ran_on=min(item.ran_on, athlete.today(at)),
        minutes=item.minutes,
        distance_km=item.distance.km if item.distance else None,
        distance_unit=item.distance.unit if item.distance else distance_unit(athlete),
        effort=item.effort,
        pain_id=former.pain_id if former else None,
        note=item.note,
        source=former.source if former else item.source,
        received_at=former.received_at if former else at,
        rev=item.rev,
        edit_id=item.edit_id,
        is_deleted=item.is_deleted,
    )


def _say_pain(run: Run, pain: WorstPain | None, at: datetime) -> None:
    """The report of this run's worst pain: made, changed, or taken away with the answer."""
    if pain is not None:
        run.pain = report_pain(
            athlete=run.athlete,
            report_id=uuid.uuid5(run.pk, f"pain/{Moment.DURING}"),
            score=pain.score,
            region=pain.region,
            side=pain.side,
            on=run.ran_on,
            at=at,
        )
    elif run.pain is not None:
        run.pain.delete()
        run.pain = None
