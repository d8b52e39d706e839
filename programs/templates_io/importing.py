"""import_templates: whole programs from one JSON document, idempotent by slug, all or nothing.

Pattern, order, contacts and minutes stand in the document but are derived here: what the library and
the rules give must agree with it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from programs.imports.refusals import ImportRefusedError, RowError
from programs.library.importing import ImportResult
from programs.models import Alternative, Dose, Exercise, Prescription, Program, Week, Workout
from programs.outline import outline
from programs.rules.prescription.dose import DoseValue, Load, Span
from programs.rules.prescription.tempo import Tempo

from .exporting import Json, export_templates, exported

TOP_UP = "C"


@transaction.atomic
def import_templates(*, document: str) -> ImportResult:
    """Load template programs, idempotent by slug, all or nothing.

    A template that is stored with the same values stays untouched; a changed one keeps its key and
    is one revision further. Raises ImportRefusedError with every refused template; its row is the
    template's place in the document, counted from 1, and its column says where inside.
    """
    templates = _read(document)
    library = Exercise.objects.ever_published().select_related("merged_into")
    exercises = {exercise.slug: exercise.as_kept for exercise in library}
    stored = {exported["slug"]: exported for exported in export_templates()["templates"]}
    result, errors = ImportResult(), []
    for place, template in enumerate(templates, start=1):
        if stored.get(template["slug"]) == template:
            result += ImportResult(unchanged=1)
            continue
        for where, message in _import_one(template, exercises):
            errors.append(RowError(place, where, message))
        if template["slug"] in stored:
            result += ImportResult(changed=1)
        else:
            result += ImportResult(added=1)
    if errors:
        raise ImportRefusedError(errors)
    return result


def _read(document: str) -> list[Json]:
    """The templates of a document whose outer shape is right; raises ImportRefusedError otherwise."""
    try:
        templates = json.loads(document)["templates"]
        slugs = [template["slug"] for template in templates]
    except (ValueError, KeyError, TypeError) as error:
        raise ImportRefusedError([RowError(1, "document", f"this is not a template document: {error!r}")]) from error
    twice = []
    for place, slug in enumerate(slugs, start=1):
        if slug in slugs[: place - 1]:
            twice.append(RowError(place, "slug", f"“{slug}” stands twice in this document"))
    if twice:
        raise ImportRefusedError(twice)
    return list(templates)


def _import_one(template: Json, exercises: dict[str, Exercise]) -> list[tuple[str, str]]:
    """Store one template; returns where it was refused and why. The caller's transaction undoes the rest."""
    try:
        found = list(_unknown_exercises(template, exercises))
        if found:
            return found
        with transaction.atomic():
            program = _store(template, exercises)
        return list(_derived_differs(program, template))
    except KeyError as error:
        return [(str(error.args[0]), "this is missing")]
    except CycleError as error:
        return [("order", f"two weeks order {error.args[1]} differently")]
    except ValidationError as refused:
        return _told(refused)
    except (ValueError, TypeError, ArithmeticError, DatabaseError) as error:
        return [("row", f"a value is not as it should be: {error}")]


def _told(refused: ValidationError) -> list[tuple[str, str]]:
    """What a model refuses: field and message."""
    found = []
    for field, messages in refused.message_dict.items():
        for message in messages:
            found.append((field, message))
    return found


def _unknown_exercises(template: Json, exercises: dict[str, Exercise]) -> Iterable[tuple[str, str]]:
    for week, letter, entries in _days(template):
        for entry in entries:
            for slug in _row_key(entry):
                if slug not in exercises:
                    yield f"week {week} {letter}, slug", f"there is no exercise “{slug}”"


def _days(template: Json) -> Iterable[tuple[int, str, list[Json]]]:
    for week in template["weeks"]:
        for day in week["days"]:
            yield week["week"], day["day"], day["exercises"]
        if "micro_session" in week:
            yield week["week"], TOP_UP, week["micro_session"]["exercises"]


def _store(template: Json, exercises: dict[str, Exercise]) -> Program:
    program = _store_program(template)
    program.weeks.all().delete()
    program.workouts.all().delete()
    weeks = {week["week"]: _store_week(program, week) for week in template["weeks"]}
    by_letter: dict[str, list[tuple[int, list[Json]]]] = defaultdict(list)
    for week, letter, entries in _days(template):
        by_letter[letter].append((week, entries))
    for letter, days in by_letter.items():
        _store_rows(_store_workout(program, template, letter), days, weeks, exercises)
    return program


def _store_program(template: Json) -> Program:
    slug = template["slug"]
    program = Program.objects.filter(slug=slug).first() or Program(slug=slug, revision=0)
    program.name = template["name"]
    program.is_template = True
    program.distances = template["distance"]
    program.entry_level = template["entry_level"]
    program.pain_profile = template.get("pain_profile", "")
    program.pain_region = template.get("pain_region", "")
    program.plyometrics = template["plyometrics"]
    program.run_guidance = template["run_guidance"]
    program.hold_rule = template.get("hold_rule", "")
    program.prerequisites = template["prerequisites"]
    program.plyometric_gate = template.get("plyo_gate", [])
    program.gate_closed = template.get("gate_closed", {})
    program.phase_entry = template.get("phase_entry", {})
    program.revision += 1
    program.full_clean()
    program.save()
    return program


def _store_week(program: Program, week: Json) -> Week:
    return Week.objects.create(
        program=program,
        number=week["week"],
        phase=week["phase"],
        phase_code=week.get("phase_code") or "",
        focus=week["focus"],
        is_deload=week["deload"],
        is_race=week["race_week"],
    )


def _store_workout(program: Program, template: Json, letter: str) -> Workout:
    """The workout of that letter, as the first week that has it says."""
    if letter == TOP_UP:
        for week in template["weeks"]:
            if "micro_session" in week:
                return _store_top_up(program, week["micro_session"])
    for week in template["weeks"]:
        for day in week["days"]:
            if day["day"] == letter:
                return Workout.objects.create(program=program, letter=letter, title=day["title"])
    raise KeyError(letter)


def _store_top_up(program: Program, top_up: Json) -> Workout:
    return Workout.objects.create(
        program=program,
        letter=TOP_UP,
        title=top_up["label"],
        is_optional=top_up["optional"],
        min_hours_from_other_calf_loading=top_up["min_hours_from_other_calf_loading"],
    )


def _store_rows(
    workout: Workout, days: list[tuple[int, list[Json]]], weeks: dict[int, Week], exercises: dict[str, Exercise]
) -> None:
    """One row per exercise and set of alternatives; its defaults are the most frequent values."""
    cells: dict[tuple[str, ...], dict[int, Json]] = defaultdict(dict)
    for week, entries in days:
        for entry in entries:
            cells[_row_key(entry)][week] = entry
    for order, key in enumerate(_in_order(days), start=1):
        row = _store_row(workout, exercises[key[0]], order, list(cells[key].values()))
        alternatives, doses = [], []
        for place, slug in enumerate(key[1:], start=1):
            alternatives.append(Alternative(prescription=row, exercise=exercises[slug], order=place))
        for week, entry in cells[key].items():
            doses.append(_dose(row, weeks[week], entry))
        Alternative.objects.bulk_create(alternatives)
        Dose.objects.bulk_create(doses)


def _store_row(workout: Workout, exercise: Exercise, order: int, entries: list[Json]) -> Prescription:
    tempos, rests, notes = [], [], set()
    for entry in entries:
        tempos.append(entry["tempo"])
        rests.append(entry["rest_s"])
        notes.add(entry.get("note", ""))
    return Prescription.objects.create(
        workout=workout,
        exercise=exercise,
        order=order,
        tempo=str(Tempo.parse(_most_frequent(tempos))),
        superset=entries[0].get("superset", ""),
        rest_seconds=_most_frequent(rests),
        note=notes.pop() if len(notes) == 1 else "",
    )


def _row_key(entry: Json) -> tuple[str, ...]:
    return entry["slug"], *(entry.get("alternatives") or [])


def _in_order(days: list[tuple[int, list[Json]]]) -> list[tuple[str, ...]]:
    """One order of rows that agrees with the order in every week.

    Raises CycleError when two weeks contradict each other.
    """
    before: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for _week, entries in days:
        earlier: list[tuple[str, ...]] = []
        for entry in entries:
            key = _row_key(entry)
            before.setdefault(key, set()).update(earlier)
            earlier.append(key)
    return list(TopologicalSorter(before).static_order())


def _most_frequent(values: list[Any]) -> Any:
    """The first of them where several are as frequent."""
    return max(dict.fromkeys(values), key=values.count)


def _dose(row: Prescription, week: Week, entry: Json) -> Dose:
    value = _dose_value(entry)
    if entry["tempo"] != row.tempo:
        value = replace(value, tempo=Tempo.parse(entry["tempo"]))
    if entry["rest_s"] != row.rest_seconds:
        value = replace(value, rest_seconds=entry["rest_s"])
    note = entry.get("note", "")
    return Dose(
        prescription=row,
        week=week,
        guidance=entry["load_guidance"],
        note="" if note == row.note else note,
        **Dose.columns(value),
    )


def _dose_value(entry: Json) -> DoseValue:
    """The dose of one entry, without tempo and rest."""
    return DoseValue(
        sets=entry["sets"],
        reps=_reps(entry),
        seconds=entry["seconds"],
        load=_load(entry),
        rpe=_rpe(entry),
        ramp_up_sets=entry.get("ramp_up_sets") or 0,
    )


def _reps(entry: Json) -> Span | None:
    high = entry["reps"]
    if high is None:
        return None
    return Span(Decimal(str(entry.get("reps_min", high))), Decimal(high))


def _load(entry: Json) -> Load | None:
    """A load is a decimal as text."""
    amount = entry.get("load")
    if amount is None:
        return None
    return Load(Decimal(str(amount)), entry["load_unit"])


def _rpe(entry: Json) -> Span | None:
    low, high = entry["rpe_min"], entry["rpe_max"]
    if low is None:
        return None
    return Span(Decimal(str(low)), Decimal(str(high)))


def _derived_differs(program: Program, template: Json) -> Iterable[tuple[str, str]]:
    """Where the document contradicts what library and rules derive: sides, pattern, minutes, contacts."""
    stored = outline(Program.objects.with_alternatives().get(pk=program.pk))
    again = exported(stored)
    if again != template:
        for field in template:
            if again.get(field) != template[field]:
                yield field, _first_difference(template[field], again.get(field))


def _first_difference(given: Any, derived: Any, path: str = "") -> str:
    if isinstance(given, dict) and isinstance(derived, dict):
        for key in given.keys() | derived.keys():
            if given.get(key) != derived.get(key):
                return _first_difference(given.get(key), derived.get(key), f"{path} {key}")
    if isinstance(given, list) and isinstance(derived, list) and len(given) == len(derived):
        for place, (one, other) in enumerate(zip(given, derived, strict=True), start=1):
            if one != other:
                return _first_difference(one, other, f"{path} {place}")
    return f"{path.strip()}: the document says {given!r}, the library and the rules give {derived!r}"
