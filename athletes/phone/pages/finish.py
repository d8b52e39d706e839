"""Finish: what was done, in one true sentence."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from athletes.localtime import monday_of
from athletes.models import FlagKind, Moment, PainReport, Session, SessionStatus, SetLog
from athletes.records.pain import place_report_id
from athletes.records.sets import minutes_of, sets_to_do
from athletes.training.own_exercises import own_targets
from athletes.training.pain_limits import limits_of
from athletes.training.session_week import ahead_of, sessions_around
from athletes.training.swaps import targets_done
from athletes.wording.doses import title_of
from athletes.wording.sentences import in_sentence
from programs.thresholds import clinic_thresholds

from .against_last_time import AgainstLastTime, against_last_time


@dataclass(frozen=True)
class Unasked:
    """A watched place that nothing was said of in this session: one tap says that it did not hurt."""

    region: str
    side: str
    name: str
    report: uuid.UUID

    @property
    def value(self) -> str:
        return f"{self.region}:{self.side}"


@dataclass(frozen=True)
class FinishPage:
    """done, count -- sets done, of those prescribed

    worst -- the worst pain that was noted in the session; limit -- of its place, 0 to 10
    hurts_somewhere -- something was left out because it hurt, and nobody has said where
    next -- the session that comes after it
    """

    session: Session
    title: str
    sentence: str
    done: int
    count: int
    minutes: int
    worst: PainReport | None
    limit: int | None
    hurts_somewhere: bool
    unasked: list[Unasked]
    against: AgainstLastTime
    next: Session | None

    @property
    def asks_tomorrow(self) -> str:
        """The place that tomorrow morning's question will be about; empty where nothing is watched."""
        if self.worst is not None and self.worst.score:
            return in_sentence(self.worst.place)
        return in_sentence(self.unasked[0].name) if self.unasked else ""

    @property
    def pain_link(self) -> str:
        """Where pain is noted, or the worst of it changed: for its exercise, where it has one."""
        link = reverse("session_pain", args=[self.session.pk])
        if self.worst is None or self.worst.exercise is None:
            return link
        return f"{link}?exercise={self.worst.exercise.slug}"


def finish_page(session: Session, at: datetime) -> FinishPage:
    """What was done, in one true sentence. at -- now"""
    sets = list(SetLog.objects.kept().filter(session=session))
    done, count = sets_to_do(session)
    reports = list(PainReport.objects.filter(session=session).order_by("-score").select_related("exercise"))
    worst = reports[0] if reports else None
    targets = targets_done(session)
    return FinishPage(
        session=session,
        title=title_of(session),
        sentence=_sentence(session, done, count),
        done=done,
        count=count,
        minutes=_minutes(session, sets),
        worst=worst,
        limit=limits_of(session.athlete).at(worst.region, worst.side) if worst else None,
        hurts_somewhere=session.athlete.flags.open().filter(kind=FlagKind.UNPLACED).exists(),
        unasked=unasked_places(session, reports),
        against=against_last_time(session, [*targets, *own_targets(session, targets, sets)], sets),
        next=_next_after(session, session.athlete.today(at)),
    )


def _next_after(session: Session, today: date) -> Session | None:
    """What comes once this one is done, as Today says it."""
    ahead = ahead_of(session.athlete, sessions_around(session.athlete, today), today)
    return next((later for later in ahead.coming if later != session), None)


def _minutes(session: Session, sets: list[SetLog]) -> int:
    """As stored, else from the first set to the last."""
    if session.minutes is not None:
        return session.minutes
    return minutes_of(sets) or 0


def unasked_places(session: Session, reports: Iterable[PainReport]) -> list[Unasked]:
    """The places that the therapist watches, or that hurt lately or still do, without a word in this session."""
    reported = {(report.region, report.side) for report in reports if report.moment != Moment.NEXT_MORNING}
    watch_days = clinic_thresholds().watch_days
    places = []
    for profile in session.athlete.pain_profiles.all():
        if not profile.is_watched_on(session.planned_on, watch_days):
            continue
        region, side = profile.region, profile.side
        if (region, side) not in reported:
            places.append(Unasked(region, side, str(profile), place_report_id(session, region, side)))
    return places


def _sentence(session: Session, done: int, count: int) -> str:
    if not session.is_begun:
        return _("Last step: how hard was it?")
    if done < count:
        return _("{done} of {count} sets. That counts.").format(done=done, count=count)
    finished, planned = _sessions_of_week(session)
    if finished >= planned > 1:
        return _("{done} of {count} this week. That is the full dose.").format(done=finished, count=planned)
    return _("All {count} sets done.").format(count=count)


def _sessions_of_week(session: Session) -> tuple[int, int]:
    """How many of its week are done once this one is, and how many there are."""
    monday = monday_of(session.planned_on)
    week = Session.objects.filter(athlete=session.athlete).counted().between(monday, monday + timedelta(days=6))
    states = list(week.exclude(pk=session.pk).values_list("status", flat=True))
    return states.count(SessionStatus.COMPLETED) + 1, len(states) + 1
