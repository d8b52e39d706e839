"""No page reads a big table from end to end, as PostgreSQL plans it for a million rows.

The rows are not there: the table's size is written where the planner reads it, within the test's own transaction, so
that it plans as if they were. ``make bench-scale`` has the rows.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, models

from athletes.models import Athlete, MailEvent, Session, SetEdit, SetLog, Suggestion, Swap, User
from clinic.models import AccessLog
from tests.people import MONDAY

from .plans import BIG, Size, Watch, plan_of, whole_reads
from .walk import read_page, walk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="plans are PostgreSQL's"),
]
#: As the planner reads it, in one page: what is asked for by an index is as near there as it is on a disk.
FORGE = "UPDATE pg_class SET reltuples = %s, relpages = 1 WHERE oid = %s::regclass"
#: How many values a column has: below zero by the rows of the table.
FORGE_COLUMN = """
    INSERT INTO pg_statistic
    SELECT attrelid, attnum, false, 0, 8, %s, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s
"""


@pytest.fixture
def big_tables(things) -> None:
    """A million rows in each big table, ten million in the access log; none is empty, which is planned otherwise."""
    _one_of_the_rest(things)
    with connection.cursor() as cursor:
        for model in BIG:
            assert model._base_manager.exists(), model
            rows = 10_000_000 if model is AccessLog else 1_000_000
            cursor.execute(FORGE, [rows, model._meta.db_table])
            for column, distinct in _owners(model):
                cursor.execute(FORGE_COLUMN, [distinct, model._meta.db_table, column])


def _owners(model: type[models.Model]) -> Iterator[tuple[str, float]]:
    """Foreign keys: two hundred rows for each person, some for each session, set and mail."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and not field.unique:
            yield field.column, -0.005 if field.related_model in (Athlete, User) else -0.05


def _one_of_the_rest(things) -> None:
    """A row in the tables that the access policy has no page of."""
    log = SetLog.objects.latest("received_at")
    SetEdit.objects.create(
        athlete_id=log.athlete_id, set_log=log, outcome="former", rev=1, edit_id=log.edit_id, values={}, at=MONDAY
    )
    of_session = {"athlete_id": log.athlete_id, "session_id": log.session_id}
    Swap.objects.create(prescription_id=1, reason="any", swapped_at=MONDAY, **of_session)
    Suggestion.objects.create(
        id=log.edit_id, exercise=log.exercise, target=1, change="more_load", reason="x", made_at=MONDAY, **of_session
    )
    MailEvent.objects.create(mail_id=things["mail"], at=MONDAY, what="sent")


def test_no_page_reads_a_big_table_from_end_to_end(clients, things, big_tables):
    faults = []
    for page in walk(clients, things):
        faults += page.faults
    assert not faults, "\n".join(dict.fromkeys(faults))


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/staff/sessions/?since=2026-11-02T07:30:00Z",
        "/api/v1/staff/sessions/?planned_from=2026-11-02",
        "/api/v1/staff/problems/?since=2026-11-02T07:30:00Z",
        "/metrics",
    ],
)
def test_what_programs_ask_every_few_minutes_reads_no_big_table(clients, big_tables, settings, path):
    settings.METRICS_TOKEN = "a-token-of-more-than-24-letters"
    clients["carla"].defaults["HTTP_AUTHORIZATION"] = f"Bearer {settings.METRICS_TOKEN}" if path == "/metrics" else ""
    page = read_page(Watch(), clients["carla"], "carla", path)
    assert len(page.statements) > 1
    assert page.faults == []


@pytest.mark.parametrize(
    "rows",
    [Session.objects.order_by("note")[:10], Session.objects.filter(note="x"), SetLog.objects.filter(reps=8)],
)
def test_a_statement_that_reads_a_whole_table_is_seen(big_tables, first_session, rows):
    assert faults_of(rows) != []


def faults_of(rows):
    return list(whole_reads(plan_of(*rows.query.sql_with_params()), Size.now()))
