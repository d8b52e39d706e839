"""The athlete's page, as a therapist opens it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from athletes.models import FlagAct
from athletes.training.targets import offer
from tests.doing import do, hurt, steady
from tests.people import MONDAY
from tests.seen import see

pytestmark = pytest.mark.django_db


def address(athlete) -> str:
    return reverse("admin:athletes_athlete_page", args=[athlete.pk])


@pytest.fixture
def monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def test_who_it_is_what_comes_and_the_plan(as_thea, ana, first_session, monday):
    ana.goal_race, ana.goal_race_on = "Boston half", MONDAY.date() + timedelta(weeks=6)
    ana.phone = "(617) 555-0160"
    ana.save()
    page = see(as_thea, address(ana))
    assert "Boston half" in page
    assert "in 6 weeks" in page
    assert 'href="tel:6175550160"' in page
    assert "Next session, as Ana sees it" in page
    for target in offer(first_session).targets:
        assert target.exercise_name in page
    assert "Plan at a glance" in page
    assert "week 1 of 8" in page


def test_an_open_problem_is_decided_in_place_and_one_stays_there(as_thea, ana, enrollment, monday):
    hurt(ana, 7)
    page = see(as_thea, address(ana))
    assert "Left knee pain" in page
    assert "Your decision" in page
    answer = as_thea.post(
        reverse("admin:caseload_act", args=[ana.pk]),
        {"do": "right", "problem": "pain:knee:left", "back": "athlete", "note": "Seen today."},
    )
    assert answer.url == address(ana)
    after = see(as_thea, address(ana))
    assert "Nothing is open" in after
    assert "Undo" in after
    assert FlagAct.objects.filter(athlete=ana, note="Seen today.").exists()
    undone = as_thea.post(reverse("admin:caseload_undo"), {"back": "athlete"})
    assert undone.url == address(ana)
    assert "Left knee pain" in see(as_thea, address(ana))


def test_what_the_rules_made_less_stands_beside_what_was_written(as_thea, ana, enrollment, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    steady(enrollment)
    session = enrollment.sessions.select_related("week", "workout").earliest("planned_on")
    do(session, ana, MONDAY)
    hurt(ana, 8)
    page = see(as_thea, address(ana))
    assert "left out" in page or "<ins>" in page
    assert "changed by rule" in page


def test_a_stop_leaves_the_return_as_the_way(as_thea, ana, enrollment, monday):
    ana.stopped_at = MONDAY
    ana.save()
    page = see(as_thea, address(ana))
    assert "training is stopped until you sign the return" in page
    assert reverse("admin:athletes_athlete_return_to_training", args=[ana.pk]) in page


def test_without_a_program_it_offers_one(as_thea, ana, monday):
    assert "Prescribe a program" in see(as_thea, address(ana))


def queries_of(thea, athlete) -> int:
    """How many the page itself takes, without the session that is kept and the look that is logged."""
    client = Client()
    client.force_login(thea, backend="clinic.sign_in.auth.StaffPasswordBackend")
    with CaptureQueriesContext(connection) as found:
        assert client.get(address(athlete)).status_code == 200
        asked = [each["sql"] for each in found if " FROM " in each["sql"]]  # SQLite's first test asks what it can do
        return sum(sql.startswith(("SELECT", "(SELECT")) for sql in asked)


def test_the_first_view_reads_fourteen_times_beside_the_session_and_the_person(ana, thea, enrollment, monday):
    hurt(ana, 2)
    assert queries_of(thea, ana) <= 2 + 14  # one of them for the clinic's own figures


def test_it_costs_the_same_however_long_the_history(ana, thea, enrollment, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    hurt(ana, 2)
    early = queries_of(thea, ana)
    sessions = list(enrollment.sessions.select_related("week", "workout").order_by("planned_on"))
    for number, session in enumerate(sessions[:8]):
        do(session, ana, MONDAY + timedelta(days=3 * number))
        hurt(ana, 2, days=3 * number)
    time_machine.move_to(MONDAY + timedelta(days=30), tick=False)
    assert queries_of(thea, ana) <= early + 1  # exercises that come instead, once a rule puts one there
    assert early <= 24


@pytest.mark.parametrize(
    "before", ["yesterday", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-02", "\x00"]
)
def test_an_address_that_nobody_wrote_shows_the_first_page(as_thea, ana, first_session, monday, before):
    do(first_session, ana, MONDAY)
    assert as_thea.get(address(ana), {"before": before, "show": "\x00"}).status_code == 200


def test_names_on_the_lists_lead_here(as_thea, ana, enrollment, monday):
    assert f'href="{address(ana)}"' in see(as_thea, "/admin/athletes/athlete/")
