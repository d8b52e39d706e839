"""The sessions around a day, and which of them an athlete is sent to: by Today, the program and the mails alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from athletes.localtime import instant, monday_of
from athletes.models import Athlete, Enrollment, Session, SessionStatus
from athletes.models.sessions import SessionQuerySet
from programs.models import Week
from programs.models.prepared import prepared

from .race import NearRace, race_near

#: Sessions are read as far ahead of this week's Monday.
AHEAD = timedelta(weeks=4)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SessionWeek:
    """One athlete's sessions around a day, in the order of their dates.

    paused_until -- of the program that is followed, if it was ever paused; followed_from, followed_until -- its days
    has_begun_before -- any session, ever
    """

    sessions: Sequence[Session]
    paused_until: date | None = None
    followed_from: date | None = None
    followed_until: date | None = None
    has_begun_before: bool = False

    def due_on(self, day: date) -> Session | None:
        """The one session to do on that day; the first rule that names one wins. A pause leaves only what is open."""
        if self.is_paused_on(day):
            return self.only_open().begun_or_planned_on(day)
        return self.begun_or_planned_on(day) or self.missed_with_room_around(day)

    def begun_or_planned_on(self, day: date) -> Session | None:
        """The first one to do that was begun on the day, else one that is planned for it."""
        possible = [session for session in self.sessions if session.is_to_do]
        for session in possible:
            if day_begun(session) == day:
                return session
        for session in possible:
            if session.planned_on == day:
                return session
        return None

    def missed_with_room_around(self, day: date) -> Session | None:
        """The latest one missed this week, where there is room for it: no strength yesterday, today or tomorrow.

        What was missed itself takes no room, and neither does what is optional.
        """
        missed = [session for session in self.sessions if _is_missed_by(session, day)]
        for session in self.sessions:
            days = {session.planned_on, day_begun(session) or session.planned_on}
            is_next_to = any(abs((each - day).days) <= 1 for each in days)
            if is_next_to and not session.is_optional and session not in missed:
                return None
        return missed[-1] if missed else None

    def planned_after(self, day: date) -> list[Session]:
        """Those that nobody has begun, and that the rules do not hold back."""
        return [session for session in self.sessions if _is_planned(session) and session.planned_on > day]

    def left_open_before(self, day: date) -> Session | None:
        """The latest one that was begun on an earlier day and never finished; it blocks nothing."""
        for session in reversed(self.sessions):
            is_todays = session.planned_on == day or day_begun(session) == day
            if session.status == SessionStatus.OPEN and not is_todays:
                return session
        return None

    def begun_on(self, day: date) -> Session | None:
        """The last one that was begun on the day."""
        for session in reversed(self.sessions):
            if day_begun(session) == day:
                return session
        return None

    def completed_on(self, day: date) -> Session | None:
        """The last one that was begun on the day and is done."""
        for session in reversed(self.sessions):
            if session.status == SessionStatus.COMPLETED and day_begun(session) == day:
                return session
        return None

    def held_on(self, day: date) -> Session | None:
        """One that is planned for the day, and of which the rules leave too little."""
        for session in self.sessions:
            if session.planned_on == day and session.is_held_back:
                return session
        return None

    def in_week_of(self, day: date) -> list[Session]:
        return [session for session in self.sessions if monday_of(session.planned_on) == monday_of(day)]

    def has_begun_any(self) -> bool:
        return any(session.opened_at for session in self.sessions)

    def is_paused_on(self, day: date) -> bool:
        return self.paused_until is not None and self.paused_until > day

    def is_followed_on(self, day: date) -> bool:
        """Whether one of these sessions is of a program that still runs on that day."""
        return self.followed_until is not None and day <= self.followed_until

    def has_started_by(self, day: date) -> bool:
        return self.followed_from is not None and self.followed_from <= day

    def only_open(self) -> SessionWeek:
        return replace(self, sessions=[session for session in self.sessions if session.status == SessionStatus.OPEN])


def sessions_around(athlete: Athlete, today: date, *, whole: Enrollment | None = None) -> SessionWeek:
    """This week's sessions and what was begun yesterday (the morning question), an open one, those of the next three
    weeks, and those that a pause puts off.

    whole -- with all sessions of this enrollment, for who shows the plan beside what comes
    One query; each with ``weeks``, how many its program has, and what ``with_changes`` adds.
    """
    days = _Around.of(athlete.time_zone, today)
    rows = _around(
        athlete=athlete.pk, first=days.first, last=days.last, opened_since=days.opened_since, today=today,
        whole=whole.pk if whole else None,
    )  # fmt: skip
    for session in rows:
        session.athlete = athlete
    return _week_of(rows)


@prepared
def _around(
    *, athlete: int, first: date, last: date, opened_since: datetime, today: date, whole: int | None
) -> SessionQuerySet:
    """See ``sessions_around``; first, last and opened_since are those of ``_Around``."""
    is_of_plan = Q(enrollment=whole) if whole else Q(pk__in=[])
    own_program = Week.objects.filter(program=OuterRef("enrollment__program")).order_by().values("program")
    weeks = own_program.annotate(count=Count("pk"))
    rows = Session.objects.filter(_is_around(_Around(first, last, opened_since, today)) | is_of_plan, athlete=athlete)
    rows = rows.select_related("week", "workout").annotate(weeks=Subquery(weeks.values("count"))).with_changes()
    return _with_program(rows)


def sessions_of_all_around(athletes: Iterable[Athlete], at: datetime) -> dict[int, SessionWeek]:
    """The same sessions for many athletes, by their keys: one query. Each with what says which one is next, no more."""
    by_key = {athlete.pk: athlete for athlete in athletes}
    keys_in_zones: dict[str, list[int]] = defaultdict(list)
    for athlete in by_key.values():
        keys_in_zones[athlete.time_zone].append(athlete.pk)
    is_around = Q(pk__in=[])
    for zone, keys in keys_in_zones.items():
        is_around |= Q(athlete__in=keys) & _is_around(_Around.of(zone, by_key[keys[0]].today(at)))
    sessions: dict[int, list[Any]] = {key: [] for key in by_key}
    for session in _with_program(Session.objects.filter(is_around)).only(*_WHICH_IS_NEXT):
        session.athlete = by_key[session.athlete_id]
        sessions[session.athlete_id].append(session)
    return {key: _week_of(rows) for key, rows in sessions.items()}


#: What of a session says whether it is the next one.
_WHICH_IS_NEXT = ("athlete_id", "enrollment_id", "planned_on", "status", "is_optional", "is_held", "opened_at")


@dataclass(frozen=True, slots=True)
class _Around:
    """What is near a day: planned from first to last, or opened since yesterday began there."""

    first: date
    last: date
    opened_since: datetime
    today: date

    @classmethod
    def of(cls, zone: str, today: date) -> _Around:
        monday, yesterday = monday_of(today), today - ONE_DAY
        return cls(min(monday, yesterday), monday + AHEAD, instant(zone, yesterday, time(0)), today)


def _is_around(days: _Around) -> Q:
    is_near = Q(planned_on__range=(days.first, days.last))
    is_going_on = Q(status=SessionStatus.OPEN) | Q(opened_at__gte=days.opened_since)
    is_after_a_pause = Q(
        enrollment__status="active", enrollment__paused_until__gt=days.today, planned_on__gte=days.today
    )
    return is_near | is_going_on | is_after_a_pause


def _with_program(sessions: SessionQuerySet) -> SessionQuerySet:
    """Each with the days of its program, where that is followed, and whether any session was ever begun; by date."""
    begun = Session.objects.filter(athlete=OuterRef("athlete"), opened_at__isnull=False)
    rows: SessionQuerySet = sessions.annotate(
        has_begun_before=Exists(begun),
        paused_until=Case(When(enrollment__status="active", then=F("enrollment__paused_until"))),
        followed_from=Case(When(enrollment__status="active", then=F("enrollment__starts_on"))),
        followed_until=Case(When(enrollment__status="active", then=F("enrollment__ends_on"))),
    ).order_by("planned_on")
    return rows


def _week_of(rows: list[Any]) -> SessionWeek:
    return SessionWeek(
        sessions=rows,
        paused_until=max(_days_in(rows, "paused_until"), default=None),
        followed_from=max(_days_in(rows, "followed_from"), default=None),
        followed_until=max(_days_in(rows, "followed_until"), default=None),
        has_begun_before=any(row.has_begun_before for row in rows),
    )


def _days_in(rows: Iterable[Any], name: str) -> Iterator[date]:
    """What the rows say there; nothing of those that say none."""
    return filter(None, map(attrgetter(name), rows))


# -- what to do, and what comes ----------------------------------------------------------------


@dataclass(frozen=True)
class Ahead:
    """now -- the session to do today; coming -- those that are planned after today, by date

    is_closed_by_race -- a race leaves no room today for anything new
    """

    now: Session | None = None
    coming: Sequence[Session] = ()
    is_closed_by_race: bool = False

    @property
    def later(self) -> Session | None:
        """The one that comes next after today."""
        return self.coming[0] if self.coming else None

    @property
    def first(self) -> Session | None:
        return self.now or self.later

    @property
    def next_two(self) -> list[Session]:
        """What to do now and what comes: always on the phone, in a basement too."""
        return [*([self.now] if self.now else []), *self.coming][:2]


def ahead_of(athlete: Athlete, sessions: SessionWeek, today: date) -> Ahead:
    """The one answer to what may be done today and what comes: nothing while training is stopped, and nothing new
    where a race leaves no room. Two queries more where a race is near.
    """
    return ahead_on(today, athlete, sessions, race_near(athlete, today))


def ahead_on(day: date, athlete: Athlete, sessions: SessionWeek, race: NearRace | None) -> Ahead:
    """The same answer for one day of several; no query."""
    if athlete.stopped_at is not None:
        return Ahead()
    is_closed = race is not None and race.closes(day)
    possible = sessions.only_open() if is_closed else sessions
    now = possible.due_on(day)
    coming = [session for session in sessions.planned_after(day) if session is not now]
    return Ahead(now, coming, is_closed)


@dataclass(frozen=True)
class TooClose:
    """A session that leaves no day between. on -- the day on which it was begun; today -- the day that asks"""

    on: date
    today: date

    @property
    def is_same_day(self) -> bool:
        return self.on == self.today


def too_close_to(session: Session, at: datetime) -> TooClose | None:
    """Another session that was begun today or yesterday, where this one is not begun yet: the legs need a day between.

    One query, of a session that is not begun.
    """
    if session.is_begun:
        return None
    today = session.athlete.today(at)
    since = instant(session.athlete.time_zone, today - ONE_DAY, time(0))
    for opened_at in _opened_since(athlete=session.athlete.pk, since=since, but=session.pk):
        return TooClose(session.athlete.today(opened_at), today)
    return None


@prepared
def _opened_since(*, athlete: int, since: datetime, but: UUID) -> QuerySet[Session, datetime]:
    """When the latest other session was begun, if any was."""
    others = Session.objects.filter(athlete=athlete, opened_at__gte=since).exclude(pk=but)
    return others.order_by("-opened_at").values_list("opened_at", flat=True)[:1]


# -- questions of one session ------------------------------------------------------------------


def _is_planned(session: Session) -> bool:
    """Not begun, and not held back."""
    return session.status == SessionStatus.PLANNED and not session.is_held_back


def day_begun(session: Session) -> date | None:
    """The athlete's own day on which it was begun."""
    if session.opened_at is None:
        return None
    return session.athlete.today(session.opened_at)


def _is_missed_by(session: Session, day: date) -> bool:
    """Planned for an earlier day of the day's week and not begun; what is optional cannot be missed."""
    is_earlier_this_week = monday_of(day) <= session.planned_on < day
    return _is_planned(session) and is_earlier_this_week and not session.is_optional
