"""What the rules say of the next two sessions, and the suggestions that stand because of it.

What holds by itself first (``programs.rules.governor``), then what was earned (``programs.rules.progression``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from athletes.models import Athlete, SetLog, Suggestion, SuggestionState, Swap
from athletes.training.pain_limits import BodySite
from athletes.training.session_week import day_begun
from programs.models import Exercise, Pattern, Status, SwapReason, Tissue
from programs.rules.advice import Advice, AdviceReason, Change, Performance
from programs.rules.easing import Ease
from programs.rules.governor import RowFacts, govern
from programs.rules.pain.levels import Level
from programs.rules.prescription.tempo import Tempo
from programs.rules.progression import advise
from programs.rules.thresholds import Thresholds

from .done_before import DoneBefore, in_unit_of, load_step_of, neighbor_of, older_performances
from .pain.levels import PlaceLevel, level_for, regions_with_rules
from .pain.zones import RegionStatus
from .performances import performance_histories, read_sets
from .plyometrics import advise_plyometrics, contact_history
from .recent_training import DueDose, RecentTraining, read_due_doses
from .suggestions import AdvisedDose, new_suggestion, store_suggestions
from .time_off import TimeOff

#: Nothing to decide: such advice is not stored.
_SILENT = frozenset({Change.NOTHING, Change.REPEAT})


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the rules see ahead: the suggestions that stand now, and what was done of each due exercise, by its id.

    due -- the rows of the coming sessions
    """

    suggestions: list[Suggestion]
    histories: Mapping[int, list[Performance]]
    exercises: Mapping[int, Exercise]
    due: Sequence[DueDose] = ()

    def waiting(self) -> list[Suggestion]:
        return [suggestion for suggestion in self.suggestions if suggestion.state == SuggestionState.WAITING]

    def undecided(self) -> list[Suggestion]:
        """Those that wait, and those that hold by themselves: what a therapist has not decided."""
        return [suggestion for suggestion in self.suggestions if suggestion.is_undecided]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What holds the coming sessions back.

    levels -- how far each place holds its exercises; reductions -- why a session holds fewer sets, by its id
    hurts_somewhere -- something was said to hurt without a place: nothing rises
    returned_on -- the day from which training was allowed again after the last stop
    least_sets -- of an exercise, in a session that holds fewer
    """

    levels: Sequence[PlaceLevel] = ()
    reductions: Mapping[UUID, Ease] = field(default_factory=dict)
    hurts_somewhere: bool = False
    returned_on: date | None = None
    least_sets: int = 1

    def asked_place(self) -> PlaceLevel | None:
        """A place whose warning signs wait for an answer: until then nobody jumps."""
        return next((place for place in self.levels if place.asked_since is not None), None)


def make_forecast(
    training: RecentTraining,
    circumstances: Circumstances,
    numbers: Thresholds,
    at: datetime,
) -> Forecast:
    """Look at every due dose of the coming sessions; make, freshen or take back their suggestions."""
    rows_due = read_due_doses(training)
    strength, plyometric = _rows_by_kind(rows_due)
    exercises = {due.exercise.pk: due.exercise for due in rows_due}
    begun = training.begun_by_id
    strength_sets, plyometric_sets = _sets_by_kind(read_sets(begun, exercises, _patterns_of(exercises)))
    histories = performance_histories(strength_sets, begun)

    rows = _StrengthRows.read(strength, strength_sets, histories, training, circumstances, numbers)
    advised = rows.advise(numbers)
    advised += _say_to_jumps(plyometric, plyometric_sets, training, circumstances, numbers)
    made = [new_suggestion(training.athlete, advice, at) for advice in advised if _may_be_said(advice)]
    unsafe = {key for key, each in exercises.items() if level_for(each, circumstances.levels) is not None}
    standing = store_suggestions(made, training.governed, unsafe)
    own = {key: histories[key] for key in exercises if key in histories}
    return Forecast(standing, own, exercises, rows_due)


def _patterns_of(exercises: Mapping[int, Exercise]) -> set[str]:
    return {exercise.pattern for exercise in exercises.values()}


def _may_be_said(advised: AdvisedDose) -> bool:
    """Nothing rises in an optional session: only what holds by itself is said to it."""
    return advised.is_by_rule or not advised.due.session.is_optional


def _say_to_jumps(
    rows: Sequence[DueDose],
    sets: Sequence[SetLog],
    training: RecentTraining,
    circumstances: Circumstances,
    numbers: Thresholds,
) -> list[AdvisedDose]:
    """Out while warning signs wait for an answer, else what the steps and caps say; a place switched off holds none."""
    asked = circumstances.asked_place()
    if asked is not None:
        out = Advice(Change.LEAVE_OUT, AdviceReason.SCREEN)
        return [AdvisedDose(due, out, place=asked, is_by_rule=True) for due in rows]
    held = regions_with_rules(circumstances.levels)
    return _advise_plyometrics(rows, sets, training, held, numbers)


def _rows_by_kind(rows: Iterable[DueDose]) -> tuple[list[DueDose], list[DueDose]]:
    """Strength rows, and plyometric ones."""
    strength: list[DueDose] = []
    plyometric: list[DueDose] = []
    for due in rows:
        if due.is_plyometric:
            plyometric.append(due)
        else:
            strength.append(due)
    return strength, plyometric


def _sets_by_kind(sets: Iterable[SetLog]) -> tuple[list[SetLog], list[SetLog]]:
    """Strength sets, and plyometric ones."""
    strength: list[SetLog] = []
    plyometric: list[SetLog] = []
    for done in sets:
        if done.exercise.pattern == Pattern.PLYOMETRIC:
            plyometric.append(done)
        else:
            strength.append(done)
    return strength, plyometric


# -- strength --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _StrengthRows:
    """The strength rows of the coming sessions, with what was done of them, and what holds them back."""

    rows: Sequence[DueDose]
    histories: Mapping[int, Sequence[Performance]]
    done_before: DoneBefore
    time_off: TimeOff
    circumstances: Circumstances

    @classmethod
    def read(
        cls,
        rows: Sequence[DueDose],
        sets: Sequence[SetLog],
        histories: dict[int, list[Performance]],
        training: RecentTraining,
        circumstances: Circumstances,
        numbers: Thresholds,
    ) -> _StrengthRows:
        """sets -- of strength, with their exercise; histories -- of these weeks, by exercise"""
        done_before = DoneBefore.read(sets, training.begun_by_id, histories)
        if not rows:
            return cls((), histories, done_before, TimeOff(training.athlete, (), numbers), circumstances)
        time_off = TimeOff.read(training, numbers)
        older = older_performances(rows, histories, time_off)
        return cls(rows, older | histories, done_before, time_off, circumstances)

    @property
    def athlete(self) -> Athlete:
        return self.time_off.athlete

    def advise(self, numbers: Thresholds) -> list[AdvisedDose]:
        """What is held, and what there is to decide, of each row. A tendon gets one raise a week per region."""
        advised: list[AdvisedDose] = []
        raised_tendons: set[BodySite] = set()
        exercises = _ExercisesOfSessions(self.rows, self.done_before)
        for due in self.rows:
            place = level_for(due.exercise, self.circumstances.levels)
            before = exercises.predecessor_of(due)
            facts = self._facts_of(due, place, before, exercises)
            governed = govern(facts, numbers)
            if governed is not None:
                instead = (before or due.exercise.easier) if governed.instead else None
                exercises.add(due, instead)
                advised.append(AdvisedDose(due, governed, instead, place, is_by_rule=True))
                continue
            advice = self._earned(due, facts, numbers)
            if advice.is_raise:
                tendons = _tendons_loaded(due.exercise, self.circumstances.levels)
                if tendons & raised_tendons:
                    continue
                raised_tendons |= tendons
            if advice.change not in _SILENT:
                advised.append(AdvisedDose(due, advice))
        return advised

    def _facts_of(
        self, due: DueDose, place: PlaceLevel | None, before: Exercise | None, exercises: _ExercisesOfSessions
    ) -> RowFacts:
        history = in_unit_of(self.athlete, self.histories.get(due.exercise.pk, ()))
        returned_on = self.circumstances.returned_on
        return RowFacts(
            due=due.dose.value.with_defaults(Tempo.parse(due.prescription.tempo), 0),
            history=history,
            step=load_step_of(due.exercise, self.athlete),
            level=place.level if place else Level.CLEAR,
            hurt_since=place.since if place else None,
            is_asked=place is not None and place.asked_since is not None,
            is_back=returned_on is not None and bool(history) and history[0].on < returned_on,
            predecessor=neighbor_of(before, self.done_before, self.athlete),
            is_predecessor_taken=exercises.is_predecessor_taken(due),
            regression="" if exercises.holds(due, due.exercise.easier) else _regression_of(due.exercise, place),
            gap_days=self.time_off.before(due, history[0].on if history else None),
            is_starting_again=self.time_off.is_starting_again(due),
            ease=self.circumstances.reductions.get(due.session.pk, ""),
            least_sets=self.circumstances.least_sets,
        )

    def _earned(self, due: DueDose, facts: RowFacts, numbers: Thresholds) -> Advice:
        is_free = due.may_progress and not due.is_light_week and not self.circumstances.hurts_somewhere
        return advise(
            facts.history,
            step=facts.step,
            due=facts.due,
            has_harder=due.exercise.harder_id is not None,
            may_rise=is_free and facts.may_rise(numbers),
            numbers=numbers,
        )


class _ExercisesOfSessions:
    """What each coming session holds: what is due there, and what already comes instead of another row."""

    def __init__(self, rows: Iterable[DueDose], done_before: DoneBefore) -> None:
        self._done_before = done_before
        self._due: dict[UUID, set[int]] = defaultdict(set)
        self._instead: dict[UUID, set[int]] = defaultdict(set)
        for due in rows:
            self._due[due.session.pk].add(due.exercise.pk)

    def add(self, due: DueDose, instead: Exercise | None) -> None:
        if instead is not None:
            self._instead[due.session.pk].add(instead.pk)

    def holds(self, due: DueDose, exercise: Exercise | None) -> bool:
        return exercise is not None and exercise.pk in self._due[due.session.pk] | self._instead[due.session.pk]

    def predecessor_of(self, due: DueDose) -> Exercise | None:
        return self._done_before.predecessor_of(due, self._due[due.session.pk] | self._instead[due.session.pk])

    def is_predecessor_taken(self, due: DueDose) -> bool:
        """Whether there was one, and it comes instead of another row of the session."""
        is_free = self.predecessor_of(due) is not None
        return not is_free and self._done_before.predecessor_of(due, self._due[due.session.pk]) is not None


def _regression_of(exercise: Exercise, place: PlaceLevel | None) -> str:
    """The slug of the easier neighbor that may come instead: published, and no caution for the place that hurts."""
    easier = exercise.easier
    if easier is None or easier.status != Status.PUBLISHED:
        return ""
    is_cautioned = place is not None and easier.slug in place.region.cautioned
    return "" if is_cautioned else str(easier.slug)


def _tendons_loaded(exercise: Exercise, levels: Iterable[PlaceLevel]) -> set[BodySite]:
    tendons = set()
    for place in levels:
        if place.region.profile.tissue == Tissue.TENDON and place.region.is_loaded_by(exercise):
            tendons.add(place.region.site)
    return tendons


# -- plyometrics -----------------------------------------------------------------------------


def _advise_plyometrics(
    rows: Sequence[DueDose],
    sets: Sequence[SetLog],
    training: RecentTraining,
    regions: Sequence[RegionStatus],
    numbers: Thresholds,
) -> list[AdvisedDose]:
    """What the steps and caps say to plyometric rows, once the therapist has cleared the athlete: less, or nothing."""
    if not rows:
        return []
    clearance = training.athlete.clearances.standing().first()
    if clearance is None:
        return []
    ended = Swap.objects.standing().filter(athlete=training.athlete, reason=SwapReason.QUALITY)
    ended_in = set(ended.values_list("session", flat=True))
    ended_days = {}
    for session in training.begun:
        if session.pk in ended_in:
            ended_days[session.pk] = day_begun(session)
    cleared_on = training.athlete.today(clearance.cleared_at)
    history = contact_history(sets, regions, cleared_on, numbers, ended_days)
    return advise_plyometrics(rows, clearance, history, numbers)
