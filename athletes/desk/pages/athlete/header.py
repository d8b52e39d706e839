"""Who an athlete is, above every page about them: the case in one line, and the facts that a therapist looks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_stubs_ext import WithAnnotations

from athletes.localtime import clinic_day, clinic_time
from athletes.models import Athlete, Enrollment, PainProfile, Session
from athletes.models.pain import place_name
from athletes.problems.caseload import Case
from athletes.training.pain_limits import PainLimits, limits_from
from athletes.wording.covers import covered_by
from athletes.wording.doses import title_of
from programs.dates import date_format
from programs.models import Tissue

from .facts import PageFacts


@dataclass(frozen=True)
class Fact:
    """One fact and a smaller word about it."""

    name: str
    value: str
    more: str = ""


@dataclass(frozen=True)
class AthleteHeader:
    """places -- what is watched, in one line; is_stopped -- training is"""

    athlete: Athlete
    places: str
    facts: list[Fact]

    @property
    def is_stopped(self) -> bool:
        return self.athlete.stopped_at is not None


def header_of(
    athlete: WithAnnotations[Athlete, PageFacts],
    *,
    case: Case,
    week: int,
    weeks: int,
    phase: str,
    next_session: Session | None,
    at: datetime,
) -> AthleteHeader:
    """One query, for the places, and one for who covers where somebody does.

    athlete -- with ``PageFacts``; case -- their row of the caseload; week, weeks, phase -- where the program is
    """
    places = list(athlete.pain_profiles.all())
    return AthleteHeader(
        athlete=athlete,
        places=", ".join(map(_place, places)),
        facts=[
            _race(athlete, athlete.today(at)),
            _program(case.enrollment, week, weeks, phase),
            _next(athlete, next_session),
            _visit(athlete, at),
            _care(athlete, case, at),
            _careful(places, limits_from(athlete.pain_limit, places, case.numbers), athlete.is_cleared),
        ],
    )


def _place(profile: PainProfile) -> str:
    """The tissue only where a therapist has named it."""
    place = place_name(profile.region, profile.side)
    if profile.tissue == Tissue.UNKNOWN:
        return place
    return _("{place} ({tissue})").format(place=place, tissue=str(profile.get_tissue_display()).lower())


def _race(athlete: Athlete, today: date) -> Fact:
    race_on = athlete.goal_race_on
    name = athlete.goal_race or (_("Race") if race_on else _("None named"))
    if race_on is None:
        return Fact(_("Goal race"), name)
    day = date_format(race_on, "D, M j")
    if race_on < today:
        return Fact(_("Goal race"), name, _("was on {day}").format(day=day))
    weeks = (race_on - today).days // 7
    left = ngettext("in {count} week", "in {count} weeks", weeks).format(count=weeks) if weeks else _("this week")
    return Fact(_("Goal race"), name, f"{day} · {left}")


def _program(enrollment: Enrollment | None, week: int, weeks: int, phase: str) -> Fact:
    if enrollment is None:
        return Fact(_("Program"), _("None"), _("nothing is prescribed"))
    where = _("{program}, week {week} of {weeks}").format(
        program=enrollment.program.name.partition(":")[0], week=week, weeks=weeks
    )
    return Fact(_("Program"), where, phase)


def _next(athlete: Athlete, session: Session | None) -> Fact:
    if athlete.stopped_at is not None:
        return Fact(_("Next session"), _("None"), _("training is stopped"))
    if session is None:
        return Fact(_("Next session"), _("None planned"))
    return Fact(_("Next session"), date_format(session.planned_on, "D, M j"), title_of(session))


def _visit(athlete: WithAnnotations[Athlete, PageFacts], at: datetime) -> Fact:
    """When they come next, and when they came last; a time that has passed is no visit to come."""
    last = _("last {day}").format(day=_clinic_words(athlete.came_at, "D, M j")) if athlete.came_at else ""
    if athlete.next_visit_at is None or athlete.next_visit_at <= at:
        return Fact(_("Next visit"), _("None booked"), last)
    return Fact(_("Next visit"), _clinic_words(athlete.next_visit_at, "D, M j, g:i a"), last)


def _clinic_words(at: datetime, form: str) -> str:
    """An instant by the clinic's clock."""
    return date_format(clinic_time(at), form)


def _care(athlete: Athlete, case: Case, at: datetime) -> Fact:
    """Their therapist, and who stands in today until when: the row of the caseload knows whether anybody does."""
    if case.cover is None:
        return Fact(_("Therapist"), athlete.therapist.name)
    standing = athlete.covers.standing(clinic_day(at)).select_related("therapist")
    return Fact(_("Therapist"), athlete.therapist.name, "; ".join(map(covered_by, standing)))


def _careful(places: list[PainProfile], limits: PainLimits, is_cleared: bool) -> Fact:
    """The limit of each place that is watched, else the athlete's own, and whether jumps are open."""
    jumps = _("cleared for jumps") if is_cleared else _("not cleared for jumps")
    words = []
    for profile in places:
        place, limit = place_name(profile.region, profile.side), limits.at(profile.region, profile.side)
        words.append(_("{place} above {limit}").format(place=place, limit=limit))
    return Fact(_("Careful with"), ", ".join(words) or _("Pain above {limit}").format(limit=limits.own), jumps)
