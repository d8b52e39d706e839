"""One row of the caseload: who, why now, six weeks of sessions, a line of pain, and the one likely answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import filterfalse
from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.localtime import clinic_day, monday_of
from athletes.models import Flag, Session, SessionStatus
from athletes.problems.caseload import Case, CaseReport, CaseSession, weeks_of
from athletes.problems.kinds import GROUPS, LOOK, CaseGroup, GroupEntry, PrimaryAction, Section, entry_of
from athletes.problems.problem import Problem, is_pain, problems_of, subject_of
from athletes.training.pain_limits import PainLimits
from athletes.wording.covers import covered_until
from athletes.wording.problems import title_of_flag, title_of_problem, why
from athletes.wording.suggestions import accept_label, acceptable
from programs.dates import date_format

#: Squares that one week of a row has.
SESSIONS_SHOWN = 2
#: The line of pain: its size and its margins in SVG units, and the days it shows.
PAIN_LINE_WIDTH, PAIN_LINE_HEIGHT, PAIN_LINE_DAYS = 60, 30, 12
PAIN_LINE_LEFT, PAIN_LINE_RIGHT, PAIN_LINE_MARGIN = 2, 8, 4


@dataclass(frozen=True)
class Sparkline:
    """Pain over six weeks: the worst of each day, the limit, and the last score."""

    path: str
    limit_y: float
    x: float
    y: float
    last: int
    first: int


@dataclass(frozen=True)
class SessionSquares:
    """Two squares for each of six weeks: done, partial, missed, excused, ahead or empty."""

    squares: list[str]

    @property
    def done(self) -> int:
        return self.squares.count("done") + self.squares.count("partial")

    @property
    def due(self) -> int:
        return self.done + self.squares.count("missed")


@dataclass(frozen=True)
class CaseloadRow:
    key: int
    name: str
    where: str
    tone: str
    icon: str
    title: str
    why: str
    more: int
    squares: list[str]
    squares_label: str
    spark: Sparkline | None
    likely: PrimaryAction
    group: str
    section: Section
    has_bad_address: bool
    covered: str


def row_of(case: Case, at: datetime) -> CaseloadRow:
    flag, group, today = case.worst, GROUPS[case.group], clinic_day(at)
    problems = problems_of(case.flags)
    weeks = squares_of(case.sessions, today)
    return CaseloadRow(
        key=case.key,
        name=case.name,
        where=where_of(case, today),
        tone=group.tone,
        icon=group.icon,
        title=_title(case, problems, group),
        why=_why(flag) if flag else _unseen_words(case, at),
        more=_more(problems),
        squares=weeks.squares,
        squares_label=_("{done} of {due} sessions done").format(done=weeks.done, due=weeks.due),
        spark=pain_line(case.reports, case.limits),
        likely=primary_action(case),
        group=case.group,
        section=group.section,
        has_bad_address=case.has_bad_address,
        covered=covered_until(case.cover) if case.cover else "",
    )


def _more(problems: Sequence[Problem]) -> int:
    """How many others are open; what was earned is none."""
    return max(0, len(list(filterfalse(attrgetter("is_progress"), problems))) - 1)


def _title(case: Case, problems: Sequence[Problem], group: GroupEntry) -> str:
    """The problem on top, as the place and what it is."""
    if problems:
        return title_of_problem(problems[0])
    return _("Held back because of pain") if case.is_held else str(group.label)


def _why(flag: Flag) -> str:
    """What the worst signal saw; named where the title is of the place."""
    if is_pain(subject_of(flag)):
        return f"{title_of_flag(flag)}: {why(flag)}"
    return why(flag)


def _unseen_words(case: Case, at: datetime) -> str:
    """“2 sessions as planned, not looked at yet”, of who is on track."""
    count = len(case.unseen(at)) if case.group == CaseGroup.ON_TRACK else 0
    if not count:
        return ""
    words = ngettext("{count} session done, not looked at yet", "{count} sessions done, not looked at yet", count)
    return words.format(count=count)


def where_of(case: Case, today: date) -> str:
    """The program and the week: “10K builder · week 5 of 10”."""
    enrollment = case.enrollment
    if enrollment is None:
        return ""
    name = enrollment.program.name.partition(":")[0]
    until = enrollment.paused_until
    if until is not None and until > today:
        where = _("paused until {day}").format(day=date_format(until, "D, M j"))
    else:
        count = getattr(enrollment, "weeks", "")
        where = _("week {number} of {count}").format(number=_current_week(case.sessions, today), count=count)
    return f"{name} · {where}"


def _current_week(sessions: Iterable[CaseSession], today: date) -> int:
    """The program week of the latest session up to today; the first where none was due yet. sessions -- by date"""
    number = 1
    for session in sessions:
        if session.planned_on <= today and session.week is not None:
            number = session.week
    return number


def squares_of(sessions: Iterable[CaseSession], today: date) -> SessionSquares:
    """sessions -- by date"""
    by_week: dict[date, list[str]] = defaultdict(list)
    for session in sessions:
        by_week[monday_of(session.planned_on)].append(square_of(session, today))
    squares = []
    for monday in weeks_of(today):
        states = by_week[monday][:SESSIONS_SHOWN]
        squares += states + ["empty"] * (SESSIONS_SHOWN - len(states))
    return SessionSquares(squares)


def square_of(session: Session | CaseSession, today: date) -> str:
    if session.status == SessionStatus.COMPLETED:
        return "partial" if session.is_partial else "done"
    if session.planned_on >= today or session.status == SessionStatus.OPEN:
        return "ahead"
    return "excused" if session.excuse else "missed"


def pain_line(reports: Sequence[CaseReport], limits: PainLimits) -> Sparkline | None:
    """The worst score of each of the last days with a report, and the limit of the place that was named last.

    None without any. reports -- by the time of the report
    """
    worst: dict[date, int] = {}
    for report in reports:
        worst[report.reported_on] = max(worst.get(report.reported_on, 0), report.score)
    scores = [worst[on] for on in sorted(worst)][-PAIN_LINE_DAYS:]
    if not scores:
        return None
    points = _points(scores)
    path = "M" + "L".join(f"{x} {y}" for x, y in points)
    last_x, last_y = points[-1]
    limit = limits.at(reports[-1].region, reports[-1].side)
    return Sparkline(path, _height(limit), last_x, last_y, scores[-1], scores[0])


def _points(scores: Sequence[int]) -> list[tuple[float, float]]:
    distance = (PAIN_LINE_WIDTH - PAIN_LINE_LEFT - PAIN_LINE_RIGHT) / max(1, len(scores) - 1)
    return [(round(PAIN_LINE_LEFT + distance * number, 1), _height(score)) for number, score in enumerate(scores)]


def _height(score: int) -> float:
    """Ten points fill what the margins leave; more pain is higher, and y grows downward."""
    per_point = (PAIN_LINE_HEIGHT - 2 * PAIN_LINE_MARGIN) / 10
    return round(PAIN_LINE_HEIGHT - PAIN_LINE_MARGIN - score * per_point, 1)


def primary_action(case: Case) -> PrimaryAction:
    """The one button of the row, by the most urgent flag."""
    flag = case.worst
    if flag is None:
        if case.group == CaseGroup.NO_PROGRAM:
            return PrimaryAction(_("Prescribe"), url=f"{reverse('admin:athletes_enrollment_add')}?athlete={case.key}")
        return LOOK
    entry = entry_of(flag)
    if entry.offers_accept and acceptable(case.suggestions):
        return PrimaryAction(accept_label(case.suggestions), do="accept")
    return entry.action
