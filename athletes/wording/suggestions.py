"""Suggestions in words: what changes, why, and what the athlete reads of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from athletes.evaluation.suggestions import BY_PLAN
from athletes.models import Suggestion
from programs.rules.dose import Load
from programs.rules.progression import Change

_REASONS = {
    "red": gettext_lazy("pain over the limit"),
    "short_sets": gettext_lazy("two sets below the range"),
    "too_hard": gettext_lazy("the last set was far harder than planned"),
    "short_twice": gettext_lazy("short in two sessions running"),
    "misses": gettext_lazy("short in three sessions"),
    "gap": gettext_lazy("after a gap"),
    "taper": gettext_lazy("the race is near"),
    "primer": gettext_lazy("the last light session before the race"),
    "lighter_week": gettext_lazy("the last week was too much"),
    "contacts": gettext_lazy("more contacts than the step allows"),
    "step": gettext_lazy("above the step that the athlete stands on"),
    "top_of_range": gettext_lazy("all sets at the top, effort on target"),
    "two_for_two": gettext_lazy("two repetitions over, twice running"),
    "one_more": gettext_lazy("one repetition more"),
    "step_too_big": gettext_lazy("the smallest step is more than 10 %"),
    "easy_twice": gettext_lazy("easy in two sessions running"),
    "add_load": gettext_lazy("slow already; time for a load"),
}


def advice_words(suggestion: Suggestion) -> str:
    """What the rules suggest for one exercise: “Split squat: 22.5 kg”."""
    name, load = suggestion.exercise.name, suggestion.load
    said = {
        Change.MORE_LOAD: _("{name}: {load} next time"),
        Change.LIGHTER: _("{name}: down to {load}") if load else _("{name}: lighter"),
        Change.FEWER_SETS: _("{name}: same load"),
        Change.MORE_REPS: _("{name}: aim at {reps} repetitions"),
        Change.SLOWER: _("{name}: a second more on the way down"),
        Change.HARDER: _("{name}: the harder neighbor"),
        Change.EASIER: _("{name}: the easier neighbor"),
        Change.ASK: _("{name}: your decision"),
    }[Change(suggestion.change)].format(name=name, load=load_words(load), reps=suggestion.reps)
    if not suggestion.sets_off:
        return said
    fewer = ngettext("{count} set fewer", "{count} sets fewer", suggestion.sets_off)
    return said + ", " + fewer.format(count=suggestion.sets_off)


def reason_words(suggestion: Suggestion) -> str:
    """Why, in words: the rule that spoke."""
    return words_of_reason(suggestion.reason)


def words_of_reason(reason: str) -> str:
    return str(_REASONS.get(reason, ""))


def load_words(load: Load | None) -> str:
    return f"{load.amount} {load.unit}" if load else ""


def acceptable(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """Those that one click may accept."""
    return [each for each in suggestions if each.change not in BY_PLAN]


def accept_label(suggestions: Sequence[Suggestion]) -> str:
    """“Accept 42.5 kg” for one step, “Accept 3 steps” for more."""
    steps = acceptable(suggestions)
    if len(steps) == 1 and steps[0].load and steps[0].change == Change.MORE_LOAD:
        return _("Accept {load}").format(load=load_words(steps[0].load))
    return ngettext("Accept {count} step", "Accept {count} steps", len(steps)).format(count=len(steps))


#: What an athlete reads of a step that the therapist allowed.
TOLD = {
    "top_of_range": gettext_lazy("All sets at the top last time, with effort on target: {load} on the {name} today."),
    "two_for_two": gettext_lazy("Two repetitions over the range, twice: {load} on the {name} today."),
    "one_more": gettext_lazy("One repetition more on the {name} today."),
    "step_too_big": gettext_lazy("One repetition more on the {name} before the next load."),
    "red": gettext_lazy("Lighter on the {name} today, after the pain last time."),
    "short_sets": gettext_lazy("A little lighter on the {name} today, so that every set is whole."),
    "too_hard": gettext_lazy("A little lighter on the {name} today: last time was harder than planned."),
    "short_twice": gettext_lazy("A little lighter on the {name} today, so that every set is whole."),
    "gap": gettext_lazy("Lighter on the {name} today, after the days without strength work."),
    "primer": gettext_lazy("One light set of each today: the race is near."),
    "taper": gettext_lazy("Fewer sets today at the same load: the race is near."),
    "lighter_week": gettext_lazy("Fewer sets today at the same load: a lighter week."),
    "contacts": gettext_lazy("Fewer jumps on the {name} today."),
}


def told(entries: Sequence[dict[str, Any]]) -> str:
    """One true sentence on what changed in these targets; empty where nothing did. A cut goes before a step up."""
    changed = [entry for entry in entries if entry.get("why") in TOLD]
    changed.sort(key=lambda entry: list(TOLD).index(entry["why"]) < list(TOLD).index("red"))
    if not changed:
        return ""
    first = changed[0]
    load = f"{first['load']} {first['unit']}" if first["load"] else ""
    said = str(TOLD[first["why"]]).format(name=first["name"].lower(), load=load)
    return said if load or "{load}" not in str(TOLD[first["why"]]) else ""
