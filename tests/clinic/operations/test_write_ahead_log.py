"""What is deleted is not left in the database's file: neither in free pages nor in the log of writes."""

from __future__ import annotations

import sqlite3

import pytest
from django.conf import settings
from django.db import connection

from athletes.enrollment.leaving.erasing import erase
from tests.people import MONDAY

CANARY = "quokka" * 40


@pytest.fixture
def written(tmp_path):
    """A file of its own, opened as the settings say, with a word in it many times, that was deleted."""
    if not settings.IS_SQLITE:
        pytest.skip("of SQLite's file")
    path = tmp_path / "clinic.sqlite3"
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript(settings.DATABASES["default"]["OPTIONS"]["init_command"])
    database.execute("CREATE TABLE notes (text TEXT)")
    database.executemany("INSERT INTO notes VALUES (?)", [(CANARY,)] * 200)
    database.execute("DELETE FROM notes")
    yield path, database
    database.close()


def test_nothing_that_was_deleted_is_left_in_the_file(written):
    path, database = written
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in path.parent.iterdir():
        assert b"quokka" not in file.read_bytes(), file.name


def test_the_log_is_what_keeps_it_until_then(written):
    path, _database = written
    assert b"quokka" in path.with_name("clinic.sqlite3-wal").read_bytes()


@pytest.mark.django_db
def test_erasing_begins_the_log_anew(ana, carla, settings, django_capture_on_commit_callbacks):
    settings.RECORD_RETENTION_YEARS = 0
    said = []

    def note(execute, sql, params, many, context):
        said.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note), django_capture_on_commit_callbacks(execute=True):
        erase(athlete=ana, reason="asked", by=carla, at=MONDAY)
    assert ("PRAGMA wal_checkpoint(TRUNCATE)" in said) is settings.IS_SQLITE
