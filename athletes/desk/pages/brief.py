"""The visit brief: four weeks of one athlete on one page, and the same as text for the record."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from athletes.models import Athlete, Enrollment, FlagKind, Session
from athletes.phone.pages.progress import ProgressPage, progress_page
from athletes.wording.problems import title_of_flag, why
from programs.models import SwapReason

WEEKS = 4
SHOWN = 12


@dataclass(frozen=True)
class Noted:
    """One line with its day: a swap, a note, a flag."""

    on: str
    what: str


@dataclass(frozen=True)
class Brief:
    athlete: Athlete
    enrollment: Enrollment | None
    progress: ProgressPage
    reasons: list[str]
    flags: list[Noted]
    stalled: list[str]
    swaps: list[Noted]
    notes: list[Noted]
    text: str

    @property
    def headline(self) -> str:
        """“10K builder · the last four weeks · Boston, Apr. 21, 2027”."""
        parts = [_("the last four weeks")]
        if self.enrollment is not None:
            parts.insert(0, str(self.enrollment.program))
        race, race_on = self.athlete.goal_race, self.athlete.goal_race_on
        if race and race_on:
            parts.append(f"{race}, {date_format(race_on)}")
        elif race:
            parts.append(race)
        return " · ".join(parts)


def brief_of(athlete: Athlete, at: datetime) -> Brief:
    """What a therapist wants in hand when the athlete comes in, in a fixed number of queries."""
    since = athlete.today(at) - timedelta(weeks=WEEKS)
    progress = progress_page(athlete, at, weeks=WEEKS)
    sessions = list(athlete.sessions.filter(planned_on__gte=since, planned_on__lte=athlete.today(at)))
    flags = list(athlete.flags.open())
    parts: dict[str, list[Any]] = {
        "reasons": _reasons(athlete, sessions, since),
        "flags": [Noted(_day(each.raised_at), _said(title_of_flag(each), why(each))) for each in flags],
        "stalled": [why(each) for each in flags if each.kind == FlagKind.STALLED],
        "swaps": _swaps(athlete, since),
        "notes": [Noted(_day(each.planned_on), each.note) for each in sessions if each.note],
    }
    enrollment = athlete.enrollments.active().select_related("program").first()
    text = _text(athlete, enrollment, progress, parts)
    return Brief(athlete=athlete, enrollment=enrollment, progress=progress, text=text, **parts)


def _reasons(athlete: Athlete, sessions: list[Session], since: date) -> list[str]:
    """Why sessions were not done: excuses by the athlete, and barriers that were named."""
    excuses = Counter(str(each.get_excuse_display()) for each in sessions if each.excuse)
    named = Counter(str(each.get_kind_display()) for each in athlete.barriers.filter(answered_at__date__gte=since))
    return [f"{reason} ({count})" if count > 1 else reason for reason, count in (excuses + named).most_common()]


def _swaps(athlete: Athlete, since: date) -> list[Noted]:
    rows = athlete.swaps.standing().filter(swapped_at__date__gte=since).select_related("instead")
    return [
        Noted(_day(each.swapped_at), _said(str(SwapReason(each.reason).label), str(each.instead or _("left out"))))
        for each in rows.order_by("-swapped_at")[:SHOWN]
    ]


def _said(first: str, second: str) -> str:
    return f"{first}: {second}" if second else first


def _day(on: date) -> str:
    return date_format(on, "j M")


def _text(athlete: Athlete, enrollment: Enrollment | None, progress: ProgressPage, parts: dict[str, list[Any]]) -> str:
    """The note for the record: plain lines, one fact each."""
    kept, pain = progress.adherence, progress.pain
    lines = [_("{name}, last {weeks} weeks").format(name=athlete, weeks=WEEKS)]
    if enrollment:
        lines.append(_("Program: {program}").format(program=enrollment.program))
    lines.append(_("Strength: {done} of {planned} sessions").format(done=kept.done, planned=kept.planned))
    if parts["reasons"]:
        lines.append(_("Not done because: {reasons}").format(reasons=", ".join(parts["reasons"])))
    if pain:
        worst = max(score for _on, score in (*pain.worst, *pain.mornings))
        lines.append(
            _("Pain, {place}: worst {worst}, last {last}").format(place=pain.place, worst=worst, last=pain.last)
        )
    if progress.lift:
        lift = progress.lift
        lines.append(f"{lift.name}: {lift.first} → {lift.last} {lift.unit}")
    for title, name in ((_("Open"), "flags"), (_("Swaps"), "swaps"), (_("Notes"), "notes")):
        lines += [f"{title}, {each.on}: {each.what}" for each in parts[name]]
    return "\n".join(lines)
