"""Verbs that record runs: the phone's document, the page without script and files use the same one.

The same document twice writes nothing the second time.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from athletes.evaluation.pain.findings import LATE_REPORT_WINDOW
from athletes.models import Athlete, FlagKind, Moment, Run, RunSource
from athletes.problems.episodes import Finding, raise_flag
from athletes.problems.figures import RunSpikeFigures
from programs.rules.distance import Distance, DistanceUnit
from programs.rules.load import LOOK_BACK_DAYS, longest_run
from programs.thresholds import clinic_thresholds

from .merge import Verdict, check_owner, verdict_on
from .pain import report_pain


@dataclass(frozen=True, slots=True)
class WorstPain:
    """The worst pain of a run, 0-10."""

    score: int
    region: str
    side: str = ""


@dataclass(frozen=True, slots=True)
class RunItem:
    """One run as it is stated. minutes and distance: at least one; distance in the unit that was typed.

    is_day_of_place -- ran_on is of the place where it was run, and was checked there
    began_at -- where a file says so; of a stored run it stays with the day
    """

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
    is_day_of_place: bool = False
    began_at: datetime | None = None

    @classmethod
    def again(cls, run: Run, *, is_deleted: bool) -> RunItem:
        """The run as it is stored, one revision later: deleted, or taken back."""
        pain = None
        if run.pain is not None:
            pain = WorstPain(run.pain.score, run.pain.region, run.pain.side)
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
    verdict: Verdict


def distance_unit(athlete: Athlete) -> DistanceUnit:
    """Kilometers for an athlete who trains in kilograms, miles for one who trains in pounds."""
    return "km" if athlete.unit == "kg" else "mi"


@transaction.atomic
def record_run(*, athlete: Athlete, run_id: uuid.UUID, item: RunItem, at: datetime) -> RecordedRun:
    """Store a run, or a later edit of it. A day that has not come yet is a wrong clock: it becomes today.

    The worst pain becomes a report of its own on the day of the run; a run that is deleted leaves it.
    Raises NotTheirsError when the id belongs to somebody else's run.
    """
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    former = Run.objects.filter(pk=run_id).first()
    check_owner(former, athlete)
    if former is not None:
        verdict = verdict_on(item, former)
        if verdict != Verdict.APPLIED:
            return RecordedRun(former, verdict)
    run = _row(athlete, run_id, item, at, former)
    if not item.is_deleted:
        _store_pain(run, item.pain, at)
    run.save(force_insert=former is None, force_update=former is not None)
    if not run.is_deleted:
        _flag_length(run, at)
    return RecordedRun(run, Verdict.APPLIED)


#: Two runs of one day that differ by no more than this share, or by two minutes, may be one run from two sources [D].
ALIKE = Decimal("0.1")
FEW_MINUTES = 2
#: Nobody runs twice at the same time: who shares so much of the shorter one's time is one run, however long each is.
#: A watch that was stopped late is; the next run, begun a minute before the last one was ended, is not [D].
SHARED = 0.5
ONE_DAY = timedelta(days=1)


def twins_of(run: Run) -> list[Run]:
    """Other runs that may be the same, told twice: of one time, or of one day and about as long. One is from a file.

    A pair of which the athlete kept both is none. In one query, with their pain.
    """
    if run.is_deleted:
        return []
    near = Run.objects.kept().filter(athlete=run.athlete_id).between(run.ran_on - ONE_DAY, run.ran_on + ONE_DAY)
    others = near.exclude(pk=run.pk).exclude(pk__in=run.distinct_from.values("pk"))
    return [other for other in others.select_related("pain").order_by("received_at") if _may_be_one(run, other)]


def twin_of(run: Run) -> Run | None:
    """The first of them."""
    return next(iter(twins_of(run)), None)


def _may_be_one(run: Run, other: Run) -> bool:
    if {run.source, other.source} == {RunSource.TYPED}:
        return False
    shared = _shared_time(run, other)
    if shared is not None:
        return shared >= SHARED
    return run.ran_on == other.ran_on and _are_alike(run, other)


def _shared_time(run: Run, other: Run) -> float | None:
    """What share of the shorter one's time both have in common; None where it is not known when each was run."""
    if run.span is None or other.span is None:
        return None
    (began, ended), (other_began, other_ended) = run.span, other.span
    in_common = min(ended, other_ended) - max(began, other_began)
    return in_common / min(ended - began, other_ended - other_began)


def _are_alike(run: Run, other: Run) -> bool:
    """By their minutes, else by their distance; what is not known of both is no likeness."""
    if run.minutes and other.minutes:
        apart = abs(run.minutes - other.minutes)
        return apart <= FEW_MINUTES or apart <= ALIKE * max(run.minutes, other.minutes)
    if run.distance_km and other.distance_km:
        return abs(run.distance_km - other.distance_km) <= ALIKE * max(run.distance_km, other.distance_km)
    return False


def keep_apart(*, run: Run, twin: Run) -> None:
    """They are two runs: nobody asks about this pair again."""
    run.distinct_from.add(twin)


@transaction.atomic
def join_runs(*, told: Run, measured: Run, at: datetime) -> Run:
    """They are the same run: what was said of it stays, with what the other one measured, which goes.

    told, measured -- with their pain. What was said of the measured one alone stays as well.
    """
    item, other = RunItem.again(told, is_deleted=False), RunItem.again(measured, is_deleted=True)
    item = replace(
        item,
        began_at=measured.began_at,
        minutes=measured.minutes or item.minutes,
        distance=measured.distance or item.distance,
        effort=other.effort if item.effort is None else item.effort,
        pain=item.pain or other.pain,
        note="\n".join(filter(None, [item.note, other.note])),
    )
    record_run(athlete=told.athlete, run_id=measured.pk, item=other, at=at)
    return record_run(athlete=told.athlete, run_id=told.pk, item=item, at=at).run


def _flag_length(run: Run, at: datetime) -> None:
    """A run much longer than any of the thirty days before it is a fact for the therapist (clinical.md 4.6)."""
    if run.ran_on < run.athlete.today(at) - LATE_REPORT_WINDOW:
        return
    measure = "minutes" if run.distance_km is None else "distance_km"
    length = getattr(run, measure)
    longest = longest_run(length, _lengths_before(run, measure))
    if longest is None or not longest.is_longer_by(clinic_thresholds().run_spike):
        return
    figures = RunSpikeFigures(percent=longest.percent, on=run.ran_on)
    raise_flag(athlete=run.athlete, finding=Finding(FlagKind.RUN_SPIKE, f"run:{run.pk}", figures), at=at)


def _lengths_before(run: Run, measure: str) -> list[int | Decimal]:
    """The lengths of the thirty days before that run, in minutes or km, where they are known."""
    month = run.athlete.runs.kept().filter(
        ran_on__lt=run.ran_on, ran_on__gte=run.ran_on - timedelta(days=LOOK_BACK_DAYS)
    )
    lengths = month.exclude(**{measure: None})
    return list(lengths.values_list(measure, flat=True))


@transaction.atomic
def record_runs(*, athlete: Athlete, items: Mapping[uuid.UUID, RunItem], at: datetime) -> list[Run]:
    """Many runs at once that are new here, without pain: a former log. An id that is known already is passed over."""
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    rows = [_row(athlete, run_id, item, at, None) for run_id, item in items.items()]
    return Run.objects.bulk_create(rows, ignore_conflicts=True)


def _row(athlete: Athlete, run_id: uuid.UUID, item: RunItem, at: datetime, former: Run | None) -> Run:
    run = Run(
        id=run_id,
        athlete=athlete,
        kind=item.kind,
        ran_on=_day_of(athlete, item, at, former),
        began_at=item.began_at,
        minutes=item.minutes,
        distance_unit=distance_unit(athlete),
        effort=item.effort,
        note=item.note,
        source=item.source,
        received_at=at,
        rev=item.rev,
        edit_id=item.edit_id,
        is_deleted=item.is_deleted,
    )
    if item.distance is not None:
        run.distance_km, run.distance_unit = item.distance.km, item.distance.unit
    if former is not None:
        run.pain_id, run.source, run.received_at = former.pain_id, former.source, former.received_at
        if run.began_at is None and run.ran_on == former.ran_on:
            run.began_at = former.began_at
    return run


def _day_of(athlete: Athlete, item: RunItem, at: datetime, former: Run | None) -> date:
    """Not after today, but for the day of a place where it is tomorrow already, and for one that is stored."""
    if item.is_day_of_place or (former is not None and former.ran_on == item.ran_on):
        return item.ran_on
    return min(item.ran_on, athlete.today(at))


def _store_pain(run: Run, pain: WorstPain | None, at: datetime) -> None:
    """The report of the run's worst pain: made, changed, or taken away with the answer."""
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
