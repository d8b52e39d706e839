"""What holds by itself: how much of one exercise may be done in a coming session (safety.md 1 and 2).

Down and hold happen at once. Causes do not add up: of all that hold, each field of the dose takes the most careful
value, laid over the plan's. Nothing here asks for more than the plan; what was earned is ``progression``'s to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from . import easing
from .advice import Advice, AdviceReason, Change, Performance
from .cuts import BODY_WEIGHT, at_most, back_up, cut, done_again, lowered, most_careful, red_cut, share_of
from .easing import Ease
from .pain.levels import Level
from .prescription.dose import DoseValue, Load
from .returning import after_gap
from .thresholds import DEFAULTS, Thresholds


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbor:
    """An exercise that may come instead. exercise -- its slug; step -- of its load

    history -- what was done of it, the latest first, once at least
    """

    exercise: str
    history: Sequence[Performance]
    step: Decimal | None = None

    @property
    def last(self) -> Performance:
        return self.history[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFacts:
    """What is known of one exercise of a coming session.

    due -- the plan's dose; history -- its sessions, the latest first, loads in one unit
    step -- the smallest step of its load in that unit, None where it takes none
    level -- the most careful of the places that it loads; hurt_since -- the first red day there
    predecessor -- what was done before it; is_predecessor_taken -- it comes instead of another row of the session
    regression -- the slug of its easier neighbor, done or not
    is_asked -- the warning signs of such a place wait for an answer; is_back -- not done since training was stopped
    gap_days -- days without any strength session before this one, or since the row was done (``gap_before``)
    is_starting_again -- one of the first sessions since the program began again
    ease -- why the session holds fewer sets; least_sets -- those that stay all the same
    """

    due: DoseValue
    history: Sequence[Performance] = ()
    step: Decimal | None = None
    level: Level = Level.CLEAR
    hurt_since: date | None = None
    is_asked: bool = False
    is_back: bool = False
    predecessor: Neighbor | None = None
    is_predecessor_taken: bool = False
    regression: str = ""
    gap_days: int = 0
    is_starting_again: bool = False
    ease: Ease = ""
    least_sets: int = 1

    def may_rise(self, numbers: Thresholds = DEFAULTS) -> bool:
        """Whether progression has a say at all: not while anything holds this row."""
        is_held = self.level is not Level.CLEAR or self.is_asked or self.is_back or self.is_starting_again
        return not is_held and not self.ease and after_gap(self.gap_days, numbers).kind == "on"


#: Reasons that take sets and leave the load.
_FEWER_SETS = frozenset({AdviceReason.TAPER, AdviceReason.LIGHTER_WEEK, AdviceReason.LIGHTER_REPEAT})
#: One cause: why, and the dose that it allows.
Demand = tuple[AdviceReason, DoseValue]


def govern(facts: RowFacts, numbers: Thresholds = DEFAULTS) -> Advice | None:
    """What the rules hold, take off or leave out by themselves; None where the plan stands as it is.

    The advice carries the dose that is due; ``instead`` names another exercise where that one comes.
    Load never falls by more than ``cut_most`` percent but for a gap after which the program begins again.
    """
    if facts.is_asked:
        return Advice(Change.LEAVE_OUT, AdviceReason.SCREEN)
    if facts.level is Level.OUT:
        return Advice(Change.LEAVE_OUT, AdviceReason.PAIN_OUT)
    if facts.level is Level.RISING:
        return _step_back(facts, AdviceReason.RISING, numbers)
    if facts.level is Level.RED_AGAIN:
        return _step_back(facts, AdviceReason.RED_AGAIN, numbers)
    if facts.level is Level.ENTRY:
        return _enter_again(facts, numbers)
    if facts.level is Level.RED and (not facts.history or _cannot_fall(facts, numbers)):
        return _step_back(facts, AdviceReason.RED, numbers)
    if facts.level is Level.HOLD and not facts.history:
        return _without_anything_new(facts, numbers)
    return _laid_over_the_plan(facts, numbers)


def _laid_over_the_plan(facts: RowFacts, numbers: Thresholds) -> Advice | None:
    demands = list(_demands(facts, numbers))
    dose = facts.due
    for _reason, demanded in demands:
        dose = most_careful(dose, demanded)
    if dose == facts.due:
        return None
    reason = next(reason for reason, demanded in demands if most_careful(facts.due, demanded) != facts.due)
    return _advice(facts, reason, dose)


def _advice(facts: RowFacts, reason: AdviceReason, dose: DoseValue) -> Advice:
    change = Change.FEWER_SETS if reason in _FEWER_SETS else Change.LIGHTER
    if reason is AdviceReason.AMBER:
        change = Change.HOLD
    figures = {"days": str(facts.gap_days)} if reason in (AdviceReason.GAP, AdviceReason.RESTART) else {}
    return Advice(change, reason, dose.load, sets_off=max(0, facts.due.sets - dose.sets), dose=dose, figures=figures)


def _demands(facts: RowFacts, numbers: Thresholds) -> Iterator[Demand]:
    """Every cause that holds, the gravest first."""
    if facts.level is Level.RED:
        yield AdviceReason.RED, _red_cut_of(facts, numbers)
    if facts.is_back and facts.history:
        yield AdviceReason.RETURN, cut(_last_done(facts), numbers.gap_back_cut, 0, facts.step, numbers)
    yield from _after_gap(facts, numbers)
    yield from _eased(facts, numbers)
    if facts.level is Level.HOLD:
        yield AdviceReason.AMBER, done_again(facts.history[0], facts.step)
    if facts.due.load is not None and facts.history and facts.history[0].is_cut:
        yield AdviceReason.CAME_DOWN, replace(facts.due, load=back_up(facts.history, facts.step, numbers))


# -- another exercise, or none ---------------------------------------------------------------


def _cannot_fall(facts: RowFacts, numbers: Thresholds) -> bool:
    """Whether there is nothing to take off: one set of one repetition at body weight."""
    base = _base(facts)
    return red_cut(base, facts.step, numbers) == base


def _step_back(facts: RowFacts, reason: AdviceReason, numbers: Thresholds) -> Advice:
    """What was done before it, less of that after a first red; else the easier neighbor at one set; else nothing."""
    before = facts.predecessor
    if before is not None:
        dose = done_again(before.last, before.step)
        if reason is AdviceReason.RED:
            dose = _red_cut_of_neighbor(before, facts.hurt_since, numbers)
        return _instead(facts, reason, before.exercise, dose, numbers)
    if facts.regression:
        entry = replace(_gentle(facts.due, None, numbers), sets=1, load=None)
        return _instead(facts, reason, facts.regression, entry, numbers)
    return Advice(Change.LEAVE_OUT, reason)


def _enter_again(facts: RowFacts, numbers: Thresholds) -> Advice:
    """What was out comes back: at what came before it, and where there is nothing of the kind, at one easy set."""
    advice = _step_back(facts, AdviceReason.RED_AGAIN, numbers)
    if advice.change is not Change.LEAVE_OUT:
        return advice
    dose = replace(_gentle(facts.due, facts.step, numbers), sets=1)
    sets_off = max(0, facts.due.sets - 1)
    return Advice(Change.LIGHTER, AdviceReason.RED_AGAIN, dose.load, sets_off=sets_off, dose=dose)


def _without_anything_new(facts: RowFacts, numbers: Thresholds) -> Advice:
    """Nothing new enters: what was done before comes again, once; in the first sessions the row itself, very light."""
    before = facts.predecessor
    if before is not None:
        return _instead(facts, AdviceReason.AMBER, before.exercise, done_again(before.last, before.step), numbers)
    if facts.is_predecessor_taken:
        return Advice(Change.LEAVE_OUT, AdviceReason.AMBER)
    dose = _gentle(facts.due, facts.step, numbers)
    for _reason, demanded in _eased(facts, numbers):
        dose = most_careful(dose, demanded)
    return Advice(Change.HOLD, AdviceReason.AMBER, dose.load, sets_off=max(0, facts.due.sets - dose.sets), dose=dose)


def _instead(facts: RowFacts, reason: AdviceReason, exercise: str, dose: DoseValue, numbers: Thresholds) -> Advice:
    for _reason, eased in _eased(facts, numbers):
        dose = replace(dose, sets=min(dose.sets, eased.sets))
    most = min(facts.due.sets, facts.history[0].dose.sets) if facts.history else facts.due.sets
    dose = replace(dose, sets=min(dose.sets, most))  # a step back holds no more sets than the row itself did
    return Advice(Change.INSTEAD, reason, dose.load, dose=dose, instead=exercise)


def _gentle(due: DoseValue, step: Decimal | None, numbers: Thresholds) -> DoseValue:
    """As written, at little effort and without a load."""
    load = Load(BODY_WEIGHT) if step is not None else due.load
    return replace(due, load=load, rpe=at_most(due.rpe, Decimal(numbers.hold_effort)))


# -- what a cut is counted from --------------------------------------------------------------


def _before(history: Sequence[Performance], since: date | None) -> Performance:
    """The last time before the pain began, or on that day: what a cut is counted from, so that cuts do not add up."""
    for done in history:
        if since is None or done.on <= since:
            return done
    return history[-1]


def _last_done(facts: RowFacts) -> DoseValue:
    return done_again(facts.history[0], facts.step)


def _base(facts: RowFacts) -> DoseValue:
    """What a cut is counted from."""
    return done_again(_before(facts.history, facts.hurt_since), facts.step)


def _red_cut_of(facts: RowFacts, numbers: Thresholds) -> DoseValue:
    """Less than before the pain, and no more than was due last: that may have come down for another cause since."""
    due_last = replace(_last_done(facts), sets=facts.history[0].dose.sets)
    return most_careful(red_cut(_base(facts), facts.step, numbers), due_last)


def _red_cut_of_neighbor(before: Neighbor, since: date | None, numbers: Thresholds) -> DoseValue:
    """Less than was done of it before the pain; what came in since came in light, and comes again as it was due."""
    due_last = replace(done_again(before.last, before.step), sets=before.last.dose.sets)
    if since is not None and all(done.on > since for done in before.history):
        return due_last
    base = done_again(_before(before.history, since), before.step)
    return most_careful(red_cut(base, before.step, numbers), due_last)


def _after_gap(facts: RowFacts, numbers: Thresholds) -> Iterator[Demand]:
    """Lighter after a week without training, lighter still after two; after four weeks far lighter and easy."""
    back = after_gap(facts.gap_days, numbers)
    easy = replace(facts.due, rpe=at_most(facts.due.rpe, Decimal(numbers.hold_effort)))
    if back.kind == "restart":
        if facts.history:
            easy = replace(easy, load=share_of(facts.history[0].load, numbers.restart_load, facts.step))
        yield AdviceReason.RESTART, easy
        return
    if facts.is_starting_again:
        yield AdviceReason.STILL_EASY, easy
    if back.kind != "on" and facts.history:
        yield AdviceReason.GAP, cut(_last_done(facts), back.load_cut, 0, facts.step, numbers)


def _eased(facts: RowFacts, numbers: Thresholds) -> Iterator[Demand]:
    """Fewer sets at the same load: a race is near, or the week was too much. The last before a race is light, too."""
    off = easing.sets_off(facts.due.sets, facts.ease, numbers, least=facts.least_sets)
    dose = replace(facts.due, sets=facts.due.sets - off)
    if facts.ease == "primer" and facts.history:
        load = lowered(facts.history[0].load, numbers.primer_load_cut, facts.step, numbers)
        dose = replace(dose, load=load)
    if facts.ease:
        yield AdviceReason(facts.ease), dose
