"""The plyometric gate in words: each condition as met or not, with its figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.evaluation.evaluate import next_phase
from athletes.models import Athlete
from athletes.training.clearance import gate_of
from programs.rules.phases import Asked
from programs.thresholds import clinic_thresholds

_WORDS = {
    "strength_weeks": gettext_lazy("{figure} full strength weeks of {asked} in the last twelve"),
    "adherence": gettext_lazy("{figure} % of sessions in four weeks, {asked} % asked for"),
    "pain": gettext_lazy("Worst pain in two weeks {figure}, at most {asked}"),
    "morning": gettext_lazy("Worst morning in two weeks {figure}, at most {asked}"),
    "red_flags": gettext_lazy("{figure} open stops, {asked} allowed"),
    "heel_raises": gettext_lazy("{figure} heel raises on the weaker side, {asked} asked for"),
    "symmetry": gettext_lazy("Symmetry {figure} %, at least {asked} %"),
    "step_downs": gettext_lazy("{figure} clean step-downs on the weaker side, at least {asked}"),
}


_ASKED = {
    "pain_during_max_7d": gettext_lazy("Worst pain of the last seven days: {figure}, asked for {op} {value}"),
    "next_morning_delta_max_7d": gettext_lazy("Worst morning over the usual one: {figure}, asked for {op} {value}"),
    "weekly_morning_mean_change": gettext_lazy("Mornings against the week before: {figure}, asked for {op} {value}"),
    "double_heel_raise_reps": gettext_lazy("Two-leg heel raises: {figure}, asked for {op} {value}"),
    "single_heel_raise_reps_affected": gettext_lazy("Heel raises of the sore side: {figure}, asked for {op} {value}"),
    "heel_raise_lsi_pct": gettext_lazy("Symmetry of heel raises: {figure} %, asked for {op} {value} %"),
    "rebound_set_pain_max": gettext_lazy("Pain in springy sets: {figure}, asked for {op} {value}"),
    "therapist_clearance": gettext_lazy("Cleared by you"),
}


@dataclass(frozen=True)
class GateLine:
    is_met: bool
    words: str


@dataclass(frozen=True)
class PhaseGate:
    """The phase that the next session begins, and what it asks for."""

    name: str
    is_earned: bool
    lines: list[GateLine]


def phase_gate(athlete: Athlete, at: datetime) -> PhaseGate | None:
    """None where the next session begins no phase that asks for something."""
    phase = next_phase(athlete, at)
    if phase is None:
        return None
    return PhaseGate(phase.name, phase.is_earned, [_phase_line(each) for each in phase.asked])


def _phase_line(asked: Asked) -> GateLine:
    figure = _("?") if asked.figure is None else asked.figure
    words = _ASKED.get(asked.metric, asked.metric)
    op = {">=": "≥", "<=": "≤"}.get(asked.op, "=")
    return GateLine(asked.is_met, str(words).format(figure=figure, op=op, value=asked.value))


def gate_lines(athlete: Athlete, at: datetime) -> list[GateLine]:
    """Every condition of the gate; a figure that nobody knows is said as such, and is not met."""
    lines = []
    for each in gate_of(athlete, at, clinic_thresholds()):
        figure = _("?") if each.figure is None else each.figure
        asked = _("? (birthday or sex for norms missing)") if each.asked is None else each.asked
        lines.append(GateLine(each.is_met, str(_WORDS[each.name]).format(figure=figure, asked=asked)))
    return lines
