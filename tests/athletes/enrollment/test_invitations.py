"""Invitations after an import: to whom it added, once, and to nobody whom the person does not see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.enrollment.invitations import invite_added, not_invited
from athletes.enrollment.prescribing import add_athlete, prescribe
from athletes.models import AthleteImport, Mail, MailState
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def added(thea):
    """Three who were added by an import of Thea's."""
    return [
        add_athlete(email=f"{number}@runner.example", name=f"Runner {number}", therapist=thea, at=MONDAY)
        for number in range(3)
    ]


@pytest.fixture
def job(thea, added):
    keys = {"added_keys": [athlete.pk for athlete in added]}
    return AthleteImport.objects.create(owner=thea, file_name="x", uploaded_at=MONDAY, changed_at=MONDAY, report=keys)


def test_each_gets_one_invitation_however_often_it_is_pressed(job, thea, added, ana):
    assert invite_added(job=job, by=thea, at=MONDAY) == 3
    assert invite_added(job=job, by=thea, at=MONDAY) == 0
    mails = Mail.objects.all()
    assert {mail.recipient_id for mail in mails} == {athlete.pk for athlete in added}
    for mail in mails:
        assert (mail.kind, mail.occasion, mail.state) == ("invite", f"import-{job.pk}", MailState.PLANNED)
        assert (mail.send_after, mail.expires_at) == (MONDAY, MONDAY + timedelta(days=7))


def test_who_was_invited_by_a_program_or_cannot_sign_in_is_left_out(job, thea, added, base_template):
    prescribe(athlete=added[0], template=base_template, starts_on=MONDAY.date(), weekdays=(0, 3), by=thea, at=MONDAY)
    added[1].user.is_active = False
    added[1].user.save()
    assert list(not_invited(job, thea)) == [added[2]]


def test_who_has_moved_to_another_therapist_is_that_therapist_s_to_invite(job, thea, tom, added):
    added[0].therapist = tom
    added[0].save()
    assert invite_added(job=job, by=thea, at=MONDAY) == 2


def test_an_import_that_added_nobody_invites_nobody(job, thea):
    job.report = {}
    assert invite_added(job=job, by=thea, at=MONDAY) == 0
