"""Outcome totals as they are entered: in range, once a day, with what they are of, and never before their day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from athletes.errors import RefusedError
from athletes.models import OutcomeTotal
from athletes.records.outcomes import enter_outcome
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()


def entered(ana, thea, **own) -> OutcomeTotal:
    values = {"measure": "visa_a", "total": Decimal(48), "taken_on": TODAY, "side": "left"} | own
    return enter_outcome(athlete=ana, by=thea, at=MONDAY, **values)


def test_a_total_is_kept_with_its_day_and_who_entered_it(ana, thea):
    outcome = entered(ana, thea, version=" 2001 ")
    stored = OutcomeTotal.objects.get()
    assert (stored.total, stored.side, stored.version, stored.entered_by) == (48, "left", "2001", thea)
    assert str(outcome) == "VISA-A 48"


@pytest.mark.parametrize(
    ("own", "field"),
    [
        ({"total": Decimal(101)}, "total"),
        ({"measure": "uwri", "total": Decimal(37)}, "total"),
        ({"taken_on": TODAY + timedelta(days=1)}, "taken_on"),
        ({"measure": "psfs", "total": Decimal(3)}, "activity"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(ana, thea, own, field):
    with pytest.raises(RefusedError) as refused:
        entered(ana, thea, **own)
    assert refused.value.field == field
    assert not OutcomeTotal.objects.exists()


def test_a_second_total_of_one_day_is_refused_and_another_side_or_activity_is_not(ana, thea):
    entered(ana, thea)
    with pytest.raises(RefusedError):
        entered(ana, thea, total=Decimal(50))
    entered(ana, thea, side="right")
    entered(ana, thea, measure="psfs", total=Decimal(3), activity="run 10 miles")
    entered(ana, thea, measure="psfs", total=Decimal(4), activity="stairs")
    assert ana.outcomes.count() == 4


def test_a_measure_of_the_whole_person_has_no_side_and_no_activity(ana, thea):
    outcome = entered(ana, thea, measure="uwri", total=Decimal(17), activity="run")
    assert (outcome.side, outcome.activity) == ("", "")


def test_the_database_knows_each_range_too(ana, thea):
    outcome = entered(ana, thea, measure="lefs", total=Decimal(80))
    outcome.total = Decimal(81)
    with pytest.raises(IntegrityError), transaction.atomic():
        outcome.save()


def test_the_clinics_day_is_no_day_to_come_for_an_athlete_further_west(ana, thea):
    ana.time_zone = "Pacific/Honolulu"
    at = datetime(2026, 11, 2, 6, tzinfo=UTC)  # 1 a.m. in Boston
    assert ana.today(at) < TODAY
    enter_outcome(athlete=ana, measure="uwri", total=Decimal(17), taken_on=TODAY, by=thea, at=at)
