"""retain: what is over goes, and whose record may be erased is named and never erased by it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command

from athletes.enrollment.leaving.archiving import archive
from athletes.enrollment.leaving.retention import hold
from athletes.models import Athlete, DiscoveryCall
from athletes.records.care_notes import write_care_note
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_call(time_machine):
    DiscoveryCall.objects.create(name="Pia", email="pia@elsewhere.example", story="-", times="-", asked_at=MONDAY)
    time_machine.move_to(MONDAY + timedelta(days=8 * 366), tick=False)


def test_a_dry_run_counts_and_changes_nothing(capsys):
    call_command("retain", "--dry-run")
    assert "1 discovery calls that became nothing: would go" in capsys.readouterr().out
    assert DiscoveryCall.objects.count() == 1
    call_command("retain")
    assert "1 discovery calls that became nothing: gone" in capsys.readouterr().out
    assert not DiscoveryCall.objects.exists()


def test_archived_records_past_their_period_are_named_but_not_erased(ana, ben, stranger, thea, tom, capsys):
    for athlete, therapist in ((ana, thea), (ben, tom), (stranger, tom)):
        write_care_note(athlete=athlete, author=therapist, text="Last visit", at=MONDAY)
    for athlete in (ana, stranger):
        archive(athlete=athlete, reason="discharged", by=athlete.therapist, at=MONDAY)
    hold(athlete=stranger, reason="Letter of counsel")
    call_command("retain")
    said = capsys.readouterr().out
    assert "1 archived records are past their period" in said
    assert said.rstrip().endswith(f"by manage.py erase: {ana.pk}")
    assert Athlete.objects.count() == 3
