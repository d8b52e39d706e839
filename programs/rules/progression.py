"""The next dose of one exercise, from what was done, with the reason.

Source: clinical.md 4.2, in its order. Exactly one thing changes at a time; load never grows by more than
10 % in a week; what is missing never raises anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from . import easing
from .dose import MAX_LOAD_KG, DoseValue, Load, plain
from .easing import Ease
from .pain import Zone
from .returning import after_gap
from .thresholds import DEFAULTS, Thresholds


class Change(StrEnum):
    """What the next session changes."""

    NOTHING = "nothing"
    REPEAT = "repeat"
    LIGHTER = "lighter"
    FEWER_SETS = "fewer_sets"
    MORE_LOAD = "more_load"
    MORE_REPS = "more_reps"
    SLOWER = "slower"
    HARDER = "harder"
    EASIER = "easier"
    ASK = "ask"


class AdviceReason(StrEnum):
    """The rule that spoke."""

    # nothing changes
    STOP = "stop"
    AMBER = "amber"
    FIRST_TIME = "first_time"
    PLAN_MOVES = "plan_moves"
    TIMED = "timed"
    SETS_MISSING = "sets_missing"
    EFFORT_MISSING = "effort_missing"
    HARD_ENOUGH = "hard_enough"
    WEEK_CAP = "week_cap"
    # less
    RED = "red"
    GAP = "gap"
    SHORT_SETS = "short_sets"
    TOO_HARD = "too_hard"
    SHORT_TWICE = "short_twice"
    MISSES = "misses"
    TAPER = "taper"
    PRIMER = "primer"
    LIGHTER_WEEK = "lighter_week"
    CONTACTS = "contacts"
    STEP = "step"
    # more
    TOP_OF_RANGE = "top_of_range"
    TWO_FOR_TWO = "two_for_two"
    ONE_MORE = "one_more"
    STEP_TOO_BIG = "step_too_big"
    EASY_TWICE = "easy_twice"
    ADD_LOAD = "add_load"


#: Changes that ask more of the athlete: none of them in amber, red or stop.
RAISES = frozenset({Change.MORE_LOAD, Change.MORE_REPS, Change.SLOWER, Change.HARDER})
#: The longest lowering that "slower" leads to, in seconds.
SLOWEST = 4


@dataclass(frozen=True, slots=True)
class DoneSet:
    """One working set: repetitions (or seconds), the weaker side's where there are two, and effort (RPE)."""

    amount: int
    rpe: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Performance:
    """One session of an exercise: the dose that was due, the load that was used, and the sets in order."""

    on: date
    dose: DoseValue
    sets: tuple[DoneSet, ...]
    load: Load | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do next, and why.

    change -- the one thing that changes; reason -- the rule that spoke, with its figures
    load -- the new load, or the same; reps -- repetitions to aim at; sets_off -- sets to leave out
    """

    change: Change
    reason: AdviceReason
    load: Load | None = None
    reps: int | None = None
    sets_off: int = 0
    figures: dict[str, str] = field(default_factory=dict)

    @property
    def is_raise(self) -> bool:
        return self.change in RAISES


def advise(
    history: Sequence[Performance],
    zone: Zone,
    *,
    step: Decimal | None,
    due: DoseValue | None = None,
    has_harder: bool = False,
    gap_days: int = 0,
    ease: Ease = "",
    numbers: Thresholds = DEFAULTS,
) -> Advice:
    """The next dose of one exercise.

    history -- its sessions, the latest first; zone -- the worst of the regions that it loads
    step -- the smallest step of its load, in the unit of the load; None for body weight and bands
    due -- the dose that the plan has for the next session, where it is known
    has_harder -- whether the library has a harder neighbor in the same pattern
    gap_days -- days without any strength session before the next one (4.3)
    ease -- why the next session holds fewer sets, where the plan has not seen to it (1.2, 4.3)
    """
    if zone is Zone.STOP:
        return Advice(Change.NOTHING, AdviceReason.STOP)
    if not history:
        return _without_history(due, gap_days, ease, step, numbers)
    last = history[0]
    if zone is Zone.RED:
        load = _cut(last.load, numbers.red_load_cut, step)
        return Advice(Change.LIGHTER, AdviceReason.RED, load, sets_off=_sets_off(due or last.dose, numbers))
    eased = _eased(last.load, due or last.dose, ease, step, numbers)
    if gap := _after_gap(last.load, gap_days, step, numbers):
        return replace(gap, sets_off=eased.sets_off if eased else 0)
    amber = Advice(Change.REPEAT, AdviceReason.AMBER, last.load) if zone is Zone.AMBER else None
    if advice := eased or amber or _too_heavy(history, step, numbers):
        return advice
    if reason := _as_before(last, due):
        return Advice(Change.REPEAT, reason, last.load)
    return _forward(history, step, has_harder, numbers)


# -- down ------------------------------------------------------------------------------------


def _without_history(
    due: DoseValue | None, gap_days: int, ease: Ease, step: Decimal | None, numbers: Thresholds
) -> Advice:
    """A first time; or so long ago that only the therapist can say how to begin again."""
    if after_gap(gap_days, numbers).kind == "restart":
        return Advice(Change.ASK, AdviceReason.GAP, figures={"days": str(gap_days)})
    return _eased(None, due, ease, step, numbers) or Advice(Change.NOTHING, AdviceReason.FIRST_TIME)


def _after_gap(load: Load | None, days: int, step: Decimal | None, numbers: Thresholds) -> Advice | None:
    """Lighter after eight days without training, lighter still after fifteen; after four weeks the therapist says."""
    back = after_gap(days, numbers)
    if back.kind == "on":
        return None
    if back.kind == "restart":
        return Advice(Change.ASK, AdviceReason.GAP, load, figures={"days": str(days)})
    return Advice(Change.LIGHTER, AdviceReason.GAP, _cut(load, back.load_cut, step), figures={"days": str(days)})


def _too_heavy(history: Sequence[Performance], step: Decimal | None, numbers: Thresholds) -> Advice | None:
    """Two sets below the range, a last set far above its effort, or short in two sessions running."""
    last = history[0]
    if _misses(history, numbers):
        return Advice(Change.EASIER, AdviceReason.MISSES, last.load, figures={"sessions": str(numbers.misses)})
    if last.load is None or not last.load.amount or step is None:
        return None
    reason: AdviceReason | None = None
    if _short_sets(last) >= numbers.heavy_sets:
        reason = AdviceReason.SHORT_SETS
    elif _effort(last) is not None and _over(last) > numbers.heavy_rpe:
        reason = AdviceReason.TOO_HARD
    elif len(history) > 1 and _short_sets(last) and _short_sets(history[1]):
        reason = AdviceReason.SHORT_TWICE
    return Advice(Change.LIGHTER, reason, _cut(last.load, numbers.heavy_cut, step)) if reason else None


def _misses(history: Sequence[Performance], numbers: Thresholds) -> bool:
    recent = history[: numbers.misses]
    return len(recent) == numbers.misses and all(_short_sets(each) >= numbers.heavy_sets for each in recent)


def _short_sets(done: Performance) -> int:
    """Sets below the range."""
    least = done.dose.reps.low if done.dose.reps else Decimal(done.dose.seconds or 0)
    return sum(each.amount < least for each in done.sets)


def _effort(done: Performance) -> Decimal | None:
    """Effort of the last set; None where nobody said, or nothing was asked for."""
    return done.sets[-1].rpe if done.sets and done.dose.rpe else None


def _over(done: Performance) -> Decimal:
    """How far the last set's effort lies above the target; negative below it."""
    effort = _effort(done)
    return effort - done.dose.rpe.high if effort is not None and done.dose.rpe else Decimal(0)


def _cut(load: Load | None, percent: int, step: Decimal | None) -> Load | None:
    """The load with that much off, by whole steps, never less than one step, never below nothing."""
    if load is None or not load.amount or step is None:
        return load
    steps = (load.amount * percent / 100 / step).to_integral_value(ROUND_CEILING)
    return Load(plain(max(Decimal(0), load.amount - steps * step)), load.unit)


def _eased(
    load: Load | None, due: DoseValue | None, ease: Ease, step: Decimal | None, numbers: Thresholds
) -> Advice | None:
    """Fewer sets at the same load; before a race a last light session. None where nothing is left out."""
    off = easing.sets_off(due.sets, ease, numbers) if due else 0
    if ease == "primer":
        return Advice(Change.LIGHTER, AdviceReason.PRIMER, _cut(load, numbers.primer_load_cut, step), sets_off=off)
    return Advice(Change.FEWER_SETS, AdviceReason(ease), load, sets_off=off) if off else None


def _sets_off(dose: DoseValue, numbers: Thresholds) -> int:
    return min(numbers.red_sets_cut, dose.sets - 1)


# -- the plan's own steps --------------------------------------------------------------------


def _as_before(last: Performance, due: DoseValue | None) -> AdviceReason | None:
    """Why the load stays whatever the sets were like; None where they decide."""
    if due is not None and _plan_moves(last.dose, due):
        return AdviceReason.PLAN_MOVES
    if last.dose.reps is None:
        return AdviceReason.TIMED
    if len(last.sets) < last.dose.sets:
        return AdviceReason.SETS_MISSING
    return None


def _plan_moves(before: DoseValue, due: DoseValue) -> bool:
    """Whether the plan itself asks for another amount or tempo next time: then the load stays.

    Fewer repetitions alone leave room for load: that is how the plan travels to heavy sets.
    """
    if before.sets != due.sets or before.seconds != due.seconds:
        return True
    if before.tempo and due.tempo and before.tempo != due.tempo:
        return True
    return bool(before.reps and due.reps and due.reps.high > before.reps.high)


# -- up --------------------------------------------------------------------------------------


def _forward(history: Sequence[Performance], step: Decimal | None, has_harder: bool, numbers: Thresholds) -> Advice:
    last = history[0]
    is_loaded = bool(last.load and last.load.amount and step)
    at_top = _least(last) >= _top(last)
    effort = _effort(last)
    if at_top and effort is not None and _over(last) <= 0:
        return _more_load(history, step, numbers) if is_loaded else _ladder(history, has_harder, numbers)
    if is_loaded and _is_two_for_two(history, numbers):
        return _more_load(history, step, numbers, reason=AdviceReason.TWO_FOR_TWO)
    if effort is None:
        return Advice(Change.REPEAT, AdviceReason.EFFORT_MISSING, last.load)
    if at_top or _over(last) > 0:
        return Advice(Change.REPEAT, AdviceReason.HARD_ENOUGH, last.load)
    return Advice(Change.MORE_REPS, AdviceReason.ONE_MORE, last.load, reps=_least(last) + 1)


def _least(done: Performance) -> int:
    return min(each.amount for each in done.sets)


def _top(done: Performance) -> int:
    return int(done.dose.reps.high) if done.dose.reps else 0


def _is_two_for_two(history: Sequence[Performance], numbers: Thresholds) -> bool:
    """Two repetitions over the range on the last set, in two sessions running."""
    recent = history[:2]
    return len(recent) == 2 and all(
        each.sets and each.sets[-1].amount >= _top(each) + numbers.two_for_two_reps for each in recent
    )


def _more_load(
    history: Sequence[Performance],
    step: Decimal | None,
    numbers: Thresholds,
    *,
    reason: AdviceReason = AdviceReason.TOP_OF_RANGE,
) -> Advice:
    """One step more, within the week's growth; where the step is too big, repetitions first."""
    last = history[0]
    if last.load is None or step is None:
        return Advice(Change.REPEAT, reason, last.load)
    figures = {"step": str(plain(step)), "unit": last.load.unit, "sets": str(len(last.sets)), "reps": str(_least(last))}
    most = 1 + Decimal(numbers.step_most) / 100
    if last.load.amount + step > last.load.amount * most:
        return _reps_first(last, step, numbers, may_add=reason == AdviceReason.TOP_OF_RANGE)
    heavier = Load(plain(last.load.amount + step), last.load.unit)
    if heavier.kg > MAX_LOAD_KG:
        return Advice(Change.ASK, reason, last.load, figures=figures)
    week = [each.load.kg for each in history if each.load and last.on - each.on < timedelta(days=7)]
    if heavier.kg > min(week) * most:
        return Advice(Change.REPEAT, AdviceReason.WEEK_CAP, last.load, figures=figures)
    low = int(last.dose.reps.low) if last.dose.reps else None
    return Advice(Change.MORE_LOAD, reason, heavier, reps=low, figures=figures)


def _reps_first(last: Performance, step: Decimal, numbers: Thresholds, *, may_add: bool) -> Advice:
    """Up to three repetitions over the range where the smallest step is too big; then the therapist decides."""
    percent = round(step / last.load.amount * 100) if last.load else 0
    figures = {"percent": str(percent)}
    if may_add and _least(last) < _top(last) + numbers.extra_reps:
        return Advice(Change.MORE_REPS, AdviceReason.STEP_TOO_BIG, last.load, reps=_least(last) + 1, figures=figures)
    return Advice(Change.ASK, AdviceReason.STEP_TOO_BIG, last.load, figures=figures)


def _ladder(history: Sequence[Performance], has_harder: bool, numbers: Thresholds) -> Advice:
    """Body weight and bands: slower, then a load, then the harder neighbor once it is easy twice running."""
    last = history[0]
    if has_harder and _is_easy_twice(history, numbers):
        return Advice(Change.HARDER, AdviceReason.EASY_TWICE)
    tempo = last.dose.tempo
    if tempo and tempo.parts and tempo.parts[0] < SLOWEST:
        return Advice(Change.SLOWER, AdviceReason.TOP_OF_RANGE, figures={"seconds": str(tempo.parts[0] + 1)})
    return Advice(Change.ASK, AdviceReason.ADD_LOAD)


def _is_easy_twice(history: Sequence[Performance], numbers: Thresholds) -> bool:
    recent = history[:2]
    return len(recent) == 2 and all(
        each.sets and _least(each) >= _top(each) and (_effort(each) or Decimal(10)) <= numbers.easy_rpe
        for each in recent
    )
