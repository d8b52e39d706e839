"""Flags and suggestions in words: why now, and the one likely answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from athletes.evaluation.suggestions import BY_PLAN
from athletes.models import BarrierKind, Flag, FlagKind, Suggestion
from athletes.models.pain import RED_FLAGS, SIGNS
from athletes.training.target import Target
from programs.rules.dose import Load
from programs.rules.progression import Change

TONES = {"pain": "bad", "missed": "warn", "progress": "good", "look": "look", "none": "", "ok": ""}
ICONS = {"pain": "pain", "missed": "clock", "progress": "progress", "look": "note", "none": "program", "ok": "check"}

_SIGNS = {
    "emergency": gettext_lazy("Warning signs: emergency"),
    "urgent": gettext_lazy("Warning signs: urgent medical"),
    "therapist": gettext_lazy("Warning signs: call today"),
}
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


def title_of_flag(flag: Flag) -> str:
    """What it says, in a few words."""
    figures = flag.figures
    if flag.kind == FlagKind.MISSED:
        return _("Missed {missed} of {planned}").format(**figures)
    if flag.kind == FlagKind.SILENT:
        return ngettext("Silent for {days} day", "Silent for {days} days", figures["days"]).format(days=figures["days"])
    if flag.kind == FlagKind.STOP and figures.get("route"):
        return str(_SIGNS[figures["route"]])
    return str(flag.get_kind_display())


def why(flag: Flag) -> str:
    """The figures that raised it, in words."""
    if flag.kind == FlagKind.STOP:
        return _stop(flag)
    describe = _WHY.get(FlagKind(flag.kind))
    return describe(flag.figures) if describe else ""


def signs_of(flag: Flag) -> list[str]:
    """What was ticked of the warning signs, as the athlete read it; the most urgent first."""
    ticked = flag.figures.get("signs", [])
    return [str(words) for sign, words in (RED_FLAGS | SIGNS).items() if sign in ticked]


def _stop(flag: Flag) -> str:
    place = flag.figures["place"]
    signs = signs_of(flag)
    if signs:
        return _("{place}: {signs}").format(place=place, signs="; ".join(signs))
    if flag.figures.get("score"):
        return _("{place}: {score} over bone, where any pain stops training").format(
            place=place, score=flag.figures["score"]
        )
    return str(place)


def _pain(figures: dict[str, Any]) -> str:
    where = figures["exercise"] or figures["place"]
    return _("{score} in {where}, the limit is {limit}").format(
        score=figures["score"], where=where, limit=figures["limit"]
    )


def _morning(figures: dict[str, Any]) -> str:
    if "mornings" in figures:
        steps = _(", then ").join(str(score) for score in figures["mornings"])
        return _("{place}: {steps} in the morning").format(place=figures["place"], steps=steps)
    return _("{place}: {morning} the morning after, usually {usual}").format(
        place=figures["place"], morning=figures["morning"], usual=figures["usual"]
    )


def _persistent(figures: dict[str, Any]) -> str:
    if "reds" in figures:
        return _("{place}: red twice in a week").format(place=figures["place"])
    return _("{place}: {scores} on its last days").format(
        place=figures["place"], scores=", ".join(map(str, figures["scores"]))
    )


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "D j M")


def _suggested(figures: dict[str, Any]) -> str:
    more = figures["count"] - 1
    reason = _REASONS.get(figures["reason"], "")
    said = f"{figures['exercise']}: {reason}"
    return said + (" " + _("and {count} more").format(count=more) if more else "")


_WHY: dict[FlagKind, Callable[[dict[str, Any]], str]] = {
    FlagKind.PAIN: _pain,
    FlagKind.MORNING: _morning,
    FlagKind.PERSISTENT: _persistent,
    FlagKind.MISSED: lambda figures: _("last on {on}").format(on=_day(figures["on"])),
    FlagKind.SILENT: lambda figures: _("nothing since {since}").format(since=_day(figures["since"])),
    FlagKind.UNANSWERED: lambda figures: _("three weekly mails without an answer; they have stopped"),
    FlagKind.READY: _suggested,
    FlagKind.HEAVY: _suggested,
    FlagKind.LIGHTER: _suggested,
    FlagKind.STEP: lambda figures: _("{exercise}; the athlete stands on P{step}").format(**figures),
    FlagKind.LIGHT: lambda figures: _("single-leg and hinge work at RPE {rpe} at most for {weeks} weeks").format(
        **figures
    ),
    FlagKind.PHASE: lambda figures: ngettext(
        "{phase} begins on {on}, and {count} condition is not met",
        "{phase} begins on {on}, and {count} conditions are not met",
        len(figures["missing"]),
    ).format(phase=figures["phase"], on=_day(figures["on"]), count=len(figures["missing"])),
    FlagKind.RACE: lambda figures: _("a session on {on}, the race on {race}").format(
        on=_day(figures["on"]), race=_day(figures["race"])
    ),
    FlagKind.CHECK_IN: lambda figures: _("pain or a body problem changed the week a lot"),
    FlagKind.MESSAGE: lambda figures: _("an answer of theirs waits"),
    FlagKind.RUN_SPIKE: lambda figures: _("{percent} % longer than any in the 30 days before, on {on}").format(
        percent=figures["percent"], on=_day(figures["on"])
    ),
    FlagKind.BARRIER: lambda figures: _("{barrier}, {times} times in eight weeks").format(
        barrier=BarrierKind(figures["kind"]).label, times=figures["times"]
    ),
    FlagKind.STALLED: lambda figures: _("{exercise}: {load} for {sessions} sessions").format(**figures),
    FlagKind.GATE: lambda figures: _("{heel_raises} raises, symmetry {symmetry} %, step-down {step_downs} of 5").format(
        **figures
    ),
}


# -- suggestions -----------------------------------------------------------------------------


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
    return str(_REASONS.get(suggestion.reason, ""))


def load_words(load: Load | None) -> str:
    return f"{load.amount} {load.unit}" if load else ""


@dataclass(frozen=True)
class PrimaryAction:
    """The one button of a row. do -- what it posts; empty: it opens the review. label, and whether it is a link."""

    label: str | Promise
    do: str = ""
    url: str = ""


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


def told(targets: Sequence[Target]) -> str:
    """One true sentence on what changed in these targets; empty where nothing did. A cut goes before a step up."""
    changed = [target for target in targets if target.change_reason in TOLD]
    changed.sort(key=lambda target: list(TOLD).index(target.change_reason) < list(TOLD).index("red"))
    if not changed:
        return ""
    first = changed[0]
    load = f"{first.load.amount} {first.unit}" if first.load else ""
    sentence = str(TOLD[first.change_reason])
    said = sentence.format(name=first.exercise_name.lower(), load=load)
    return said if load or "{load}" not in sentence else ""
