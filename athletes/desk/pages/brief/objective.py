"""O: what was counted and measured: sessions, pain, loads, running, tests and questionnaires."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from athletes.localtime import instant
from athletes.models import Athlete, PainReport
from athletes.phone.pages.pain_line import PainLine, pain_line
from athletes.phone.pages.progress import Lift, ProgressPage, SideGap, progress_page
from athletes.phone.pages.volume import Volume
from athletes.problems.problem import pain_of
from athletes.training.pain_limits import limits_of
from athletes.training.targets import frozen_target
from programs.models import SwapReason

from ..outcomes import MeasureSpan, measure_spans
from .lines import BriefLine, day_words, some_of

#: How many lines each list prints.
LIFTS, MEASURES, SIDES, SWAPS, PLACES = 4, 5, 2, 2, 2


@dataclass(frozen=True)
class Objective:
    """pain -- the place that is drawn: of the worst problem, else the one reported most often; None without a report

    other_pain -- the other places, in words
    """

    progress: ProgressPage
    pain: PainLine | None
    other_pain: list[str]
    lifts: list[Lift]
    measures: list[MeasureSpan]
    sides: list[SideGap]
    swaps: list[BriefLine]

    @property
    def running(self) -> Volume | None:
        """Miles or kilometers of each week; None without a run."""
        return self.progress.volume

    @property
    def adherence(self) -> str:
        """“7 of 8 strength sessions, 1 partial”; that none was planned, where none was."""
        counts = self.progress.adherence
        if not counts.planned and not counts.excused:
            return _("No strength session was planned.")
        return self.progress.adherence_words


def objective_of(athlete: Athlete, at: datetime, *, weeks: int, since: date, subject: str) -> Objective:
    """The figures of so many weeks, from that day on, in a fixed number of queries.

    subject -- of the worst problem: its place is the one that is drawn; empty: no problem
    """
    progress = progress_page(athlete, at, weeks=weeks)
    places = _pain_by_place(athlete, since, subject)
    return Objective(
        progress=progress,
        pain=places[0] if places else None,
        other_pain=list(map(_pain_words, places[1 : 1 + PLACES])),
        lifts=progress.lifts[:LIFTS],
        measures=measure_spans(athlete)[:MEASURES],
        sides=progress.sides[:SIDES],
        swaps=_swaps(athlete, since),
    )


def _pain_by_place(athlete: Athlete, since: date, subject: str) -> list[PainLine]:
    """A line for each place: that of the subject first, then by how often it was reported."""
    by_place: dict[tuple[str, str], list[PainReport]] = defaultdict(list)
    for report in athlete.pain_reports.filter(reported_on__gte=since).order_by("reported_on"):
        by_place[report.region, report.side].append(report)
    if not by_place:
        return []
    limits = limits_of(athlete)
    places = sorted(by_place, key=lambda site: (pain_of(*site) != subject, -len(by_place[site]), site))
    return [pain_line(by_place[site], limits.at(*site)) for site in places]


def pain_figures(pain: PainLine) -> str:
    """“worst 6, last 3, the limit is 5”."""
    return _("worst {worst}, last {last}, the limit is {limit}").format(
        worst=pain.highest, last=pain.last, limit=pain.limit
    )


def _pain_words(pain: PainLine) -> str:
    return f"{pain.place}: {pain_figures(pain)}"


def _swaps(athlete: Athlete, since: date) -> list[BriefLine]:
    """What the athlete did instead, and why, the latest first."""
    begins_at = instant(athlete.time_zone, since, time(0))
    swaps = athlete.swaps.standing().filter(swapped_at__gte=begins_at).select_related("session", "instead")
    lines = []
    for swap in swaps.order_by("-swapped_at"):
        asked_for = frozen_target(swap.session, swap.prescription_id)
        instead = swap.instead.name if swap.instead else _("left out")
        exchange = f"{asked_for.exercise_name} → {instead}" if asked_for else instead
        about = f"{SwapReason(swap.reason).label}, {day_words(athlete.today(swap.swapped_at))}"
        lines.append(BriefLine(exchange, about))
    return some_of(lines, SWAPS)
