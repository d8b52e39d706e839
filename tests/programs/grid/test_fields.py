"""A grid as the fields of its form."""

from __future__ import annotations

import pytest

from programs.grid.fields import fields_of, kind_of
from programs.grid.shape import GridWeek

from .grids import grid_of

pytestmark = pytest.mark.django_db


def test_every_week_workout_and_row_has_its_fields():
    grid = grid_of({"A": {"split-squat": ["3x8 @7", "-"]}}, weeks=2, lighter=[1])
    grid.weeks[0].phase, grid.weeks[1].source = "Build", "12"
    row = grid.tables[0].rows[0]
    row.superset, row.source = "B", "31"
    assert fields_of(grid) == {
        "base": "1",
        "name": "By hand",
        "weeks": "n1,n2",
        "workouts": "A",
        "phase-n1": "Build",
        "code-n1": "",
        "focus-n1": "",
        "kind-n1": "",
        "from-n1": "",
        "phase-n2": "",
        "code-n2": "",
        "focus-n2": "",
        "kind-n2": "deload",
        "from-n2": "12",
        "title-A": "Workout A",
        "optional-A": "",
        "rows-A": "n3",
        "exercise-n3": "Split squat",
        "superset-n3": "B",
        "tempo-n3": row.tempo,
        "rest-n3": row.rest,
        "like-n3": "31",
        "cell-n3-n1": "3x8 @7",
        "cell-n3-n2": "-",
    }


def test_an_optional_workout_says_so():
    assert fields_of(grid_of({"C": {}}, optional="C"))["optional-C"] == "yes"


@pytest.mark.parametrize(
    ("is_deload", "is_race", "kind"),
    [(False, False, ""), (True, False, "deload"), (False, True, "race"), (True, True, "deload race")],
)
def test_the_kind_of_a_week_names_its_marks(is_deload, is_race, kind):
    assert kind_of(GridWeek("n1", is_deload=is_deload, is_race=is_race)) == kind
