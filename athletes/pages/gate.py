"""The plyometric gate in words: each condition as met or not, with its figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.thresholds import clinic_numbers

from ..clearance import gate_of
from ..models import Athlete

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


@dataclass(frozen=True)
class GateLine:
    is_met: bool
    words: str


def gate_lines(athlete: Athlete, at: datetime) -> list[GateLine]:
    """Every condition of the gate; a figure that nobody knows is said as such, and is not met."""
    lines = []
    for each in gate_of(athlete, at, clinic_numbers()):
        figure = _("?") if each.figure is None else each.figure
        asked = _("? (birthday or sex for norms missing)") if each.asked is None else each.asked
        lines.append(GateLine(each.is_met, str(_WORDS[each.name]).format(figure=figure, asked=asked)))
    return lines
