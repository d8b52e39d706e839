"""Runs: what was run, short, and what it adds up to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from athletes.models import RUN_KINDS, Run, RunKind
from tests.people import MONDAY


@pytest.mark.parametrize(
    ("values", "amount"),
    [
        ({"minutes": 45, "distance_km": Decimal(8)}, "45 min · 8 km"),
        ({"minutes": 45}, "45 min"),
        ({"distance_km": Decimal("8.0467"), "distance_unit": "mi"}, "5 mi"),
    ],
)
def test_a_run_says_what_is_known_of_it(values, amount):
    assert Run(**values).amount == amount


@pytest.mark.parametrize(
    ("values", "load"), [({"minutes": 50, "effort": 4}, 200), ({"minutes": 50}, None), ({"effort": 4}, None)]
)
def test_load_is_effort_times_minutes_where_both_are_known(values, load):
    assert Run(**values).load == load


def test_resting_is_no_run():
    assert RunKind.REST not in dict(RUN_KINDS)
    assert len(RUN_KINDS) == len(RunKind) - 1


@pytest.mark.django_db
def test_deleted_runs_and_other_days_are_left_out(ana):
    def run(on: date, *, is_deleted: bool = False) -> Run:
        return Run.objects.create(
            athlete=ana, kind="easy", ran_on=on, minutes=30, received_at=MONDAY, edit_id=uuid4(), is_deleted=is_deleted
        )

    kept = run(date(2026, 11, 2))
    run(date(2026, 11, 2), is_deleted=True)
    run(date(2026, 11, 3))
    assert list(ana.runs.kept().between(date(2026, 11, 1), date(2026, 11, 2))) == [kept]
