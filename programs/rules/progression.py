"""The next dose of one exercise, from what was done, with the reason.

Source: clinical.md 4.2, in its order. Exactly one thing changes at a time; load never grows by more than
10 % in a week; what is missing never raises anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from .advice import Advice, AdviceReason, Change, Performance
from .pain.zones import WEEK
from .prescription.dose import MAX_LOAD_KG, DoseValue, Load, plain
from .prescription.tempo import Tempo
from .thresholds import DEFAULTS, Thresholds

#: Seconds of lowering: a lift that takes no less can be slower, and "slower" leads to no more. What falls or springs
#: back faster than that is not lowered: jumps, rebounds, swings (safety.md 5).
LOWERED, SLOWEST = 2, 4
#: So many sessions of an exercise are a search for its load.
FIRST_SESSIONS = 2


def advise(
    history: Sequence[Performance],
    *,
    step: Decimal | None,
    due: DoseValue | None = None,
    has_harder: bool = False,
    may_rise: bool = True,
    numbers: Thresholds = DEFAULTS,
) -> Advice:
    """What was earned of one exercise, and what was too much.

    A session that was light on purpose is passed over: effort below what the load costs is the plan's doing.

    history -- its sessions, the latest first
    step -- the smallest step of its load, in the unit of the load; None for body weight and bands
    due -- the dose that the plan has for the next session, where it is known
    has_harder -- whether the library has a harder neighbor in the same pattern
    may_rise -- whether nothing holds it (``governor.RowFacts.may_rise``)
    """
    judged = [done for done in history if not done.is_light]
    return _Question(judged, step, due, has_harder, may_rise, numbers).answer()


@dataclass(frozen=True, slots=True)
class _Question:
    """What is known of one exercise before its next session; see ``advise``."""

    history: Sequence[Performance]
    step: Decimal | None
    due: DoseValue | None
    has_harder: bool
    may_rise: bool
    numbers: Thresholds

    def answer(self) -> Advice:
        """The first rule that has something to say; down before up (4.2)."""
        if not self.history:
            return Advice(Change.NOTHING, AdviceReason.FIRST_TIME)
        return self._too_heavy() or self._held() or self._as_before() or self._upward()

    @property
    def last(self) -> Performance:
        return self.history[0]

    @property
    def load(self) -> Load | None:
        """What was used last."""
        return self.last.load

    # -- down --

    def _held(self) -> Advice | None:
        return None if self.may_rise else Advice(Change.REPEAT, AdviceReason.AMBER, self.load)

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
        if self.load is None or self.step is None:
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
        """The top of the range at the effort that was asked for earns more. Without the effort nothing rises."""
        last = self.last
        if last.effort is None:
            return Advice(Change.REPEAT, AdviceReason.EFFORT_MISSING, self.load)
        earned = self._earned()
        first = self._first_load(last.effort)
        if first is None or (earned.change is Change.MORE_LOAD and not _is_heavier(first, earned)):
            return earned
        return first

    def _earned(self) -> Advice:
        last, is_loaded = self.last, bool(self.load and self.load.amount and self.step)
        is_at_top = last.fewest >= last.top
        if is_at_top and last.over_target <= 0:
            return self._more_load() if is_loaded else self._ladder()
        if is_at_top or last.over_target > 0:
            return Advice(Change.REPEAT, AdviceReason.HARD_ENOUGH, self.load)
        return Advice(Change.MORE_REPS, AdviceReason.ONE_MORE, self.load, reps=last.fewest + 1)

    def _first_load(self, effort: Decimal) -> Advice | None:
        """The load of the first two sessions was a guess: what was left in reserve corrects it, by whole steps.

        None where that is no more than a step earns, and where the sets fell short.
        """
        rpe = self.last.dose.rpe
        if len(self.history) > FIRST_SESSIONS or not self.load or not self.load.amount or not self.step or rpe is None:
            return None
        spare = rpe.low - effort  # repetitions in reserve beyond those that were asked for
        if spare <= 0 or self.last.short_sets:
            return None
        percent = min(Decimal(self.numbers.first_load_most), spare * self.numbers.first_load_percent)
        steps = (self.load.amount * percent / 100 / self.step).to_integral_value(ROUND_FLOOR)
        if steps < 1:
            return None
        return self._heavier(self.load, steps * self.step, AdviceReason.FIRST_LOAD)

    def _more_load(self) -> Advice:
        """One step more, two where it was far too easy, within the week's growth; repetitions first for a big one."""
        if self.load is None or self.step is None:
            return Advice(Change.REPEAT, AdviceReason.TOP_OF_RANGE, self.load)
        most = 1 + Decimal(self.numbers.step_most) / 100
        if self.load.amount + self.step > self.load.amount * most:
            return self._reps_first(self.load, self.step)
        cap = self._lightest_this_week(self.load) * most
        if self._is_far_below() and Load(self.load.amount + 2 * self.step, self.load.unit).kg <= cap:
            return self._heavier(self.load, 2 * self.step, AdviceReason.FAR_BELOW)
        if Load(self.load.amount + self.step, self.load.unit).kg > cap:
            figures = self._step_figures(self.load, self.step)
            return Advice(Change.REPEAT, AdviceReason.WEEK_CAP, self.load, figures=figures)
        return self._heavier(self.load, self.step, AdviceReason.TOP_OF_RANGE)

    def _is_far_below(self) -> bool:
        return self.last.over_target <= -self.numbers.far_below - self._width_of_target()

    def _width_of_target(self) -> Decimal:
        """The target is a range: far below counts from its low end."""
        rpe = self.last.dose.rpe
        return rpe.high - rpe.low if rpe else Decimal(0)

    def _heavier(self, load: Load, by: Decimal, reason: AdviceReason) -> Advice:
        heavier = Load(plain(load.amount + by), load.unit)
        figures = self._step_figures(load, by)
        if heavier.kg > MAX_LOAD_KG:
            return Advice(Change.ASK, reason, load, figures=figures)
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
            if done.load and self.last.on - done.on < WEEK:
                kg = min(kg, done.load.kg)
        return kg

    def _reps_first(self, load: Load, step: Decimal) -> Advice:
        """A few repetitions over the range where the smallest step is too big; then the step, and the range anew."""
        reps, top = self.last.fewest, self.last.top
        if self.due is not None and self.due.reps is not None:
            top = int(self.due.reps.high)  # the plan's own: what was aimed at last time lies above it already
        if reps + self._spare_reps() < top + self.numbers.extra_reps:
            figures = {"percent": str(round(step / load.amount * 100))}
            return Advice(Change.MORE_REPS, AdviceReason.STEP_TOO_BIG, load, reps=reps + 1, figures=figures)
        return self._heavier(load, step, AdviceReason.STEP_TOO_BIG)

    def _spare_reps(self) -> Decimal:
        """Repetitions left beyond those that were to be left: as good as done."""
        rpe, effort = self.last.dose.rpe, self.last.effort
        if rpe is None or effort is None:
            return Decimal(0)
        return max(Decimal(0), rpe.low - effort)

    def _ladder(self) -> Advice:
        """Body weight and bands: slower, then a load, then the harder neighbor once it is easy twice running."""
        if self.has_harder and self._is_easy_twice():
            return Advice(Change.HARDER, AdviceReason.EASY_TWICE)
        tempo = self.last.dose.tempo
        if tempo and tempo.parts and LOWERED <= tempo.parts[0] < SLOWEST:
            return self._slower(tempo)
        return Advice(Change.ASK, AdviceReason.ADD_LOAD)

    def _slower(self, tempo: Tempo) -> Advice:
        """The dose of that session with a second more on the way down."""
        lowering, *others = tempo.code.split("-")
        seconds = str(int(lowering) + 1)
        dose = replace(self.due or self.last.dose, tempo=Tempo("-".join([seconds, *others])))
        return Advice(Change.SLOWER, AdviceReason.TOP_OF_RANGE, dose=dose, figures={"seconds": seconds})

    def _is_easy_twice(self) -> bool:
        recent = self.history[:2]
        return len(recent) == 2 and all(done.is_easy(self.numbers.easy_rpe) for done in recent)


def _is_heavier(one: Advice, other: Advice) -> bool:
    return one.load is not None and other.load is not None and one.load.kg > other.load.kg


def _plan_moves(before: DoseValue, due: DoseValue) -> bool:
    """Whether the plan itself asks for more, or for another tempo, next time: then the load stays.

    Fewer sets or repetitions leave room for load: that is how the plan travels to heavy sets.
    """
    if before.sets < due.sets or before.seconds != due.seconds:
        return True
    if before.tempo and due.tempo and before.tempo != due.tempo:
        return True
    return bool(before.reps and due.reps and due.reps.high > before.reps.high)
