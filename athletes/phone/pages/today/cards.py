"""The main card of Today: one type for each state, with the template that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.models import Athlete, Enrollment, RunKind, Session, SessionStatus
from athletes.records.sets import done_sets
from athletes.training.target import Target
from athletes.training.targets import Offer, offer, planned_workout, prescribed_sets
from athletes.wording.doses import title_of
from athletes.wording.suggestions import told

from .context import TodayContext
from .runs import last_of_kind, run_words
from .session_week import SessionWeek
from .week_strip import WEEKDAYS


@dataclass(frozen=True)
class StoppedCard:
    """Training is stopped: nothing is offered until a therapist has called."""

    template: ClassVar[str] = "athletes/today/stopped.html"


@dataclass(frozen=True)
class RunCard:
    """A day without strength on which the athlete usually runs.

    last -- the last such run, or empty; paused_until -- of the strength program, if it is paused; next_strength -- the
    session that comes next, if it is not
    """

    template: ClassVar[str] = "athletes/today/run.html"
    title: str
    last: str
    paused_until: date | None
    next_strength: Session | None


@dataclass(frozen=True)
class SessionCard:
    """The session to do now, and why. is_first -- the athlete has never begun one: the card says what to expect."""

    template: ClassVar[str] = "athletes/today/session.html"
    session: Session
    eyebrow: str
    title: str
    facts: str
    reason: str
    button: str
    targets: list[Target]
    is_first: bool


@dataclass(frozen=True)
class LeftOutCard:
    """So much of the session is left out for pain that none is left. said -- why, in one sentence"""

    template: ClassVar[str] = "athletes/today/left_out.html"
    on: date
    said: str


@dataclass(frozen=True)
class PausedCard:
    """The program is paused, and goes on from a day."""

    template: ClassVar[str] = "athletes/today/paused.html"
    until: date


@dataclass(frozen=True)
class NothingDueCard:
    """A program is followed, but no session of it lies ahead."""

    template: ClassVar[str] = "athletes/today/nothing_due.html"
    starts_on: date


@dataclass(frozen=True)
class NoProgramCard:
    """The therapist has not prescribed a program yet."""

    template: ClassVar[str] = "athletes/today/no_program.html"


MainCard = StoppedCard | RunCard | SessionCard | LeftOutCard | PausedCard | NothingDueCard | NoProgramCard


def card_without_session(enrollment: Enrollment | None, today: date) -> MainCard:
    """What Today says where no session can be offered."""
    if enrollment is None:
        return NoProgramCard()
    if enrollment.paused_until and enrollment.paused_until > today:
        return PausedCard(enrollment.paused_until)
    return NothingDueCard(enrollment.starts_on)


def usual_run(context: TodayContext, offered: Session | None, today: date) -> str:
    """The kind of run that is today's card: the usual one, where there is no strength to do and none was run yet."""
    kind = context.usual.get(today.weekday(), RunKind.REST)
    has_run = any(run.on == today for run in context.runs)
    has_strength = offered is not None and (offered.planned_on <= today or offered.status == SessionStatus.OPEN)
    if kind == RunKind.REST or has_run or has_strength or context.asked_place:
        return ""
    return kind


def run_card(context: TodayContext, kind: str, sessions: SessionWeek, coming: list[Session], today: date) -> RunCard:
    """coming -- the sessions to do, the next one first."""
    title, last = run_words(kind), last_of_kind(context, kind)
    if sessions.is_paused_on(today):
        return RunCard(title, last, paused_until=sessions.paused_until, next_strength=None)
    return RunCard(title, last, paused_until=None, next_strength=coming[0] if coming else None)


def session_card(session: Session, today: date, *, is_first: bool) -> SessionCard | LeftOutCard:
    due = planned_workout(session)
    offered = offer(session, due)
    if offered.is_too_little:
        said = told(offered.targets, offered.left_out, therapist=session.athlete.therapist.name)
        return LeftOutCard(session.planned_on, said)
    targets = offered.targets
    count = ngettext("{count} exercise", "{count} exercises", len(targets)).format(count=len(targets))
    facts = [count]
    if due:
        facts.append(_("{count} min").format(count=round(due.minutes)))
    return SessionCard(
        session=session,
        eyebrow=_eyebrow(session, today),
        title=title_of(session),
        facts=" · ".join(facts),
        reason=_reason(session, today, offered, is_first=is_first),
        button=_button(session, targets),
        targets=targets,
        is_first=is_first,
    )


def _button(session: Session, targets: list[Target]) -> str:
    """Start, or continue with the next of the sets; a session of an earlier day says so by itself."""
    if session.status != SessionStatus.OPEN:
        return _("Start session")
    done = done_sets(session, session.sets.kept()) if targets else 0
    count = prescribed_sets(session)
    return _("Continue: set {number} of {count}").format(number=min(done + 1, count), count=count)


def _eyebrow(session: Session, today: date) -> str:
    parts = []
    if session.week:
        weeks = getattr(session, "weeks", "")  # how many the program has, counted with the sessions
        parts.append(_("Week {number} of {count}").format(number=session.week.number, count=weeks))
    if session.workout:
        parts.append(_("workout {letter}").format(letter=session.workout.letter))
    if session.planned_on != today:
        parts.append(str(WEEKDAYS[session.planned_on.weekday()]))
    return " · ".join(parts)


def _reason(session: Session, today: date, offered: Offer, *, is_first: bool) -> str:
    """One true sentence about this session."""
    if session.status == SessionStatus.PLANNED and session.planned_on < today:
        day = date_format(session.planned_on, "l")
        return _("{day}’s session is still here. Do it today?").format(day=day)
    if changed := told(offered.targets, offered.left_out, therapist=session.athlete.therapist.name):
        return changed
    if is_first:
        return _("Your first session is ready, light on purpose.")
    if session.is_repeat:
        return _("This week once more: the next one asks for it.")
    if session.week is None:
        return ""
    return session.week.focus


def heading(athlete: Athlete, offered: Session | None, sessions: SessionWeek, today: date, *, is_run_day: bool) -> str:
    """The day in three words and the athlete's name."""
    name = athlete.user.first_name
    if athlete.stopped_at:
        return _("Rest now, {name}").format(name=name)
    if is_run_day:
        return _("Run day, {name}").format(name=name)
    if offered is None:
        return _("Welcome, {name}").format(name=name)
    if offered.status == SessionStatus.OPEN:
        return _("Keep going, {name}").format(name=name)
    if offered.planned_on <= today:
        return _("Strength day, {name}").format(name=name)
    if sessions.has_completed_on(today):
        return _("Done for today, {name}").format(name=name)
    return _("No strength today, {name}").format(name=name)
