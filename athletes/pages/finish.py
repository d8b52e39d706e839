"""Finish: what was done, in one true sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from ..localtime import monday_of
from ..models import PainReport, Session, SessionStatus, SetLog
from ..sessions import done_sets, minutes_of
from .words import title_of


@dataclass(frozen=True)
class FinishPage:
    session: Session
    title: str
    sentence: str
    done: int
    count: int
    minutes: int
    worst: PainReport | None


def finish_page(session: Session) -> FinishPage:
    """What was done, in one true sentence."""
    sets = list(SetLog.objects.kept().filter(session=session))
    done, count = done_sets(session, sets), session.target_sets
    minutes = session.minutes if session.minutes is not None else minutes_of(sets) or 0
    worst = PainReport.objects.filter(session=session).order_by("-score").select_related("exercise").first()
    return FinishPage(session, title_of(session), _sentence(session, done, count), done, count, minutes, worst)


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
