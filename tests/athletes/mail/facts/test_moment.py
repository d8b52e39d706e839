"""What a mail needs to know is read for a page at once, and again where that is too long ago."""

from __future__ import annotations

import pytest

from athletes.mail import loop, planner
from athletes.mail.facts import moment
from athletes.models import Athlete, MailKind, MailState
from tests.athletes.mail.ledger import SUNDAY, a_row, states, weekly

pytestmark = pytest.mark.django_db


def test_facts_of_the_page_are_used_until_they_are_old(enrolled, monkeypatch):
    mail = a_row(enrolled, MailKind.WEEKLY_REMINDER)
    moment.attach([mail], SUNDAY)
    read = moment.facts_of(mail, SUNDAY)
    assert moment.facts_of(mail, SUNDAY) is read
    monkeypatch.setattr(moment, "FRESH_SECONDS", 0)
    assert moment.facts_of(mail, SUNDAY) is not read


def test_one_athlete_who_cannot_be_asked_about_holds_up_no_other_of_the_page(enrolled, ben):
    planner.plan(SUNDAY)
    (mine,) = weekly()
    Athlete.objects.filter(pk=ben.pk).update(time_zone="Mars/Olympus", reminder_due_at=None, nudge_due_at=None)
    theirs = a_row(ben, MailKind.WEEKLY_REMINDER)
    theirs.send_after, theirs.expires_at, theirs.occasion = mine.send_after, mine.expires_at, mine.occasion
    theirs.save()
    ben.enrollments.all().delete()
    loop.tick(SUNDAY)
    assert (MailState.SENT, "") in states()
