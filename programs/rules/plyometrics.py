"""Plyometrics: who may begin, on which step, and how many contacts.

Source: clinical.md 3.2 (gate) and 3.3 (steps and caps), all [D] unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import ceil

from .thresholds import DEFAULTS, Thresholds

#: Heel raises to fatigue, medians by age (Hebert-Losier 2017, n = 566, as two secondary summaries give them) [F].
HEEL_RAISE_NORMS = {
    "male": {20: 37, 30: 33, 40: 28, 50: 24, 60: 19, 70: 15},
    "female": {20: 31, 30: 27, 40: 25, 50: 22, 60: 19, 70: 17},
}
STEPS = (1, 2, 3, 4, 5)
#: From this age on there is a norm, the one of the youngest who were measured.
ADULT, YOUNGEST_NORM = 18, 20


def session_cap(step: int, numbers: Thresholds = DEFAULTS) -> int:
    """The most contacts that one session may hold on a step, 1 to 5 (3.3)."""
    caps = numbers.session_cap_1, numbers.session_cap_2, numbers.session_cap_3, numbers.session_cap_4
    return (*caps, numbers.session_cap_5)[step - 1]


def week_ceiling(step: int, numbers: Thresholds = DEFAULTS) -> int:
    """The most contacts that a week may ever hold on a step, 1 to 5 (3.3)."""
    ceilings = numbers.week_ceiling_1, numbers.week_ceiling_2, numbers.week_ceiling_3, numbers.week_ceiling_4
    return (*ceilings, numbers.week_ceiling_5)[step - 1]


def contact_cap(earlier: Sequence[int], step: int | None = None, numbers: Thresholds = DEFAULTS) -> int:
    """The most contacts a week may hold after these earlier weeks (3.3).

    The first plyometric week has a cap of its own; a later one grows on the best of the last few weeks.
    earlier -- contacts per week, the oldest first; step -- 1 to 5, whose weekly ceiling is never passed
    """
    ceiling = week_ceiling(step or STEPS[-1], numbers)
    if not any(earlier):
        return min(numbers.contacts_first_week, ceiling)
    recent = max(earlier[-numbers.contacts_lookback :], default=0)
    return min(max(recent + numbers.contacts_growth, numbers.contacts_first_week), ceiling)


def heel_raise_threshold(age: int, sex: str, numbers: Thresholds = DEFAULTS) -> int | None:
    """Heel raises that each side must reach: a share of the norm for age and sex, within bounds (3.2).

    sex -- "male" or "female". Who is 18 or 19 has the norm of the twenties. None under 18 and from 80 on, and where
    the sex for norms is not known: there the therapist decides.
    """
    norms = HEEL_RAISE_NORMS.get(sex, {})
    decade = age // 10 * 10 if age >= ADULT else 0
    norm = norms.get(max(decade, YOUNGEST_NORM) if decade else 0)
    if norm is None:
        return None
    asked = int((Decimal(norm) * numbers.norm_share / 100).quantize(Decimal(1), ROUND_HALF_UP))
    return min(max(asked, numbers.norm_low), numbers.norm_high)


def symmetry(left: int, right: int) -> int | None:
    """The weaker side in percent of the stronger, rounded down; None where neither side did anything."""
    stronger = max(left, right)
    if not stronger:
        return None
    return min(left, right) * 100 // stronger


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What is known of an athlete; None is not known, and counts as not met.

    strength_weeks -- weeks of the window with all their sessions done; adherence -- percent of its window
    pain, morning -- worst score 0-10 of the pain window; heel_raises, step_downs -- left and right
    """

    strength_weeks: int
    adherence: int | None
    pain: int | None
    morning: int | None
    open_red_flags: int
    age: int | None
    sex: str
    heel_raises: tuple[int, int] | None
    step_downs: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Met:
    """One condition of the gate: its name, whether it is met, the figure and what was asked for."""

    name: str
    is_met: bool
    figure: int | None
    asked: int | None


def gate(facts: GateFacts, numbers: Thresholds = DEFAULTS) -> list[Met]:
    """The conditions before the therapist may clear an athlete, in their order (3.2, 1 to 4)."""
    asked = None
    if facts.age is not None:
        asked = heel_raise_threshold(facts.age, facts.sex, numbers)
    balance = None
    if facts.heel_raises is not None:
        balance = symmetry(*facts.heel_raises)
    return [
        _at_least("strength_weeks", facts.strength_weeks, numbers.gate_weeks),
        _at_least("adherence", facts.adherence, numbers.gate_adherence),
        _at_most("pain", facts.pain, numbers.gate_pain),
        _at_most("morning", facts.morning, numbers.gate_morning),
        _at_most("red_flags", facts.open_red_flags, 0),
        _at_least("heel_raises", _weaker(facts.heel_raises), asked),
        _at_least("symmetry", balance, numbers.gate_lsi),
        _at_least("step_downs", _weaker(facts.step_downs), numbers.gate_step_down),
    ]


def _weaker(sides: tuple[int, int] | None) -> int | None:
    return None if sides is None else min(sides)


def _at_least(name: str, figure: int | None, asked: int | None) -> Met:
    return Met(name, figure is not None and asked is not None and figure >= asked, figure, asked)


def _at_most(name: str, figure: int | None, asked: int) -> Met:
    return Met(name, figure is not None and figure <= asked, figure, asked)


def is_open(conditions: Sequence[Met]) -> bool:
    """Whether every condition is met; the therapist still clears."""
    return all(condition.is_met for condition in conditions)


def step_now(
    step: int,
    *,
    green_sessions: int,
    days_since_red: int | None = None,
    gap_days: int = 0,
    numbers: Thresholds = DEFAULTS,
) -> int:
    """The step that plyometrics stand on now, 0 where they stay out for the time being (3.3).

    green_sessions -- in a row on this step; P3 and beyond are the therapist's, so none is reached by itself
    days_since_red -- since the last red session on this step; gap_days -- since the last plyometric session
    """
    if days_since_red is not None and days_since_red < numbers.red_plyometrics_days:
        return 0
    if days_since_red is not None or gap_days > numbers.contacts_gap_days:
        return max(1, step - 1)
    if step == 1 and green_sessions >= numbers.step_green_sessions:
        return 2
    return step


def are_too_close(days: int, numbers: Thresholds = DEFAULTS) -> bool:
    """Whether jumps would come too soon, so many days after the last ones (3.3)."""
    return days < numbers.jump_gap_days


def sets_over(planned: Sequence[tuple[int, int]], budget: int) -> list[int]:
    """How many whole sets each exercise leaves out so that the contacts fit (3.3).

    planned -- of each plyometric exercise in order: its sets, and the contacts of one set
    budget -- contacts that may still be done
    The later exercise gives way first; each keeps one set.
    """
    off = [0] * len(planned)
    over = sum(sets * contacts for sets, contacts in planned) - budget
    for place in reversed(range(len(planned))):
        sets, contacts = planned[place]
        if over > 0 and contacts > 0:
            off[place] = min(sets - 1, ceil(over / contacts))
            over -= off[place] * contacts
    return off
