"""Suggestions in words: what changes, why, and what the athlete reads of it.

``REASONS`` has an entry for every reason that a rule may give; the tests ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from athletes.evaluation.suggestions import BY_PLAN
from athletes.models import Suggestion
from athletes.training.target import Target
from programs.rules.prescription.dose import Load
from programs.rules.advice import AdviceReason, Change


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """How one reason is said.

    why -- to the therapist, after what changes
    told -- to the athlete, once it is part of their targets; empty where the targets cannot follow it
    """

    why: str | Promise
    told: str | Promise = ""


REASONS: Mapping[str, ReasonWords] = {
    # nothing changes: such advice is not stored, and read by nobody today
    AdviceReason.STOP: ReasonWords(gettext_lazy("training is stopped")),
    AdviceReason.AMBER: ReasonWords(gettext_lazy("pain is amber")),
    AdviceReason.FIRST_TIME: ReasonWords(gettext_lazy("the first time")),
    AdviceReason.PLAN_MOVES: ReasonWords(gettext_lazy("the plan itself takes a step")),
    AdviceReason.TIMED: ReasonWords(gettext_lazy("a timed exercise follows the plan")),
    AdviceReason.SETS_MISSING: ReasonWords(gettext_lazy("sets were left out")),
    AdviceReason.EFFORT_MISSING: ReasonWords(gettext_lazy("the effort was not logged")),
    AdviceReason.HARD_ENOUGH: ReasonWords(gettext_lazy("hard enough as it is")),
    AdviceReason.WEEK_CAP: ReasonWords(gettext_lazy("enough more for one week")),
    # less
    AdviceReason.RED: ReasonWords(
        gettext_lazy("pain over the limit"),
        gettext_lazy("Lighter on the {name} today, after the pain last time."),
    ),
    AdviceReason.GAP: ReasonWords(
        gettext_lazy("after a gap"),
        gettext_lazy("Lighter on the {name} today, after the days without strength work."),
    ),
    AdviceReason.SHORT_SETS: ReasonWords(
        gettext_lazy("two sets below the range"),
        gettext_lazy("A little lighter on the {name} today, so that every set is whole."),
    ),
    AdviceReason.TOO_HARD: ReasonWords(
        gettext_lazy("the last set was far harder than planned"),
        gettext_lazy("A little lighter on the {name} today: last time was harder than planned."),
    ),
    AdviceReason.SHORT_TWICE: ReasonWords(
        gettext_lazy("short in two sessions running"),
        gettext_lazy("A little lighter on the {name} today, so that every set is whole."),
    ),
    AdviceReason.MISSES: ReasonWords(gettext_lazy("short in three sessions")),
    AdviceReason.TAPER: ReasonWords(
        gettext_lazy("the race is near"),
        gettext_lazy("Fewer sets today at the same load: the race is near."),
    ),
    AdviceReason.PRIMER: ReasonWords(
        gettext_lazy("the last light session before the race"),
        gettext_lazy("One light set of each today: the race is near."),
    ),
    AdviceReason.LIGHTER_WEEK: ReasonWords(
        gettext_lazy("the last week was too much"),
        gettext_lazy("Fewer sets today at the same load: a lighter week."),
    ),
    AdviceReason.CONTACTS: ReasonWords(
        gettext_lazy("more contacts than the step allows"),
        gettext_lazy("Fewer jumps on the {name} today."),
    ),
    AdviceReason.STEP: ReasonWords(gettext_lazy("above the step that the athlete stands on")),
    # more
    AdviceReason.TOP_OF_RANGE: ReasonWords(
        gettext_lazy("all sets at the top, effort on target"),
        gettext_lazy("All sets at the top last time, with effort on target: {load} on the {name} today."),
    ),
    AdviceReason.TWO_FOR_TWO: ReasonWords(
        gettext_lazy("two repetitions over, twice running"),
        gettext_lazy("Two repetitions over the range, twice: {load} on the {name} today."),
    ),
    AdviceReason.ONE_MORE: ReasonWords(
        gettext_lazy("one repetition more"),
        gettext_lazy("One repetition more on the {name} today."),
    ),
    AdviceReason.STEP_TOO_BIG: ReasonWords(
        gettext_lazy("the smallest step is more than 10 %"),
        gettext_lazy("One repetition more on the {name} before the next load."),
    ),
    AdviceReason.EASY_TWICE: ReasonWords(gettext_lazy("easy in two sessions running")),
    AdviceReason.ADD_LOAD: ReasonWords(gettext_lazy("slow already; time for a load")),
}
#: Said only where nothing in the session was cut.
_STEPS_UP = frozenset(
    {
        AdviceReason.TOP_OF_RANGE,
        AdviceReason.TWO_FOR_TWO,
        AdviceReason.ONE_MORE,
        AdviceReason.STEP_TOO_BIG,
    }
)


# -- to the therapist ------------------------------------------------------------------------


def words_of_reason(reason: str) -> str:
    """Why, in words; empty for a reason that no rule gives any more."""
    words = REASONS.get(reason)
    return str(words.why) if words else ""


def reason_words(suggestion: Suggestion) -> str:
    """Why, in words: the rule that spoke."""
    return words_of_reason(suggestion.reason)


def advice_words(suggestion: Suggestion) -> str:
    """What the rules suggest for one exercise: “Split squat: 22.5 kg next time”."""
    load = load_words(suggestion.load)
    said = _change_words(Change(suggestion.change), has_load=bool(load))
    said = said.format(name=suggestion.exercise.name, load=load, reps=suggestion.reps)
    if not suggestion.sets_off:
        return said
    fewer = ngettext("{count} set fewer", "{count} sets fewer", suggestion.sets_off)
    return said + ", " + fewer.format(count=suggestion.sets_off)


def _change_words(change: Change, *, has_load: bool) -> str:
    if change == Change.LIGHTER and not has_load:
        return _("{name}: lighter")
    return {
        Change.MORE_LOAD: _("{name}: {load} next time"),
        Change.LIGHTER: _("{name}: down to {load}"),
        Change.FEWER_SETS: _("{name}: same load"),
        Change.MORE_REPS: _("{name}: aim at {reps} repetitions"),
        Change.SLOWER: _("{name}: a second more on the way down"),
        Change.HARDER: _("{name}: the harder neighbor"),
        Change.EASIER: _("{name}: the easier neighbor"),
        Change.ASK: _("{name}: your decision"),
    }[change]


def load_words(load: Load | None) -> str:
    return f"{load.amount} {load.unit}" if load else ""


def acceptable(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """Those that one click may accept."""
    return [suggestion for suggestion in suggestions if suggestion.change not in BY_PLAN]


def accept_label(suggestions: Sequence[Suggestion]) -> str:
    """“Accept 42.5 kg” for one step, “Accept 3 steps” for more."""
    steps = acceptable(suggestions)
    if len(steps) == 1 and steps[0].load and steps[0].change == Change.MORE_LOAD:
        return _("Accept {load}").format(load=load_words(steps[0].load))
    return ngettext("Accept {count} step", "Accept {count} steps", len(steps)).format(count=len(steps))


# -- to the athlete --------------------------------------------------------------------------


def told(targets: Sequence[Target]) -> str:
    """One true sentence on what changed in these targets; empty where nothing did. A cut goes before a step up."""
    changed = [target for target in targets if _told_of(target)]
    if not changed:
        return ""
    first = min(changed, key=_is_step_up)
    sentence = _told_of(first)
    load = ""
    if first.load:
        load = f"{first.load.amount} {first.unit}"
    if "{load}" in sentence and not load:
        return ""
    return sentence.format(name=first.exercise_name.lower(), load=load)


def _told_of(target: Target) -> str:
    words = REASONS.get(target.change_reason)
    if words is None:
        return ""
    return str(words.told)


def _is_step_up(target: Target) -> bool:
    return target.change_reason in _STEPS_UP
