"""Finish: what was done, in one true sentence."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from athletes.evaluation.pain_zones import WATCHED
from athletes.localtime import monday_of
from athletes.models import Moment, PainReport, Session, SessionStatus, SetLog
from athletes.records.pain import place_report_id
from athletes.records.sets import done_sets, minutes_of
from athletes.training.targets import prescribed_sets
from athletes.wording.doses import title_of


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
    session: Session
    title: str
    sentence: str
    done: int
    count: int
    minutes: int
    worst: PainReport | None
    unasked: list[Unasked]


def finish_page(session: Session) -> FinishPage:
    """What was done, in one true sentence."""
    sets = list(SetLog.objects.kept().filter(session=session))
    done, count = done_sets(session, sets), prescribed_sets(session)
    minutes = session.minutes if session.minutes is not None else minutes_of(sets) or 0
    reports = list(PainReport.objects.filter(session=session).order_by("-score").select_related("exercise"))
    return FinishPage(
        session=session,
        title=title_of(session),
        sentence=_sentence(session, done, count),
        done=done,
        count=count,
        minutes=minutes,
        worst=reports[0] if reports else None,
        unasked=unasked_places(session, reports),
    )


def unasked_places(session: Session, reports: Iterable[PainReport]) -> list[Unasked]:
    """The places that the therapist watches, or that hurt in the last two weeks, without a word in this session."""
    told = {(each.region, each.side) for each in reports if each.moment != Moment.NEXT_MORNING}
    lately = session.planned_on - WATCHED
    profiles = session.athlete.pain_profiles.filter(Q(set_by__isnull=False) | Q(judged_on__gte=lately))
    return [
        Unasked(each.region, each.side, str(each), place_report_id(session, each.region, each.side))
        for each in profiles
        if (each.region, each.side) not in told
    ]


def _sentence(session: Session, done: int, count: int) -> str:
    if not session.is_begun:
        return _("Last step: how hard was it?")
    if done < count:
        return _("{done} of {count} sets. That counts.").format(done=done, count=count)
    monday = monday_of(session.planned_on)
    week = Session.objects.filter(athlete=session.athlete).counted().between(monday, monday + timedelta(days=6))
    states = list(week.exclude(pk=session.pk).values_list("status", flat=True))
    finished, planned = states.count(SessionStatus.COMPLETED) + 1, len(states) + 1
    if finished >= planned > 1:
        return _("{done} of {count} this week. That is the full dose.").format(done=finished, count=planned)
    return _("All {count} sets done.").format(count=count)
