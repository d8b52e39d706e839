"""What the application sets right when it starts."""

from __future__ import annotations

import pytest
from django.db import connection

from programs.models import Equipment

pytestmark = pytest.mark.django_db


def test_five_hundred_rows_are_stored_in_one_statement(django_assert_num_queries):
    """On SQLite, too: Django 5.2 by itself would ask with at most 999 parameters."""
    rows = [Equipment(slug=f"item-{number}", name=f"Item {number}") for number in range(500)]
    with django_assert_num_queries(1):
        Equipment.objects.bulk_create(rows)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has a limit of its own, which Django knows")
def test_sqlite_takes_as_many_parameters_as_it_is_said_to():
    with connection.cursor() as cursor:
        count = connection.features.max_query_params
        cursor.execute(f"SELECT {'+'.join(['%s'] * 100)}", [1] * 100)
        assert cursor.fetchone() == (100,)
        cursor.execute(f"SELECT 1 WHERE 1 IN ({','.join(['%s'] * count)})", [1] * count)
        assert cursor.fetchone() == (1,)
    assert count > 999
