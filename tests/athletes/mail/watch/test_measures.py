"""Figures of outgoing mail: what waits, for how long, and what was done."""

from __future__ import annotations

import pytest

from athletes.mail import loop
from athletes.mail.watch.measures import measure
from athletes.models import LoopBeat, Mail, MailKind, MailState
from tests.athletes.mail.ledger import HOUR, SUNDAY, THURSDAY, a_row

pytestmark = pytest.mark.django_db


def test_before_the_first_tick_nothing_was_done_and_nothing_is_said_of_silence():
    found = measure(SUNDAY)
    assert (found.sent, found.due, found.oldest_due_seconds, found.silent_seconds) == (0, 0, 0.0, None)


def test_what_waits_and_what_was_done_is_counted(enrolled, time_machine):
    time_machine.move_to(SUNDAY, tick=False)
    for _tick in range(2):
        loop.tick()
    LoopBeat.objects.update(resting_until=SUNDAY + HOUR)
    a_row(enrolled, MailKind.NUDGE)
    found = measure(THURSDAY)
    assert (found.sent, found.due, found.oldest_due_seconds) == (1, 1, HOUR.total_seconds())
    Mail.objects.update(state=MailState.UNKNOWN)
    assert (measure(SUNDAY).due, measure(SUNDAY).unknown > 0, measure(SUNDAY).is_resting) == (0, True, True)
