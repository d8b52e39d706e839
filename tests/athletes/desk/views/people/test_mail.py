"""The page of one athlete's mail: what each would say at a moment, or why it would not go out; nothing is kept."""

from __future__ import annotations

import pytest

from athletes.models import Mail
from tests.athletes.mail.ledger import stop_training
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def test_it_says_what_would_go_out_at_the_moment_that_is_asked_about_and_keeps_nothing(enrolled, as_thea, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    kept = Mail.objects.count()
    page = as_thea.get(f"/admin/athletes/athlete/{enrolled.pk}/mail/?at=2026-11-08T19:05").content.decode()
    assert "Tomorrow: about 33 minutes" in page
    assert "The next weekly mail comes on" in page
    assert Mail.objects.count() == kept
    stop_training(enrolled)
    stopped = as_thea.get(f"/admin/athletes/athlete/{enrolled.pk}/mail/?at=yesterday").content.decode()
    assert "Not sent: training stopped" in stopped
    assert "Tomorrow: about" not in stopped


def test_the_record_leads_there(enrolled, as_thea):
    record = as_thea.get(f"/admin/athletes/athlete/{enrolled.pk}/change/").content.decode()
    assert f"/admin/athletes/athlete/{enrolled.pk}/mail/" in record
