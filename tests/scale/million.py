"""A clinic of a million sessions, sets, pain reports and mails and ten million looks, by one statement for each table.

ROWS -- a million, unless ``ROWS=`` says otherwise; the access log has ten times as many
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

from athletes.models import (
    Athlete,
    CheckIn,
    Flag,
    Mail,
    Message,
    PainReport,
    Role,
    Run,
    Session,
    SetLog,
    User,
)
from clinic.models import AccessLog
from programs.models import Exercise

ROWS = int(os.environ.get("ROWS", "1000000"))
THERAPISTS = 50
#: 200 sessions each: two years of two a week.
ATHLETES = ROWS // 200
#: An athlete by the number of a row; a mark of bulk rows, so that nobody else's are touched.
WHOSE = "(SELECT array_agg(user_id ORDER BY user_id) AS keys FROM athletes_athlete) a"
KEY = f"a.keys[1 + n % {ATHLETES}]"
#: When it was: minutes back from now, so that rows spread over two years.
WHEN = "now() - interval '1 minute' * (n * 7919::bigint % 1051200)"
FIGURES = '{"place": "knee:left", "score": 6, "limit": 4, "on": "2026-11-01"}'


def fill() -> None:
    """Commits; whoever asks drops the database afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off; SET session_replication_role = replica; SET work_mem = '128MB'")
        _people(cursor)
        _training(cursor)
        _mails(cursor)
        _looks(cursor)
        cursor.execute("SET session_replication_role = DEFAULT; RESET work_mem")
        cursor.execute("VACUUM ANALYZE")


def _people(cursor: Any) -> None:
    for role, prefix, count in ((Role.THERAPIST, "t", THERAPISTS), (Role.ATHLETE, "a", ATHLETES)):
        name = f"'{role.label} ' || n"
        _insert(cursor, User, _series(count), email=f"'{prefix}' || n || '@scale.example'", name=name, role=f"'{role}'")
    therapists = f"(SELECT array_agg(id) AS keys FROM athletes_user WHERE role = '{Role.THERAPIST}') t"
    people = f"athletes_user u, {therapists} WHERE u.role = '{Role.ATHLETE}'"
    therapist = f"t.keys[1 + u.id % {THERAPISTS}]"
    _insert(cursor, Athlete, people, user_id="u.id", therapist_id=therapist, calendar_key="gen_random_uuid()")


def _training(cursor: Any) -> None:
    rows = f"{_series(ROWS)}, {WHOSE}"
    done = {"opened_at": WHEN, "finished_at": WHEN, "received_at": WHEN, "targets": """'{"id": "", "entries": []}'"""}
    done |= {"status": "CASE WHEN n % 10 = 0 THEN 'skipped' ELSE 'completed' END", "is_partial": "n % 20 = 0"}
    day = f"({WHEN})::date"
    _insert(cursor, Session, rows, id="gen_random_uuid()", athlete_id=KEY, planned_on=day, **done)
    exercise = Exercise.objects.values_list("pk", flat=True)[0]
    twenty = f"(SELECT id, athlete_id, planned_on FROM athletes_session LIMIT {ROWS // 20}) s, {_series(20)}"
    _insert(cursor, SetLog, twenty, id="gen_random_uuid()", session_id="s.id", athlete_id="s.athlete_id",
            exercise_id=exercise, number="n", reps="8", load_kg="24", performed_on="s.planned_on", received_at="now()",
            edit_id="gen_random_uuid()")  # fmt: skip
    _insert(cursor, PainReport, rows, id="gen_random_uuid()", athlete_id=KEY, region="'knee'", side="'left'",
            score="n % 7", reported_on=f"({WHEN})::date", reported_at=WHEN)  # fmt: skip
    _insert(cursor, Run, rows, id="gen_random_uuid()", athlete_id=KEY, kind="'easy'", ran_on=f"({WHEN})::date",
            minutes="40", received_at=WHEN, edit_id="gen_random_uuid()")  # fmt: skip
    weeks = f"{_series(ROWS // 10)}, {WHOSE}"
    _insert(cursor, CheckIn, weeks, id="gen_random_uuid()", athlete_id=KEY, answered_at=WHEN, changed="n % 2",
            less="0", held_back="0", week=f"(2000 + n / {ATHLETES})::text || '-W01'",
            edit_id="gen_random_uuid()")  # fmt: skip
    _insert(cursor, Flag, weeks, id="gen_random_uuid()", athlete_id=KEY, kind="'pain'", cause="'scale ' || n",
            raised_at=WHEN, resolved_at=WHEN, figures=f"'{FIGURES}'")  # fmt: skip
    _insert(cursor, Message, weeks, athlete_id=KEY, author_id=KEY, text="'Hello'", sent_at=WHEN, read_at=WHEN)


def _mails(cursor: Any) -> None:
    rows = f"{_series(ROWS)}, {WHOSE}"
    _insert(cursor, Mail, rows, recipient_id=KEY, kind="CASE WHEN n % 3 = 0 THEN 'nudge' ELSE 'weekly_reminder' END",
            occasion="'scale ' || n", state="CASE WHEN n % 5 = 0 THEN 'skipped' ELSE 'sent' END", send_after=WHEN,
            expires_at=WHEN, sent_at=WHEN, planned_at=WHEN,
            delivery="CASE WHEN n % 2 = 0 THEN 'delivered' ELSE '' END")  # fmt: skip


def _looks(cursor: Any) -> None:
    """Seven rows of ten are the athlete's own, one is of the clinic's own doing, the rest of therapists."""
    rows = (
        f"{_series(10 * ROWS)}, {WHOSE}, (SELECT array_agg(id) AS keys FROM athletes_user WHERE role = 'therapist') t"
    )
    actor = f"CASE WHEN n % 10 < 7 THEN {KEY} WHEN n % 10 < 9 THEN t.keys[1 + n % {THERAPISTS}] END"
    _insert(cursor, AccessLog, f"{rows} ORDER BY n", at=f"now() - interval '1 second' * (6.3 * ({10 * ROWS} - n))",
            kind="CASE WHEN n % 10 = 9 THEN 'mail_sent' ELSE 'opened' END", actor_id=actor, action="'GET today'",
            athletes=f"jsonb_build_array({KEY})", request_id="gen_random_uuid()",
            once="CASE WHEN n % 10 < 7 THEN 'own ' || n END")  # fmt: skip


def _series(count: int) -> str:
    return f"generate_series(1, {count}) n"


def _insert(cursor: Any, model: type[models.Model], rows: str, **expressions: Any) -> None:
    """What no expression is given for has what a new row of the model has."""
    columns, values, constants = [], [], []
    new = model()
    for field in model._meta.concrete_fields:
        if field.primary_key and field.column not in expressions:
            continue  # the database counts
        columns.append(f'"{field.column}"')
        if field.column in expressions:
            values.append(str(expressions[field.column]))
        else:
            values.append("%s")
            constants.append(field.get_db_prep_save(getattr(new, field.attname), connection))
    table = model._meta.db_table
    with _without_indexes(cursor, table):
        sql = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {rows}"
        cursor.execute(sql.replace(" % ", " %% ") if constants else sql, constants or None)


@contextmanager
def _without_indexes(cursor: Any, table: str) -> Iterator[None]:
    """What is not a constraint is made again afterwards, in one go."""
    cursor.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
        "LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid WHERE i.indrelid = %s::regclass AND c.oid IS NULL",
        [table],
    )
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _name, definition in indexes:
        cursor.execute(definition)
