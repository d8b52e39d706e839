"""The calendar feed: planned sessions for a program that cannot sign in, nothing about health."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from athletes.enrollment.plan_changes import shift_remaining
from athletes.mail import links
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def events(ana):
    answer = Client().get(links.calendar_link(ana))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["UID"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_every_planned_session_is_an_event_of_its_day(ana, enrollment):
    found = events(ana)
    assert sorted(event["DTSTART"].dt for event in found.values()) == sorted(
        enrollment.sessions.values_list("planned_on", flat=True)
    )
    assert {str(event["SUMMARY"]) for event in found.values()} == {"Strength A", "Strength B"}


def test_a_moved_session_keeps_its_identity(ana, enrollment):
    before = events(ana)
    shift_remaining(enrollment=enrollment, on=MONDAY.date() + timedelta(days=7), at=MONDAY)
    after = events(ana)
    assert before.keys() == after.keys()
    assert all(after[uid]["DTSTART"].dt == event["DTSTART"].dt + timedelta(days=7) for uid, event in before.items())


def test_nothing_of_health_is_in_it(ana, enrollment):
    ana.notes, ana.conditions = "canary", ["patellofemoral_pain"]
    ana.save()
    text = Client().get(links.calendar_link(ana)).content.decode().lower()
    for word in ("canary", "pain", "squat", "ana", "stridewell.example"):
        assert word not in text.replace("stridewell pt", "")


def test_a_new_address_ends_the_former_and_nobody_elses_opens(as_ana, ana, enrollment):
    former = links.calendar_link(ana)
    as_ana.post("/settings/", {"new_calendar": "1"})
    ana.refresh_from_db()
    assert Client().get(former).status_code == 404
    assert links.calendar_link(ana) in as_ana.get("/settings/").content.decode()
    assert Client().get("/calendar/made-up.ics").status_code == 404


def test_signing_out_everywhere_ends_every_session_and_link(as_ana, ana):
    other = Client()
    other.force_login(ana.user, backend="clinic.sign_in.auth.LinkBackend")
    link = links.sign_in_link(ana.user, links.INVITE)
    assert other.get("/").status_code == 200
    as_ana.post("/settings/", {"everywhere": "1"})
    assert other.get("/program/").status_code == 302
    assert as_ana.get("/program/").status_code == 302
    assert Client().post(link).status_code == 404
