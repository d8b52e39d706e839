"""Nobody is urged whose training is stopped, or who wants to be erased: every mail that comes round, at every step."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from athletes.enrollment.prescribing import add_athlete
from athletes.evaluation.warning_signs import answer_signs
from athletes.mail import preferences, sender
from athletes.mail.kinds import RECURRING
from athletes.mail.loop import tick
from athletes.mail.planner import schedule_reminder
from athletes.models import Athlete, Mail, MailKind, MailReason, MailState
from athletes.records.pain import report_pain
from tests.clock import at
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
MORNING = at("2026-11-03 09:05 America/New_York")
THURSDAY = at("2026-11-05 19:05 America/New_York")
SUNDAY = at("2026-11-08 19:05 America/New_York")
HOUR = timedelta(hours=1)
COMES_ROUND = [recurring.kind for recurring in RECURRING]


@pytest.fixture
def enrolled(enrollment, ana) -> Athlete:
    """Ana on a program, her invitation out of the way."""
    Mail.objects.update(state=MailState.SENT, sent_at=MONDAY)
    ana.refresh_from_db()
    return ana


def stop(ana: Athlete) -> None:
    answer_signs(athlete=ana, region="knee", side="left", signs=["pop"], at=MONDAY)


def ask_for_erasure(ana: Athlete) -> None:
    Athlete.objects.filter(pk=ana.pk).update(erasure_asked_at=MONDAY)


LEFT_ALONE = pytest.mark.parametrize(
    ("happens", "reason"), [(stop, MailReason.TRAINING_STOPPED), (ask_for_erasure, MailReason.ERASURE_ASKED)]
)


def a_row(athlete: Athlete, kind: str) -> Mail:
    """A mail of that kind that is due on Thursday evening."""
    return Mail.objects.create(
        recipient=athlete.user,
        kind=kind,
        occasion=f"made-up {kind}",
        planned_at=THURSDAY,
        send_after=THURSDAY - HOUR,
        expires_at=THURSDAY + HOUR,
    )


@LEFT_ALONE
@pytest.mark.parametrize("kind", COMES_ROUND)
def test_every_mail_that_comes_round_is_skipped_with_the_reason(enrolled, kind, happens, reason):
    Athlete.objects.filter(pk=enrolled.pk).update(wants_morning_mail=True)
    row = a_row(enrolled, kind)
    happens(enrolled)
    tick(THURSDAY)
    row.refresh_from_db()
    assert (row.state, row.reason) == (MailState.SKIPPED, reason)


@LEFT_ALONE
@pytest.mark.parametrize("kind", COMES_ROUND)
def test_a_stop_between_the_look_and_the_claim_loses_the_claim(enrolled, kind, happens, reason):
    Athlete.objects.filter(pk=enrolled.pk).update(wants_morning_mail=True)
    row = a_row(enrolled, kind)
    happens(enrolled)
    assert sender.claim(row, at=THURSDAY) is False
    Athlete.objects.filter(pk=enrolled.pk).update(stopped_at=None, erasure_asked_at=None)
    assert sender.claim(row, at=THURSDAY) is True


@LEFT_ALONE
def test_a_week_of_training_brings_no_mail_that_urges(enrolled, first_session, happens, reason):
    report_pain(athlete=enrolled, report_id=uuid.uuid4(), score=2, region="knee", side="left", at=MONDAY)
    do(first_session, enrolled, MONDAY)
    Athlete.objects.filter(pk=enrolled.pk).update(wants_morning_mail=True)
    enrolled.refresh_from_db()
    schedule_reminder(enrolled, after=MONDAY)
    happens(enrolled)
    for moment in (MORNING, THURSDAY, SUNDAY):
        tick(moment)
    kept = Mail.objects.filter(recipient=enrolled.user, kind__in=COMES_ROUND)
    assert {mail.kind for mail in kept} == {MailKind.WEEKLY_REMINDER, MailKind.MORNING}
    assert {(mail.state, mail.reason) for mail in kept} == {(MailState.SKIPPED, reason)}
    assert [message for message in outbox.outbox if message.to == [enrolled.user.email]] == []


def test_what_does_not_urge_still_reaches_who_is_stopped(enrolled):
    row = a_row(enrolled, MailKind.MESSAGE)
    stop(enrolled)
    tick(THURSDAY)
    row.refresh_from_db()
    assert row.state == MailState.SENT


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (stop, "No weekly mail while training is stopped."),
        (ask_for_erasure, "No weekly mail while the request to erase everything stands."),
    ],
)
def test_settings_and_the_record_say_that_none_comes_and_why(enrolled, as_ana, as_thea, time_machine, happens, said):
    time_machine.move_to(MONDAY + HOUR, tick=False)
    happens(enrolled)
    assert said in as_ana.get("/settings/").text
    assert said in as_thea.get(f"/admin/athletes/athlete/{enrolled.pk}/change/").text


def test_who_has_turned_the_weekly_mail_off_reads_that_first(enrolled, as_ana):
    preferences.stop(enrolled)
    stop(enrolled)
    assert "The weekly mail is off." in as_ana.get("/settings/").text


def test_the_mail_comes_again_when_the_request_to_erase_is_taken_back(enrolled, as_ana, time_machine):
    time_machine.move_to(MONDAY + HOUR, tick=False)
    as_ana.post("/settings/", {"erasure": "ask"})
    as_ana.post("/settings/", {"erasure": "keep"})
    tick(SUNDAY)
    assert Mail.objects.get(kind=MailKind.WEEKLY_REMINDER).state == MailState.SENT


@LEFT_ALONE
def test_a_dry_run_lists_none(enrolled, capsys, happens, reason):
    happens(enrolled)
    Mail.objects.filter(kind=MailKind.URGENT).delete()
    call_command("send_reminders", "--dry-run", "--now", "2026-11-08 19:05-05:00")
    assert capsys.readouterr().out == "0 would be sent.\n"


def test_the_question_costs_the_same_for_few_and_for_many(enrolled, thea):
    def queries_to_skip(count: int) -> int:
        for number in range(count):
            name = f"r{count}-{number}"
            other = add_athlete(email=f"{name}@x.example", name=name, therapist=thea, at=MONDAY)
            Athlete.objects.filter(pk=other.pk).update(stopped_at=MONDAY)
            a_row(other, MailKind.MORNING)
        with CaptureQueriesContext(connection) as captured:
            assert list(sender.due(THURSDAY)) == []
        writes = [each for each in captured if each["sql"].startswith("UPDATE")]
        assert len(writes) == count
        return len(captured) - len(writes)

    assert queries_to_skip(2) == queries_to_skip(12)
