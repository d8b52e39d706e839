"""The hourly sweep: what only time causes. Missed, silent, ready for plyometrics, reminders unanswered.

Set by set and in batches, at a cost that does not grow with anybody's history. It may run as often as
it likes, by any number of processes: each finding is raised once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from django.db.models import Max, Q

from athletes.localtime import instant, iso_week
from athletes.models import (
    Assessment,
    Athlete,
    Barrier,
    CheckIn,
    Clearance,
    Enrollment,
    FlagKind,
    Message,
    PainReport,
    Run,
    Session,
    SessionStatus,
)
from athletes.problems.episodes import Finding, raise_flags, remembered_of
from athletes.training.clearance import gate_of
from programs.models import Pattern
from programs.rules.attention import is_silent, missed_from
from programs.rules.plyometrics import is_open
from programs.rules.thresholds import Thresholds
from programs.thresholds import clinic_thresholds

from .evaluate import evaluate

BATCH = 500
#: A planned session older than this is history, not news.
NEWS = timedelta(days=14)


def sweep(at: datetime) -> int:
    """Raise what time has caused up to now; returns how many flags came."""
    numbers, raised = clinic_thresholds(), 0
    going_on = Enrollment.objects.active().not_paused(at.date())
    running = going_on.filter(starts_on__lte=at.date(), athlete__user__is_active=True)
    keys = running.values_list("athlete_id", flat=True).order_by("athlete_id")
    last = 0
    while batch := list(keys.filter(athlete_id__gt=last)[:BATCH]):
        raised += _sweep(batch, at, numbers)
        last = batch[-1]
    return raised


def _sweep(keys: Sequence[int], at: datetime, numbers: Thresholds) -> int:
    athletes = {each.pk: each for each in Athlete.objects.filter(pk__in=keys).select_related("user")}
    findings: dict[int, list[Finding]] = defaultdict(list)
    _find_missed(athletes, findings, at, numbers)
    _find_silent(athletes, findings, at, numbers)
    _find_open_gates(athletes, findings, at, numbers)
    for athlete in athletes.values():
        if athlete.has_ignored_reminders:
            findings[athlete.pk].append(Finding(FlagKind.UNANSWERED, f"{athlete.reminders_since or 'first'}"))
    known = remembered_of(list(findings), at)
    raised = 0
    for key in _back_from_a_pause(athletes, at):
        evaluate(athletes[key], at)  # the days off ask for lighter targets
    for key, found in findings.items():
        new = raise_flags(athlete=athletes[key], findings=found, known=known[key], at=at)
        raised += len(new)
        if any(flag.kind == FlagKind.MISSED for flag in new):
            evaluate(athletes[key], at)  # a gap asks for lighter targets
    return raised


def _back_from_a_pause(athletes: dict[int, Athlete], at: datetime) -> list[int]:
    """Whose pause ends today or ended yesterday."""
    days = (at.date() - timedelta(days=1), at.date() + timedelta(days=1))
    ending = Enrollment.objects.active().filter(athlete__in=athletes, paused_until__range=days)
    return list(ending.values_list("athlete_id", flat=True))


def _find_missed(
    athletes: dict[int, Athlete], findings: dict[int, list[Finding]], at: datetime, numbers: Thresholds
) -> None:
    """Sessions of this week or the last whose day ended a day and a half ago, by the athlete's clock."""
    rows = Session.objects.filter(athlete__in=athletes).counted()
    rows = rows.filter(planned_on__gte=at.date() - NEWS, planned_on__lte=at.date() + timedelta(days=7))
    weeks: dict[tuple[int, str], list[Session]] = defaultdict(list)
    for each in rows.only("athlete_id", "planned_on", "status").order_by("planned_on"):
        weeks[each.athlete_id, iso_week(each.planned_on)].append(each)
    for (key, week), sessions in weeks.items():
        missed = [each for each in sessions if _is_missed(each, athletes[key], at, numbers)]
        if missed:
            figures = {"missed": len(missed), "planned": len(sessions), "on": str(missed[-1].planned_on)}
            findings[key].append(Finding(FlagKind.MISSED, week, figures))


def _is_missed(session: Session, athlete: Athlete, at: datetime, numbers: Thresholds) -> bool:
    ends = instant(athlete.time_zone, session.planned_on + timedelta(days=1), time(0))
    return session.status == SessionStatus.PLANNED and missed_from(ends, numbers) <= at


def _find_silent(
    athletes: dict[int, Athlete], findings: dict[int, list[Finding]], at: datetime, numbers: Thresholds
) -> None:
    """Nothing logged, reported or answered for a week, counted from the program's first day on."""
    since = at - timedelta(days=numbers.silent_days)
    heard = _heard_from(athletes, since)
    starts = (
        Enrollment.objects.active()
        .filter(athlete__in=set(athletes) - heard)
        .values_list("athlete_id", "starts_on", "paused_until")
    )
    rows = Session.objects.filter(athlete__in=set(athletes) - heard, planned_on__gte=at.date() - timedelta(days=90))
    last = dict(rows.values_list("athlete_id").annotate(Max("opened_at")))
    for key, starts_on, paused_until in starts:
        begun = instant(athletes[key].time_zone, max(starts_on, paused_until or starts_on), time(0))
        quiet_since = max(begun, last.get(key) or begun)
        if is_silent(quiet_since, at, numbers):
            on = athletes[key].today(quiet_since)
            findings[key].append(Finding(FlagKind.SILENT, str(on), {"days": (at - quiet_since).days, "since": str(on)}))


def _heard_from(athletes: Iterable[int], since: datetime) -> set[int]:
    keys = list(athletes)
    sources = (
        Session.objects.filter(Q(opened_at__gt=since) | Q(finished_at__gt=since), athlete__in=keys),
        PainReport.objects.filter(athlete__in=keys, reported_at__gt=since),
        Barrier.objects.filter(athlete__in=keys, answered_at__gt=since),
        Run.objects.filter(athlete__in=keys, received_at__gt=since),
        CheckIn.objects.filter(athlete__in=keys, answered_at__gt=since),
        Message.objects.from_athlete().filter(athlete__in=keys, sent_at__gt=since),
    )
    return {key for rows in sources for key in rows.values_list("athlete_id", flat=True)}


def _find_open_gates(
    athletes: dict[int, Athlete], findings: dict[int, list[Finding]], at: datetime, numbers: Thresholds
) -> None:
    """Athletes whose program waits with plyometrics, who were tested, and who meet every condition."""
    waiting = Enrollment.objects.active().filter(
        athlete__in=athletes, program__workouts__prescriptions__exercise__pattern=Pattern.PLYOMETRIC
    )
    cleared = Clearance.objects.standing().filter(athlete__in=athletes).values("athlete")
    tested = Assessment.objects.filter(athlete__in=athletes).values("athlete")
    rows = waiting.filter(athlete__in=tested).exclude(athlete__in=cleared).values_list("athlete_id", "pk").distinct()
    for key, enrollment in rows:
        conditions = gate_of(athletes[key], at, numbers)
        if is_open(conditions):
            figures = {each.name: each.figure for each in conditions}
            findings[key].append(Finding(FlagKind.GATE, f"enrollment:{enrollment}", figures))
