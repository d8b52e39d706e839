"""What every import shares: errors that name row and column, all or nothing, and no second write."""

from __future__ import annotations

import pytest

from programs.library.importing import ImportRefusedError, ImportResult, RowError, check, save_if_changed
from programs.models import Equipment

from .files import NEW, cautions, library, places, refusal

pytestmark = pytest.mark.django_db


def test_every_bad_value_of_a_file_is_told_at_once():
    rows = [
        {"slug": "second", "level": "two", "pattern": "arms"},
        {"slug": "third"},
        {"slug": "fourth", "progression_slug": "nope", "measure": "hours"},
    ]
    errors = refusal(exercises=library(*(NEW | row for row in rows)), cautions=cautions())
    assert places(errors) == {(3, "level"), (3, "pattern"), (5, "progression_slug"), (5, "measure")}


def test_an_error_reads_as_row_column_and_reason():
    (error,) = refusal(exercises=library(NEW | {"slug": "second", "pattern": "arms"}), cautions=cautions())
    assert str(error) == "row 3, pattern: Value 'arms' is not a valid choice."


def test_results_add_up_and_read_as_counts():
    result = ImportResult(added=2, unchanged=1) + ImportResult(added=1, changed=4)
    assert result == ImportResult(3, 4, 1)
    assert str(result) == "3 added, 4 changed, 1 unchanged"


def test_a_refusal_holds_every_error_and_says_them():
    errors = [RowError(2, "level", "is not a number"), RowError(3, "row", "is too long")]
    refused = ImportRefusedError(errors)
    assert refused.errors == errors
    assert str(refused) == "row 2, level: is not a number; row 3, row: is too long"


def test_only_a_value_that_differs_is_saved(django_assert_num_queries):
    item = Equipment.objects.create(slug="hoop", name="Hoop")
    with django_assert_num_queries(0):
        assert save_if_changed(item, {"name": "Hoop"}) == ImportResult(unchanged=1)
    with django_assert_num_queries(1):
        assert save_if_changed(item, {"name": "Hula hoop"}) == ImportResult(changed=1)
    assert save_if_changed(Equipment(), {"slug": "wheel", "name": "Wheel"}) == ImportResult(added=1)
    assert set(Equipment.objects.filter(slug__in=["hoop", "wheel"]).values_list("name", flat=True)) == {
        "Hula hoop",
        "Wheel",
    }


def test_an_error_is_told_under_the_name_of_its_column():
    errors = check(Equipment(slug="not a slug", name="Hoop"), 7, {"slug": "address"})
    assert [(error.row, error.column) for error in errors] == [(7, "address")]
