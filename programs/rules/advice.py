"""What the rules say of one exercise: what changes, why, and the performances that they read.

Two speak: ``governor`` says what holds by itself, ``progression`` what was earned.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .prescription.dose import DoseValue, Load


class Change(StrEnum):
    """What the next session changes."""

    NOTHING = "nothing"
    REPEAT = "repeat"
    HOLD = "hold"
    INSTEAD = "instead"
    LEAVE_OUT = "leave_out"
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
    AMBER = "amber"
    FIRST_TIME = "first_time"
    PLAN_MOVES = "plan_moves"
    TIMED = "timed"
    SETS_MISSING = "sets_missing"
    EFFORT_MISSING = "effort_missing"
    HARD_ENOUGH = "hard_enough"
    WEEK_CAP = "week_cap"
    # less, by itself
    RED = "red"
    RISING = "rising"
    RED_AGAIN = "red_again"
    PAIN_OUT = "pain_out"
    SCREEN = "screen"
    RETURN = "return"
    GAP = "gap"
    RESTART = "restart"
    STILL_EASY = "still_easy"
    CAME_DOWN = "came_down"
    SHORT_SETS = "short_sets"
    TOO_HARD = "too_hard"
    SHORT_TWICE = "short_twice"
    MISSES = "misses"
    TAPER = "taper"
    PRIMER = "primer"
    LIGHTER_WEEK = "lighter_week"
    LIGHTER_REPEAT = "lighter_repeat"
    CONTACTS = "contacts"
    LANDING = "landing"
    TOO_SOON = "too_soon"
    STEP = "step"
    # more
    TOP_OF_RANGE = "top_of_range"
    FAR_BELOW = "far_below"
    FIRST_LOAD = "first_load"
    ONE_MORE = "one_more"
    STEP_TOO_BIG = "step_too_big"
    EASY_TWICE = "easy_twice"
    ADD_LOAD = "add_load"


#: Pain, the gravest last: a decision gives way to what is worse than what was decided.
PAIN = (
    AdviceReason.AMBER,
    AdviceReason.RED,
    AdviceReason.RISING,
    AdviceReason.RED_AGAIN,
    AdviceReason.PAIN_OUT,
    AdviceReason.SCREEN,
)
#: Pain that holds until a therapist has decided.
UNTIL_DECIDED = frozenset({AdviceReason.RISING, AdviceReason.RED_AGAIN, AdviceReason.PAIN_OUT})
#: Time off, and the way back.
AWAY = frozenset({AdviceReason.GAP, AdviceReason.RESTART, AdviceReason.STILL_EASY, AdviceReason.RETURN})
#: Reasons for which something comes down by itself: the way up again is bounded by the week.
CUTS = frozenset(
    {
        AdviceReason.RED,
        AdviceReason.RISING,
        AdviceReason.RED_AGAIN,
        AdviceReason.GAP,
        AdviceReason.RESTART,
        AdviceReason.STILL_EASY,
        AdviceReason.RETURN,
        AdviceReason.CAME_DOWN,
    }
)
#: Reasons for a session that is light on purpose: it says nothing of what the athlete can do.
LIGHT = frozenset({AdviceReason.TAPER, AdviceReason.PRIMER, AdviceReason.LIGHTER_WEEK, AdviceReason.LIGHTER_REPEAT})
#: Changes that ask more of the athlete: none of them in amber, red or stop.
RAISES = frozenset({Change.MORE_LOAD, Change.MORE_REPS, Change.SLOWER, Change.HARDER})


@dataclass(frozen=True, slots=True)
class DoneSet:
    """One working set: repetitions (or seconds), the weaker side's where there are two, and effort (RPE)."""

    amount: int
    rpe: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Performance:
    """One session of an exercise: the dose that was due, the load that was used, and the sets in order.

    is_light -- in a week or session that was light on purpose; is_cut -- the dose had come down by itself
    """

    on: date
    dose: DoseValue
    sets: tuple[DoneSet, ...]
    load: Load | None = None
    is_light: bool = False
    is_cut: bool = False

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
    dose -- the whole dose that is due, where more than one of these differs from the plan
    instead -- the slug of the exercise that comes instead; empty where the prescribed one stays
    """

    change: Change
    reason: AdviceReason
    load: Load | None = None
    reps: int | None = None
    sets_off: int = 0
    dose: DoseValue | None = None
    instead: str = ""
    figures: dict[str, str] = field(default_factory=dict)

    @property
    def is_raise(self) -> bool:
        return self.change in RAISES
