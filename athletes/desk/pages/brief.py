"""The visit brief: four weeks of one athlete on one page, and the same as text for the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from athletes.localtime import instant
from athletes.models import Athlete, Enrollment, Flag, FlagKind, Session
from athletes.phone.pages.progress import ProgressPage, progress_page
from athletes.wording.problems import title_of_flag, why
from programs.models import SwapReason

WEEKS = 4
SHOWN = 12


@dataclass(frozen=True)
class DatedLine:
    """One line with its day: a swap, a note, a flag."""

    on: str
    what: str


@dataclass(frozen=True)
class Brief:
    athlete: Athlete
    enrollment: Enrollment | None
    progress: ProgressPage
    reasons: list[str]
    flags: list[DatedLine]
    stalled: list[str]
    swaps: list[DatedLine]
    notes: list[DatedLine]

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

    @property
    def text(self) -> str:
        """The note for the record: plain lines, one fact each."""
        lines = [_("{name}, last {weeks} weeks").format(name=self.athlete, weeks=WEEKS)]
        if self.enrollment is not None:
            lines.append(_("Program: {program}").format(program=self.enrollment.program))
        kept = self.progress.adherence
        lines.append(_("Strength: {done} of {planned} sessions").format(done=kept.done, planned=kept.planned))
        if self.reasons:
            lines.append(_("Not done because: {reasons}").format(reasons=", ".join(self.reasons)))
        lines += self._figures()
        for title, dated in ((_("Open"), self.flags), (_("Swaps"), self.swaps), (_("Notes"), self.notes)):
            for line in dated:
                lines.append(f"{title}, {line.on}: {line.what}")
        return "\n".join(lines)

    def _figures(self) -> list[str]:
        """Pain and the heaviest lift, where they are known."""
        lines = []
        pain, lift = self.progress.pain, self.progress.lift
        if pain is not None:
            worst = max(score for _on, score in (*pain.worst, *pain.mornings))
            pain_line = _("Pain, {place}: worst {worst}, last {last}")
            lines.append(pain_line.format(place=pain.place, worst=worst, last=pain.last))
        if lift is not None:
            lines.append(f"{lift.name}: {lift.first} → {lift.last} {lift.unit}")
        return lines


def brief_of(athlete: Athlete, at: datetime) -> Brief:
    """What a therapist wants in hand when the athlete comes in, in a fixed number of queries."""
    today = athlete.today(at)
    since = today - timedelta(weeks=WEEKS)
    sessions = list(athlete.sessions.between(since, today))
    flags = list(athlete.flags.open())
    return Brief(
        athlete=athlete,
        enrollment=athlete.enrollments.active().select_related("program").first(),
        progress=progress_page(athlete, at, weeks=WEEKS),
        reasons=_reasons(athlete, sessions, since),
        flags=_flag_lines(athlete, flags),
        stalled=_stalled(flags),
        swaps=_swaps(athlete, since),
        notes=_notes(sessions),
    )


def _flag_lines(athlete: Athlete, flags: Iterable[Flag]) -> list[DatedLine]:
    lines = []
    for flag in flags:
        title, figures = title_of_flag(flag), why(flag)
        what = f"{title}: {figures}" if figures else title
        lines.append(DatedLine(_day(athlete.today(flag.raised_at)), what))
    return lines


def _stalled(flags: Iterable[Flag]) -> list[str]:
    """What does not get on, with its figures."""
    lines = []
    for flag in flags:
        if flag.kind == FlagKind.STALLED:
            lines.append(why(flag))
    return lines


def _notes(sessions: Iterable[Session]) -> list[DatedLine]:
    lines = []
    for session in sessions:
        if session.note:
            lines.append(DatedLine(_day(session.planned_on), session.note))
    return lines


def _reasons(athlete: Athlete, sessions: list[Session], since: date) -> list[str]:
    """Why sessions were not done: excuses by the athlete, and barriers that were named; the most frequent first."""
    counts: Counter[str] = Counter()
    for session in sessions:
        if session.excuse:
            counts[str(session.get_excuse_display())] += 1
    for barrier in athlete.barriers.filter(answered_at__gte=instant(athlete.time_zone, since, time(0))):
        counts[str(barrier.get_kind_display())] += 1
    reasons = []
    for reason, count in counts.most_common():
        reasons.append(f"{reason} ({count})" if count > 1 else reason)
    return reasons


def _swaps(athlete: Athlete, since: date) -> list[DatedLine]:
    swaps = (
        athlete.swaps.standing()
        .filter(swapped_at__gte=instant(athlete.time_zone, since, time(0)))
        .select_related("instead")
    )
    lines = []
    for swap in swaps.order_by("-swapped_at")[:SHOWN]:
        instead = swap.instead or _("left out")
        lines.append(DatedLine(_day(athlete.today(swap.swapped_at)), f"{SwapReason(swap.reason).label}: {instead}"))
    return lines


def _day(on: date) -> str:
    return date_format(on, "M j")
