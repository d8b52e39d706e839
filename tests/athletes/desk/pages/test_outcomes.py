"""Totals at weeks 0, 6 and 12: each in its column, the change that matters, what is due, and the tests beside."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from athletes.desk.pages.outcomes import measure_spans, outcomes_page
from athletes.models import Assessment, PainProfile
from athletes.records.outcomes import enter_outcome
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


@pytest.fixture
def enter(ana, thea):
    def entering(measure: str, total: int, week: int, **more):
        at = MONDAY + week * WEEK
        return enter_outcome(
            athlete=ana, measure=measure, total=Decimal(total), taken_on=at.date(), by=thea, at=at, **more
        )

    return entering


def test_each_total_stands_in_its_week_with_the_change_and_what_it_is_worth(ana, enrollment, enter):
    enter("visa_a", 48, 0, side="left")
    enter("visa_a", 63, 6, side="left")
    enter("uwri", 17, 0)
    visa, uwri = outcomes_page(ana, MONDAY + 6 * WEEK).rows
    assert (visa.name, visa.cells, visa.change) == ("VISA-A, Left", ["48", "63", ""], "+15")
    assert (visa.matters, visa.verdict, visa.tone) == ("matters from 14", "better by as much as matters", "good")
    assert (uwri.cells, uwri.change, uwri.verdict) == (["17", "", ""], "", "")


def test_less_is_better_where_it_is(ana, enrollment, enter):
    enter("tendins_a", 40, 0, side="left")
    enter("tendins_a", 60, 12, side="left")
    (row,) = outcomes_page(ana, MONDAY + 12 * WEEK).rows
    assert (row.about, row.change, row.tone) == ("0 to 100, less is better", "+20", "bad")


def test_what_is_due_depends_on_the_place_and_one_of_two_is_enough(ana, enrollment, thea, enter):
    assert outcomes_page(ana, MONDAY).missing == ["UWRI, week 0", "PSFS, week 0"]
    PainProfile.objects.create(athlete=ana, region="achilles", side="left", tissue="tendon", set_by=thea)
    assert "VISA-A or TENDINS-A, week 0" in outcomes_page(ana, MONDAY).missing
    enter("tendins_a", 40, 0, side="left")
    missing = outcomes_page(ana, MONDAY + 5 * WEEK).missing
    assert "VISA-A or TENDINS-A, week 0" not in missing
    assert "VISA-A or TENDINS-A, week 6" in missing


def test_tests_stand_beside_with_both_sides_and_what_is_asked(ana, enrollment, thea):
    for kind, left, right in (("heel_raise", 28, 22), ("step_down", 5, 4)):
        Assessment.objects.create(athlete=ana, kind=kind, left=left, right=right, tested_on=MONDAY, tested_by=thea)
    raises, step_downs = outcomes_page(ana, MONDAY).tests
    assert (raises.cells[0], raises.matters) == ("28 / 22 · 78%", "90% required")
    assert (step_downs.cells[0], step_downs.matters) == ("5 / 4", "4 of 5 required")


def test_without_a_program_the_first_total_is_week_0(ana, enter):
    enter("uwri", 17, 3)
    assert outcomes_page(ana, MONDAY + 20 * WEEK).rows[0].cells == ["17", "", ""]


def test_what_an_earlier_program_ended_with_stands_before_the_weeks_of_this_one(ana, enrollment, enter):
    """It had no column, and was seen in the list alone."""
    enter("uwri", 12, -14)
    enter("uwri", 20, -4)
    enter("uwri", 22, 0)
    page = outcomes_page(ana, MONDAY)
    assert [mark.is_before for mark in page.marks] == [True, False, False, False]
    assert page.rows[0].cells == ["20", "22", "", ""]
    assert page.rows[0].change == ""


def test_of_two_totals_near_one_week_the_nearer_stands(ana, enrollment, thea):
    """Eighteen days later was week 0 as well, and took the place of the first."""
    for days, total in ((0, 50), (18, 64), (42, 66)):
        at = MONDAY + timedelta(days=days)
        enter_outcome(
            athlete=ana, measure="visa_a", side="left", total=Decimal(total), taken_on=at.date(), by=thea, at=at
        )
    (row,) = outcomes_page(ana, MONDAY + 6 * WEEK).rows
    assert (row.cells[:2], row.change, row.verdict) == (["50", "66"], "+16", "better by as much as matters")


def test_first_and_latest_are_known_of_every_measure_whatever_its_week(ana, enrollment, thea, enter):
    enter("visa_a", 48, 0, side="left")
    enter("visa_a", 63, 9, side="left")
    enter("uwri", 17, 3)
    Assessment.objects.create(athlete=ana, kind="heel_raise", left=28, right=22, tested_on=MONDAY.date())
    raises, visa, uwri = measure_spans(ana)
    assert (visa.name, visa.first, visa.latest, visa.change) == ("VISA-A, Left (0 to 100)", "48", "63", "+15")
    assert (visa.first_on, visa.latest_on) == (MONDAY.date(), (MONDAY + 9 * WEEK).date())
    assert (uwri.first, uwri.first_on, uwri.latest, uwri.change) == ("", None, "17", "")
    assert (raises.latest, raises.matters) == ("28 / 22 · 78%", "90% required")
