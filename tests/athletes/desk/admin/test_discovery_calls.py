"""Discovery calls in the admin, through the buttons that therapists press."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry

from athletes.enrollment.discovery_calls import ask_for_call, called
from athletes.models import Athlete, DiscoveryCall
from clinic.models import AccessLog
from tests.clock import at

pytestmark = pytest.mark.django_db
LIST = "/admin/athletes/discoverycall/"
MONDAY = at("2026-11-16 10:00 America/New_York")
THURSDAY = at("2026-11-19 09:00 America/New_York")


def request_of(name: str, when=MONDAY, **fields) -> DiscoveryCall:
    said = {"name": name, "email": f"{name.lower()}@runner.example", "story": "Sore shin", "times": "evenings"}
    return ask_for_call(at=when, **said | fields)


@pytest.fixture
def call(db, time_machine) -> DiscoveryCall:
    time_machine.move_to(THURSDAY, tick=False)
    return request_of("Nora", phone="617 555 0199", story="My left shin\nhurts")


def answer(client, call, do, **values):
    return client.post(f"{LIST}{call.pk}/answer/", {"do": do} | values, follow=True)


def test_the_list_has_who_waits_longest_first_and_says_who_waits_too_long(call, as_thea, thea):
    request_of("Otto", THURSDAY - timedelta(hours=1))
    called(call=request_of("Pia", MONDAY - timedelta(days=9)), by=thea, at=MONDAY)
    page = as_thea.get(LIST).content.decode()
    assert page.index(">Nora<") < page.index(">Otto<") < page.index(">Pia<")
    assert page.count("overdue") == 1
    assert "3 working days" in page
    assert "0 working days" in page
    only = as_thea.get(f"{LIST}?state__exact=waiting").content.decode()
    assert ">Pia<" not in only
    assert ">Nora<" in only


def test_the_page_of_a_call_has_everything_they_wrote_and_three_buttons(call, as_thea):
    page = as_thea.get(f"{LIST}{call.pk}/change/").content.decode()
    for text in ("My left shin", "tel:617%20555%200199", "mailto:nora@runner.example", "evenings", "overdue"):
        assert text in page
    for button in ("Called", "Add as an athlete on my caseload", "Not a fit"):
        assert button in page


def test_called_is_noted_with_who_and_the_note(call, as_thea, thea):
    answer(as_thea, call, "called", note="Comes on Friday")
    call.refresh_from_db()
    assert (call.state, call.handled_by, call.handled_at, call.note) == ("called", thea, THURSDAY, "Comes on Friday")


def test_turning_into_an_athlete_leads_to_them_on_the_own_caseload(call, as_thea, thea, tom):
    page = answer(as_thea, call, "athlete", therapist=str(tom.pk))  # a caseload of somebody else's is not hers to fill
    athlete = Athlete.objects.get(user__email="nora@runner.example")
    assert athlete.therapist == thea
    assert page.redirect_chain == [(f"/admin/athletes/athlete/{athlete.pk}/change/", 302)]
    assert "Prescribe a program" in page.content.decode()
    assert athlete.pk in AccessLog.objects.filter(action__contains="discoverycall_answer").get().athletes
    assert "Add as an athlete" not in as_thea.get(f"{LIST}{call.pk}/change/").content.decode()


def test_two_clicks_make_one_athlete(call, as_thea):
    answer(as_thea, call, "athlete")
    page = answer(as_thea, call, "athlete").content.decode()
    assert "They are already an athlete" in page
    assert Athlete.objects.count() == 1


def test_a_clinic_admin_chooses_the_caseload(call, as_carla, tom):
    assert "Choose the therapist" in answer(as_carla, call, "athlete").content.decode()
    assert not Athlete.objects.exists()
    answer(as_carla, call, "athlete", therapist=str(tom.pk))
    assert Athlete.objects.get().therapist == tom


def test_an_address_that_is_here_already_is_said_with_the_way_to_them(call, as_thea, ana, ben):
    DiscoveryCall.objects.filter(pk=call.pk).update(email="ana@stridewell.example")
    page = answer(as_thea, call, "athlete").content.decode()
    assert "Someone with this address already has an account" in page
    assert f'href="/admin/athletes/athlete/{ana.pk}/change/"' in page
    DiscoveryCall.objects.filter(pk=call.pk).update(email="ben@stridewell.example")
    page = answer(as_thea, call, "athlete").content.decode()  # Tom's athlete stays Tom's
    assert "Someone with this address already has an account" in page
    assert "Ben Carter" not in page


def test_not_a_fit_leaves_the_list_of_who_waits(call, as_thea):
    page = answer(as_thea, call, "decline", note="Wants swimming lessons")
    assert page.redirect_chain == [(LIST, 302)]
    call.refresh_from_db()
    assert (call.state, call.note) == ("declined", "Wants swimming lessons")


@pytest.mark.parametrize("values", [{"do": ""}, {"do": "erase"}, {"do": "called", "note": "x" * 2001}])
def test_what_is_no_answer_changes_nothing(values, call, as_thea):
    page = as_thea.post(f"{LIST}{call.pk}/answer/", values, follow=True)
    assert "Choose one of the three buttons" in page.content.decode()
    call.refresh_from_db()
    assert call.state == "waiting"


def test_only_clinic_admins_delete_and_the_log_keeps_no_name(call, as_thea, as_carla):
    assert as_thea.post(f"{LIST}{call.pk}/delete/", {"post": "yes"}).status_code == 403
    as_carla.post(f"{LIST}{call.pk}/delete/", {"post": "yes"})
    assert not DiscoveryCall.objects.exists()
    assert "Nora" not in LogEntry.objects.get().object_repr


def test_the_list_costs_the_same_however_many_wait(call, as_thea, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    as_thea.get(LIST)
    with CaptureQueriesContext(connection) as few:
        as_thea.get(LIST)
    for number in range(5):
        request_of(f"Runner{number}")
    with django_assert_num_queries(len(few)):
        as_thea.get(LIST)
