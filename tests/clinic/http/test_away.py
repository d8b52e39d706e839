"""Which errors say that something is away, and what people read then."""

from __future__ import annotations

import errno

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.http import UnreadablePostError
from kombu.exceptions import OperationalError as QueueError
from redis.exceptions import ConnectionError as CacheError

from clinic.http.away import is_away


def caused_by(cause: Exception) -> Exception:
    error = RuntimeError("a page went wrong")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OperationalError("database is locked"), True),
        (OperationalError("database or disk is full"), True),
        (InterfaceError("connection already closed"), True),
        (CacheError("Error 111 connecting to localhost:6379"), True),
        (QueueError("away"), True),
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (caused_by(OperationalError("disk I/O error")), True),
        (ProgrammingError("relation does not exist"), False),
        (OSError(errno.EACCES, "Permission denied"), False),
        (ValueError("ours"), False),
        (None, False),
    ],
)
def test_what_passes_is_told_from_what_is_our_own_fault(error, expected):
    assert is_away(error) is expected


def test_a_wrong_statement_on_sqlite_is_our_own_fault(settings, monkeypatch):
    monkeypatch.setattr("clinic.http.away.connection.vendor", "sqlite", raising=False)
    assert not is_away(OperationalError("no such table: athletes_athlete"))


def away(execute, sql, *arguments):
    raise OperationalError("database is locked")


def test_a_person_reads_what_to_do_and_a_program_when_to_come_back(as_ana):
    as_ana.raise_request_exception = False
    with connection.execute_wrapper(away):
        page, answer = as_ana.get("/program/"), as_ana.get("/api/sessions/")
    connection.needs_rollback = False  # nothing was sent
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "5"
    assert "We will be right back" in page.text
    assert answer.status_code == 503
    assert answer.json() == {"detail": "Something that we need is away. Try again."}


def cut_off(execute, sql, *arguments):
    raise UnreadablePostError("the connection ended")


def test_a_request_that_ends_half_way_is_no_fault_of_ours(as_ana):
    as_ana.raise_request_exception = False
    with connection.execute_wrapper(cut_off):
        assert as_ana.get("/program/").status_code == 400
