"""The database itself refuses to change the access log, on both engines."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from clinic.audit import guard
from clinic.models import AccessLog, AccessSeal

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(thea, ana) -> AccessLog:
    return AccessLog.objects.create(actor=thea, athletes=[ana.pk], address="10.0.0.1")


def refused(sql: str, *values: object) -> None:
    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    "change",
    ["at = '2020-01-01'", "actor_id = NULL", "athletes = '[]'", "kind = 'x'", "address = '10.0.0.2'", "id = 7"],
)
def test_no_column_of_a_row_is_changed(row, change):
    refused(f"UPDATE clinic_accesslog SET {change} WHERE id = %s", row.pk)


def test_taking_out_an_address_takes_nothing_else_along(row):
    refused("UPDATE clinic_accesslog SET address = NULL, request_id = NULL, note = 'x' WHERE id = %s", row.pk)
    AccessLog.objects.filter(pk=row.pk).update(address=None, request_id=None)
    assert AccessLog.objects.get(pk=row.pk).address is None


def test_no_row_is_deleted_by_whatever_way(row):
    refused("DELETE FROM clinic_accesslog WHERE id = %s", row.pk)
    if connection.vendor == "postgresql":
        refused("TRUNCATE clinic_accesslog")
    else:
        columns = "id, at, kind, athletes, action, note, address_digest"
        refused(f"REPLACE INTO clinic_accesslog ({columns}) SELECT {columns} FROM clinic_accesslog")


def test_seals_are_not_changed_either():
    made = AccessSeal.objects.create(
        at=timezone.now(), first_row=1, last_row=1, count=1, root="", previous="", digest=""
    )
    refused("UPDATE clinic_accessseal SET count = 2 WHERE id = %s", made.pk)
    refused("DELETE FROM clinic_accessseal WHERE id = %s", made.pk)


def test_an_account_may_go_and_the_row_keeps_who_it_was(row, thea, ana):
    ana.delete()
    key = thea.pk
    thea.delete()
    assert AccessLog.objects.get(pk=row.pk).actor_id == key


def test_the_migration_installs_it(row):
    """The tables of this run may come from the models, and then the tests have installed it."""
    migration = import_module("clinic.migrations.0002_guard")
    assert [operation.code for operation in migration.Migration.operations] == [migration.install]
    guard.remove(connection)
    assert guard.missing(connection) == guard.TRIGGERS[connection.vendor]
    migration.install(None, SimpleNamespace(connection=connection))
    assert guard.missing(connection) == set()


def test_the_triggers_of_an_earlier_release_are_renewed(row):
    """They refused to delete anything, however old; and a table of SQLite that was made anew has none."""
    old = AccessLog.objects.create(at=timezone.now() - timedelta(days=6 * 366))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER accesslog_update")
    guard.renew(connection)
    assert guard.missing(connection) == set()
    refused("DELETE FROM clinic_accesslog WHERE id = %s", row.pk)
    assert AccessLog.objects.filter(pk=old.pk).delete()[0] == 1


def test_postgresql_finds_an_athlete_by_the_lists_own_index(row, ana):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no index for lists")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = AccessLog.objects.about(ana.pk).order_by().explain()
    assert "accesslog_athletes" in plan
