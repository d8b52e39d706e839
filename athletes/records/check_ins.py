"""The verb of the weekly check-in: the phone's document and the page without script use the same one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.errors import NotTheirsError, RefusedError
from athletes.localtime import iso_week, monday_of
from athletes.models import Athlete, CheckIn, FlagKind
from athletes.problems.episodes import Finding, raise_flag
from athletes.problems.figures import CheckInFigures

from .barriers import name_barrier
from .sessions import APPLIED, DUPLICATE, STALE

#: When Today asks, by the athlete's clock: from Sunday's hour to Monday's.
SUNDAY, SUNDAY_FROM, MONDAY_UNTIL = 6, 16, 21
#: The identity of a week's answers is made in here.
WEEKS = uuid.UUID("0d0f1a52-6b0e-4f6e-8b1c-54a3c0f5a2d4")


@dataclass(frozen=True, slots=True)
class CheckInItem:
    """One week's answers. week -- ISO, like 2026-W47; changed, less, held_back -- 0 to 3; pain -- 0 to 10 or None."""

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

    @property
    def version(self) -> tuple[int, str]:
        return self.rev, str(self.edit_id)


@dataclass(frozen=True, slots=True)
class RecordedCheckIn:
    """What became of it: the week as it is now, and applied, duplicate or stale."""

    check_in: CheckIn
    verdict: str


def week_asked(athlete: Athlete, at: datetime) -> date:
    """A day of the week that a check-in is about: on Monday the one before."""
    today = athlete.today(at)
    return today - timedelta(days=1) if today.weekday() == 0 else today


def is_asked(athlete: Athlete, at: datetime) -> bool:
    """Whether Today asks now: Sunday from 16:00 to Monday evening, by the athlete's clock."""
    local = at.astimezone(athlete.tzinfo)
    if local.weekday() == SUNDAY:
        return local.hour >= SUNDAY_FROM
    return local.weekday() == 0 and local.hour < MONDAY_UNTIL


def is_resting(answered_on: date, asked_on: date) -> bool:
    """Whether the question rests: skipped in two weeks running, it comes back after two more (ui.md 2.9).

    answered_on -- a day of the week that was answered last, or of the first one
    """
    skipped = (monday_of(asked_on) - monday_of(answered_on)).days // 7 - 1
    return skipped > 0 and skipped % 4 >= 2


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
    if former is not None and former.athlete_id != athlete.pk:
        raise NotTheirsError
    if former is not None and former.week != item.week:
        raise RefusedError(_("This is the answer of another week."), field="week")
    if former is not None and item.version <= (former.rev, str(former.edit_id)):
        is_same = item.version == (former.rev, str(former.edit_id))
        return RecordedCheckIn(former, DUPLICATE if is_same else STALE)
    check_in = CheckIn(
        id=former.pk if former else check_in_id,
        athlete=athlete,
        answered_at=at,
        **{name: getattr(item, name) for name in _COLUMNS},
    )
    check_in.save(force_insert=former is None, force_update=former is not None)
    if item.barrier:
        name_barrier(athlete=athlete, week=item.week, kind=item.barrier, at=at)
    if check_in.needs_a_look:
        figures = CheckInFigures(changed=check_in.changed, worst=check_in.worst_pain)
        raise_flag(athlete=athlete, finding=Finding(FlagKind.CHECK_IN, check_in.week, figures), at=at)
    return RecordedCheckIn(check_in, APPLIED)


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
    try:
        monday = date.fromisoformat(f"{week}-1")
    except ValueError as error:
        raise RefusedError(_("There is no such week."), field="week") from error
    if iso_week(monday) != week or monday > today or monday.year < 2000:
        raise RefusedError(_("There is no such week."), field="week")
