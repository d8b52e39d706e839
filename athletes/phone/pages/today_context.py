"""What Today knows beside the sessions, read together with the athlete in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, FilteredRelation, Max, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from athletes.models import Athlete, CheckIn, Message, UsualRunDay, Weekday
from athletes.models.people import AthleteQuerySet

#: Far enough back to hold the week of any time zone.
DAYS = timedelta(days=8)


@dataclass(frozen=True)
class RunDone:
    """One run, as far as the week's strip shows it."""

    on: date
    kind: str
    minutes: int | None
    km: Decimal | None


@dataclass(frozen=True)
class Wrote:
    """The oldest message of the clinic that was not read yet: one after the other."""

    id: int
    author: str
    text: str


@dataclass(frozen=True)
class Around:
    """usual -- the usual week, Monday 0, empty where nobody stated it; answered_week -- of the latest check-in."""

    athlete: Athlete
    runs: list[RunDone]
    usual: dict[int, str]
    message: Wrote | None
    answered_week: str


def around(rows: AthleteQuerySet, at: datetime) -> Around | None:
    """Of the one athlete of these rows; None where there is none."""
    since = at.date() - DAYS
    near = FilteredRelation("runs", condition=Q(runs__is_deleted=False, runs__ran_on__gte=since))
    found: list[Any] = list(_with_more(rows).annotate(
        near_run=near,
        run_on=F("near_run__ran_on"),
        run_kind=F("near_run__kind"),
        run_minutes=F("near_run__minutes"),
        run_km=F("near_run__distance_km"),
    ).order_by("run_on"))  # fmt: skip
    if not found:
        return None
    first = found[0]
    return Around(
        athlete=first,
        runs=[RunDone(each.run_on, each.run_kind, each.run_minutes, each.run_km) for each in found if each.run_on],
        usual={int(day): kind for day, kind in (first.usual or {}).items() if kind},
        message=Wrote(**first.wrote) if first.wrote else None,
        answered_week=first.answered_week or "",
    )


def _with_more(rows: AthleteQuerySet) -> AthleteQuerySet:
    """Each with the usual week, the unread message, and the week of the latest check-in."""
    own = OuterRef("pk")
    unread = Message.objects.from_clinic().unread().filter(athlete=own).order_by("sent_at", "id")
    days = {str(day): Max("kind", filter=Q(weekday=day)) for day in Weekday.values}
    usual = UsualRunDay.objects.filter(athlete=own).order_by().values("athlete").annotate(said=JSONObject(**days))
    wrote = JSONObject(id="pk", author="author__name", text="text")
    return rows.annotate(
        usual=Subquery(usual.values("said")),
        wrote=Subquery(unread.values(said=wrote)[:1]),
        answered_week=Subquery(CheckIn.objects.filter(athlete=own).order_by("-week").values("week")[:1]),
    )
