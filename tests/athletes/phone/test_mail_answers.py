"""The pages that the links of a mail lead to: the question, what kept you, done already, the stop."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.test import Client

from athletes.mail import links
from athletes.mail.loop import tick
from athletes.models import (
    Barrier,
    SessionStatus,
)
from tests.athletes.mail.ledger import (
    MORNING,
    SUNDAY,
)

pytestmark = pytest.mark.django_db


def test_one_click_stops_without_signing_in_and_opening_the_page_changes_nothing(enrolled):
    path = links.unsubscribe_link(enrolled.user).removeprefix("http://127.0.0.1:8000")
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(path).status_code == 200
    enrolled.refresh_from_db()
    assert enrolled.wants_reminders
    for _click in range(2):
        assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    enrolled.refresh_from_db()
    assert (enrolled.wants_reminders, enrolled.reminder_due_at) == (False, None)
    stranger.post(path, {"undo": "1"})
    enrolled.refresh_from_db()
    assert enrolled.wants_reminders


def test_the_question_s_link_leads_to_it_through_the_sign_in_too_and_stores_nothing(asked, as_ana, time_machine):
    time_machine.move_to(MORNING, tick=False)
    before = asked.pain_reports.count()
    answer = as_ana.get("/morning/")
    assert (answer.status_code, answer["Location"]) == (302, "/#morning")
    assert 'id="morning"' in as_ana.get("/").content.decode()
    assert asked.pain_reports.count() == before
    phone = Client()
    assert phone.get("/morning/")["Location"] == "/sign-in/?next=/morning/"
    phone.get("/sign-in/?next=/morning/")
    asked_for_it = phone.post("/sign-in/", {"email": "ana@stridewell.example", "next": "/morning/"})
    code = outbox.outbox[-1].subject.split(" ")[0]
    assert phone.post(asked_for_it["Location"], {"code": code})["Location"] == "/morning/"


def test_what_kept_you_is_one_tap_another_replaces_it_and_looking_stores_nothing(enrolled, as_ana, time_machine):
    time_machine.move_to(SUNDAY, tick=False)
    assert as_ana.get("/could-not/").status_code == 200
    assert not Barrier.objects.exists()
    as_ana.post("/could-not/", {"kind": "tired"})
    page = as_ana.post("/could-not/", {"kind": "time"}, follow=True).content.decode()
    assert "Noted." in page
    assert [(each.week, each.kind) for each in Barrier.objects.all()] == [("2026-W45", "time")]
    assert as_ana.post("/could-not/", {"kind": "laziness"}).status_code == 422


def test_something_that_hurt_leads_to_the_clinics_number(enrolled, as_ana, time_machine):
    time_machine.move_to(SUNDAY, tick=False)
    page = as_ana.post("/could-not/", {"kind": "pain"}, follow=True).content.decode()
    assert "Messages are not watched around the clock" in page


def test_done_already_finishes_a_session_without_its_sets_as_a_part(enrolled, enrollment, as_ana, time_machine):
    time_machine.move_to(SUNDAY, tick=False)
    tick(SUNDAY)
    session = enrollment.sessions.filter(planned_on__gte=SUNDAY.date()).order_by("planned_on").first()
    assert "already=1" not in outbox.outbox[0].body  # what is still to come cannot be done already
    time_machine.move_to(SUNDAY + timedelta(days=1), tick=False)
    assert "Done already, without logging?" in as_ana.get(f"/session/{session.pk}/finish/?already=1").content.decode()
    session.refresh_from_db()
    assert session.status == SessionStatus.PLANNED
    as_ana.post(f"/session/{session.pk}/finish/", {"session_rpe": "6"})
    session.refresh_from_db()
    assert session.status == SessionStatus.PLANNED  # nobody said that it was done
    as_ana.post(f"/session/{session.pk}/finish/", {"session_rpe": "6", "already": "1"})
    session.refresh_from_db()
    assert (session.status, session.is_partial, session.session_rpe) == (SessionStatus.COMPLETED, True, 6)


def test_a_link_that_speaks_of_a_session_to_come_cannot_finish_it(enrolled, enrollment, as_ana, time_machine):
    """Mails from before said *Done already* of next week's session: one that was five days off was completed."""
    time_machine.move_to(SUNDAY, tick=False)
    session = enrollment.sessions.filter(planned_on__gt=SUNDAY.date()).order_by("planned_on").first()
    address = f"/session/{session.pk}/finish/"
    asked = as_ana.get(f"{address}?already=1")
    assert (asked.status_code, asked["Location"]) == (302, f"/session/{session.pk}/")
    as_ana.post(address, {"session_rpe": "6", "already": "1"})
    session.refresh_from_db()
    assert session.status == SessionStatus.PLANNED
