"""Exercises that would fill a gap: at the program's level, with what there is, nothing to be careful with."""

from __future__ import annotations

import pytest

from programs.grid.fitting import OFFERED, fitting_exercises, force_exercises
from programs.models import Caution, Exercise, Status
from programs.models.library import LoadType

from .grids import grid_of

pytestmark = pytest.mark.django_db


def fits(grid, pattern="hip_hinge", equipment=None, conditions=()) -> list[Exercise]:
    return fitting_exercises([pattern], grid, equipment, conditions)[pattern]


@pytest.mark.parametrize(("level", "figure"), [("rehab", 1), ("beginner", 2), ("intermediate", 3)])
def test_the_nearest_level_goes_first_and_none_is_far_above(level, figure):
    grid = grid_of({"A": {}})
    grid.program.entry_level = level
    levels = [exercise.level for exercise in fits(grid)]
    assert len(levels) == OFFERED
    assert levels[0] == figure
    assert max(levels) <= figure + 1
    assert [abs(each - figure) for each in levels] == sorted(abs(each - figure) for each in levels)


def test_what_the_program_has_already_is_not_offered_again():
    first = fits(grid_of({"A": {}}))[0]
    assert first not in fits(grid_of({"B": {first.slug: "-"}}))


def test_drafts_and_archived_exercises_are_not_offered():
    first, second = fits(grid_of({"A": {}}))[:2]
    for exercise, status in ((first, Status.DRAFT), (second, Status.ARCHIVED)):
        exercise.status = status
        exercise.save()
    assert not {first, second} & set(fits(grid_of({"A": {}})))


def test_every_pattern_that_is_asked_for_is_answered():
    found = fitting_exercises(["hip_hinge", "lateral_hip"], grid_of({"A": {}}), None, [])
    assert {pattern: {exercise.pattern for exercise in exercises} for pattern, exercises in found.items()} == {
        "hip_hinge": {"hip_hinge"},
        "lateral_hip": {"lateral_hip"},
    }


def test_one_item_of_a_group_is_enough_and_all_others_are_needed():
    owned = {"wall", "dumbbell"}
    for exercise in fits(grid_of({"A": {}}), equipment=owned):
        for item in exercise.equipment.all():
            group = exercise.equipment.filter(group=item.group).values_list("slug", flat=True)
            assert item.slug in owned or (item.group and set(group) & owned)
    bare = fits(grid_of({"A": {}}), equipment=frozenset())
    assert bare
    assert not any(exercise.equipment.exists() for exercise in bare)


def test_nothing_to_be_careful_with_is_offered():
    careful = fits(grid_of({"A": {}}))[0]
    Caution.objects.create(condition="low_back_irritable", exercise=careful, reason="Bends the back")
    assert careful in fits(grid_of({"A": {}}))
    assert careful not in fits(grid_of({"A": {}}), conditions=["low_back_irritable"])


def test_heavy_work_is_counted_loaded_and_trains_force():
    found = force_exercises(grid_of({"A": {}}), None, [])
    assert found
    for exercise in found:
        assert exercise.pattern in {"single_leg", "hip_hinge"}
        assert exercise.measure == "reps"
        assert LoadType(exercise.load_type).is_external
        assert exercise.qualities.startswith("force")
