"""The strength days of one athlete, logged as their phone would have, and what the therapist did about them."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from athletes.desk.actions import accept_and_settle, decline_and_settle, leave_as_it_is
from athletes.evaluation.pain.warning_signs import answer_signs
from athletes.localtime import instant
from athletes.models import Athlete, Enrollment, FlagKind, Moment, Session
from athletes.phone.pages.finish import unasked_places
from athletes.phone.pages.session.card import RESERVES
from athletes.phone.pages.today.morning import mornings_asked
from athletes.problems.problem import subject_of
from athletes.records.pain import report_id, report_pain
from athletes.records.sessions import Document, finish_session, record_session
from athletes.records.sets import SetItem, set_id
from athletes.training.target import Target
from athletes.training.targets import Offer, offer
from athletes.wording.suggestions import acceptable
from programs.models import Exercise
from programs.rules.prescription.dose import KG_PER_LB, Load, plain

from .people import NOT_YET_SEEN, Persona, Story, uuid_from

SESSION_MINUTES = 45
#: For how long one of them has not said how the morning was.
UNANSWERED_WEEKS = 4
#: How hard a whole session was, by story; six for all others.
SESSION_EFFORT = {Story.READY: 5, Story.PAIN: 7}


@dataclass(frozen=True)
class TrainingDay:
    """One session of the story. weeks_ago -- whole weeks between its day and today"""

    session: Session
    persona: Persona
    dice: random.Random
    weeks_ago: int
    today: date

    @property
    def athlete(self) -> Athlete:
        return self.session.athlete

    @property
    def was_reviewed(self) -> bool:
        """Whether the therapist has looked at it since; of this week's only where there was nothing to tell."""
        return self.weeks_ago > 0 or self.persona.story == Story.STEADY


def train(
    enrollment: Enrollment, persona: Persona, dice: random.Random, *, since: date, until: date, today: date
) -> None:
    """Log the sessions planned from a day on and before another; one in twelve is missed, but none of two weeks."""
    planned = enrollment.athlete.sessions.filter(enrollment=enrollment, is_optional=False)
    own = planned.filter(planned_on__gte=since, planned_on__lt=until)
    for key in list(own.order_by("planned_on").values_list("pk", flat=True)):
        session = planned.select_related("athlete__user", "week", "workout").get(pk=key)  # as the days before left it
        weeks_ago = (today - session.planned_on).days // 7
        if weeks_ago < persona.quiet_weeks:
            continue
        if dice.random() < 0.92 or weeks_ago < 2 or persona.story == Story.NEW:
            day = TrainingDay(session, persona, dice, weeks_ago, today)
            finished_at = _log_session(day)
            if day.was_reviewed:
                _review(day, finished_at + REVIEWED_AFTER)


#: Later than the answer of the next morning, which is a day after the session began.
REVIEWED_AFTER = timedelta(hours=26)


def _review(day: TrainingDay, at: datetime) -> None:
    """What the therapist did about it at the time: steps accepted, problems decided."""
    athlete, therapist = day.athlete, day.athlete.therapist
    waiting = list(athlete.suggestions.waiting())
    if acceptable(waiting) and day.persona.story != Story.STALLED:
        accept_and_settle(athlete=athlete, by=therapist, at=at)
    elif waiting:
        decline_and_settle(athlete=athlete, by=therapist, at=at)
    for subject in _problems_to_decide(athlete):
        leave_as_it_is(athlete=athlete, subject=subject, by=therapist, at=at, note="Looked at the session.")


def _problems_to_decide(athlete: Athlete) -> list[str]:
    """Subjects of what is open, but for a stop, and for what nobody has dealt with yet."""
    kinds_by_subject: dict[str, set[str]] = defaultdict(set)
    for flag in athlete.flags.open():
        kinds_by_subject[subject_of(flag)].add(flag.kind)
    left_open = {*NOT_YET_SEEN, FlagKind.STOP}
    return [subject for subject, kinds in kinds_by_subject.items() if not kinds & left_open]


def _log_session(day: TrainingDay) -> datetime:
    """Log one session as a phone would: its sets, what hurt, and Finish. Returns when it ended."""
    session, dice = day.session, day.dice
    clock = time(dice.choice((7, 12, 18)), dice.randrange(60))
    begun_at = instant(day.athlete.time_zone, session.planned_on, clock)
    finished_at = begun_at + timedelta(minutes=SESSION_MINUTES)
    offered = offer(session)
    document = Document(offered, sets=_sets_done(day, offered, begun_at))
    record_session(athlete=day.athlete, session_id=session.pk, document=document, at=finished_at)
    named = _name_pain(day, offered, finished_at)
    _finish(day, finished_at, nothing_hurt=named is None)
    _answer_next_morning(day, named, begun_at + timedelta(days=1))
    return finished_at


def _finish(day: TrainingDay, at: datetime, *, nothing_hurt: bool) -> None:
    """How hard it was, and of each place that is asked about and was not named: that it did not hurt."""
    session = Session.objects.select_related("athlete", "week", "workout").get(pk=day.session.pk)
    places = unasked_places(session, session.pain_reports.all())
    finish_session(
        session=session,
        session_rpe=SESSION_EFFORT.get(day.persona.story, 6) + day.dice.choice((-1, 0, 0, 1)),
        note="",
        painless=[(place.region, place.side) for place in places],
        nothing_hurt=nothing_hurt,
        at=at,
    )


def _sets_done(day: TrainingDay, offered: Offer, begun_at: datetime) -> list[SetItem]:
    """Every set, at an even pace; one session in twelve ends before its last exercise."""
    targets = offered.targets
    if day.dice.random() < 0.08:
        targets = targets[:-1]
    sets: list[SetItem] = []
    for target in targets:
        sets += _sets_of(target, day)
    pace = timedelta(minutes=day.dice.randrange(31, 44)) / max(1, len(sets))
    return [replace(item, done_at=begun_at + pace * number) for number, item in enumerate(sets, start=1)]


def _sets_of(target: Target, day: TrainingDay) -> list[SetItem]:
    load = _load(target, day.persona)
    rpe = _effort(target, day)
    items = []
    for number in range(1, target.sets + 1):
        amount = _amount(target, day)
        is_rated = number == target.sets and not target.is_timed
        for side in target.sides:
            item = SetItem(
                id=set_id(day.session.pk, target.prescription_id, number, side),
                exercise=target.exercise_slug,
                number=number,
                rev=1,
                edit_id=uuid_from(day.dice),
                prescription_id=target.prescription_id,
                side=side,
                reps=None if target.is_timed else amount,
                seconds=amount if target.is_timed else None,
                load=load,
                rpe=rpe if is_rated else None,
            )
            items.append(item)
    return items


def _amount(target: Target, day: TrainingDay) -> int:
    """Repetitions or seconds: the most of the range for who is ready, mostly the least for all others."""
    does_most = day.persona.story == Story.READY or day.dice.random() < 0.3
    if day.persona.story == Story.HEAVY and day.weeks_ago < 2:
        return max(1, target.least_amount - 2)
    if does_most:
        return target.most_amount
    return target.least_amount


def _effort(target: Target, day: TrainingDay) -> Decimal:
    """10 minus the repetitions left, as the phone asks for them: on target where all goes well, else one less left."""
    if target.rpe is None:
        return Decimal(6)
    left = _asked_reserve(target.rpe.high)
    if day.persona.story == Story.LIGHT:
        left = RESERVES[-1]
    elif day.persona.story == Story.STALLED:
        left = max(0, left - 1)
    elif day.persona.story != Story.READY and day.weeks_ago <= 1:
        left = max(0, left - day.dice.choice((0, 1, 1)))
    return Decimal(10 - left)


def _asked_reserve(rpe: Decimal) -> int:
    """How many repetitions are left at that effort, as one may answer: whole ones, four or more at the most."""
    return min(RESERVES[-1], math.ceil(10 - rpe))


def _load(target: Target, persona: Persona) -> Load | None:
    """The load that is due; the first time what a runner finds on the rack."""
    if not target.takes_load:
        return None
    if target.load is not None:
        return target.load
    kg = Decimal(20 + 5 * (len(target.exercise_slug) % 4))
    if persona.unit == "kg":
        return Load(kg, "kg")
    fives_of_lb = (kg / KG_PER_LB / 5).quantize(Decimal(1))
    return Load(plain(fives_of_lb * 5), "lb")


# -- pain ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Named:
    """Pain that was named in a session: where, and how much."""

    region: str
    side: str
    score: int


def _name_pain(day: TrainingDay, offered: Offer, at: datetime) -> Named | None:
    """What hurt in the first exercise, in some sessions; None where nothing did."""
    score = _score(day)
    if score is None:
        return None
    side = "left"
    exercise = offered.targets[0].exercise_slug
    report_pain(
        athlete=day.athlete,
        report_id=report_id(day.session, exercise, Moment.DURING),
        session=day.session,
        exercise=Exercise.objects.get(slug=exercise),
        score=score,
        region=day.persona.sore_region,
        side=side,
        is_one_spot=day.persona.is_hurt,
        at=at,
    )
    _answer_signs(day, at)
    return Named(day.persona.sore_region, side, score)


def _answer_signs(day: TrainingDay, at: datetime) -> None:
    """Where the warning signs are asked about, nothing of them is there."""
    for place in day.athlete.pain_profiles.filter(asked_at__isnull=False):
        answer_signs(athlete=day.athlete, region=place.region, side=place.side, signs=[], at=at)


def _score(day: TrainingDay) -> int | None:
    """Rising from week to week for who is hurt; a small number now and then for others; None for nothing to say."""
    if day.persona.is_hurt:
        rising = 6 - day.weeks_ago + day.dice.choice((0, 0, 1))
        return min(7, max(1, rising))
    if day.dice.random() < 0.1 and day.persona.story != Story.NEW:
        return day.dice.choice((1, 1, 2))
    return None


def _answer_next_morning(day: TrainingDay, named: Named | None, at: datetime) -> None:
    """What Today asks on the day after, of each place that is watched: a little less than in the session.

    Who waits for the next phase has left the question unanswered for weeks.
    """
    is_unanswered = day.persona.story == Story.PHASE and day.weeks_ago < UNANSWERED_WEEKS
    if is_unanswered or at >= instant(day.athlete.time_zone, day.today, time(0)):
        return
    for asked in mornings_asked(day.athlete, at):
        score = 0
        if named and (asked.region, asked.side) == (named.region, named.side):
            score = max(1 if day.persona.is_hurt else 0, named.score - 1)
        report_pain(
            athlete=day.athlete,
            report_id=asked.report,
            session=asked.session,
            score=score,
            has_settled=score < 5 if asked.is_joint else None,
            region=asked.region,
            side=asked.side,
            moment=Moment.NEXT_MORNING,
            at=at,
        )
