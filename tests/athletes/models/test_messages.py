"""Messages: whose they are, and which were read."""

from __future__ import annotations

import pytest

from athletes.models import Message
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def test_each_side_has_its_own_and_what_was_read_is_not_unread(ana, thea):
    asked = Message.objects.create(athlete=ana, author=thea, text="How is it?", sent_at=MONDAY, read_at=MONDAY)
    answer = Message.objects.create(athlete=ana, author=ana.user, text="Better.", sent_at=MONDAY)
    assert list(ana.messages.from_clinic()) == [asked]
    assert list(ana.messages.from_athlete()) == [answer]
    assert list(ana.messages.unread()) == [answer]
    assert (asked.is_from_athlete, answer.is_from_athlete) == (False, True)
