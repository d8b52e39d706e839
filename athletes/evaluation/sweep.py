"""The hourly sweep: what only time causes. Missed, silent, ready for plyometrics, reminders unanswered.

Set by set and in batches, at a cost that does not grow with anybody's history. It may run as often as
it likes, by any number of processes: each finding is raised once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet

from athletes.localtime import clinic_day, instant, iso_week
from athletes.models import (
    Assessment,
    Athlete,
    Barrier,
    CheckIn,
    Clearance,
    Enrollment,
    Flag,
    FlagKind,
    Message,
    PainReport,
    Run,
    Session,
    SessionStatus,
)
from athletes.problems.episodes import Finding, raise_flags, remembered_of
from athletes.problems.figures import GateFigures, MissedFigures, SilentFigures
from athletes.training.clearance import gate_of
from programs.models import Pattern
from programs.models.keys import by_key
from programs.rules.attention import is_silent, missed_from
from programs.rules.plyometrics import is_open
from programs.rules.thresholds import Thresholds
from programs.thresholds import clinic_thresholds

from .coming_sessions.closed_sessions import excuse_stopped
from .escalating import escalate
from .evaluate import LOOKED_LATELY, evaluate

BATCH = 500
#: A planned session older than this is history, not news.
NEWS = timedelta(days=14)
#: How far ahead sessions count for the week in which one was missed.
REST_OF_WEEK = timedelta(days=7)
#: How far back the last opened session is looked for; who trained before that is silent from the program's start.
LAST_TRAINED_WITHIN = timedelta(days=90)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Batch:
    """Athletes who follow a program that goes on and whose training is not stopped, by id, with the instant judged."""

    athletes: Mapping[int, Athlete]
    at: datetime
    numbers: Thresholds

    @property
    def day(self) -> date:
        """The clinic's; an athlete's own is at most one away."""
        return clinic_day(self.at)


def sweep(at: datetime) -> int:
    """Raise what time has caused up to now; returns how many flags are new."""
    numbers = clinic_thresholds()
    today = clinic_day(at)
    going_on = Enrollment.objects.active().not_paused(today)
    running = going_on.filter(starts_on__lte=today, athlete__user__is_active=True)
    followed = running.values_list("athlete_id", flat=True).order_by("athlete_id")
    excuse_stopped(at)
    followed = followed.filter(athlete__stopped_at__isnull=True)
    raised = 0
    last_id = 0
    while athlete_ids := list(followed.filter(athlete_id__gt=last_id)[:BATCH]):
        athletes = Athlete.objects.filter(pk__in=athlete_ids).select_related("user")
        raised += _sweep(Batch(by_key(athletes), at, numbers))
        last_id = athlete_ids[-1]
    escalate(at)
    return raised


def _sweep(batch: Batch) -> int:
    findings: dict[int, list[Finding]] = defaultdict(list)
    for find in (_find_missed, _find_silent, _find_open_gates, _find_unanswered):
        for athlete_id, finding in find(batch):
            findings[athlete_id].append(finding)
    known = remembered_of(list(findings), batch.at)
    for athlete_id in _due_for_a_look(batch):
        evaluate(batch.athletes[athlete_id], batch.at)  # days alone change what a session may hold
    raised = 0
    for athlete_id, own in findings.items():
        new = raise_flags(athlete=batch.athletes[athlete_id], findings=own, known=known[athlete_id], at=batch.at)
        raised += len(new)
        if _has_missed(new):
            evaluate(batch.athletes[athlete_id], batch.at)  # a gap asks for lighter targets
    return raised


def _has_missed(flags: Sequence[Flag]) -> bool:
    return any(flag.kind == FlagKind.MISSED for flag in flags)


def _due_for_a_look(batch: Batch) -> list[int]:
    """Who has a session today or tomorrow, by anybody’s clock, or comes back from a pause, and was not looked at yet.

    Days off, a race that comes near and an answer that never came change it without anybody's word.
    """
    days = (batch.day - ONE_DAY, batch.day + ONE_DAY)
    unseen = [key for key, athlete in batch.athletes.items() if not _was_looked_at(athlete, batch.at)]
    ending = Enrollment.objects.active().filter(athlete__in=unseen, paused_until__range=days)
    coming = Session.objects.not_begun().filter(athlete__in=unseen, planned_on__range=days)
    found = {*ending.values_list("athlete_id", flat=True), *coming.values_list("athlete_id", flat=True)}
    return sorted(found)


def _was_looked_at(athlete: Athlete, at: datetime) -> bool:
    return athlete.evaluated_at is not None and at - athlete.evaluated_at < LOOKED_LATELY


# -- what time causes: each yields the athlete's id with what is to be flagged ---------------------


def _find_missed(batch: Batch) -> Iterator[tuple[int, Finding]]:
    """Sessions of this week or the last whose day ended a day and a half ago, by the athlete's clock, and who has not
    trained since: whoever is back has been heard of.
    """
    by_week = _sessions_by_week(batch)
    trained_on = _last_trained_on(batch, {athlete_id for athlete_id, _week in by_week})
    for (athlete_id, week), sessions in by_week.items():
        back_on = trained_on.get(athlete_id, date.min)
        missed = [each for each in sessions if each.planned_on >= back_on and _is_missed(each, batch)]
        if missed:
            figures = MissedFigures(missed=len(missed), planned=len(sessions), on=missed[-1].planned_on)
            yield athlete_id, Finding(FlagKind.MISSED, week, figures)


def _sessions_by_week(batch: Batch) -> dict[tuple[int, str], list[Session]]:
    """Counted sessions by athlete and ISO week, in order."""
    sessions = Session.objects.filter(athlete__in=batch.athletes).counted()
    sessions = sessions.between(batch.day - NEWS, batch.day + REST_OF_WEEK)
    weeks: dict[tuple[int, str], list[Session]] = defaultdict(list)
    for session in sessions.only("athlete_id", "planned_on", "status").order_by("planned_on"):
        weeks[session.athlete_id, iso_week(session.planned_on)].append(session)
    return weeks


def _last_trained_on(batch: Batch, athlete_ids: Iterable[int]) -> dict[int, date]:
    """The athlete's day on which each began a session last, of the days that are news."""
    lately = Session.objects.counted().filter(athlete__in=athlete_ids, opened_at__gte=batch.at - NEWS - ONE_DAY)
    opened = lately.order_by().values_list("athlete_id").annotate(Max("opened_at"))
    return {athlete_id: batch.athletes[athlete_id].today(at) for athlete_id, at in opened}


def _is_missed(session: Session, batch: Batch) -> bool:
    if session.status != SessionStatus.PLANNED:
        return False
    time_zone = batch.athletes[session.athlete_id].time_zone
    day_ends_at = instant(time_zone, session.planned_on + ONE_DAY, time(0))
    return missed_from(day_ends_at, batch.numbers) <= batch.at


def _find_silent(batch: Batch) -> Iterator[tuple[int, Finding]]:
    """Nothing logged, reported or answered for a week, counted from the program's first day on."""
    quiet = set(batch.athletes) - _heard_from(batch, batch.at - timedelta(days=batch.numbers.silent_days))
    sessions = Session.objects.filter(athlete__in=quiet, planned_on__gte=batch.day - LAST_TRAINED_WITHIN)
    last_opened = dict(sessions.values_list("athlete_id").annotate(Max("opened_at")))
    for enrollment in Enrollment.objects.active().filter(athlete__in=quiet):
        athlete = batch.athletes[enrollment.athlete_id]
        quiet_since = _first_instant(enrollment, athlete)
        opened_at = last_opened.get(athlete.pk)
        if opened_at is not None:
            quiet_since = max(quiet_since, opened_at)
        if is_silent(quiet_since, batch.at, batch.numbers):
            since = athlete.today(quiet_since)
            figures = SilentFigures(days=(batch.at - quiet_since).days, since=since)
            yield athlete.pk, Finding(FlagKind.SILENT, str(since), figures)


def _first_instant(enrollment: Enrollment, athlete: Athlete) -> datetime:
    """When the program began, or went on after its pause, by the athlete's clock."""
    first_day = enrollment.starts_on
    if enrollment.paused_until is not None:
        first_day = max(first_day, enrollment.paused_until)
    return instant(athlete.time_zone, first_day, time(0))


def _heard_from(batch: Batch, since: datetime) -> set[int]:
    """Who has logged, reported, answered or written anything since then."""
    athlete_ids = list(batch.athletes)
    traces: tuple[QuerySet[Any], ...] = (
        Session.objects.filter(Q(opened_at__gt=since) | Q(received_at__gt=since), athlete__in=athlete_ids),
        PainReport.objects.filter(athlete__in=athlete_ids, reported_at__gt=since),
        Barrier.objects.filter(athlete__in=athlete_ids, answered_at__gt=since),
        Run.objects.filter(athlete__in=athlete_ids, received_at__gt=since),
        CheckIn.objects.filter(athlete__in=athlete_ids, answered_at__gt=since),
        Message.objects.from_athlete().filter(athlete__in=athlete_ids, sent_at__gt=since),
    )
    heard: set[int] = set()
    for rows in traces:
        heard.update(rows.values_list("athlete_id", flat=True))
    return heard


def _find_open_gates(batch: Batch) -> Iterator[tuple[int, Finding]]:
    """Athletes whose program waits with plyometrics, who were tested, and who meet every condition."""
    waiting = Enrollment.objects.active().filter(
        athlete__in=batch.athletes, program__workouts__prescriptions__exercise__pattern=Pattern.PLYOMETRIC
    )
    cleared = Clearance.objects.standing().filter(athlete__in=batch.athletes).values("athlete")
    tested = Assessment.objects.filter(athlete__in=batch.athletes).values("athlete")
    candidates = waiting.filter(athlete__in=tested).exclude(athlete__in=cleared)
    for athlete_id, enrollment_id in candidates.values_list("athlete_id", "pk").distinct():
        conditions = gate_of(batch.athletes[athlete_id], batch.at, batch.numbers)
        if is_open(conditions):
            figures = GateFigures.from_json({condition.name: condition.figure for condition in conditions})
            yield athlete_id, Finding(FlagKind.GATE, f"enrollment:{enrollment_id}", figures)


def _find_unanswered(batch: Batch) -> Iterator[tuple[int, Finding]]:
    """Athletes whose weekly mails have stopped by themselves."""
    for athlete in batch.athletes.values():
        if athlete.has_ignored_reminders:
            yield athlete.pk, Finding(FlagKind.UNANSWERED, f"{athlete.reminders_since or 'first'}")
