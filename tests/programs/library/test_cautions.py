"""The cautions of the library: what is refused in their file, and what one change writes."""

from __future__ import annotations

import pytest

from programs.library.exercises import import_library
from programs.library.importing import ImportResult
from programs.models import Caution

from .files import BAD_ROW, CAUTION_COLUMNS, COLUMNS, NEW_CAUTION, as_csv, cautions, library, places, refusal, shipped

pytestmark = pytest.mark.django_db


BAD_CAUTIONS = [
    ("an unknown condition", {"condition": "flu"}, "condition", "not a valid choice"),
    ("no condition", {"condition": ""}, "condition", "cannot be blank"),
    ("an unknown swap", {"swap_slug": "nope"}, "swap_slug", "there is no exercise “nope”"),
    ("no reason", {"reason": ""}, "reason", "cannot be blank"),
    ("a reason of 2,001 letters", {"reason": "x" * 2001}, "reason", "at most 2000 characters"),
]


@pytest.mark.parametrize(
    ("changes", "column", "message"), [row[1:] for row in BAD_CAUTIONS], ids=[row[0] for row in BAD_CAUTIONS]
)
def test_a_caution_is_refused_and_no_exercise_stored_for(changes, column, message):
    errors = refusal(
        exercises=library(), cautions=cautions(NEW_CAUTION, NEW_CAUTION | {"slug": "goblet-split-squat"} | changes)
    )
    assert places(errors) == {(BAD_ROW, column)}
    assert message in errors[0].message


@pytest.mark.parametrize("column", CAUTION_COLUMNS)
def test_a_caution_file_is_refused_without_its_column(column):
    left = [name for name in CAUTION_COLUMNS if name != column]
    bad = as_csv(left, {name: NEW_CAUTION[name] for name in left})
    assert places(refusal(exercises=library(), cautions=bad)) == {(1, column)}


@pytest.mark.parametrize(
    "values", [[*NEW_CAUTION.values(), "one more"], ["flu", "split-squat"]], ids=["many columns", "few columns"]
)
def test_a_caution_is_refused_with_too(values):
    errors = refusal(exercises=library(), cautions=cautions(NEW_CAUTION, values))
    assert places(errors) == {(BAD_ROW, "row")}


def test_an_unknown_caution_exercise_and_a_repeated_caution_are_named():
    errors = refusal(exercises=library(), cautions=cautions(NEW_CAUTION | {"slug": "no-such-exercise"}))
    assert places(errors) == {(2, "slug")}
    errors = refusal(exercises=library(), cautions=cautions(NEW_CAUTION, NEW_CAUTION))
    assert places(errors) == {(3, "slug")}


def test_one_changed_value_in_the_cautions_is_one_change():
    rows = shipped("cautions.csv")
    rows[3]["reason"] = "Another reason"
    result = import_library(
        exercises=as_csv(COLUMNS, *shipped("exercises.csv")), cautions=as_csv(CAUTION_COLUMNS, *rows)
    )
    assert result == ImportResult(changed=1, unchanged=362)
    assert Caution.objects.get(reason="Another reason").exercise.slug == rows[3]["slug"]
