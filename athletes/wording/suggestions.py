"""Suggestions in words: what changes, why, and what the athlete reads of it.

``REASONS`` has an entry for every reason that a rule may give; the tests ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from athletes.evaluation.suggestions import BY_PLAN
from athletes.models import Suggestion
from athletes.training.target import Target
from athletes.training.targets import Lightened
from programs.rules.advice import AdviceReason, Change
from programs.rules.prescription.dose import Load
from programs.translating import name_by_key

from .sentences import in_sentence


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """How one reason is said.

    why -- to the therapist, after what changes
    told -- to the athlete, once it is part of their targets; empty where the targets cannot follow it
    ends -- to the athlete, what brings back what is less now; empty where a date does
    left_out -- to the athlete, where the exercise is out for it; empty where ``told`` says so itself
    """

    why: str | Promise
    told: str | Promise = ""
    ends: str | Promise = ""
    left_out: str | Promise = ""


_OUT_FOR_PAIN = gettext_lazy("No {name} today, because of your {place}. {therapist} has been told.")

REASONS: Mapping[str, ReasonWords] = {
    # nothing changes: such advice is not stored, and read by nobody today
    AdviceReason.FIRST_TIME: ReasonWords(gettext_lazy("the first time")),
    AdviceReason.PLAN_MOVES: ReasonWords(gettext_lazy("the plan itself takes a step")),
    AdviceReason.TIMED: ReasonWords(gettext_lazy("a timed exercise follows the plan")),
    AdviceReason.SETS_MISSING: ReasonWords(gettext_lazy("sets were left out")),
    AdviceReason.EFFORT_MISSING: ReasonWords(gettext_lazy("the effort was not logged")),
    AdviceReason.HARD_ENOUGH: ReasonWords(gettext_lazy("hard enough as it is")),
    AdviceReason.WEEK_CAP: ReasonWords(gettext_lazy("enough more for one week")),
    # less, by itself
    AdviceReason.AMBER: ReasonWords(
        gettext_lazy("pain to keep an eye on"),
        gettext_lazy("The same as last time on the {name} today, because of your {place}."),
        gettext_lazy("It goes on as planned once your {place} is calm in a session and on the morning after."),
        left_out=gettext_lazy("No {name} yet, because of your {place}: nothing new is added while it hurts."),
    ),
    AdviceReason.RED: ReasonWords(
        gettext_lazy("pain over the limit"),
        gettext_lazy("Lighter on the {name} today, because of your {place}. {therapist} has been told."),
        gettext_lazy(
            "It comes back after one session in which your {place} stays at {calm} or less "
            "and is calm the next morning."
        ),
        left_out=_OUT_FOR_PAIN,
    ),
    AdviceReason.RISING: ReasonWords(
        gettext_lazy("mornings that get worse"),
        gettext_lazy(
            "A step back to the {name} today: your {place} has been getting worse in the mornings. "
            "{therapist} has been told."
        ),
        gettext_lazy("It comes back once your mornings are no worse than the ones before, or {therapist} says so."),
        left_out=_OUT_FOR_PAIN,
    ),
    AdviceReason.RED_AGAIN: ReasonWords(
        gettext_lazy("pain over the limit again"),
        gettext_lazy("A step back to the {name} today, because of your {place}. {therapist} has been told."),
        gettext_lazy(
            "It comes back after two sessions in which your {place} stays at {calm} or less "
            "and is calm the next morning."
        ),
        left_out=_OUT_FOR_PAIN,
    ),
    AdviceReason.PAIN_OUT: ReasonWords(
        gettext_lazy("too much pain, or too often"),
        _OUT_FOR_PAIN,
        gettext_lazy("{therapist} decides when it comes back."),
    ),
    AdviceReason.SCREEN: ReasonWords(
        gettext_lazy("warning signs not answered"),
        gettext_lazy("No {name} until the questions about your {place} are answered."),
    ),
    AdviceReason.RETURN: ReasonWords(
        gettext_lazy("the first time after the stop"),
        gettext_lazy("Welcome back. Lighter on the {name} today, and no jumps yet."),
        gettext_lazy("It builds from here, one session at a time."),
    ),
    AdviceReason.RESTART: ReasonWords(
        gettext_lazy("after more than four weeks away"),
        gettext_lazy("Welcome back. Far lighter on the {name} today; {therapist} has been told."),
        gettext_lazy("The first sessions stay easy; then it grows again."),
    ),
    AdviceReason.STILL_EASY: ReasonWords(
        gettext_lazy("the first sessions after more than four weeks away"),
        gettext_lazy("Easy on the {name} today, like everything in your first sessions back."),
        gettext_lazy("After these first sessions it grows again."),
    ),
    AdviceReason.CAME_DOWN: ReasonWords(
        gettext_lazy("back up by a tenth a week"),
        gettext_lazy("Back up step by step: {load} on the {name} today."),
        gettext_lazy("It comes back by a tenth a week at most."),
    ),
    AdviceReason.GAP: ReasonWords(
        gettext_lazy("after a gap"),
        gettext_lazy("Welcome back. A little lighter on the {name} today."),
        gettext_lazy("After one session it builds from there."),
    ),
    AdviceReason.SHORT_SETS: ReasonWords(
        gettext_lazy("two sets below the range"),
        gettext_lazy("A little lighter on the {name} today, so that every set is whole."),
        gettext_lazy("It grows again once every set is whole."),
    ),
    AdviceReason.TOO_HARD: ReasonWords(
        gettext_lazy("the last set was far harder than planned"),
        gettext_lazy("A little lighter on the {name} today: last time was harder than planned."),
        gettext_lazy("It grows again once the effort is as planned."),
    ),
    AdviceReason.SHORT_TWICE: ReasonWords(
        gettext_lazy("short in two sessions running"),
        gettext_lazy("A little lighter on the {name} today, so that every set is whole."),
        gettext_lazy("It grows again once every set is whole."),
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
    AdviceReason.LIGHTER_REPEAT: ReasonWords(
        gettext_lazy("the same week again and again: a lighter one in between"),
        gettext_lazy("Fewer sets today at the same load: this week repeats, but lighter."),
    ),
    AdviceReason.CONTACTS: ReasonWords(
        gettext_lazy("more contacts than the step allows"),
        gettext_lazy("Fewer jumps on the {name} today."),
    ),
    AdviceReason.LANDING: ReasonWords(
        gettext_lazy("the last jumps ended with a heavy or noisy landing"),
        gettext_lazy("Fewer jumps on the {name} today: last time they ended early."),
        gettext_lazy("It grows again once every landing is light and quiet."),
    ),
    AdviceReason.TOO_SOON: ReasonWords(
        gettext_lazy("jumps need two days between them"),
        gettext_lazy("No {name} today: jumps need two days between them."),
    ),
    AdviceReason.STEP: ReasonWords(
        gettext_lazy("above the step that the athlete stands on"),
        gettext_lazy("An easier jump today: {name}, which fits the step you are on."),
        gettext_lazy("The harder jump comes once you reach its step."),
        left_out=gettext_lazy("No {name} yet: it is a step above the one you are on."),
    ),
    # more
    AdviceReason.TOP_OF_RANGE: ReasonWords(
        gettext_lazy("all sets at the top, effort on target"),
        gettext_lazy("All sets at the top last time, with effort on target, so {load} on the {name} today."),
    ),
    AdviceReason.FAR_BELOW: ReasonWords(
        gettext_lazy("all sets at the top, far easier than planned"),
        gettext_lazy("That was easy last time, so {load} on the {name} today."),
    ),
    AdviceReason.FIRST_LOAD: ReasonWords(
        gettext_lazy("the first load left too much in reserve"),
        gettext_lazy("The first load was light for you, so {load} on the {name} today."),
    ),
    AdviceReason.ONE_MORE: ReasonWords(
        gettext_lazy("one repetition more"),
        gettext_lazy("One repetition more on the {name} today."),
    ),
    AdviceReason.STEP_TOO_BIG: ReasonWords(
        gettext_lazy("the smallest step is more than 10%"),
        gettext_lazy("More repetitions first on the {name}, then the next load."),
    ),
    AdviceReason.EASY_TWICE: ReasonWords(gettext_lazy("easy in two sessions running")),
    AdviceReason.ADD_LOAD: ReasonWords(gettext_lazy("slow already; time for a load")),
}
#: Said only where nothing in the session was cut.
_STEPS_UP = frozenset(
    {
        AdviceReason.TOP_OF_RANGE,
        AdviceReason.FAR_BELOW,
        AdviceReason.FIRST_LOAD,
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


def why_words(suggestion: Suggestion) -> str:
    """Why, and where it hurts: “pain over the limit, Left knee”."""
    return ", ".join(filter(None, [reason_words(suggestion), suggestion.place]))


def advice_words(suggestion: Suggestion) -> str:
    """What the rules suggest for one exercise: “Split squat: 22.5 kg next time”."""
    load = load_words(suggestion.load)
    said = _change_words(Change(suggestion.change), has_load=bool(load))
    name = name_by_key(suggestion.exercise_id, suggestion.exercise.name)
    instead = name_by_key(suggestion.instead.pk, suggestion.instead.name) if suggestion.instead else ""
    said = said.format(name=name, load=load, reps=suggestion.reps, instead=instead)
    if not suggestion.sets_off:
        return said
    fewer = ngettext("{count} set fewer", "{count} sets fewer", suggestion.sets_off)
    return said + ", " + fewer.format(count=suggestion.sets_off)


def _change_words(change: Change, *, has_load: bool) -> str:
    if change == Change.LIGHTER and not has_load:
        return _("{name}: lighter")
    if change == Change.HOLD and not has_load:
        return _("{name}: the last dose again")
    return {
        Change.MORE_LOAD: _("{name}: {load} next time"),
        Change.HOLD: _("{name}: {load} again"),
        Change.INSTEAD: _("{name}: {instead} instead"),
        Change.LEAVE_OUT: _("{name}: left out"),
        Change.LIGHTER: _("{name}: down to {load}"),
        Change.FEWER_SETS: _("{name}: same load"),
        Change.MORE_REPS: _("{name}: aim at {reps} repetitions"),
        Change.SLOWER: _("{name}: a second more on the way down"),
        Change.HARDER: _("{name}: the harder neighbor"),
        Change.EASIER: _("{name}: the easier neighbor"),
        Change.ASK: _("{name}: your decision"),
    }[change]


def load_words(load: Load | None) -> str:
    if load is None:
        return ""
    if not load.amount:
        return _("body weight")
    return f"{load.amount} {load.unit}"


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


#: Said before everything else, the gravest first.
_GRAVEST_FIRST = (
    AdviceReason.SCREEN,
    AdviceReason.PAIN_OUT,
    AdviceReason.RED_AGAIN,
    AdviceReason.RISING,
    AdviceReason.RED,
    AdviceReason.RESTART,
    AdviceReason.RETURN,
    AdviceReason.GAP,
    AdviceReason.STILL_EASY,
    AdviceReason.AMBER,
)


def told(targets: Sequence[Target], left_out: Sequence[Lightened] = (), *, therapist: str = "") -> str:
    """One true sentence on what differs from the plan today; empty where nothing does. Pain first, a step up last.

    therapist -- by name: who has been told
    """
    said: list[tuple[int, str]] = []
    for row in left_out:
        words = _told_where_out(row.reason)
        sentence = words.format(
            name=in_sentence(row.exercise), place=in_sentence(row.place), therapist=therapist, load=""
        )
        said.append((_rank(row.reason), sentence))
    for target in targets:
        said.append((_rank(target.change_reason), _told_of_target(target, therapist)))
    spoken = [(rank, sentence) for rank, sentence in said if sentence]
    return min(spoken, key=itemgetter(0), default=(0, ""))[1]


def when_it_ends(lightened: Sequence[Lightened], *, therapist: str) -> str:
    """What brings back what is less in a session: of the gravest reason that says so; empty where a date does.

    therapist -- by name: who decides, where that is how it ends
    """
    for row in sorted(lightened, key=lambda each: _rank(each.reason)):
        is_out_again = row.now is None and row.reason == AdviceReason.RED_AGAIN
        words = REASONS.get(AdviceReason.PAIN_OUT if is_out_again else row.reason)
        if words and words.ends:
            return str(words.ends).format(place=in_sentence(row.place), calm=row.calm, therapist=therapist)
    return ""


def _told_of_target(target: Target, therapist: str) -> str:
    words = _told_of(target.change_reason)
    load = load_words(target.load)
    if "{load}" in words and not load:
        return ""
    return words.format(
        name=in_sentence(target.exercise_name), load=load, place=in_sentence(target.change_place), therapist=therapist
    )


def _told_of(reason: str) -> str:
    words = REASONS.get(reason)
    return str(words.told) if words else ""


def _told_where_out(reason: str) -> str:
    words = REASONS.get(reason)
    return str(words.left_out or words.told) if words else ""


def _rank(reason: str) -> int:
    """The lower, the earlier it is said."""
    if reason in _GRAVEST_FIRST:
        return _GRAVEST_FIRST.index(AdviceReason(reason))
    return len(_GRAVEST_FIRST) + (reason in _STEPS_UP)
