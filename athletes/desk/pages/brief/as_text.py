"""The brief as plain text for the clinic's own record: the same lines as the page, in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from programs.dates import date_format

from ..outcomes import MeasureSpan
from .assessment import Assessed, BriefGate
from .lines import day_words
from .objective import Objective, pain_figures
from .page import Brief
from .plan import BriefPlan
from .subjective import Subjective


def brief_text(brief: Brief, clinic: Mapping[str, str]) -> str:
    """One fact a line, ending without a line break. clinic -- its ``name`` and ``phone``"""
    sections = [
        _head(brief, clinic),
        [_("S: Subjective, since {day}").format(day=day_words(brief.since)), *_subjective(brief.subjective)],
        [_("O: Objective, since {day}").format(day=day_words(brief.since)), *_objective(brief.objective)],
        [_("A: Assessment"), *_assessment(brief.assessment)],
        [_("P: Plan"), *_plan(brief.plan)],
    ]
    return "\n\n".join("\n".join(lines) for lines in sections)


def _head(brief: Brief, clinic: Mapping[str, str]) -> list[str]:
    day = date_format(brief.written_on, "DATE_FORMAT")
    return [
        _("Visit brief: {name}, {day}").format(name=brief.athlete, day=day),
        _("Born: {born}").format(born=brief.born),
        f"{clinic['name']}, {clinic['phone']}",
        _("Therapist: {name}").format(name=brief.athlete.therapist.name),
        _("Watched: {places}").format(places=brief.places),
        _("Goal: {goal}").format(goal=brief.goal),
        _("Program: {program}").format(program=brief.program),
    ]


def _subjective(said: Subjective) -> list[str]:
    lines = _items(said.said, nothing=_("Nothing was written or answered."))
    if said.reasons:
        lines.append(_("- Not done because: {reasons}").format(reasons=", ".join(said.reasons)))
    return lines


def _objective(found: Objective) -> list[str]:
    lines = [f"- {found.adherence}"]
    if found.pain is None:
        lines.append("- " + _("Pain: none reported."))
    else:
        pain = _("- Pain, {place}: {figures}")
        lines.append(pain.format(place=found.pain.place, figures=pain_figures(found.pain)))
    lines += _items(found.other_pain)
    for lift in found.lifts:
        lines.append(f"- {lift.name}: {lift.first} → {lift.last} {lift.unit}")
    if found.running is None:
        lines.append("- " + _("Running: none logged."))
    else:
        weeks = ", ".join(f"{day_words(week.monday)}: {week.amount}" for week in found.running.weeks)
        lines.append(_("- Running, {unit} by week: {weeks}").format(unit=found.running.unit, weeks=weeks))
    lines += _items(map(_measure, found.measures), nothing=_("No test or questionnaire is recorded."))
    for side in found.sides:
        lines.append(f"- {side.name}: {side.gap}")
    return lines + _items(found.swaps)


def _measure(span: MeasureSpan) -> str:
    latest = f"{span.name}: {span.latest} ({day_words(span.latest_on)})"
    if span.first_on is None:
        return f"{latest}; {span.matters}"
    first = _("{figure} on {day}").format(figure=span.first, day=day_words(span.first_on))
    return "; ".join(filter(None, [latest, first, span.change, span.matters]))


def _assessment(assessed: Assessed) -> list[str]:
    lines = []
    for problem in assessed.problems:
        named = f"- {problem.title}, {problem.since}"
        lines.append(": ".join(filter(None, [named, "; ".join(problem.signals)])))
    if not lines:
        lines.append("- " + _("No open problem."))
    if assessed.more_words:
        lines.append(f"- {assessed.more_words}")
    lines += _items(assessed.decisions, nothing=_("Nothing was decided."))
    lines += _items(map(_gate, assessed.gates))
    if assessed.cleared:
        lines.append(f"- {assessed.cleared}")
    return lines


def _gate(gate: BriefGate) -> str:
    said = f"{gate.title}: {gate.figures}"
    if not gate.unmet:
        return said
    return _("{said}. Not met: {unmet}").format(said=said, unmet="; ".join(gate.unmet))


def _plan(plan: BriefPlan) -> list[str]:
    lines = [plan.next.title, *_items(plan.next.rows)]
    if plan.next.ends:
        lines.append(plan.next.ends)
    lines.append(_("To settle:"))
    lines += _items(plan.to_settle, nothing=_("Nothing is waiting for a decision."))
    lines.append(_("Changes of the program:"))
    return lines + _items(plan.changes, nothing=_("None."))


def _items(lines: Iterable[object], *, nothing: str = "") -> list[str]:
    items = [f"- {line}" for line in lines]
    if not items and nothing:
        return [f"- {nothing}"]
    return items
