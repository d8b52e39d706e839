"""What the imports of cautions and templates share: counts, one row checked, and no second write."""

from __future__ import annotations

import pytest

from programs.library.importing import ImportResult, check, save_if_changed
from programs.models import Equipment

pytestmark = pytest.mark.django_db


def test_results_add_up_and_read_as_counts():
    result = ImportResult(added=2, unchanged=1) + ImportResult(added=1, changed=4)
    assert result == ImportResult(3, 4, 1)
    assert str(result) == "3 added, 4 changed, 1 unchanged"


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
