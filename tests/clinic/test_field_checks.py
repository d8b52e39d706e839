"""What a field's own rules say, the database holds as well, whoever writes: a bad value past forms and models."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any
from zoneinfo import available_timezones

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models.lookups import LessThanOrEqual

from athletes.models import AthleteImport, FlagAct, LoopBeat, PainScreen
from clinic.models import AccessLog, Webhook, WebhookDelivery
from programs.models import ExerciseImport, FigureCorrection
from programs.models.fields import FieldCheck, IsWrittenLikeTimeZone
from tests.house.test_constraints import OURS, leaves
from tests.people import MONDAY
from tests.rows import one_of_each

pytestmark = pytest.mark.django_db
#: What a row has besides, so that no other check of its table refuses it first.
BESIDES: dict[str, dict[str, Any]] = {
    "session_status_known": {"opened_at": MONDAY, "targets": {}},
    "call_state_known": {"handled_at": MONDAY},
    "exercise_pattern_known": {"contacts_per_rep": None},
}


def field_checks() -> list[tuple[type[models.Model], FieldCheck]]:
    found = []
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            checks = [each for each in model._meta.constraints if isinstance(each, FieldCheck)]
            found += [(model, check) for check in checks]
    return found


def refused_value(check: FieldCheck) -> tuple[str, Any]:
    """The column that a check is about, and the nearest value that it refuses."""
    condition: Any = check.condition
    if isinstance(condition, LessThanOrEqual):
        return condition.lhs.get_source_expressions()[0].name, "x" * (condition.rhs + 1)
    if isinstance(condition, IsWrittenLikeTimeZone):
        return condition.get_source_expressions()[0].name, "America/New York"
    name, value = list(leaves(condition))[-1]
    column, _dashes, lookup = name.partition("__")
    if lookup == "gte":
        return column, value - timedelta(days=1)
    return column, "?" if isinstance(value[0], str) else value[-1] - value[0] / 4


@pytest.fixture
def rows(enrollment, thea) -> dict[type[models.Model], Any]:
    """A sound row of each model that has such a check; of the library's the first."""
    found = one_of_each(enrollment)
    ana, flag = enrollment.athlete, found[apps.get_model("athletes", "flag")]
    uploaded = {"owner": thea, "file_name": "x.csv", "uploaded_at": MONDAY, "changed_at": MONDAY}
    webhook = Webhook.objects.create(owner=thea, name="x", url="https://x.example/", secret="x", made_at=MONDAY)
    exercise = apps.get_model("programs", "exercise").objects.first()
    others = [
        thea,
        AthleteImport(**uploaded),
        ExerciseImport(**uploaded),
        FlagAct(athlete=ana, flag=flag, kind="noted", at=MONDAY),
        LoopBeat(at=MONDAY),
        PainScreen(id=uuid.uuid4(), athlete=ana, region="knee", answered_at=MONDAY),
        AccessLog(actor=thea, athletes=[ana.pk]),
        WebhookDelivery(
            webhook=webhook,
            athlete=ana,
            event="problem.opened",
            subject=uuid.uuid4(),
            planned_at=MONDAY,
            next_at=MONDAY,
        ),
        FigureCorrection(exercise=exercise, document={}, drawn_at=MONDAY),
    ]
    return found | {type(row): row for row in others}


@pytest.mark.parametrize(("model", "check"), field_checks(), ids=lambda value: getattr(value, "name", ""))
def test_the_database_refuses_what_the_field_does(model, check, rows):
    row = rows.get(model) or model._base_manager.first()
    column, value = refused_value(check)
    for name, sound in ({column: value} | BESIDES.get(check.name, {})).items():
        setattr(row, name, sound)
    with pytest.raises((IntegrityError, DataError)) as refused, transaction.atomic():
        model._base_manager.bulk_create([row])
    told = str(refused.value)  # a column of PostgreSQL knows its own length
    assert check.name in told or "too long" in told


def test_every_zone_is_written_like_one(ana):
    for zone in available_timezones():
        assert type(ana).objects.filter(pk=ana.pk).update(time_zone=zone) == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no functions of Python's")
def test_other_tools_can_write_what_sqlite_checks():
    """A backup copies the file by a connection of its own, which has no functions of Django's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE sql LIKE '%REGEXP%'")
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    "text",
    ["", "Amerika Mitte", "America/", "/New_York", "../etc/passwd", "UTC\n", "-5", "America/New_York;", "\u0665"],
)
def test_a_text_that_no_zone_is_like_is_not_stored(text, ana):
    with pytest.raises(IntegrityError, match="athlete_time_zone_written"), transaction.atomic():
        type(ana).objects.filter(pk=ana.pk).update(time_zone=text)
