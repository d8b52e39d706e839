"""Flags in words: what each says, and why now. ``WORDS`` has an entry for every kind; the tests ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from athletes.models import BarrierKind, Flag, FlagKind
from athletes.models.pain import RED_FLAGS, SIGNS
from athletes.problems.figures import (
    AdviceFigures,
    BarrierFigures,
    CheckInFigures,
    Figures,
    GateFigures,
    LightFigures,
    MissedFigures,
    MorningFigures,
    PainFigures,
    PersistentFigures,
    PhaseFigures,
    RunSpikeFigures,
    ScreenFigures,
    SilentFigures,
    SiteFigures,
    StalledFigures,
    StopFigures,
    UnplacedFigures,
    UnsaidFigures,
)
from athletes.problems.kinds import figures_of
from athletes.problems.problem import Problem, is_pain
from programs.dates import date_format

from .suggestions import words_of_reason

_ROUTES = {
    "emergency": gettext_lazy("Warning signs: emergency"),
    "urgent": gettext_lazy("Warning signs: urgent medical"),
    "therapist": gettext_lazy("Warning signs: call today"),
}


@dataclass(frozen=True, slots=True)
class FlagWords:
    """How one kind is said, from the figures that it carries.

    why -- what raised it; title -- where the kind's label is not enough; empty: the label
    """

    why: Callable[[Any], str]
    title: Callable[[Any], str] | None = None


def title_of_flag(flag: Flag) -> str:
    """What it says, in a few words."""
    title = WORDS[FlagKind(flag.kind)].title
    said = title(figures_of(flag)) if title else ""
    return said or str(flag.get_kind_display())


def why(flag: Flag) -> str:
    """The figures that raised it, in words."""
    return WORDS[FlagKind(flag.kind)].why(figures_of(flag))


def title_of_problem(problem: Problem) -> str:
    """The place and what it is, never the alarm's name: “Left knee pain”; of what has no place, its worst signal."""
    figures = figures_of(problem.worst)
    if is_pain(problem.subject) and isinstance(figures, SiteFigures) and not problem.is_stop:
        return _("{place} pain").format(place=figures.place)
    return title_of_flag(problem.worst)


def signs_of(figures: StopFigures) -> list[str]:
    """What was ticked of the warning signs, as the athlete read it; the most urgent first."""
    return [str(words) for sign, words in (RED_FLAGS | SIGNS).items() if sign in figures.signs]


def _day(on: date) -> str:
    return date_format(on, "D, M j")


# -- pain ------------------------------------------------------------------------------------


def _stop_title(figures: StopFigures) -> str:
    return str(_ROUTES[figures.route]) if figures.route else ""


def _stop(figures: StopFigures) -> str:
    signs = signs_of(figures)
    if signs:
        return _("{place}: {signs}").format(place=figures.place, signs="; ".join(signs))
    if figures.score:
        return _("{place}: {score} over bone, where any pain stops training").format(
            place=figures.place, score=figures.score
        )
    return figures.place


def _pain(figures: PainFigures) -> str:
    return _("{score} in {where}, the limit is {limit}").format(
        score=figures.score, where=figures.exercise or figures.place, limit=figures.limit
    )


def _morning(figures: MorningFigures) -> str:
    if figures.mornings:
        scores = _(", then ").join(map(str, figures.mornings))
        return _("{place}: {steps} in the morning").format(place=figures.place, steps=scores)
    return _("{place}: {morning} the morning after, usually {usual}").format(
        place=figures.place, morning=figures.morning, usual=figures.usual
    )


def _persistent(figures: PersistentFigures) -> str:
    if figures.reds:
        return _("{place}: red twice in a week").format(place=figures.place)
    scores = ", ".join(map(str, figures.scores))
    return _("{place}: {scores} on its last days").format(place=figures.place, scores=scores)


def _screen(figures: ScreenFigures) -> str:
    return _("{place}: {score} on {on}; no exercise that loads it until they are answered").format(
        place=figures.place, score=figures.score, on=_day(figures.on)
    )


_HOW = {
    "swap": gettext_lazy("{exercise} was left out or swapped on {on} because it hurt"),
    "excuse": gettext_lazy("the session of {on} was left out because of pain"),
    "barrier": gettext_lazy("said “something hurt” kept them from training, on {on}"),
}


def _unplaced(figures: UnplacedFigures) -> str:
    return str(_HOW[figures.how]).format(exercise=figures.exercise, on=_day(figures.on))


def _unsaid(figures: UnsaidFigures) -> str:
    return _("{place}: {count} in a row, the last after {on}").format(
        place=figures.place, count=figures.mornings, on=_day(figures.on)
    )


def _check_in(figures: CheckInFigures) -> str:
    return _("pain or a body problem changed the week a lot")


# -- training --------------------------------------------------------------------------------


def _message(figures: Figures) -> str:
    return _("their reply is waiting")


def _missed_title(figures: MissedFigures) -> str:
    return _("Missed {missed} of {planned}").format(missed=figures.missed, planned=figures.planned)


def _missed(figures: MissedFigures) -> str:
    return _("last on {on}").format(on=_day(figures.on))


def _silent_title(figures: SilentFigures) -> str:
    return ngettext("Silent for {days} day", "Silent for {days} days", figures.days).format(days=figures.days)


def _silent(figures: SilentFigures) -> str:
    return _("nothing since {since}").format(since=_day(figures.since))


def _unanswered(figures: Figures) -> str:
    return _("three weekly mails without an answer; they have stopped")


def _run_spike(figures: RunSpikeFigures) -> str:
    return _("{percent}% longer than any in the 30 days before, on {on}").format(
        percent=figures.percent, on=_day(figures.on)
    )


def _phase_title(figures: PhaseFigures) -> str:
    if figures.repeats <= 1:
        return ""
    return _("A week repeated {count} times").format(count=figures.repeats)


def _phase(figures: PhaseFigures) -> str:
    count = len(figures.missing)
    return ngettext(
        "{phase} would begin on {on}, and {count} condition is not met; the week before comes again",
        "{phase} would begin on {on}, and {count} conditions are not met; the week before comes again",
        count,
    ).format(phase=figures.phase, on=_day(figures.on), count=count)


def _barrier(figures: BarrierFigures) -> str:
    return _("{barrier}, {times} times in eight weeks").format(
        barrier=BarrierKind(figures.kind).label, times=figures.times
    )


# -- progression -----------------------------------------------------------------------------


def _advised(figures: AdviceFigures) -> str:
    said = f"{figures.exercise}: {words_of_reason(figures.reason)}"
    if figures.count > 1:
        said += " " + _("and {count} more").format(count=figures.count - 1)
    return said


def _step(figures: AdviceFigures) -> str:
    return _("{exercise}; the athlete stands on P{step}").format(exercise=figures.exercise, step=figures.step)


def _stalled(figures: StalledFigures) -> str:
    return _("{exercise}: {load} for {sessions} sessions").format(
        exercise=figures.exercise, load=figures.load, sessions=figures.sessions
    )


def _light(figures: LightFigures) -> str:
    return _("single-leg and hinge work at RPE {rpe} at most for {weeks} weeks").format(
        rpe=figures.rpe, weeks=figures.weeks
    )


def _gate(figures: GateFigures) -> str:
    return _("{heel_raises} raises, symmetry {symmetry}%, step-down {step_downs} of 5").format(
        heel_raises=figures.heel_raises, symmetry=figures.symmetry, step_downs=figures.step_downs
    )


WORDS: dict[FlagKind, FlagWords] = {
    FlagKind.STOP: FlagWords(_stop, _stop_title),
    FlagKind.SCREEN: FlagWords(_screen),
    FlagKind.PAIN: FlagWords(_pain),
    FlagKind.MORNING: FlagWords(_morning),
    FlagKind.PERSISTENT: FlagWords(_persistent),
    FlagKind.UNPLACED: FlagWords(_unplaced),
    FlagKind.UNSAID: FlagWords(_unsaid),
    FlagKind.CHECK_IN: FlagWords(_check_in),
    FlagKind.MESSAGE: FlagWords(_message),
    FlagKind.MISSED: FlagWords(_missed, _missed_title),
    FlagKind.SILENT: FlagWords(_silent, _silent_title),
    FlagKind.UNANSWERED: FlagWords(_unanswered),
    FlagKind.RUN_SPIKE: FlagWords(_run_spike),
    FlagKind.PHASE: FlagWords(_phase, _phase_title),
    FlagKind.BARRIER: FlagWords(_barrier),
    FlagKind.HEAVY: FlagWords(_advised),
    FlagKind.STEP: FlagWords(_step),
    FlagKind.LIGHTER: FlagWords(_advised),
    FlagKind.STALLED: FlagWords(_stalled),
    FlagKind.LIGHT: FlagWords(_light),
    FlagKind.READY: FlagWords(_advised),
    FlagKind.GATE: FlagWords(_gate),
}
