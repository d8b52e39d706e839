"""When the weekly mail is not sent: a pause, race week, three weeks without an answer. And who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox

from athletes.mail import conditions
from athletes.mail.loop import tick
from athletes.mail.preferences import pause, resume
from athletes.models import Athlete, Mail, MailKind, MailReason, MailState
from tests.clock import at
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
SUNDAY = at("2026-11-08 19:05 America/New_York")
WEEK = timedelta(days=7)


@pytest.fixture
def enrolled(enrollment, ana) -> Athlete:
    Mail.objects.update(state=MailState.SENT, sent_at=MONDAY)
    ana.refresh_from_db()
    return ana


def states() -> list[tuple[str, str]]:
    rows = Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER).order_by("occasion")
    return [(mail.state, mail.reason) for mail in rows]


def test_a_pause_skips_its_weeks_and_ends_by_itself(enrolled, as_ana, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    page = as_ana.post("/settings/", {"pause": "2"}, follow=True).content.decode()
    assert "No weekly mail until 16 November." in page
    assert "Paused. The next weekly mail comes on Sunday 22 November" in page
    for week in range(3):
        tick(SUNDAY + week * WEEK)
    assert states() == [
        (MailState.SKIPPED, MailReason.PAUSED),
        (MailState.SKIPPED, MailReason.PAUSED),
        (MailState.SENT, ""),
    ]


def test_a_pause_is_ended_early(enrolled, as_ana, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    as_ana.post("/settings/", {"pause": "4"})
    page = as_ana.post("/settings/", {"pause": "end"}, follow=True).content.decode()
    assert "The next weekly mail comes on Sunday 8 November" in page
    tick(SUNDAY)
    assert states() == [(MailState.SENT, "")]


@pytest.mark.parametrize("weeks", ["3", "0", "many"])
def test_only_the_pauses_that_are_offered(enrolled, as_ana, weeks):
    assert as_ana.post("/settings/", {"pause": weeks}).status_code == 404
    with pytest.raises(ValueError, match="no pause that is offered"):
        pause(enrolled, weeks=3, at=MONDAY)


def test_no_mail_in_the_week_of_the_race_by_the_athletes_own_calendar(enrolled):
    enrolled.goal_race_on = at("2026-11-08 00:00").date()  # the same Sunday, where it is Monday in UTC already
    enrolled.save()
    tick(SUNDAY)
    tick(SUNDAY + WEEK)
    assert states() == [(MailState.SKIPPED, MailReason.RACE_WEEK), (MailState.SENT, "")]


def test_after_three_mails_without_an_answer_it_stops_and_the_therapist_sees_it(
    enrolled, as_ana, as_thea, time_machine
):
    for week in range(5):
        tick(SUNDAY + week * WEEK)
    assert states() == [(MailState.SENT, "")] * 3 + [(MailState.SKIPPED, MailReason.IGNORED)]
    assert len(outbox.outbox) == 3
    enrolled.refresh_from_db()
    assert (enrolled.wants_reminders, enrolled.has_ignored_reminders) == (False, True)
    time_machine.move_to(SUNDAY + 5 * WEEK, tick=False)
    listed = as_thea.get("/admin/athletes/athlete/?reminder=ignored").content.decode()
    assert "Ana Silva" in listed
    assert (
        "Three weekly mails had no answer"
        in as_thea.get(f"/admin/athletes/athlete/{enrolled.pk}/change/").content.decode()
    )
    assert "Turn them on again any time." in as_ana.get("/settings/").content.decode()


def test_turned_on_again_it_takes_three_more(enrolled, as_ana, time_machine):
    for week in range(4):
        tick(SUNDAY + week * WEEK)
    time_machine.move_to(SUNDAY + 3 * WEEK + timedelta(hours=1), tick=False)
    enrolled.refresh_from_db()
    resume(enrolled, at=SUNDAY + 3 * WEEK + timedelta(hours=1))
    for week in range(4, 7):
        assert not conditions.has_ignored(enrolled)
        tick(SUNDAY + week * WEEK)
    assert [state for state, _reason in states()].count(MailState.SENT) == 6
    assert conditions.has_ignored(enrolled)


def test_whoever_logs_once_in_three_weeks_goes_on_being_reminded(enrolled, enrollment):
    second_week = enrollment.sessions.order_by("planned_on")[2]
    for week in range(4):
        if week == 1:
            do(second_week, enrolled, SUNDAY + timedelta(days=2))
        tick(SUNDAY + week * WEEK)
    assert states() == [(MailState.SENT, "")] * 4


def test_a_pause_is_an_answer_and_so_is_a_new_program(enrolled, thea, base_template):
    for week in range(3):
        tick(SUNDAY + week * WEEK)
    assert conditions.has_ignored(enrolled)
    pause(enrolled, weeks=1, at=SUNDAY + 2 * WEEK + timedelta(hours=1))
    assert not conditions.has_ignored(enrolled)
    Athlete.objects.filter(pk=enrolled.pk).update(reminders_since=None)
    enrolled.refresh_from_db()
    assert conditions.has_ignored(enrolled)
    enrolled.enrollments.update(prescribed_at=SUNDAY + 2 * WEEK + timedelta(hours=1))
    assert not conditions.has_ignored(enrolled)
