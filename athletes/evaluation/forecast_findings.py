"""What the therapist should know of the advice ahead: ready to progress, too heavy, lighter, standing still."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from athletes.models import FlagKind, Suggestion, SuggestionState
from athletes.problems.episodes import Finding
from athletes.problems.figures import AdviceFigures, LightFigures, StalledFigures
from programs.rules.advice import AdviceReason, Change, Performance
from programs.rules.attention import is_stalled, stays_light
from programs.rules.prescription.coverage import FORCE_PATTERNS
from programs.rules.thresholds import Thresholds

from .forecast import Forecast
from .recent_training import RecentTraining

#: Steps that are worth a flag of their own; a slower tempo or a load for none is said in the review only.
_FORWARD = frozenset({Change.MORE_LOAD, Change.MORE_REPS, Change.HARDER})
#: What the last session was too much for.
_HEAVY = frozenset(
    {AdviceReason.SHORT_SETS, AdviceReason.TOO_HARD, AdviceReason.SHORT_TWICE, AdviceReason.MISSES},
)
#: After so long away the therapist decides how to go on. What else is lighter by itself is shown where it is held.
_LIGHTER = frozenset({AdviceReason.RESTART})


def find_in_forecast(forecast: Forecast, training: RecentTraining, numbers: Thresholds) -> Iterator[Finding]:
    """Everything that the advice for the coming sessions raises (clinical.md 0, 4.2 and 4.3)."""
    undecided = forecast.undecided()
    yield from _find_steps(undecided, training)
    yield from _find_lighter(undecided, training)
    yield from _find_stalled(forecast, numbers)
    yield from _find_light(forecast, training.today, numbers)


def _find_steps(undecided: Iterable[Suggestion], training: RecentTraining) -> Iterator[Finding]:
    """Ready to progress, and too heavy: once for each session that showed it."""
    forward: list[Suggestion] = []
    heavy: list[Suggestion] = []
    for suggestion in undecided:
        if suggestion.change in _FORWARD and suggestion.state == SuggestionState.WAITING:
            forward.append(suggestion)
        elif suggestion.reason in _HEAVY:
            heavy.append(suggestion)
    last = training.last_finished
    cause = str(last.pk) if last else "begin"
    if forward:
        yield Finding(FlagKind.READY, cause, _figures_of(forward))
    if heavy:
        yield Finding(FlagKind.HEAVY, cause, _figures_of(heavy))


def _find_lighter(undecided: Iterable[Suggestion], training: RecentTraining) -> Iterator[Finding]:
    """Lighter for a reason that is not the athlete's strength, once for each week of the next session; and jumps above
    the step that stands, once for each of them in a program: until the step moves nothing about it is news.
    """
    lighter: list[Suggestion] = []
    above_step: list[Suggestion] = []
    for suggestion in undecided:
        if suggestion.reason in _LIGHTER:
            lighter.append(suggestion)
        elif suggestion.reason == AdviceReason.STEP:
            above_step.append(suggestion)
    if lighter:
        yield Finding(FlagKind.LIGHTER, f"{lighter[0].reason}:{training.next_week}", _figures_of(lighter))
    if above_step:
        yield Finding(FlagKind.STEP, _step_and_jump(above_step[0], training), _figures_of(above_step))


def _step_and_jump(above: Suggestion, training: RecentTraining) -> str:
    enrollment = training.next_session.enrollment_id if training.next_session else None
    return f"{above.reason}:{above.figures['step']}:{above.exercise_id}:{enrollment}"


def _find_stalled(forecast: Forecast, numbers: Thresholds) -> Iterator[Finding]:
    """An external load that stands still, where the rules advise nothing for it."""
    advised = {suggestion.exercise_id for suggestion in forecast.suggestions}
    for exercise_id, history in forecast.histories.items():
        recent = history[: numbers.stalled_sessions]
        if exercise_id in advised or not is_stalled(_loads_kg(recent), numbers):
            continue
        load = recent[0].load
        if load is not None:
            name = forecast.exercises[exercise_id].name
            figures = StalledFigures(exercise=name, load=f"{load.amount} {load.unit}", sessions=len(recent))
            yield Finding(FlagKind.STALLED, f"{exercise_id}:{load}", figures)


def _loads_kg(performances: Iterable[Performance]) -> list[Decimal | None]:
    return [done.load.kg if done.load else None for done in performances]


def _find_light(forecast: Forecast, today: date, numbers: Thresholds) -> Iterator[Finding]:
    """Single-leg and hinge work that never gets heavy (clinical.md 0); said once in four weeks."""
    efforts: list[tuple[date, Decimal]] = []
    for exercise_id, exercise in forecast.exercises.items():
        if exercise.pattern in FORCE_PATTERNS:
            efforts += _rated_sets(forecast.histories.get(exercise_id, []))
    if stays_light(efforts, today, numbers):
        period = today.toordinal() // 7 // numbers.light_weeks
        highest = max(rpe for _on, rpe in efforts)
        yield Finding(FlagKind.LIGHT, f"{period}", LightFigures(weeks=numbers.light_weeks, rpe=highest))


def _rated_sets(performances: Iterable[Performance]) -> list[tuple[date, Decimal]]:
    """Day and effort (RPE) of each set that was rated."""
    rated: list[tuple[date, Decimal]] = []
    for performance in performances:
        for done in performance.sets:
            if done.rpe is not None:
                rated.append((performance.on, done.rpe))
    return rated


def _figures_of(suggestions: Sequence[Suggestion]) -> AdviceFigures:
    """The first one by name, and how many there are."""
    first = suggestions[0]
    figures = AdviceFigures(
        count=len(suggestions), exercise=first.exercise.name, reason=first.reason, change=first.change
    )
    if first.reason == AdviceReason.STEP:
        return replace(figures, step=first.figures["step"])
    return figures
