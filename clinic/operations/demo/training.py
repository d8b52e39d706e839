"""The strength days of one athlete, logged as their phone would have, and what the therapist did about them."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from athletes.evaluation.pain.warning_signs import answer_signs
from athletes.evaluation.suggestions import BY_PLAN, accept, decline
from athletes.localtime import instant
from athletes.models import Athlete, Enrollment, Moment, Session, SessionStatus, Suggestion, SuggestionState
from athletes.problems import episodes
from athletes.records.pain import report_id, report_pain
from athletes.records.sessions import Document, Header, record_session
from athletes.records.sets import SetItem, set_id
from athletes.training.target import Target
from athletes.training.targets import Offer, offer
from programs.models import Exercise
from programs.rules.prescription.dose import KG_PER_LB, Load, plain

from .people import NOT_YET_SEEN, Persona, Story, uuid_from

SESSION_MINUTES = 45
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
        """Whether the therapist has looked at it since; nobody has looked at this week's."""
        return self.weeks_ago > 0


def train(
    enrollment: Enrollment, persona: Persona, dice: random.Random, *, since: date, until: date, today: date
) -> None:
    """Log the sessions planned from a day on and before another; one in twelve is missed, but none of two weeks."""
    planned = enrollment.athlete.sessions.filter(enrollment=enrollment, is_optional=False)
    own = planned.filter(planned_on__gte=since, planned_on__lt=until)
    for session in own.select_related("week", "workout").order_by("planned_on"):
        weeks_ago = (today - session.planned_on).days // 7
        if weeks_ago < persona.quiet_weeks:
            continue
        if dice.random() < 0.92 or weeks_ago < 2 or persona.story == Story.NEW:
            day = TrainingDay(session, persona, dice, weeks_ago, today)
            finished_at = _log_session(day)
            if day.was_reviewed:
                _review(day, finished_at + timedelta(hours=20))


def _review(day: TrainingDay, at: datetime) -> None:
    """What the therapist did about it at the time: steps accepted, flags resolved."""
    athlete = day.athlete
    waiting = Suggestion.objects.filter(athlete=athlete, state=SuggestionState.WAITING).select_related("exercise")
    suggestions = [suggestion for suggestion in waiting if suggestion.change not in BY_PLAN]
    if day.persona.story == Story.STALLED:
        decline(suggestions=suggestions, by=athlete.therapist, at=at)
    else:
        accept(suggestions=suggestions, by=athlete.therapist, at=at)
    seen = athlete.flags.open().exclude(kind__in=NOT_YET_SEEN)
    episodes.resolve(flags=seen, by=athlete.therapist, at=at, note="Looked at the session.")


def _log_session(day: TrainingDay) -> datetime:
    """Log one session as a phone would: open with the first set, finish with the header. Returns when it ended."""
    session, dice = day.session, day.dice
    clock = time(dice.choice((7, 12, 18)), dice.randrange(60))
    begun_at = instant(day.athlete.time_zone, session.planned_on, clock)
    offered = offer(session)
    sets = _sets_done(day, offered, begun_at)
    record_session(athlete=day.athlete, session_id=session.pk, document=Document(offered, sets=sets), at=begun_at)
    effort = SESSION_EFFORT.get(day.persona.story, 6) + dice.choice((-1, 0, 0, 1))
    header = Header(rev=1, edit_id=uuid_from(dice), status=SessionStatus.COMPLETED, session_rpe=effort)
    finished_at = begun_at + timedelta(minutes=SESSION_MINUTES)
    record_session(athlete=day.athlete, session_id=session.pk, document=Document(header=header), at=finished_at)
    _name_pain(day, offered, begun_at)
    return finished_at


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
    """On target where all goes well; a little above it in most weeks of most people."""
    if target.rpe is None:
        return Decimal(6)
    due = target.rpe.high
    if day.persona.story == Story.LIGHT:
        return min(due, Decimal(6))
    if day.persona.story == Story.STALLED:
        return min(Decimal(10), due + Decimal("0.5"))
    if day.persona.story == Story.READY or day.weeks_ago > 1:
        return due
    return min(Decimal(10), due + Decimal(day.dice.choice(("0.5", "0.5", "1"))))


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


def _name_pain(day: TrainingDay, offered: Offer, begun_at: datetime) -> None:
    score = _score(day)
    if score is None:
        return
    exercise = offered.targets[0].exercise_slug
    side = "left"
    if not day.persona.is_hurt:
        side = day.dice.choice(("left", "right"))
    report_pain(
        athlete=day.athlete,
        report_id=report_id(day.session, exercise, "during"),
        session=day.session,
        exercise=Exercise.objects.get(slug=exercise),
        score=score,
        region=day.persona.sore_region,
        side=side,
        is_one_spot=day.persona.is_hurt,
        at=begun_at + timedelta(minutes=15),
    )
    _answer_signs(day, begun_at + timedelta(minutes=16))
    is_over = begun_at + timedelta(days=1) < instant(day.athlete.time_zone, day.today, time(0))
    if score and is_over:
        least = 1 if day.persona.is_hurt else 0
        _answer_next_morning(day, side, max(least, score - 1), begun_at + timedelta(days=1))


def _answer_signs(day: TrainingDay, at: datetime) -> None:
    """Where the warning signs are asked about, nothing of them is there."""
    for place in day.athlete.pain_profiles.filter(asked_at__isnull=False):
        answer_signs(athlete=day.athlete, region=place.region, side=place.side, signs=[], at=at)


def _score(day: TrainingDay) -> int | None:
    """Rising from week to week for who is hurt; a small number now and then for others; None for nothing to say."""
    if day.persona.is_hurt:
        rising = 6 - day.weeks_ago + day.dice.choice((0, 0, 1))
        return min(7, max(1, rising))
    if day.dice.random() < 0.2 and day.persona.story != Story.NEW:
        return day.dice.choice((0, 1, 1, 2))
    return None


def _answer_next_morning(day: TrainingDay, side: str, score: int, at: datetime) -> None:
    report_pain(
        athlete=day.athlete,
        report_id=report_id(day.session, "", Moment.NEXT_MORNING),
        session=day.session,
        score=score,
        region=day.persona.sore_region,
        side=side,
        moment=Moment.NEXT_MORNING,
        at=at,
    )
