"""P: the next session as the athlete will see it, with what differs from the plan, and what waits for a decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from athletes.localtime import clinic_day
from athletes.models import Athlete, Enrollment, Suggestion
from athletes.phone.pages.today.lighter import LighterRow, lighter_today
from athletes.training.target import Target
from athletes.training.targets import offer
from athletes.wording.doses import dose_words, title_of
from athletes.wording.suggestions import advice_words, why_words
from programs.models import ProgramRevision

from ..outcomes import outcomes_page
from .lines import BriefLine, cut, day_words, some_of

#: How many lines each list prints.
ROWS, TO_DECIDE, DUE, CHANGES = 8, 5, 3, 3


@dataclass(frozen=True)
class BriefPlan:
    """title -- of the next session, or why there is none; rows -- its exercises; ends -- what brings back what is less

    to_settle -- suggestions that wait for a yes, and questionnaires that are due; changes -- of the program
    """

    title: str
    rows: list[BriefLine]
    ends: str
    to_settle: list[BriefLine]
    changes: list[BriefLine]


def plan_of(athlete: Athlete, enrollment: Enrollment | None, at: datetime, since: date) -> BriefPlan:
    """What comes next, and what changed in the program since that day."""
    title, rows, ends = _next_session(athlete, enrollment, at)
    waiting = athlete.suggestions.waiting().select_related("exercise", "instead").order_by("session__planned_on", "target")
    to_decide = [_suggested(suggestion) for suggestion in waiting]
    due = [BriefLine(_("{measure} is due").format(measure=missing)) for missing in outcomes_page(athlete, at).missing]
    return BriefPlan(
        title=title,
        rows=rows,
        ends=ends,
        to_settle=[*some_of(to_decide, TO_DECIDE), *some_of(due, DUE)],
        changes=_changes(enrollment, since),
    )


def _next_session(athlete: Athlete, enrollment: Enrollment | None, at: datetime) -> tuple[str, list[BriefLine], str]:
    """Its title, its exercises, and what brings back what is less in it."""
    today = athlete.today(at)
    if athlete.stopped_at is not None:
        since = day_words(athlete.today(athlete.stopped_at))
        return _("Training is stopped since {day}: no session before a return to training.").format(day=since), [], ""
    session = athlete.sessions.upcoming(today).select_related("workout", "week").first()
    if session is None:
        return _why_none(enrollment, today), [], ""
    session.athlete = athlete
    offered = offer(session)
    lighter = lighter_today(offered.lightened, therapist=athlete.therapist.name)
    day = date_format(session.planned_on, "D, M j")
    title = _("Next session: {day}, {title}").format(day=day, title=title_of(session))
    return title, some_of(_rows(offered.targets, lighter.rows), ROWS), lighter.ends


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


def _suggested(suggestion: Suggestion) -> BriefLine:
    return BriefLine(advice_words(suggestion), why_words(suggestion))


def _changes(enrollment: Enrollment | None, since: date) -> list[BriefLine]:
    """Who saved the program since then, and why where they said so; the latest first."""
    if enrollment is None:
        return []
    revisions = ProgramRevision.objects.filter(program=enrollment.program_id, number__gt=1).order_by("-number")
    lines = []
    for revision in revisions.defer("document").select_related("author"):
        on = clinic_day(revision.at)
        if on >= since:
            reason = cut(revision.reason) or _("Program changed")
            about = ", ".join(filter(None, [str(revision.author or ""), day_words(on)]))
            lines.append(BriefLine(reason, about))
    return some_of(lines, CHANGES)
