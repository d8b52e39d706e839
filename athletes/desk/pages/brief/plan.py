"""P: the next session as the athlete will see it, with what differs from the plan, and what waits for a decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from athletes.localtime import clinic_day, clinic_time_zone, instant
from athletes.models import Athlete, Enrollment
from athletes.phone.pages.today.lighter import LighterRow, lighter_today
from athletes.training.session_week import ahead_of, sessions_around
from athletes.training.target import Target
from athletes.training.targets import offer
from athletes.wording.doses import dose_words, title_of
from athletes.wording.suggestions import advice_words, why_words
from programs.dates import date_format
from programs.models import ProgramRevision

from ..outcomes import outcomes_page
from .assessment import BriefProblem
from .lines import BriefLine, cut, day_words, some_of

#: How many lines each list prints.
ROWS, SUGGESTED, CHANGES = 8, 3, 2


@dataclass(frozen=True)
class NextOnPaper:
    """title -- its day and name, or why there is none; rows -- its exercises; ends -- what brings back what is less"""

    title: str
    rows: Sequence[BriefLine] = ()
    ends: str = ""


@dataclass(frozen=True)
class BriefPlan:
    """to_settle -- problems that nobody decided, suggestions that wait for a yes, questionnaires that are due

    changes -- of the program
    """

    next: NextOnPaper
    to_settle: list[BriefLine]
    changes: list[BriefLine]


def plan_of(
    athlete: Athlete, enrollment: Enrollment | None, problems: Iterable[BriefProblem], at: datetime, since: date
) -> BriefPlan:
    """What comes next, and what changed in the program since that day. problems -- the open ones"""
    return BriefPlan(
        next=_next_session(athlete, enrollment, at),
        to_settle=_to_settle(athlete, problems, at),
        changes=_changes(enrollment, since),
    )


# -- the next session ------------------------------------------------------------------------


def _next_session(athlete: Athlete, enrollment: Enrollment | None, at: datetime) -> NextOnPaper:
    today = athlete.today(at)
    if athlete.stopped_at is not None:
        since = day_words(athlete.today(athlete.stopped_at))
        stopped = _("Training is stopped since {day}: no session before a return to training.")
        return NextOnPaper(stopped.format(day=since))
    session = ahead_of(athlete, sessions_around(athlete, today), today).first
    if session is None:
        return NextOnPaper(_why_none(enrollment, today))
    session.athlete = athlete
    offered = offer(session)
    lighter = lighter_today(offered.lightened, therapist=athlete.therapist.name)
    day = date_format(session.planned_on, "D, M j")
    title = _("Next session: {day}, {title}").format(day=day, title=title_of(session))
    return NextOnPaper(title, some_of(_rows(offered.targets, lighter.rows), ROWS), lighter.ends)


def _why_none(enrollment: Enrollment | None, today: date) -> str:
    if enrollment is None:
        return _("No program yet.")
    if enrollment.paused_until is not None and enrollment.paused_until > today:
        return _("The program is paused until {day}.").format(day=day_words(enrollment.paused_until))
    return _("No session of the program is left.")


def _rows(targets: Sequence[Target], lighter: Sequence[LighterRow]) -> list[BriefLine]:
    """Each exercise with its dose; what is less says what it was, and what is left out or done instead comes last."""
    was = {row.exercise: row for row in lighter}
    rows = []
    for target in targets:
        less = was.pop(target.exercise_name, None)
        rows.append(BriefLine(f"{target.exercise_name} {dose_words(target)}", less.was if less else ""))
    for row in was.values():
        rows.append(BriefLine(f"{row.exercise}: {row.now}", row.was))
    return rows


# -- to settle, and what was changed ---------------------------------------------------------


def _to_settle(athlete: Athlete, problems: Iterable[BriefProblem], at: datetime) -> list[BriefLine]:
    waiting = [problem.title for problem in problems if problem.is_waiting]
    undecided = []
    if waiting:
        undecided.append(BriefLine(_("Not decided: {problems}").format(problems="; ".join(waiting))))
    suggestions = athlete.suggestions.waiting().select_related("exercise", "instead")
    suggested = []
    for suggestion in suggestions.order_by("session__planned_on", "target"):
        suggested.append(BriefLine(advice_words(suggestion), why_words(suggestion)))
    due = []
    missing = outcomes_page(athlete, at).missing
    if missing:
        due.append(BriefLine(_("Due: {measures}").format(measures="; ".join(missing))))
    return [*undecided, *some_of(suggested, SUGGESTED), *due]


def _changes(enrollment: Enrollment | None, since: date) -> list[BriefLine]:
    """Who saved the program since then, and why where they said so; the latest first."""
    if enrollment is None:
        return []
    begins_at = instant(clinic_time_zone(), since, time(0))
    revisions = ProgramRevision.objects.filter(program=enrollment.program_id, number__gt=1, at__gte=begins_at)
    lines = []
    for revision in revisions.defer("document").select_related("author").order_by("-number"):
        by = str(revision.author or "")
        about = ", ".join(filter(None, [by, day_words(clinic_day(revision.at))]))
        lines.append(BriefLine(cut(revision.reason) or _("Program changed"), about))
    return some_of(lines, CHANGES)
