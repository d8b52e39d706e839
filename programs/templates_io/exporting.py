"""export_templates: every template program as one JSON document. Pattern, order, contacts and minutes are derived."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from programs.models import Dose, Prescription, Program, Week
from programs.models.plan import item_of
from programs.outline import Outline, Planned, outline
from programs.rules.prescription import coverage, minutes
from programs.rules.prescription.dose import DoseValue
from programs.rules.prescription.tempo import MIN_REP_SECONDS, WORD_REP_SECONDS
from programs.thresholds import clinic_thresholds

Json = dict[str, Any]


def export_templates() -> Json:
    """Every template as the document that import_templates reads, with the rules' constants."""
    programs = Program.objects.templates().with_alternatives().order_by("pk")
    return {
        "schema_version": 1,
        "constants": _constants(),
        "templates": [exported(outline(program)) for program in programs],
    }


def _constants() -> Json:
    numbers = clinic_thresholds()
    return {
        "warmup_s": minutes.WARM_UP_SECONDS,
        "finish_s": minutes.FINISH_SECONDS,
        "transition_s": minutes.TRANSITION_SECONDS,
        "side_switch_s": minutes.SIDE_SWITCH_SECONDS,
        "ramp_up_s": minutes.RAMP_UP_SECONDS,
        "min_rep_s": float(MIN_REP_SECONDS),
        "special_rep_s": {word: float(seconds) for word, seconds in WORD_REP_SECONDS.items()},
        "tempo_order": ("eccentric-pause_bottom-concentric-pause_top; X = as fast as possible (counted as 1 s)"),
        "required_patterns": list(coverage.REQUIRED_PATTERNS),
        "session_minutes": [numbers.minutes_low, numbers.minutes_high],
        "max_plyometric_exercises": numbers.plyometric_exercises,
    }


def exported(plan: Outline) -> Json:
    """One template as the document that it is imported from; a program's outline, fetched ``with_plan``."""
    program = plan.program
    optional = {
        "pain_profile": program.pain_profile,
        "pain_region": program.pain_region,
        "phase_entry": program.phase_entry,
        "plyo_gate": program.plyometric_gate,
        "gate_closed": program.gate_closed,
        "hold_rule": program.hold_rule,
    }
    return {
        "slug": program.slug,
        "name": program.name,
        "distance": program.distances,
        "entry_level": program.entry_level,
        "weeks_total": len(plan.weeks),
        "plyometrics": program.plyometrics,
        "prerequisites": program.prerequisites,
        "run_guidance": program.run_guidance,
        "weeks": [_exported_week(plan, week) for week in plan.weeks],
    } | _filled(optional)


def _filled(values: Json) -> Json:
    """Those that say something: the others may be left out of a document."""
    filled = {}
    for name, value in values.items():
        if value:
            filled[name] = value
    return filled


def _exported_week(plan: Outline, week: Week) -> Json:
    days, contacts, top_up = [], 0, None
    for planned in plan.in_week(week.number):
        contacts += planned.contacts
        if planned.workout.is_optional:
            top_up = _exported_top_up(planned)
        else:
            days.append(_exported_day(planned))
    exported = {
        "week": week.number,
        "phase": week.phase,
        "focus": week.focus,
        "deload": week.is_deload,
        "race_week": week.is_race,
        "plyo_contacts": contacts,
        "days": days,
    }
    return exported | _filled({"phase_code": week.phase_code, "micro_session": top_up})


def _exported_top_up(planned: Planned) -> Json:
    return {
        "label": planned.workout.title,
        "optional": True,
        "min_hours_from_other_calf_loading": planned.workout.min_hours_from_other_calf_loading,
        "estimated_minutes": planned.minutes,
        "exercises": _exported_entries(planned),
    }


def _exported_day(planned: Planned) -> Json:
    return {
        "day": planned.workout.letter,
        "title": planned.workout.title,
        "estimated_minutes": planned.minutes,
        "plyo_contacts": planned.contacts,
        "exercises": _exported_entries(planned),
    }


def _exported_entries(planned: Planned) -> list[Json]:
    entries = []
    for place, (row, dose) in enumerate(planned.entries, start=1):
        entries.append(_exported_entry(place, row, dose))
    return entries


def _exported_entry(place: int, row: Prescription, cell: Dose) -> Json:
    item = item_of(row, cell)
    value = item.dose
    reps_min, reps_max = _reps(value)
    rpe_min, rpe_max = _rpe(value)
    exported = {
        "slug": row.exercise.slug,
        "pattern": row.exercise.pattern,
        "sets": value.sets,
        "reps": reps_max,
        "seconds": value.seconds,
        "per_side": row.exercise.is_unilateral,
        "tempo": str(value.tempo),
        "rest_s": value.rest_seconds,
        "rpe_min": rpe_min,
        "rpe_max": rpe_max,
        "load_guidance": cell.guidance,
        "order": place,
    }
    optional: Json = {
        "reps_min": reps_min if reps_min != reps_max else None,
        **_load(value),
        "superset": row.superset,
        "contacts": coverage.contacts(item),
        "alternatives": [alternative.exercise.slug for alternative in row.alternatives.all()],
        "note": cell.note or row.note,
        "ramp_up_sets": value.ramp_up_sets,
    }
    return exported | _filled(optional)


def _reps(value: DoseValue) -> tuple[int | None, int | None]:
    if value.reps is None:
        return None, None
    return int(value.reps.low), int(value.reps.high)


def _rpe(value: DoseValue) -> tuple[int | float | None, int | float | None]:
    if value.rpe is None:
        return None, None
    return _number(value.rpe.low), _number(value.rpe.high)


def _load(value: DoseValue) -> Json:
    if value.load is None:
        return {}
    return {"load": str(value.load.amount), "load_unit": value.load.unit}


def _number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)
