"""The gates in words: plyometrics, and the next phase. Each condition is met or not, with its figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.evaluation.evaluate import next_phase
from athletes.models import Athlete
from athletes.training.clearance import gate_of
from programs.rules.phases import EFFORTS, HELD, PATTERNS, SESSIONS, Asked
from programs.rules.plyometrics import Met
from programs.thresholds import clinic_thresholds

#: The conditions of the plyometric gate, by the names of ``rules.plyometrics.gate``.
GATE_WORDS = {
    "strength_weeks": gettext_lazy("{figure} full strength weeks of {asked} in the last twelve"),
    "adherence": gettext_lazy("{figure}% of sessions in four weeks, {asked}% required"),
    "pain": gettext_lazy("Worst pain in two weeks {figure}, at most {asked}"),
    "morning": gettext_lazy("Worst morning in two weeks {figure}, at most {asked}"),
    "red_flags": gettext_lazy("{figure} open stops, {asked} allowed"),
    "heel_raises": gettext_lazy("{figure} heel raises on the weaker side, {asked} asked for"),
    "symmetry": gettext_lazy("Symmetry {figure}%, at least {asked}%"),
    "step_downs": gettext_lazy("{figure} clean step-downs on the weaker side, at least {asked}"),
}
#: The conditions of a phase, by the metrics of ``evaluation.coming_sessions.phases``.
PHASE_WORDS = {
    "pain_during_max_7d": gettext_lazy("Worst pain in the last seven days: {figure}, required {op} {value}"),
    "next_morning_delta_max_7d": gettext_lazy("Worst morning above the usual one: {figure}, required {op} {value}"),
    "weekly_morning_mean_change": gettext_lazy(
        "Mornings compared with the week before: {figure}, required {op} {value}"
    ),
    "double_heel_raise_reps": gettext_lazy("Two-leg heel raises: {figure}, required {op} {value}"),
    "single_heel_raise_reps_affected": gettext_lazy("Heel raises on the sore side: {figure}, required {op} {value}"),
    "heel_raise_lsi_pct": gettext_lazy("Symmetry of heel raises: {figure}%, required {op} {value}%"),
    "rebound_set_pain_max": gettext_lazy("Pain in springy sets: {figure}, required {op} {value}"),
    "therapist_clearance": gettext_lazy("Cleared by you"),
    SESSIONS: gettext_lazy("Sessions of the phase before: {figure}% done, required {op} {value}%"),
    PATTERNS: gettext_lazy("Patterns trained: {figure} of the four"),
    EFFORTS: gettext_lazy("Exercises with effort logged: {figure}%, required {op} {value}%"),
    HELD: gettext_lazy("No pain holds anything back"),
}
_OPERATORS = {">=": "≥", "<=": "≤"}


@dataclass(frozen=True)
class GateLine:
    """One condition as it is shown."""

    is_met: bool
    words: str


@dataclass(frozen=True)
class PhaseGate:
    """The phase that the next session begins, and what it asks for."""

    name: str
    is_earned: bool
    lines: list[GateLine]


def gate_lines(athlete: Athlete, at: datetime) -> list[GateLine]:
    """Every condition of the plyometric gate; a figure that nobody knows is said as such, and is not met."""
    return list(map(_gate_line, gate_of(athlete, at, clinic_thresholds())))


def _gate_line(condition: Met) -> GateLine:
    asked: object = condition.asked
    if condition.asked is None:
        asked = _("? (birthday or sex for norms missing)")
    words = str(GATE_WORDS[condition.name]).format(figure=_known(condition.figure), asked=asked)
    return GateLine(condition.is_met, words)


def phase_gate(athlete: Athlete, at: datetime) -> PhaseGate | None:
    """The conditions of the phase that comes next; None where the next session begins none that asks for something."""
    phase = next_phase(athlete, at)
    if phase is None:
        return None
    return PhaseGate(phase.name, phase.is_earned, list(map(_phase_line, phase.asked)))


def _phase_line(condition: Asked) -> GateLine:
    words = str(PHASE_WORDS.get(condition.metric, condition.metric))
    operator = _OPERATORS.get(condition.op, "=")
    said = words.format(figure=_known(condition.figure), op=operator, value=condition.value)
    return GateLine(condition.is_met, said)


def _known(figure: object) -> object:
    return _("?") if figure is None else figure
