"""Return to training: the one way out of a stop (safety.md 4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.access.roles import may_end_stop
from athletes.errors import RefusedError
from athletes.evaluation.coming_sessions.resuming import first_of_phase, go_on_from
from athletes.evaluation.evaluate import evaluate
from athletes.models import (
    Athlete,
    Criterion,
    CriterionAnswer,
    Enrollment,
    Excuse,
    Flag,
    PainProfile,
    RaceAnswer,
    ReturnToTraining,
    Session,
    SessionStatus,
    User,
)
from athletes.problems.episodes import end_stops
from athletes.problems.figures import StopFigures
from athletes.training.clearance import withdraw
from programs.models import Tissue, Week, Workout
from programs.rules.pain.screens import BONE_SIGNS, HIGH_RISK_REGIONS

#: How far ahead training may begin again.
LATEST = timedelta(days=366)
#: Routes after which somebody else says that it is safe.
NEEDS_CLEARING = frozenset({"emergency", "urgent"})
#: What a bone has to meet, whatever the therapist thinks of it.
NEVER_SKIPPED = frozenset({Criterion.TENDERNESS, Criterion.WALKING})


@dataclass(frozen=True, slots=True)
class StopFacts:
    """What stopped training, as far as the way back asks for it.

    places -- region and side of what may be a bone; is_high_risk -- one of them is where imaging is asked for
    needs_clearing -- an emergency or urgent sign was ticked
    """

    places: Sequence[tuple[str, str]]
    is_high_risk: bool
    needs_clearing: bool

    @property
    def is_bone(self) -> bool:
        return bool(self.places)

    @classmethod
    def of(cls, stops: Collection[Flag]) -> StopFacts:
        found = [StopFigures.from_json(stop.figures) for stop in stops]
        places = [figures.site for figures in found if _is_bone(figures)]
        return cls(
            places=places,
            is_high_risk=any(region in HIGH_RISK_REGIONS for region, _side in places),
            needs_clearing=any(figures.route in NEEDS_CLEARING for figures in found),
        )


def _is_bone(figures: StopFigures) -> bool:
    """Pain over a bone, or a sign of bone stress among what was ticked."""
    return bool(figures.score) or bool(set(figures.signs) & set(BONE_SIGNS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the therapist signs. week -- of the program, to begin with; None where none runs

    criteria -- the answer of each; reasons -- why one does not apply
    cleared_by, cleared_on -- who said that it is safe, after an urgent sign
    """

    found: str
    from_on: date
    week: int | None = None
    criteria: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    cleared_by: str = ""
    cleared_on: date | None = None
    race: str = ""


@transaction.atomic
def return_to_training(
    *, athlete: Athlete, shown: Collection[str], terms: Terms, by: User, at: datetime
) -> ReturnToTraining:
    """Training opens again from that day, at that week: every stop of the athlete ends.

    Sessions before that day are excused, and the plan goes on from the week. A clearance for plyometrics is void. A
    suspected bone has a limit of 0 from now on. The race is not planned unless the answer is yes. What the gap asks for
    holds beside it.

    shown -- the keys of the stops that the therapist has read
    Raises RefusedError, with the field it is about, for who is not the athlete's therapist, where nothing is stopped or
    the stops are not those that were read, and for terms that may not be signed.
    """
    if not may_end_stop(by, athlete.pk):
        raise RefusedError(
            _("Only {therapist}, or a covering therapist, can sign this.").format(therapist=athlete.therapist)
        )
    locked = Athlete.objects.select_for_update().get(pk=athlete.pk)
    stops = list(locked.flags.open().stops())
    if locked.stopped_at is None and not stops:
        raise RefusedError(_("Training of {name} is not stopped.").format(name=athlete))
    if {str(stop.pk) for stop in stops} != set(shown):
        raise RefusedError(_("The stop has changed since you opened this page. Read the signs again, then decide."))
    facts = StopFacts.of(stops)
    _check(terms, facts, locked, locked.today(at))

    signed = _sign(terms, facts, locked, by, at)
    end_stops(stops=stops, note=terms.found.strip(), by=by, at=at)
    withdraw(athlete=locked, by=by, at=at)
    for region, side in facts.places:
        rule = {"tissue": Tissue.BONE, "limit": 0, "set_by": by}
        PainProfile.objects.update_or_create(athlete=locked, region=region, side=side, defaults=rule)
    athlete.stopped_at = locked.stopped_at = None
    athlete.returned_on = locked.returned_on = terms.from_on
    athlete.is_race_off = locked.is_race_off = locked.goal_race_on is not None and terms.race != RaceAnswer.YES
    locked.save(update_fields=["stopped_at", "returned_on", "is_race_off"])
    _begin_again(locked, terms, locked.today(at))
    evaluate(locked, at)
    return signed


def _sign(terms: Terms, facts: StopFacts, athlete: Athlete, by: User, at: datetime) -> ReturnToTraining:
    criteria = {}
    for code in Criterion.values if facts.is_bone else ():
        criteria[code] = {"answer": terms.criteria[code], "why": terms.reasons.get(code, "").strip()}
    return ReturnToTraining.objects.create(
        athlete=athlete,
        stopped_at=athlete.stopped_at or at,
        found=terms.found.strip(),
        criteria=criteria,
        cleared_by=terms.cleared_by.strip(),
        cleared_on=terms.cleared_on,
        week=terms.week,
        from_on=terms.from_on,
        race=terms.race,
        signed_by=by,
        signed_at=at,
    )


# -- what may be signed ----------------------------------------------------------------------


def _check(terms: Terms, facts: StopFacts, athlete: Athlete, today: date) -> None:
    if not terms.found.strip():
        raise RefusedError(_("Write down what was found and who decided."), field="found")
    if not today <= terms.from_on <= today + LATEST:
        raise RefusedError(_("Choose a day from today to a year from now."), field="from_on")
    if facts.is_bone:
        _check_criteria(terms, facts)
    if facts.needs_clearing and not (terms.cleared_by.strip() and terms.cleared_on):
        raise RefusedError(_("After an urgent sign, say who cleared it and when."), field="cleared_by")
    if terms.cleared_on is not None and terms.cleared_on > today:
        raise RefusedError(_("It was cleared today, or before."), field="cleared_on")
    choices = weeks_to_begin_with(athlete)
    if choices and terms.week not in [week.number for week in choices]:
        raise RefusedError(_("Choose a week up to the one in which training stopped."), field="week")


def _check_criteria(terms: Terms, facts: StopFacts) -> None:
    for code in Criterion.values:
        answer = terms.criteria.get(code, "")
        if answer not in CriterionAnswer.values:
            raise RefusedError(_("Answer all five."), field=code)
        if answer == CriterionAnswer.NOT_MET:
            raise RefusedError(_("Not everything is met, so nothing is signed. Training stays stopped."), field=code)
        if answer == CriterionAnswer.NOT_APPLICABLE:
            _check_not_applicable(code, terms, facts)


def _check_not_applicable(code: str, terms: Terms, facts: StopFacts) -> None:
    if code in NEVER_SKIPPED:
        raise RefusedError(_("This always applies to a bone."), field=code)
    if code == Criterion.IMAGING and facts.is_high_risk:
        raise RefusedError(_("This site calls for imaging."), field=code)
    if not terms.reasons.get(code, "").strip():
        raise RefusedError(_("Say why it does not apply."), field=code)


# -- where it begins again -------------------------------------------------------------------


def weeks_to_begin_with(athlete: Athlete) -> list[Week]:
    """The weeks that training may begin again with, the likely one first: that of the phase before, then the earlier.

    Empty where no program runs.
    """
    enrollment = athlete.enrollments.active().first()
    if enrollment is None:
        return []
    weeks = list(Week.objects.filter(program=enrollment.program_id).order_by("number"))
    left = _week_left(enrollment) or weeks[0]
    likely = _first_of_phase_before(weeks, left)
    others = [week for week in weeks if week.number <= left.number and week != likely]
    return [likely, *others]


def _week_left(enrollment: Enrollment) -> Week | None:
    """The week that was trained last."""
    begun = enrollment.sessions.begun().filter(week__isnull=False).select_related("week").order_by("planned_on")
    last = begun.last()
    return None if last is None else last.week


def _first_of_phase_before(weeks: Sequence[Week], left: Week) -> Week:
    """The first week of the phase before the one that was left; of the first phase its first week."""
    first = first_of_phase(weeks, left)
    before = [week for week in weeks if week.number < first.number and not week.is_lighter]
    return first_of_phase(weeks, before[-1]) if before else weeks[0]


def _begin_again(athlete: Athlete, terms: Terms, today: date) -> None:
    """What lies before the day is excused; what comes from it on is of that week and those after it."""
    enrollment = athlete.enrollments.active().first()
    if enrollment is None:
        return
    to_come = enrollment.sessions.not_begun()
    to_come.filter(planned_on__lt=terms.from_on).update(status=SessionStatus.SKIPPED, excuse=Excuse.STOP)
    if terms.from_on > today:
        enrollment.paused_until = terms.from_on  # nobody begins earlier
        enrollment.save(update_fields=["paused_until"])
    if terms.week is None:
        return
    weeks = list(Week.objects.filter(program=enrollment.program_id).order_by("number"))
    first = to_come.filter(is_optional=False).select_related("week", "workout").order_by("planned_on").first()
    if first is None:
        first = _begin_with(enrollment, weeks[terms.week - 1], terms.from_on)
    elif first.week is None or first.week.number <= terms.week:
        return
    go_on_from(enrollment, first, terms.week, weeks)


def _begin_with(enrollment: Enrollment, week: Week, from_on: date) -> Session:
    """The stop outlasted the plan, and nothing of it is to come: its first workout on the next first strength day."""
    days_ahead = (enrollment.first_weekday - from_on.weekday()) % 7
    return Session.objects.create(
        athlete_id=enrollment.athlete_id,
        enrollment=enrollment,
        week=week,
        workout=Workout.objects.filter(program=enrollment.program_id, is_optional=False).order_by("letter").first(),
        planned_on=from_on + timedelta(days=days_ahead),
    )
