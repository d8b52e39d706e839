"""The next dose of one exercise, from what was done, with the reason.

Source: clinical.md 4.2, in its order. Exactly one thing changes at a time; load never grows by more than
10 % in a week; what is missing never raises anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from . import easing
from .easing import Ease
from .pain import Zone
from .prescription.dose import MAX_LOAD_KG, DoseValue, Load, plain
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
#: Seconds of lowering: a lift that takes no less can be slower, and "slower" leads to no more. What falls or springs
#: back faster than that is not lowered: jumps, rebounds, swings (safety.md 5).
LOWERED, SLOWEST = 2, 4


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

    @property
    def fewest(self) -> int:
        """Repetitions (or seconds) of the set with the fewest."""
        return min(done.amount for done in self.sets)

    @property
    def top(self) -> int:
        """The upper end of the range; 0 of a timed dose."""
        return int(self.dose.reps.high) if self.dose.reps else 0

    @property
    def short_sets(self) -> int:
        """How many sets stayed below the range."""
        least = self.dose.reps.low if self.dose.reps else Decimal(self.dose.seconds or 0)
        return sum(done.amount < least for done in self.sets)

    @property
    def effort(self) -> Decimal | None:
        """RPE of the last set; None where nobody said, or nothing was asked for."""
        if not self.sets or self.dose.rpe is None:
            return None
        return self.sets[-1].rpe

    @property
    def over_target(self) -> Decimal:
        """How far the last set's RPE lies above the target; negative below it, 0 where it is not known."""
        if self.effort is None or self.dose.rpe is None:
            return Decimal(0)
        return self.effort - self.dose.rpe.high

    def is_over_range(self, reps: int) -> bool:
        """Whether the last set went over the range by so many repetitions."""
        return bool(self.sets) and self.sets[-1].amount >= self.top + reps

    def is_easy(self, rpe: Decimal) -> bool:
        """Whether every set reached the top of the range, the last one at no more than that RPE."""
        if not self.sets or self.effort is None:
            return False
        return self.fewest >= self.top and self.effort <= rpe


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
    return _Question(history, zone, step, due, has_harder, gap_days, ease, numbers).answer()


@dataclass(frozen=True, slots=True)
class _Question:
    """What is known of one exercise before its next session; see ``advise``."""

    history: Sequence[Performance]
    zone: Zone
    step: Decimal | None
    due: DoseValue | None
    has_harder: bool
    gap_days: int
    ease: Ease
    numbers: Thresholds

    def answer(self) -> Advice:
        """The first rule that has something to say; down before up (4.2)."""
        if self.zone is Zone.STOP:
            return Advice(Change.NOTHING, AdviceReason.STOP)
        if not self.history:
            return self._without_history()
        if self.zone is Zone.RED:
            return self._after_red()
        return (
            self._after_gap()
            or self._eased()
            or self._in_amber()
            or self._too_heavy()
            or self._as_before()
            or self._upward()
        )

    @property
    def last(self) -> Performance:
        return self.history[0]

    @property
    def load(self) -> Load | None:
        """What was used last; None where nothing was done yet."""
        return self.last.load if self.history else None

    # -- down --

    def _without_history(self) -> Advice:
        """A first time; or so long ago that only the therapist can say how to begin again."""
        if after_gap(self.gap_days, self.numbers).kind == "restart":
            return Advice(Change.ASK, AdviceReason.GAP, figures=self._days())
        return self._eased() or Advice(Change.NOTHING, AdviceReason.FIRST_TIME)

    def _after_red(self) -> Advice:
        dose = self.due or self.last.dose
        sets_off = min(self.numbers.red_sets_cut, dose.sets - 1)
        return Advice(Change.LIGHTER, AdviceReason.RED, self._cut(self.numbers.red_load_cut), sets_off=sets_off)

    def _after_gap(self) -> Advice | None:
        """Lighter after a week without training, lighter still after two; after four the therapist says."""
        back = after_gap(self.gap_days, self.numbers)
        if back.kind == "on":
            return None
        if back.kind == "restart":
            change, load = Change.ASK, self.load
        else:
            change, load = Change.LIGHTER, self._cut(back.load_cut)
        return Advice(change, AdviceReason.GAP, load, sets_off=self._eased_sets(), figures=self._days())

    def _days(self) -> dict[str, str]:
        return {"days": str(self.gap_days)}

    def _eased(self) -> Advice | None:
        """Fewer sets at the same load; before a race a last light session. None where nothing is left out."""
        sets_off = self._eased_sets()
        if self.ease == "primer":
            load = self._cut(self.numbers.primer_load_cut)
            return Advice(Change.LIGHTER, AdviceReason.PRIMER, load, sets_off=sets_off)
        if not sets_off:
            return None
        return Advice(Change.FEWER_SETS, AdviceReason(self.ease), self.load, sets_off=sets_off)

    def _eased_sets(self) -> int:
        dose = self.due
        if dose is None and self.history:
            dose = self.last.dose
        if dose is None:
            return 0
        return easing.sets_off(dose.sets, self.ease, self.numbers)

    def _in_amber(self) -> Advice | None:
        if self.zone is not Zone.AMBER:
            return None
        return Advice(Change.REPEAT, AdviceReason.AMBER, self.load)

    def _too_heavy(self) -> Advice | None:
        """Short too often: an easier exercise. Else less load, where the last session was too much."""
        if self._misses():
            figures = {"sessions": str(self.numbers.misses)}
            return Advice(Change.EASIER, AdviceReason.MISSES, self.load, figures=figures)
        if self.load is None or not self.load.amount or self.step is None:
            return None
        reason = self._why_too_heavy()
        if reason is None:
            return None
        return Advice(Change.LIGHTER, reason, self._cut(self.numbers.heavy_cut))

    def _misses(self) -> bool:
        recent = self.history[: self.numbers.misses]
        return len(recent) == self.numbers.misses and all(map(self._is_miss, recent))

    def _is_miss(self, done: Performance) -> bool:
        return done.short_sets >= self.numbers.heavy_sets

    def _why_too_heavy(self) -> AdviceReason | None:
        """Several sets below the range, a last set far above its effort, or short in two sessions running."""
        if self._is_miss(self.last):
            return AdviceReason.SHORT_SETS
        if self.last.over_target > self.numbers.heavy_rpe:
            return AdviceReason.TOO_HARD
        if len(self.history) > 1 and self.last.short_sets and self.history[1].short_sets:
            return AdviceReason.SHORT_TWICE
        return None

    def _cut(self, percent: int) -> Load | None:
        """The load with that much off, by whole steps, never less than one step, never below nothing."""
        if self.load is None or not self.load.amount or self.step is None:
            return self.load
        steps = (self.load.amount * percent / 100 / self.step).to_integral_value(ROUND_CEILING)
        amount = max(Decimal(0), self.load.amount - steps * self.step)
        return Load(plain(amount), self.load.unit)

    # -- the plan's own steps --

    def _as_before(self) -> Advice | None:
        """The load stays whatever the sets were like; None where they decide."""
        reason = self._why_as_before()
        if reason is None:
            return None
        return Advice(Change.REPEAT, reason, self.load)

    def _why_as_before(self) -> AdviceReason | None:
        if self.due is not None and _plan_moves(self.last.dose, self.due):
            return AdviceReason.PLAN_MOVES
        if self.last.dose.reps is None:
            return AdviceReason.TIMED
        if len(self.last.sets) < self.last.dose.sets:
            return AdviceReason.SETS_MISSING
        return None

    # -- up --

    def _upward(self) -> Advice:
        """The top of the range at the effort that was asked for earns more; two for two does without the effort."""
        last, is_loaded = self.last, bool(self.load and self.load.amount and self.step)
        is_at_top = last.fewest >= last.top
        if is_at_top and last.effort is not None and last.over_target <= 0:
            return self._more_load(AdviceReason.TOP_OF_RANGE) if is_loaded else self._ladder()
        if is_loaded and self._is_two_for_two():
            return self._more_load(AdviceReason.TWO_FOR_TWO)
        if last.effort is None:
            return Advice(Change.REPEAT, AdviceReason.EFFORT_MISSING, self.load)
        if is_at_top or last.over_target > 0:
            return Advice(Change.REPEAT, AdviceReason.HARD_ENOUGH, self.load)
        return Advice(Change.MORE_REPS, AdviceReason.ONE_MORE, self.load, reps=last.fewest + 1)

    def _is_two_for_two(self) -> bool:
        """So many repetitions over the range on the last set, in two sessions running."""
        recent = self.history[:2]
        return len(recent) == 2 and all(done.is_over_range(self.numbers.two_for_two_reps) for done in recent)

    def _more_load(self, reason: AdviceReason) -> Advice:
        """One step more, within the week's growth; where the step is too big, repetitions first."""
        if self.load is None or self.step is None:
            return Advice(Change.REPEAT, reason, self.load)
        most = 1 + Decimal(self.numbers.step_most) / 100
        if self.load.amount + self.step > self.load.amount * most:
            return self._reps_first(self.load, self.step, may_add=reason is AdviceReason.TOP_OF_RANGE)
        heavier = Load(plain(self.load.amount + self.step), self.load.unit)
        figures = self._step_figures(self.load, self.step)
        if heavier.kg > MAX_LOAD_KG:
            return Advice(Change.ASK, reason, self.load, figures=figures)
        if heavier.kg > self._lightest_this_week(self.load) * most:
            return Advice(Change.REPEAT, AdviceReason.WEEK_CAP, self.load, figures=figures)
        low = int(self.last.dose.reps.low) if self.last.dose.reps else None
        return Advice(Change.MORE_LOAD, reason, heavier, reps=low, figures=figures)

    def _step_figures(self, load: Load, step: Decimal) -> dict[str, str]:
        return {
            "step": str(plain(step)),
            "unit": load.unit,
            "sets": str(len(self.last.sets)),
            "reps": str(self.last.fewest),
        }

    def _lightest_this_week(self, lightest: Load) -> Decimal:
        """Kilograms of the lightest session of the seven days up to the last one: growth is counted from there."""
        kg = lightest.kg
        for done in self.history:
            if done.load and self.last.on - done.on < timedelta(days=7):
                kg = min(kg, done.load.kg)
        return kg

    def _reps_first(self, load: Load, step: Decimal, *, may_add: bool) -> Advice:
        """A few repetitions over the range where the smallest step is too big; then the therapist decides."""
        figures = {"percent": str(round(step / load.amount * 100))}
        reps = self.last.fewest
        if may_add and reps < self.last.top + self.numbers.extra_reps:
            return Advice(Change.MORE_REPS, AdviceReason.STEP_TOO_BIG, load, reps=reps + 1, figures=figures)
        return Advice(Change.ASK, AdviceReason.STEP_TOO_BIG, load, figures=figures)

    def _ladder(self) -> Advice:
        """Body weight and bands: slower, then a load, then the harder neighbor once it is easy twice running."""
        if self.has_harder and self._is_easy_twice():
            return Advice(Change.HARDER, AdviceReason.EASY_TWICE)
        tempo = self.last.dose.tempo
        if tempo and tempo.parts and LOWERED <= tempo.parts[0] < SLOWEST:
            return Advice(Change.SLOWER, AdviceReason.TOP_OF_RANGE, figures={"seconds": str(tempo.parts[0] + 1)})
        return Advice(Change.ASK, AdviceReason.ADD_LOAD)

    def _is_easy_twice(self) -> bool:
        recent = self.history[:2]
        return len(recent) == 2 and all(done.is_easy(self.numbers.easy_rpe) for done in recent)


def _plan_moves(before: DoseValue, due: DoseValue) -> bool:
    """Whether the plan itself asks for another amount or tempo next time: then the load stays.

    Fewer repetitions alone leave room for load: that is how the plan travels to heavy sets.
    """
    if before.sets != due.sets or before.seconds != due.seconds:
        return True
    if before.tempo and due.tempo and before.tempo != due.tempo:
        return True
    return bool(before.reps and due.reps and due.reps.high > before.reps.high)
