"""What a person chose: off and on, by kind, for good or for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.test import Client

from athletes.mail import conditions, links, preferences
from athletes.mail.loop import tick
from athletes.mail.planner import plan_urgent
from athletes.mail.preferences import is_on, pause, resume
from athletes.models import (
    MailKind,
    MailReason,
    MailState,
    User,
)
from tests.athletes.mail.ledger import (
    SUNDAY,
    WEEK,
    WEEKDAY,
    hurt,
    states,
)
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def test_a_pause_skips_its_weeks_and_ends_by_itself(enrolled, as_ana, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    page = as_ana.post("/settings/", {"pause": "2"}, follow=True).content.decode()
    assert "No weekly mail until November 16." in page
    assert "Paused. The next weekly mail comes on Sunday, November 22" in page
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
    assert "The next weekly mail comes on Sunday, November 8" in page
    tick(SUNDAY)
    assert states() == [(MailState.SENT, "")]


@pytest.mark.parametrize("weeks", ["3", "0", "many"])
def test_only_the_pauses_that_are_offered(enrolled, as_ana, weeks):
    assert as_ana.post("/settings/", {"pause": weeks}).status_code == 404
    with pytest.raises(ValueError, match="no pause that is offered"):
        pause(enrolled, weeks=3, at=MONDAY)


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


def test_each_kind_has_its_own_switch_and_one_button_stops_all(enrolled, as_ana, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    settings = {"reminder_weekday": 6, "reminder_hour": 18, "time_zone": "America/New_York", "unit": "kg"}
    as_ana.post("/settings/", settings | {"wants_reminders": "on", "wants_morning_mail": "on"})
    enrolled.refresh_from_db()
    assert (enrolled.wants_reminders, enrolled.wants_nudges, enrolled.wants_morning_mail) == (True, False, True)
    assert [bool(each) for each in (enrolled.reminder_due_at, enrolled.nudge_due_at, enrolled.morning_due_at)] == [
        True, False, True,
    ]  # fmt: skip
    as_ana.post("/settings/", {"stop": "1"})
    enrolled.refresh_from_db()
    assert (enrolled.reminder_due_at, enrolled.nudge_due_at, enrolled.morning_due_at) == (None, None, None)


@pytest.mark.parametrize("kind", [MailKind.WEEKLY_REMINDER, MailKind.NUDGE, MailKind.MORNING])
def test_the_link_in_a_mail_stops_that_kind_alone(asked, kind):
    path = links.unsubscribe_link(asked.user, kind).removeprefix("http://127.0.0.1:8000")
    for _click in range(2):
        assert Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    user = User.objects.get(pk=asked.pk)
    kinds = (MailKind.WEEKLY_REMINDER, MailKind.NUDGE, MailKind.MORNING)
    assert [each for each in kinds if not is_on(user, each)] == [kind]
    Client().post(path, {"undo": "1"})
    assert is_on(User.objects.get(pk=asked.pk), kind)


def test_a_therapist_who_turned_the_digest_off_gets_none_and_what_is_urgent_still_comes(enrolled, thea):
    hurt(enrolled)
    path = links.unsubscribe_link(thea, MailKind.DIGEST).removeprefix("http://127.0.0.1:8000")
    assert "Stop the daily digest?" in Client().get(path).content.decode()
    assert "The daily digest is off" in Client().post(path).content.decode()
    plan_urgent(thea, occasion="flag-1", at=WEEKDAY)
    tick(WEEKDAY)
    assert [message.subject for message in outbox.outbox] == ["Something needs your attention now"]
    assert "Stop the daily digest?" in Client().post(path, {"undo": "1"}).content.decode()


def test_nobody_turns_off_what_is_urgent(thea):
    with pytest.raises(ValueError, match="nobody turns urgent on or off"):
        preferences.turn(thea, MailKind.URGENT, on=False, at=MONDAY)


def test_a_stop_for_want_of_answers_is_remembered_until_the_mail_is_turned_on_again(enrolled):
    preferences.stop_ignored(enrolled)
    enrolled.refresh_from_db()
    assert (enrolled.wants_reminders, enrolled.has_ignored_reminders, enrolled.reminder_due_at) == (False, True, None)
    resume(enrolled, at=MONDAY)
    enrolled.refresh_from_db()
    assert (enrolled.wants_reminders, enrolled.has_ignored_reminders) == (True, False)
    assert enrolled.reminder_due_at > MONDAY


def test_the_next_mail_comes_after_the_pause(enrolled):
    first_day = pause(enrolled, weeks=1, at=MONDAY)
    coming = preferences.next_mail(enrolled, MONDAY)
    assert coming.reason == MailReason.PAUSED
    assert enrolled.today(coming.due_at) >= first_day
    preferences.stop(enrolled)
    assert preferences.next_mail(enrolled, MONDAY) == preferences.NextMail(None, MailReason.STOPPED)
