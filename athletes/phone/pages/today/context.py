"""What Today knows, in two queries: the athlete with all that stands beside the sessions, and the sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, FilteredRelation, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from athletes.localtime import first_day_anywhere
from athletes.models import Athlete, CheckIn, Flag, Message, PainProfile, Session, UsualRunDay, Weekday
from athletes.models.athletes import AthleteQuerySet
from athletes.wording.sentences import in_sentence
from programs.models.prepared import prepared

#: Runs: far enough back to hold the week of any time zone.
DAYS = timedelta(days=8)


@dataclass(frozen=True)
class RunDone:
    """One run, as far as the week's strip shows it."""

    on: date
    kind: str
    minutes: int | None
    km: Decimal | None


@dataclass(frozen=True)
class AskedPlace:
    """Where the warning signs are asked about. words -- the place, in a sentence"""

    region: str
    side: str
    words: str

    @classmethod
    def of(cls, region: str, side: str) -> AskedPlace:
        return cls(region, side, in_sentence(str(PainProfile(region=region, side=side))))


@dataclass(frozen=True)
class UnreadMessage:
    """The oldest message of the clinic that was not read yet: one after the other."""

    id: int
    author: str
    text: str


@dataclass(frozen=True)
class TodayContext:
    """usual -- the usual week, Monday 0, empty where nobody stated it; answered_week -- of the latest check-in.

    asked_place -- where the warning signs are asked about; hurts_somewhere -- something hurt, and nobody said where
    is_new -- never trained with us, and neither took nor passed over the first steps
    """

    athlete: Athlete
    runs: list[RunDone]
    usual: dict[int, str]
    message: UnreadMessage | None
    answered_week: str
    asked_place: AskedPlace | None = None
    hurts_somewhere: bool = False
    is_new: bool = False

    @property
    def may_run(self) -> bool:
        """Runs are “not now” while training is stopped, and while the warning signs wait for an answer."""
        return self.athlete.stopped_at is None and self.asked_place is None

    def has_run_on(self, day: date) -> bool:
        return bool(self.runs_on(day))

    def runs_on(self, day: date) -> list[RunDone]:
        return [run for run in self.runs if run.on == day]


def today_context(athlete: Athlete, at: datetime) -> TodayContext:
    """One query. athlete -- who is signed in, with the account and the therapist"""
    found = _around(athlete=athlete.pk, at=at, since=first_day_anywhere(at) - DAYS)
    runs = []
    for row in found:
        if row["run_on"]:
            runs.append(RunDone(row["run_on"], row["run_kind"], row["run_minutes"], row["run_km"]))
    known = found[0]
    usual = {int(day): kind for day, kind in (known["usual"] or {}).items() if kind}
    message = UnreadMessage(**known["unread_message"]) if known["unread_message"] else None
    return TodayContext(
        athlete=athlete,
        runs=runs,
        usual=usual,
        message=message,
        answered_week=known["answered_week"] or "",
        asked_place=AskedPlace.of(**known["asked_place"]) if known["asked_place"] else None,
        hurts_somewhere=known["hurts_somewhere"],
        is_new=athlete.welcomed_at is None and not known["has_trained"],
    )


_RUN = ("run_on", "run_kind", "run_minutes", "run_km")
_MORE = ("asked_place", "hurts_somewhere", "has_trained", "usual", "unread_message", "answered_week")


@prepared
def _around(*, athlete: int, at: datetime, since: date) -> QuerySet[Athlete, dict[str, Any]]:
    """A row for each run since that day, each with all that is the same in every one."""
    rows = _with_recent_runs(_with_more(Athlete.objects.filter(pk=athlete), at), since)
    known: QuerySet[Athlete, dict[str, Any]] = rows.values(*_RUN, *_MORE)
    return known


def _with_recent_runs(rows: AthleteQuerySet, since: date) -> AthleteQuerySet:
    """A row for each run since that day, in the order of their dates; one without a run where there is none."""
    recent = FilteredRelation("runs", condition=Q(runs__is_deleted=False, runs__ran_on__gte=since))
    return rows.annotate(
        recent_run=recent,
        run_on=F("recent_run__ran_on"),
        run_kind=F("recent_run__kind"),
        run_minutes=F("recent_run__minutes"),
        run_km=F("recent_run__distance_km"),
    ).order_by("run_on")


def _with_more(rows: AthleteQuerySet, at: datetime) -> AthleteQuerySet:
    """Each with the usual week, the unread message, the week of the latest check-in, and what is asked of pain."""
    own = OuterRef("pk")
    unread = Message.objects.from_clinic().unread().filter(athlete=own).order_by("sent_at", "id")
    days = {str(day): Max("kind", filter=Q(weekday=day)) for day in Weekday.values}
    usual = UsualRunDay.objects.filter(athlete=own).order_by().values("athlete").annotate(kinds=JSONObject(**days))
    message = JSONObject(id="pk", author="author__name", text="text")
    asked = PainProfile.objects.filter(athlete=own, asked_at__isnull=False).order_by("asked_at")
    return rows.annotate(
        asked_place=Subquery(asked.values(place=JSONObject(region="region", side="side"))[:1]),
        hurts_somewhere=Exists(Flag.objects.asked(at).filter(athlete=own)),
        has_trained=Exists(Session.objects.begun().filter(athlete=own)),
        usual=Subquery(usual.values("kinds")),
        unread_message=Subquery(unread.values(message=message)[:1]),
        answered_week=Subquery(CheckIn.objects.filter(athlete=own).order_by("-week").values("week")[:1]),
    )
