"""Today: what to do now and why, and the week."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from athletes.localtime import day_in, iso_week, monday_of
from athletes.models import Athlete, Enrollment, Moment, RunKind, Session, SessionStatus
from athletes.records.check_ins import is_asked, is_resting, week_asked
from athletes.records.pain import report_id
from athletes.records.sessions import done_sets
from athletes.training.targets import Json, offer, planned_workout
from athletes.wording.doses import title_of
from athletes.wording.suggestions import told
from programs.models import Week

from .today_context import Around, Wrote
from .today_runs import RunMark, last_of_kind, run_mark, run_words, total_of

WEEKDAYS = [
    gettext_lazy("Mon"),
    gettext_lazy("Tue"),
    gettext_lazy("Wed"),
    gettext_lazy("Thu"),
    gettext_lazy("Fri"),
    gettext_lazy("Sat"),
    gettext_lazy("Sun"),
]


@dataclass(frozen=True)
class Day:
    """One day of the week strip. state: done, partial, open, planned, missed or rest."""

    name: str
    on: date
    state: str
    is_today: bool
    run: RunMark | None

    @property
    def label(self) -> str:
        if self.state == "rest" and self.run:
            return self.run.amount or (_("today") if self.is_today else str(_STATES["planned"]))
        if self.is_today and self.state == "planned":
            return _("today")
        return str(_STATES[self.state])


_STATES = {
    "done": gettext_lazy("done"),
    "open": gettext_lazy("open"),
    "planned": gettext_lazy("planned"),
    "missed": gettext_lazy("missed"),
    "skipped": gettext_lazy("skipped"),
    "rest": gettext_lazy("rest"),
}


@dataclass(frozen=True)
class Hero:
    """The card that says what to do now."""

    session: Session
    eyebrow: str
    title: str
    facts: str
    reason: str
    button: str
    entries: list[Json]
    is_first: bool = False


@dataclass(frozen=True)
class RunHero:
    """The card of a day without strength on which the athlete usually runs. last -- the last such run, or empty."""

    title: str
    last: str


#: Until when the question about yesterday is asked, by the athlete's clock (ui.md 2.4).
MORNING_ENDS = 14


@dataclass(frozen=True)
class Morning:
    """The question about yesterday's session: how is the place that hurt last, with the first steps today?

    score -- the answer that is stored already; report -- the report's identity
    """

    session: Session
    region: str
    side: str
    place: str
    report: uuid.UUID
    score: int | None


@dataclass(frozen=True)
class TodayPage:
    heading: str
    today: date
    hero: Hero | None
    run: RunHero | None
    days: list[Day]
    done: int
    planned: int
    unfinished: Session | None
    next_two: list[Session]
    morning: Morning | None
    enrollment: Enrollment | None
    paused_until: date | None
    has_logged: bool
    message: Wrote | None
    is_week_asked: bool
    ran: str


def today_page(near: Around, at: datetime) -> TodayPage:
    """Everything on Today, in a number of queries that does not grow with what was logged."""
    athlete = near.athlete
    today = athlete.today(at)
    sessions = _near(athlete, today)
    week = [session for session in sessions if monday_of(session.planned_on) == monday_of(today)]
    counted = [session for session in week if not session.is_optional and session.enrollment_id]
    until = max((each.paused_until for each in sessions if each.paused_until), default=today)  # type: ignore[attr-defined]
    offered = sessions if until <= today else [each for each in sessions if each.status == SessionStatus.OPEN]
    now = _session_for(today, offered)
    run = _run_hero(near, now, today)
    has_logged = any(session.opened_at for session in sessions)
    is_first = not any(session.has_begun_before for session in sessions)  # type: ignore[attr-defined]
    return TodayPage(
        heading=_heading(athlete, today, week, now, is_run_day=run is not None),
        today=today,
        hero=_hero(now, today, is_first=is_first) if now and run is None else None,
        run=run,
        days=_days(week, near, today),
        done=sum(session.status == SessionStatus.COMPLETED for session in counted),
        planned=len(counted),
        unfinished=_unfinished(today, sessions),
        next_two=_next_two(now, sessions, today),
        morning=_morning(athlete, sessions, at),
        enrollment=athlete.enrollments.active().filter(ends_on__gte=today).first() if now is None else None,
        paused_until=until if until > today else None,
        has_logged=has_logged,
        message=near.message,
        ran=_ran(near, today),
        is_week_asked=_is_week_asked(near, at),
    )


def _is_week_asked(near: Around, at: datetime) -> bool:
    """Whether the check-in is asked for now, was not answered yet, and does not rest."""
    athlete, week = near.athlete, week_asked(near.athlete, at)
    if not is_asked(athlete, at) or near.answered_week >= iso_week(week):
        return False
    answered = day_in(near.answered_week) if near.answered_week else athlete.today(athlete.user.joined_at)
    return not is_resting(answered, week)


def _near(athlete: Athlete, today: date) -> list[Session]:
    """This week's sessions, an open one, and those of the next three weeks."""
    monday = monday_of(today)
    since = min(monday, today - timedelta(days=1))  # yesterday, for the morning question
    begun = Session.objects.filter(athlete=athlete, opened_at__isnull=False)
    own_program = Week.objects.filter(program=OuterRef("enrollment__program")).order_by().values("program")
    weeks = own_program.annotate(count=Count("pk"))
    rows = (
        Session.objects.filter(athlete=athlete)
        .filter(Q(planned_on__range=(since, monday + timedelta(weeks=4))) | Q(status=SessionStatus.OPEN))
        .select_related("week", "workout")
        .annotate(weeks=Subquery(weeks.values("count")), has_begun_before=Exists(begun))
        .annotate(paused_until=Case(When(enrollment__status="active", then=F("enrollment__paused_until"))))
        .with_changes()
        .order_by("planned_on")
    )
    found = list(rows)
    for session in found:
        session.athlete = athlete
    return found


def _session_for(today: date, sessions: list[Session]) -> Session | None:
    """What to do now: one begun today or for today, today's, this week's missed one if a day lies between, the next."""
    to_do = [session for session in sessions if session.status in (SessionStatus.OPEN, SessionStatus.PLANNED)]
    for session in to_do:
        if session.planned_on == today or _is_running(session, today):
            return session
    near = {today - timedelta(days=1), today, today + timedelta(days=1)}
    busy = [s for s in sessions if s.planned_on in near and not s.is_optional]
    planned = [s for s in to_do if s.status == SessionStatus.PLANNED]
    missed = [s for s in planned if monday_of(today) <= s.planned_on < today and not s.is_optional]
    if missed and not [s for s in busy if s not in missed]:
        return missed[-1]
    return next((session for session in planned if session.planned_on > today), None)


def morning_asked(athlete: Athlete, at: datetime) -> Morning | None:
    """The question that Today asks this morning, if any."""
    return _morning(athlete, _near(athlete, athlete.today(at)), at)


def _morning(athlete: Athlete, sessions: list[Session], at: datetime) -> Morning | None:
    """Asked until 14:00 of the day after a session, about the place that was reported last (clinical.md 2.3)."""
    local = at.astimezone(athlete.tzinfo)
    yesterday = local.date() - timedelta(days=1)
    done = [s for s in sessions if s.opened_at and athlete.today(s.opened_at) == yesterday]
    if not done or local.hour >= MORNING_ENDS:
        return None
    report = report_id(done[-1], "", Moment.NEXT_MORNING)
    last = athlete.pain_reports.exclude(pk=report).order_by("-reported_at").first()
    if last is None:
        return None
    stored = athlete.pain_reports.filter(pk=report).values_list("score", flat=True).first()
    return Morning(done[-1], last.region, last.side, last.place, report, stored)


def _run_hero(near: Around, now: Session | None, today: date) -> RunHero | None:
    """Today's usual run, where there is no strength to do and none was run yet."""
    kind = near.usual.get(today.weekday(), RunKind.REST)
    has_strength = now is not None and (now.planned_on <= today or now.status == SessionStatus.OPEN)
    if kind == RunKind.REST or has_strength or any(run.on == today for run in near.runs):
        return None
    return RunHero(run_words(kind), last_of_kind(near, kind))


def _ran(near: Around, today: date) -> str:
    """What was run this week so far: “18 km”, or the minutes where no distance is known; empty without a run."""
    return total_of([run for run in near.runs if monday_of(run.on) == monday_of(today)], near.athlete)


def _next_two(now: Session | None, sessions: list[Session], today: date) -> list[Session]:
    """What to do now and what comes after it: always on the phone."""
    coming = [s for s in sessions if s.status == SessionStatus.PLANNED and s.planned_on >= today and s is not now]
    return [*([now] if now else []), *coming][:2]


def _is_running(session: Session, today: date) -> bool:
    """Whether an open session was begun today; an older one waits to be finished, and blocks nothing."""
    return session.opened_at is not None and session.athlete.today(session.opened_at) == today


def _unfinished(today: date, sessions: list[Session]) -> Session | None:
    """The latest session that was begun on an earlier day and never finished."""
    left = [
        s for s in sessions if s.status == SessionStatus.OPEN and s.planned_on != today and not _is_running(s, today)
    ]
    return left[-1] if left else None


def _heading(athlete: Athlete, today: date, week: list[Session], now: Session | None, *, is_run_day: bool) -> str:
    name = athlete.user.first_name
    if is_run_day:
        return _("Run day, {name}").format(name=name)
    if now is None:
        return _("Welcome, {name}").format(name=name)
    if now.status == SessionStatus.OPEN:
        return _("Keep going, {name}").format(name=name)
    if now.planned_on <= today:
        return _("Strength day, {name}").format(name=name)
    if any(s.planned_on == today and s.status == SessionStatus.COMPLETED for s in week):
        return _("Done for today, {name}").format(name=name)
    return _("No strength today, {name}").format(name=name)


def _hero(session: Session, today: date, *, is_first: bool) -> Hero:
    planned = planned_workout(session)
    current = offer(session, planned)
    minutes = f" · {_('{count} min').format(count=round(planned.minutes))}" if planned else ""
    count = ngettext("{count} exercise", "{count} exercises", len(current.entries)).format(count=len(current.entries))
    return Hero(
        session=session,
        eyebrow=_eyebrow(session, today),
        title=title_of(session),
        facts=f"{count}{minutes}",
        reason=_reason(session, today, current.entries, is_first=is_first),
        button=_button(session, current.entries),
        entries=current.entries,
        is_first=is_first,
    )


def _button(session: Session, entries: list[Json]) -> str:
    """Start, or continue with the next of the sets; a session of an earlier day says so by itself."""
    if session.status != SessionStatus.OPEN:
        return _("Start session")
    done = done_sets(session, session.sets.kept()) if entries else 0
    count = session.target_sets
    return _("Continue: set {number} of {count}").format(number=min(done + 1, count), count=count)


def _eyebrow(session: Session, today: date) -> str:
    parts = []
    if session.week:
        parts.append(
            _("Week {number} of {count}").format(number=session.week.number, count=getattr(session, "weeks", ""))
        )
    if session.workout:
        parts.append(_("workout {letter}").format(letter=session.workout.letter))
    if session.planned_on != today:
        parts.append(str(WEEKDAYS[session.planned_on.weekday()]))
    return " · ".join(parts)


def _reason(session: Session, today: date, entries: list[Json], *, is_first: bool) -> str:
    """One true sentence about this session."""
    if session.status == SessionStatus.PLANNED and session.planned_on < today:
        day = date_format(session.planned_on, "l")
        return _("{day}’s session is still here. Do it today?").format(day=day)
    if changed := told(entries):
        return changed
    if is_first:
        return _("Your first session is ready, light on purpose.")
    return session.week.focus if session.week else ""


def _days(week: list[Session], near: Around, today: date) -> list[Day]:
    monday = monday_of(today)
    by_day = {session.planned_on: session for session in reversed(week)}
    return [
        Day(
            str(WEEKDAYS[offset]),
            on,
            _state(by_day.get(on), today),
            on == today,
            run_mark(near, on, is_past=on < today),
        )
        for offset, on in ((offset, monday + timedelta(days=offset)) for offset in range(7))
    ]


def _state(session: Session | None, today: date) -> str:
    if session is None:
        return "rest"
    if session.status == SessionStatus.PLANNED:
        return "missed" if session.planned_on < today else "planned"
    return {"completed": "done"}.get(session.status, session.status)
