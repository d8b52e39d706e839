"""What stands in the way of a backup is said in a line, and leaves no file."""

from __future__ import annotations

import os
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from clinic.operations.backup.sqlite import BESIDE, LEFT_AFTER

pytestmark = pytest.mark.django_db


def refused(words: str, folder) -> None:
    file = folder / "clinic.age"
    with pytest.raises(CommandError, match=words):
        call_command("backup", str(file))
    assert not file.exists()


def test_without_a_key_none_is_made(some_clinic, tmp_path, settings):
    settings.BACKUP_RECIPIENTS = []
    refused("There is no key to lock the backup with", tmp_path)


def test_where_no_clinic_is_none_is_made(clinics, monkeypatch, tmp_path, key_file):
    with clinics.empty().in_use(monkeypatch):
        refused("There is no (database|clinic)", tmp_path)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.1'", "pg_dump is older than the server"),
        ("#!/bin/sh\nexit 1", "pg_dump was not found"),
    ],
)
def test_a_pg_dump_that_is_older_or_missing_is_said(some_clinic, tmp_path, key_file, monkeypatch, script, words):
    if connection.vendor != "postgresql":
        pytest.skip("of PostgreSQL's tools")
    tool = tmp_path / "pg_dump"
    tool.write_text(script)
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    refused(f"{words}.*Install postgresql-client-", tmp_path)


def test_what_a_killed_process_left_beside_the_database_goes(clinics, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's dump lies nowhere")
    clinic = clinics.with_the_library()
    left, at_work = tmp_path / f"{BESIDE}left", tmp_path / f"{BESIDE}at-work"
    for folder in (left, at_work):
        folder.mkdir()
    os.utime(left, (time.time() - LEFT_AFTER - 1,) * 2)
    with clinic.database.snapshot():
        pass
    assert (left.exists(), at_work.exists()) == (False, True)
    assert [path.name for path in tmp_path.glob(f"{BESIDE}*")] == [at_work.name]
