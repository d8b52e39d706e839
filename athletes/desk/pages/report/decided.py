"""How long problems waited until somebody decided them, and which one waits longest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.models import Flag, FlagAct
from athletes.models.athletes import AthleteQuerySet
from athletes.problems.problem import Problem, episodes_of
from athletes.wording.problems import title_of_problem

from .period import ReportPeriod

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass
class DecidedLine:
    """Problems of one therapist's athletes that began in the period. waits -- of each decided one, how long it did"""

    therapist: str
    waits: list[timedelta] = field(default_factory=list)
    settled: int = 0
    is_open: int = 0

    @property
    def begun(self) -> int:
        return len(self.waits) + self.settled + self.is_open

    @property
    def median(self) -> timedelta | None:
        if not self.waits:
            return None
        return timedelta(seconds=median(wait.total_seconds() for wait in self.waits))

    @property
    def median_words(self) -> str:
        return "" if self.median is None else span_words(self.median)


@dataclass(frozen=True)
class Undecided:
    """The problem that has waited longest, of all that are open now."""

    athlete_id: int
    name: str
    title: str
    since: datetime


def decided_lines(athletes: AthleteQuerySet, period: ReportPeriod) -> tuple[list[DecidedLine], Undecided | None]:
    """A line for each therapist, by name, and the oldest problem that nobody has decided. One query.

    Read: what was open in the period or is open now. A problem belongs to the period in which it began.
    """
    by_somebody = FlagAct.objects.filter(
        flag=OuterRef("pk"), by__isnull=False, kind__in=[FlagAct.Kind.RESOLVED, FlagAct.Kind.LIFTED]
    )
    read = Q(resolved_at__gte=period.begin, raised_at__lt=period.end) | Q(resolved_at__isnull=True)
    flags = (
        Flag.objects.filter(read, athlete__in=athletes.values("pk"))
        .select_related("athlete__user", "athlete__therapist")
        .annotate(is_decided=Exists(by_somebody))
        .order_by()  # they are put in order by athlete and subject
    )
    own: dict[int, list[Flag]] = defaultdict(list)
    for flag in flags:
        own[flag.athlete_id].append(flag)
    lines: dict[int, DecidedLine] = {}
    oldest: Problem | None = None
    for raised in own.values():
        therapist = raised[0].athlete.therapist
        for problem in _problems(raised):
            if period.begin <= problem.since < period.end:
                line = lines.setdefault(therapist.pk, DecidedLine(therapist.name))
                _count(line, problem)
            if _is_open(problem) and (oldest is None or problem.since < oldest.since):
                oldest = problem
    return sorted(lines.values(), key=lambda line: line.therapist), _undecided(oldest)


def _problems(flags: Iterable[Flag]) -> list[Problem]:
    return [problem for problem in episodes_of(flags) if not problem.is_progress]


def _is_open(problem: Problem) -> bool:
    return any(flag.resolved_at is None for flag in problem.flags)


def _count(line: DecidedLine, problem: Problem) -> None:
    decided_at = [flag.resolved_at for flag in problem.flags if flag.resolved_at and flag.is_decided]
    if _is_open(problem):
        line.is_open += 1
    elif decided_at:
        line.waits.append(min(decided_at) - problem.since)
    else:
        line.settled += 1


def _undecided(problem: Problem | None) -> Undecided | None:
    if problem is None:
        return None
    athlete = problem.worst.athlete
    return Undecided(athlete.pk, athlete.user.name, title_of_problem(problem), problem.since)


def all_decided(lines: Iterable[DecidedLine], name: str) -> DecidedLine:
    """All of them in one line. name -- what it is called"""
    every = DecidedLine(name)
    for line in lines:
        every.waits += line.waits
        every.settled += line.settled
        every.is_open += line.is_open
    return every


def span_words(span: timedelta) -> str:
    """“2 days”, “5 hours”, “less than an hour”."""
    if span >= 2 * DAY:
        days = round(span / DAY)
        return ngettext("{count} day", "{count} days", days).format(count=days)
    hours = round(span / HOUR)
    if not hours:
        return _("less than an hour")
    return ngettext("{count} hour", "{count} hours", hours).format(count=hours)
