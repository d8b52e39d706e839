"""The verb of the weekly check-in: the phone's document and the page without script use the same one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.errors import RefusedError
from athletes.localtime import day_in, iso_week, monday_of
from athletes.models import Athlete, CheckIn, FlagKind, Moment
from athletes.problems.episodes import Finding, raise_flag
from athletes.problems.figures import CheckInFigures

from .barriers import name_barrier
from .merge import Verdict, check_owner, verdict_on
from .pain import report_pain

FIRST_YEAR = 2000
#: When Today asks, by the athlete's clock: from Sunday's hour to Monday's.
MONDAY, SUNDAY = 0, 6
SUNDAY_FROM, MONDAY_UNTIL = 16, 21
#: So many weeks it is asked, and as many it rests, while nobody answers.
PATIENCE = 2
#: The identity of a week's answers is made in here.
WEEKS = uuid.UUID("0d0f1a52-6b0e-4f6e-8b1c-54a3c0f5a2d4")


@dataclass(frozen=True, slots=True)
class CheckInItem:
    """One week's answers. week -- ISO, like 2026-W47; changed, less, held_back -- 0 to 3; pain -- 0 to 10 or None.

    barrier -- what kept the athlete from training, a BarrierKind; empty where nothing did
    """

    week: str
    changed: int
    rev: int
    edit_id: uuid.UUID
    less: int = 0
    held_back: int = 0
    worst_pain: int | None = None
    usual_pain: int | None = None
    region: str = ""
    side: str = ""
    note: str = ""
    barrier: str = ""


@dataclass(frozen=True, slots=True)
class RecordedCheckIn:
    """What became of it: the week as it is now, and applied, duplicate or stale."""

    check_in: CheckIn
    verdict: Verdict


def week_asked(athlete: Athlete, at: datetime) -> date:
    """A day of the week that a check-in is about: on Monday the one before."""
    today = athlete.today(at)
    if today.weekday() == MONDAY:
        return today - timedelta(days=1)
    return today


def is_asked(athlete: Athlete, at: datetime) -> bool:
    """Whether Today asks now: Sunday from 16:00 to Monday evening, by the athlete's clock."""
    local = at.astimezone(athlete.tzinfo)
    if local.weekday() == SUNDAY:
        return local.hour >= SUNDAY_FROM
    return local.weekday() == MONDAY and local.hour < MONDAY_UNTIL


def is_resting(answered_on: date, asked_on: date) -> bool:
    """Whether the question rests: skipped in two weeks running, it comes back after two more (ui.md 2.9).

    answered_on -- a day of the week that was answered last, or of the first one
    """
    weeks_since = (monday_of(asked_on) - monday_of(answered_on)).days // 7
    skipped = weeks_since - 1
    return skipped > 0 and skipped % (2 * PATIENCE) >= PATIENCE


def check_in_id(athlete: Athlete, week: str) -> uuid.UUID:
    """The identity of a week's answers, the same on every phone of this athlete."""
    return uuid.uuid5(WEEKS, f"{athlete.pk}/{week}")


@transaction.atomic
def record_check_in(*, athlete: Athlete, check_in_id: uuid.UUID, item: CheckInItem, at: datetime) -> RecordedCheckIn:
    """Store a week's answers, or a later edit of them; a week has one row, whatever id it came with first.

    What kept the athlete from training becomes the week's barrier.
    Raises NotTheirsError when the id belongs to somebody else's answers, RefusedError for a week that does
    not exist, has not begun, or is not the one that this id is about.
    """
    _check_week(item.week, athlete.today(at))
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    former = CheckIn.objects.filter(pk=check_in_id).first() or athlete.check_ins.filter(week=item.week).first()
    check_owner(former, athlete)
    if former is None:
        check_in = CheckIn(id=check_in_id, athlete=athlete)
        _store(check_in, athlete, item, at)
        return RecordedCheckIn(check_in, Verdict.APPLIED)
    if former.week != item.week:
        raise RefusedError(_("This is the answer of another week."), field="week")
    verdict = verdict_on(item, former)
    if verdict == Verdict.APPLIED:
        _store(former, athlete, item, at)
    return RecordedCheckIn(former, verdict)


def _store(check_in: CheckIn, athlete: Athlete, item: CheckInItem, at: datetime) -> None:
    """The answers as they are now, and what follows from them."""
    is_new = check_in._state.adding
    for name in _COLUMNS:
        setattr(check_in, name, getattr(item, name))
    check_in.answered_at = at
    check_in.save(force_insert=is_new, force_update=not is_new)
    _report_worst(check_in, athlete, at)
    if item.barrier:
        name_barrier(athlete=athlete, week=item.week, kind=item.barrier, at=at)
    if check_in.needs_attention:
        figures = CheckInFigures(changed=check_in.changed, worst=check_in.worst_pain)
        raise_flag(athlete=athlete, finding=Finding(FlagKind.CHECK_IN, check_in.week, figures), at=at)


def _report_worst(check_in: CheckIn, athlete: Athlete, at: datetime) -> None:
    """The worst pain of the week is pain of its place, unless that was said in the week already.

    It is dated by the week's last day up to today. An answer that is changed changes it; a place without one is
    what the form asks for.
    """
    identity = uuid.uuid5(check_in.pk, "pain")
    monday = day_in(check_in.week)
    on = min(monday + timedelta(days=SUNDAY), athlete.today(at))
    told = athlete.pain_reports.filter(
        region=check_in.region, side=check_in.side, reported_on__range=(monday, on), score__gte=check_in.worst_pain or 0
    )
    if not check_in.worst_pain or not check_in.region or told.exclude(pk=identity).exists():
        athlete.pain_reports.filter(pk=identity).delete()
        return
    report_pain(
        athlete=athlete,
        report_id=identity,
        score=check_in.worst_pain,
        region=check_in.region,
        side=check_in.side,
        moment=Moment.WEEK,
        on=on,
        at=at,
    )


_COLUMNS = (
    "week",
    "changed",
    "less",
    "held_back",
    "worst_pain",
    "usual_pain",
    "region",
    "side",
    "note",
    "rev",
    "edit_id",
)


def _check_week(week: str, today: date) -> None:
    """Raises RefusedError for a week that no calendar has, from before 2000, or that has not begun."""
    try:
        monday = date.fromisoformat(f"{week}-1")
    except ValueError as error:
        raise RefusedError(_("That week does not exist."), field="week") from error
    is_known = iso_week(monday) == week and monday.year >= FIRST_YEAR
    if not is_known or monday > today:
        raise RefusedError(_("That week does not exist."), field="week")
