"""Plans of exercises stored: what links them, in few statements, with a line in the history of each."""

from __future__ import annotations

import pytest
from auditlog.models import LogEntry
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from programs.library.exercises import ExerciseTables, import_exercises
from programs.models import Equipment, Exercise
from tests.people import MONDAY

from .files import NEW, library, plan_of, store

pytestmark = pytest.mark.django_db


def test_equipment_that_nobody_knows_yet_is_added_with_its_group():
    import_exercises(library(NEW | {"slug": "second", "name": "Second", "equipment": "mini_band"}))
    hoop, band = Equipment.objects.get(slug="hoop"), Equipment.objects.get(slug="mini_band")
    assert (hoop.name, hoop.group) == ("Hoop", "")
    assert band.group == "resist"


def test_neighbors_are_found_by_name_and_in_the_same_file_in_either_direction():
    rows = [
        {"name": "Wall squat", "pattern": "squat", "harder": "Wall sit", "easier": "Split Squat"},
        {"name": "Wall sit", "pattern": "squat", "harder": "none", "easier": "wall-squat"},
    ]
    store(*rows, columns=rows[0].keys())
    squat, sit = Exercise.objects.get(slug="wall-squat"), Exercise.objects.get(slug="wall-sit")
    assert (squat.harder, sit.easier, squat.easier.slug, sit.harder) == (sit, squat, "split-squat", None)


def test_a_known_exercise_gets_a_new_neighbor_from_the_same_file():
    squat = Exercise.objects.get(slug="split-squat")
    rows = [
        {"name": squat.name, "pattern": "single leg", "harder": "Wall squat"},
        {"name": "Wall squat", "pattern": "squat", "harder": ""},
    ]
    store(*rows, columns=rows[0].keys())
    squat.refresh_from_db()
    assert squat.harder.slug == "wall-squat"


def test_equipment_that_is_taken_away_and_added_stands_in_the_history(carla):
    squat = Exercise.objects.filter(equipment__isnull=False).first()
    had = set(squat.equipment.values_list("name", flat=True))
    row = {"name": squat.name, "pattern": squat.pattern, "equipment": "hoop"}
    store(row, columns=row.keys(), by=carla)
    assert list(squat.equipment.values_list("slug", flat=True)) == ["hoop"]
    lines = [entry.changes["equipment"] for entry in LogEntry.objects.get_for_object(squat).filter(actor=carla)]
    assert {line["operation"]: set(line["objects"]) for line in lines} == {"add": {"Hoop"}, "delete": had}


def test_what_somebody_made_meanwhile_is_not_made_twice():
    plan = plan_of(NEW)
    import_exercises(library())
    with pytest.raises(IntegrityError), transaction.atomic():
        ExerciseTables().store(plan, by=None, at=MONDAY)


@pytest.mark.parametrize("kind", ["new", "changed", "unchanged"])
def test_five_hundred_rows_are_at_most_thirty_queries(kind):
    """Everything of them at once: neighbors in the same file, equipment, and a line in the history of each."""
    rows = many(500)
    if kind != "new":
        store(*rows)
    if kind == "changed":
        rows = [row | {"short_cue": "Changed", "equipment": "hoop"} for row in rows]
    with CaptureQueriesContext(connection) as asked:
        plan = store(*rows)
    counts = {"new": (500, 0, 0), "changed": (0, 500, 0), "unchanged": (0, 0, 500)}[kind]
    assert (plan.added, plan.changed, plan.unchanged) == counts
    assert len(asked) <= 30


def many(count: int) -> list[dict[str, str]]:
    """Exercises, each with the one before as its easier and the one after as its harder neighbor."""
    rows = []
    for number in range(count):
        easier = f"many-{number - 1}" if number else ""
        harder = f"many-{number + 1}" if number + 1 < count else ""
        own = {"slug": f"many-{number}", "name": f"Many {number}", "equipment": "wall;dumbbell"}
        rows.append(NEW | own | {"regression_slug": easier, "progression_slug": harder})
    return rows
