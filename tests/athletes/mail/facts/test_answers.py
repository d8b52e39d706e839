"""Who has answered none of the last three weekly mails: asked of many at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.mail.facts.answers import who_has_ignored
from athletes.models import Athlete, Mail, MailKind, MailState
from tests.athletes.mail.ledger import SUNDAY, WEEK
from tests.doing import do

pytestmark = pytest.mark.django_db


def remind(athlete: Athlete, times: int) -> None:
    for week in range(times):
        sent_at = SUNDAY + week * WEEK
        Mail.objects.create(
            recipient=athlete.user, kind=MailKind.WEEKLY_REMINDER, occasion=f"2026-W{45 + week}", state=MailState.SENT,
            sent_at=sent_at, planned_at=sent_at, send_after=sent_at, expires_at=sent_at + WEEK,
        )  # fmt: skip


def test_of_two_who_were_reminded_three_times_the_one_is_named_who_has_done_nothing(enrolled, ben, first_session):
    remind(enrolled, 3)
    remind(ben, 3)
    assert who_has_ignored([enrolled, ben]) == {enrolled.pk, ben.pk}
    do(first_session, enrolled, SUNDAY + timedelta(days=1))
    assert who_has_ignored([enrolled, ben]) == {ben.pk}


def test_two_mails_are_too_few_to_be_ignored(ben):
    remind(ben, 2)
    assert who_has_ignored([ben]) == set()
