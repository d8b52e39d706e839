"""What the rules advise for the next two sessions, and what the therapist does with it.

A suggestion belongs to one exercise of one planned session. Off: none is made. Suggest: it waits for
the therapist's one click. Apply: it is accepted as it is made. Accepted, it is part of the targets
that the session is opened with; pain takes back every one that asks for more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from athletes.errors import RefusedError
from athletes.models import Athlete, Session, SetLog, Suggestion, SuggestionState, User
from athletes.training.loads import in_unit, load_step
from athletes.training.target import Target
from athletes.training.targets import frozen_target
from programs.models import Dose, Exercise, Pattern, ProgressionMode, Tissue
from programs.regions import pattern_loads_region
from programs.rules.dose import DoseValue
from programs.rules.easing import Ease
from programs.rules.pain import Zone
from programs.rules.progression import Advice, Change, DoneSet, Performance, advise
from programs.rules.tempo import Tempo
from programs.rules.thresholds import Thresholds

from .pain_zones import Place, RegionStatus, zone_of
from .plyometrics import advise_plyometrics, contact_history

#: Advice that only the plan can follow: another tempo, another exercise, a load for one without.
BY_PLAN = frozenset({Change.SLOWER, Change.HARDER, Change.EASIER, Change.ASK})
#: Nothing to decide: such advice is not stored.
_SILENT = frozenset({Change.NOTHING, Change.REPEAT})


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the rules see ahead: the suggestions that stand now, and the exercises whose load stands still."""

    suggestions: list[Suggestion]
    histories: dict[int, list[Performance]]
    exercises: dict[int, Exercise]

    def waiting(self) -> list[Suggestion]:
        return [each for each in self.suggestions if each.state == SuggestionState.WAITING]


def forecast(
    athlete: Athlete,
    coming: Sequence[Session],
    past: Mapping[UUID, Session],
    judged: Sequence[RegionStatus],
    frozen: Collection[Place],
    eases: Mapping[UUID, Ease],
    numbers: Thresholds,
    at: datetime,
) -> Forecast:
    """Make, freshen or take back the suggestions for the coming sessions.

    coming -- the next two planned sessions; past -- begun sessions of the last six weeks by id
    eases -- why a coming session holds fewer sets, by its id
    """
    due = _due(coming)
    doses = [row for row in due if not _is_plyometric(row[1])]
    exercises = {dose.prescription.exercise_id: dose.prescription.exercise for _session, dose in due}
    sets = _lately(past, exercises)
    histories = _histories([each for each in sets if each.exercise.pattern != Pattern.PLYOMETRIC], past)
    decided = {each.pk: each for each in Suggestion.objects.filter(session__in=coming)} if coming else {}
    made: list[Suggestion] = []
    last_on = _last_finish(athlete, past.values()) if due else None
    changed: set[Place] = set()
    for session, dose in doses:
        row = dose.prescription
        history = histories.get(row.exercise_id, [])
        zone = zone_of(row.exercise.pattern, judged, frozen)
        since = last_on if history else _prescribed_since(session, last_on)
        gap = (session.planned_on - athlete.today(since)).days if since else 0
        advice = _advice(
            athlete,
            row.exercise,
            dose.value.with_defaults(Tempo.parse(row.tempo), 0),
            history,
            zone,
            gap,
            eases.get(session.pk, ""),
            numbers,
        )
        places = _tendons(judged, row.exercise.pattern)
        if advice.is_raise and places & changed:
            continue  # a tendon gets one change a week per region (4.2, 6)
        if advice.is_raise:
            changed |= places
        if advice.change not in _SILENT:
            made.append(_suggestion(athlete, session, dose, advice, at))
    made += _of_jumps(athlete, [row for row in due if _is_plyometric(row[1])], sets, judged, numbers, at)
    return Forecast(_store(made, decided, judged, frozen, exercises), histories, exercises)


def _last_finish(athlete: Athlete, past: Iterable[Session]) -> datetime | None:
    """When the last session ended; one query more where that is longer ago than what was read."""
    lately = [each.finished_at for each in past if each.finished_at]
    found: datetime | None = max(lately) if lately else athlete.sessions.aggregate(last=Max("finished_at"))["last"]
    return found


def _prescribed_since(session: Session, last_on: datetime | None) -> datetime | None:
    """When days off begin for an exercise without a record: a program prescribed after them is the therapist's word
    on how to begin again.
    """
    prescribed_at = session.enrollment.prescribed_at if session.enrollment else None
    return max((each for each in (last_on, prescribed_at) if each), default=None) if last_on else None


def _due(coming: Sequence[Session]) -> list[tuple[Session, Dose]]:
    """The doses of the coming sessions whose progression is on, in one query."""
    pairs = [Q(prescription__workout=each.workout_id, week=each.week_id) for each in coming]
    if not pairs:
        return []
    doses = Dose.objects.filter(reduce(or_, pairs)).select_related("prescription__exercise")
    doses = doses.exclude(prescription__progression=ProgressionMode.OFF).order_by("prescription__order")
    return [
        (session, dose)
        for session in coming
        for dose in doses
        if (dose.prescription.workout_id, dose.week_id) == (session.workout_id, session.week_id)
    ]


def _is_plyometric(dose: Dose) -> bool:
    return dose.prescription.exercise.pattern == Pattern.PLYOMETRIC


def _of_jumps(
    athlete: Athlete,
    rows: Sequence[tuple[Session, Dose]],
    sets: Sequence[SetLog],
    judged: Sequence[RegionStatus],
    numbers: Thresholds,
    at: datetime,
) -> list[Suggestion]:
    """What the steps and caps say to plyometric rows, once the therapist has cleared the athlete."""
    clearance = athlete.clearances.standing().first() if rows else None
    if clearance is None:
        return []
    own = [each for each in sets if each.exercise.pattern == Pattern.PLYOMETRIC]
    lately = contact_history(own, judged, athlete.today(clearance.cleared_at))
    said = advise_plyometrics(rows, clearance, lately, numbers)
    return [_suggestion(athlete, session, dose, advice, at) for (session, dose), advice in said]


def _lately(past: Collection[UUID], exercises: Collection[int]) -> list[SetLog]:
    """Sets of these sessions with these exercises, and with all plyometric ones, in one query."""
    rows = SetLog.objects.kept().filter(session__in=past)
    rows = rows.filter(Q(exercise__in=exercises) | Q(exercise__pattern=Pattern.PLYOMETRIC))
    return list(rows.select_related("exercise").order_by("number", "side"))


def _histories(sets: Iterable[SetLog], past: Mapping[UUID, Session]) -> dict[int, list[Performance]]:
    """What was done of each exercise, the latest first."""
    grouped: dict[tuple[int, UUID], list[SetLog]] = defaultdict(list)
    for row in sets:
        if row.session_id in past:
            grouped[row.exercise_id, row.session_id].append(row)
    found: dict[int, list[Performance]] = defaultdict(list)
    for (exercise_id, session_id), sets in grouped.items():
        target = frozen_target(past[session_id], sets[0].prescription_id)
        if target is not None:
            found[exercise_id].append(_performance(dose_of(target), sets))
    return {exercise_id: sorted(done, key=lambda each: each.on, reverse=True) for exercise_id, done in found.items()}


def dose_of(target: Target) -> DoseValue:
    """One frozen target as the rules read it."""
    return DoseValue(sets=target.sets, reps=target.reps, seconds=target.seconds, rpe=target.rpe, tempo=target.tempo)


def _performance(dose: DoseValue, sets: Sequence[SetLog]) -> Performance:
    """Sets by number; of two sides the weaker one's repetitions and the harder one's effort."""
    by_number: dict[int, list[SetLog]] = defaultdict(list)
    for row in sets:
        by_number[row.number].append(row)
    done = tuple(
        DoneSet(
            amount=min(row.reps or row.seconds or 0 for row in rows),
            rpe=max((row.rpe for row in rows if row.rpe is not None), default=None),
        )
        for _number, rows in sorted(by_number.items())
    )
    load = max((row.load for row in sets if row.load), key=lambda each: each.kg, default=None)
    return Performance(on=sets[0].performed_on, dose=dose, sets=done, load=load)


def _advice(
    athlete: Athlete,
    exercise: Exercise,
    due: DoseValue,
    history: list[Performance],
    zone: Zone,
    gap_days: int,
    ease: Ease,
    numbers: Thresholds,
) -> Advice:
    in_own = [replace(each, load=in_unit(each.load, athlete.unit) if each.load else None) for each in history]
    step = load_step(exercise, athlete.unit) if exercise.is_loaded else None
    return advise(
        in_own,
        zone,
        step=step,
        due=due,
        has_harder=exercise.harder_id is not None,
        gap_days=gap_days,
        ease=ease,
        numbers=numbers,
    )


def _tendons(judged: Iterable[RegionStatus], pattern: str) -> set[Place]:
    return {
        each.place
        for each in judged
        if each.profile.tissue == Tissue.TENDON and pattern_loads_region(pattern, each.profile.region)
    }


def _suggestion(athlete: Athlete, session: Session, dose: Dose, advice: Advice, at: datetime) -> Suggestion:
    row, load = dose.prescription, advice.load
    is_own_range = advice.reason == "one_more"  # one repetition more within the range that the therapist wrote
    applied = is_own_range or (row.progression == ProgressionMode.APPLY and advice.change not in BY_PLAN)
    return Suggestion(
        id=Suggestion.key(session.pk, row.pk),
        athlete=athlete,
        session=session,
        exercise=row.exercise,
        target=row.pk,
        change=advice.change,
        reason=advice.reason,
        figures=advice.figures,
        load_kg=load.kg if load else None,
        load_unit=load.unit if load else "kg",
        reps=advice.reps,
        sets_off=advice.sets_off,
        state=SuggestionState.ACCEPTED if applied else SuggestionState.WAITING,
        made_at=at,
        decided_at=at if applied else None,
    )


def _store(
    made: Sequence[Suggestion],
    known: Mapping[UUID, Suggestion],
    judged: Sequence[RegionStatus],
    frozen: Collection[Place],
    exercises: Mapping[int, Exercise],
) -> list[Suggestion]:
    """Write what is new or different, delete what nobody decided and nothing asks for any more, take back raises
    that pain forbids.
    """
    wanted = {each.pk: each for each in made}
    stale = [pk for pk, each in known.items() if _is_undecided(each) and pk not in wanted]
    if stale:
        Suggestion.objects.filter(pk__in=stale).delete()
    fresh = [each for pk, each in wanted.items() if pk not in known]
    changed = [each for pk, each in wanted.items() if pk in known and _differs(known[pk], each)]
    if fresh or changed:
        Suggestion.objects.bulk_create(
            fresh + changed, update_conflicts=True, unique_fields=["id"], update_fields=_UPDATED
        )
    gone = {*stale, *(each.pk for each in changed)}
    kept = [each for pk, each in known.items() if each.state == SuggestionState.ACCEPTED and pk not in gone]
    hurt = [each for each in kept if each.is_raise and _is_held(exercises.get(each.exercise_id), judged, frozen)]
    if hurt:
        Suggestion.objects.filter(pk__in=[each.pk for each in hurt]).update(state=SuggestionState.WITHDRAWN)
    return fresh + changed + [each for pk, each in known.items() if pk in wanted and each not in changed]


_UPDATED = ["change", "reason", "figures", "load_kg", "load_unit", "reps", "sets_off", "state", "made_at"]
_UPDATED += ["decided_by", "decided_at"]


def _is_undecided(known: Suggestion) -> bool:
    """Whether it waits, or was applied without anybody's word."""
    is_applied = known.state == SuggestionState.ACCEPTED and known.decided_by_id is None
    return is_applied or known.state == SuggestionState.WAITING


def _differs(known: Suggestion, new: Suggestion) -> bool:
    """Whether the rules say something else now. What a therapist decided stays, but for pain that came after it, and
    for a step up that has become too much since.
    """
    is_open = _is_undecided(known) or known.state == SuggestionState.WITHDRAWN
    is_too_much = known.state == SuggestionState.ACCEPTED and known.is_raise and not new.is_raise
    is_hurt = new.reason == "red" and known.reason != "red"
    if not (is_open or is_too_much or is_hurt):
        return False
    return (known.change, known.load, known.reps, known.sets_off) != (new.change, new.load, new.reps, new.sets_off)


def _is_held(exercise: Exercise | None, judged: Sequence[RegionStatus], frozen: Collection[Place]) -> bool:
    return exercise is not None and zone_of(exercise.pattern, judged, frozen) > Zone.GREEN


# -- decisions -------------------------------------------------------------------------------


@transaction.atomic
def accept(*, suggestions: Iterable[Suggestion], by: User, at: datetime) -> list[Suggestion]:
    """They become part of the targets of their session. One that was decided already stays as it was.

    Raises RefusedError for advice that only the plan can follow.
    """
    taken = []
    for suggestion in suggestions:
        if suggestion.change in BY_PLAN:
            raise RefusedError(_("Change {exercise} in the program itself.").format(exercise=suggestion.exercise))
        if suggestion.state == SuggestionState.WAITING:
            taken.append(_decide(suggestion, SuggestionState.ACCEPTED, by, at))
    return taken


@transaction.atomic
def decline(*, suggestions: Iterable[Suggestion], by: User, at: datetime) -> list[Suggestion]:
    """The plan stays as it is for their session."""
    return [
        _decide(each, SuggestionState.DECLINED, by, at) for each in suggestions if each.state == SuggestionState.WAITING
    ]


def _decide(suggestion: Suggestion, state: str, by: User, at: datetime) -> Suggestion:
    suggestion.state, suggestion.decided_by, suggestion.decided_at = state, by, at
    suggestion.save(update_fields=["state", "decided_by", "decided_at"])
    return suggestion
