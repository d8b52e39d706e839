"""The visit brief put together: whose it is, and the four sections of a SOAP note."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from athletes.localtime import clinic_day, monday_of
from athletes.models import Athlete, Enrollment
from athletes.training.clearance import age_of
from programs.dates import date_format

from .assessment import Assessed, assessment_of
from .objective import Objective, objective_of
from .plan import BriefPlan, plan_of
from .subjective import Subjective, subjective_of

#: Calendar weeks that it looks back, with the current one.
WEEKS = 4
#: Lines of all lists together that one page of Letter holds in its usual size.
ROOMY = 22


@dataclass(frozen=True)
class Brief:
    """since -- the first day that it looks at; written_at -- the moment that it speaks of"""

    athlete: Athlete
    enrollment: Enrollment | None
    since: date
    written_at: datetime
    watched: list[str]
    subjective: Subjective
    objective: Objective
    assessment: Assessed
    plan: BriefPlan

    @property
    def is_full(self) -> bool:
        """Whether it holds so many lines that they are printed smaller, to stay on one page."""
        found, assessed, plan = self.objective, self.assessment, self.plan
        lists: tuple[Sized, ...] = (
            self.subjective.said, found.measures, found.lifts, found.sides, found.swaps, assessed.problems,
            assessed.decisions, assessed.gates, plan.next.rows, plan.to_settle, plan.changes,
        )  # fmt: skip
        return sum(map(len, lists)) > ROOMY

    @property
    def written_on(self) -> date:
        """The clinic's day."""
        return clinic_day(self.written_at)

    @property
    def born(self) -> str:
        """“Mar 2, 1992 (34)”, or that nobody wrote it down."""
        born_on = self.athlete.born_on
        if born_on is None:
            return _("not recorded")
        return f"{date_format(born_on, 'M j, Y')} ({age_of(self.athlete, self.written_on)})"

    @property
    def places(self) -> str:
        """The places that the therapist watches, each with its tissue and limit."""
        return ", ".join(self.watched) or _("none set")

    @property
    def goal(self) -> str:
        """“Boston, Apr 21, 2027”."""
        race, race_on = self.athlete.goal_race, self.athlete.goal_race_on
        parts = [race] if race else []
        if race_on:
            parts.append(date_format(race_on, "M j, Y"))
        if self.athlete.is_race_off:
            parts.append(_("not planned at present"))
        return ", ".join(parts) or _("none set")

    @property
    def program(self) -> str:
        """“10K builder, from Oct 26 to Dec 28”."""
        if self.enrollment is None:
            return _("none")
        return _("{program}, from {start} to {end}").format(
            program=self.enrollment.program,
            start=date_format(self.enrollment.starts_on, "M j"),
            end=date_format(self.enrollment.ends_on, "M j"),
        )


def brief_of(athlete: Athlete, at: datetime) -> Brief:
    """What a therapist wants in hand when the athlete comes in, in a fixed number of queries."""
    today = athlete.today(at)
    since = monday_of(today) - timedelta(weeks=WEEKS - 1)
    sessions = list(athlete.sessions.between(since, today))
    enrollment = athlete.enrollments.active().select_related("program").first()
    assessment = assessment_of(athlete, at, since)
    return Brief(
        athlete=athlete,
        enrollment=enrollment,
        since=since,
        written_at=at,
        watched=_watched(athlete),
        subjective=subjective_of(athlete, sessions, since),
        objective=objective_of(athlete, at, weeks=WEEKS, since=since, subject=assessment.subject),
        assessment=assessment,
        plan=plan_of(athlete, enrollment, assessment.problems, at, since),
    )


def _watched(athlete: Athlete) -> list[str]:
    """“Right Achilles (tendon)”: what a therapist set, not what an athlete once reported."""
    places = []
    for profile in athlete.pain_profiles.exclude(set_by=None):
        places.append(f"{profile} ({str(profile.get_tissue_display()).lower()})")
    return places
