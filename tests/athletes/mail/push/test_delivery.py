"""From the planner to the words on a phone: what arrives, what a service's answer means, and what is no longer true."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail as outbox

from athletes.enrollment.schedule import move_session
from athletes.mail import kinds, preferences, sender
from athletes.mail.kinds import definition_of
from athletes.mail.loop import tick
from athletes.mail.planner import plan_mail
from athletes.mail.push import devices
from athletes.mail.relay import breaker
from athletes.models import (
    Athlete,
    Enrollment,
    EnrollmentStatus,
    Mail,
    MailChannel,
    MailKind,
    MailReason,
    MailState,
    PushDevice,
)
from athletes.records.messages import mark_read, send_message
from athletes.wording.mail import reason_words
from tests.athletes.mail.ledger import HEALTH_WORDS, ask_for_erasure, stop_training
from tests.clock import at
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db

#: Monday is a strength day of Ana's; her hour is six in the evening.
EVENING = at("2026-11-02 19:05 America/New_York")
TUESDAY_EVENING = at("2026-11-03 19:05 America/New_York")
LATER = timedelta(hours=2)


@pytest.fixture
def phone(enrolled, service, turn_on):
    phone = service.phone()
    turn_on(enrolled, phone)
    return phone


def pushes() -> list[tuple[str, str, str]]:
    rows = Mail.objects.filter(channel=MailChannel.PUSH).order_by("pk")
    return list(rows.values_list("kind", "state", "reason"))


def settled(outcome: str, reason: str = "") -> list[tuple[str, str, str]]:
    return [(MailKind.STRENGTH_DAY, outcome, reason)]


def test_on_a_strength_day_at_their_hour_the_phone_says_so(enrolled, service, phone):
    tick(at("2026-11-02 17:55 America/New_York"))
    assert service.received == []
    tick(EVENING)
    (received,) = service.received
    note = phone.unlock(received.body)
    session = enrolled.sessions.get(planned_on=MONDAY.date())
    assert note == {
        "text": "It is your day. Your session is ready.",
        "path": f"/session/{session.pk}/",
        "tag": "strength_day",
    }
    assert pushes() == settled(MailState.SENT)
    assert PushDevice.objects.get().reached_at == EVENING


def test_the_service_is_told_who_writes_and_how_long_it_is_worth_it(service, phone, settings):
    tick(EVENING)
    (received,) = service.received
    assert received.claims["sub"] == "mailto:hello@stridewell.example"
    assert (received.headers["Topic"], received.headers["Ttl"]) == ("strength_day", str(85 * 60))
    assert b"session" not in received.body


def test_a_day_without_a_session_has_no_note(service, phone):
    tick(EVENING)
    tick(TUESDAY_EVENING)
    assert len(service.received) == 1


def test_two_ticks_and_two_phones_are_a_note_on_each(enrolled, service, phone, turn_on):
    turn_on(enrolled, service.phone("two"))
    for _time in range(2):
        tick(EVENING)
    assert sorted(received.path for received in service.received) == ["/send/one", "/send/two"]
    assert pushes() == settled(MailState.SENT)


def test_a_message_is_told_by_both_ways_and_not_once_it_was_read(enrolled, thea, service, phone):
    Mail.objects.all().delete()
    send_message(athlete=enrolled, author=thea, text="Your knee looks better", at=MONDAY)
    mark_read(athlete=enrolled, by=enrolled.user, at=MONDAY)
    tick(MONDAY)
    assert pushes() == [(MailKind.MESSAGE, MailState.SKIPPED, MailReason.READ_ALREADY)]
    send_message(athlete=enrolled, author=thea, text="Keep going", at=MONDAY + timedelta(days=1))
    tick(MONDAY + timedelta(days=1))
    (received,) = service.received
    assert phone.unlock(received.body) == {"text": "Your clinic wrote to you.", "path": "/messages/", "tag": "message"}
    assert [mail.subject for mail in outbox.outbox][-1].endswith("a message for you")


def test_a_message_at_night_waits_for_the_morning(enrolled, thea, service, phone):
    night = at("2026-11-02 23:00 America/New_York")
    send_message(athlete=enrolled, author=thea, text="Keep going", at=night)
    tick(night)
    assert service.received == []
    tick(at("2026-11-03 08:00 America/New_York"))
    assert [phone.unlock(received.body)["tag"] for received in service.received] == ["message"]


def test_who_stopped_all_mail_still_has_the_phone(enrolled, thea, service, phone):
    preferences.stop_all(Athlete.objects.get(pk=enrolled.pk))
    enrolled.refresh_from_db()
    send_message(athlete=enrolled, author=thea, text="Keep going", at=MONDAY)
    assert list(Mail.objects.filter(kind=MailKind.MESSAGE).values_list("channel", flat=True)) == [MailChannel.PUSH]


@pytest.mark.parametrize("kind", [MailKind.STRENGTH_DAY, MailKind.MORNING, MailKind.MESSAGE])
def test_a_locked_screen_says_nothing_of_health_and_no_name(enrolled, thea, service, phone, kind):
    mail = plan_mail(enrolled.user, kind, occasion="x", at=EVENING, window=LATER, channel=MailChannel.PUSH)
    note = definition_of(kind, MailChannel.PUSH).content(mail, EVENING)
    said = f"{note['text']} {mail.kind}".lower().replace("strength_day", "")
    assert [word for word in (*HEALTH_WORDS, "ana", "thea") if word in said] == []
    assert str(note["path"]).startswith("/")


def finish_today(athlete: Athlete) -> None:
    do(athlete.sessions.get(planned_on=MONDAY.date()), athlete, EVENING - LATER)


def pause_program(athlete: Athlete) -> None:
    Enrollment.objects.update(paused_until=(EVENING + timedelta(days=9)).date())


def pause_reminders(athlete: Athlete) -> None:
    preferences.pause(Athlete.objects.get(pk=athlete.pk), weeks=1, at=MONDAY)


def race_this_week(athlete: Athlete) -> None:
    Athlete.objects.filter(pk=athlete.pk).update(goal_race_on=EVENING.date() + timedelta(days=5))


def put_off(athlete: Athlete) -> None:
    session = athlete.sessions.get(planned_on=MONDAY.date())
    move_session(session=session, on=MONDAY.date() + timedelta(days=1), at=EVENING - LATER)


def finish_program(athlete: Athlete) -> None:
    Enrollment.objects.update(status=EnrollmentStatus.FINISHED)


def deactivate(athlete: Athlete) -> None:
    athlete.user.is_active = False
    athlete.user.save()


NOT_TRUE_ANY_MORE = [
    (finish_today, MailReason.LOGGED_ALREADY),
    (put_off, MailReason.NOTHING_PLANNED),
    (pause_program, MailReason.PROGRAM_PAUSED),
    (pause_reminders, MailReason.PAUSED),
    (race_this_week, MailReason.RACE_WEEK),
    (finish_program, MailReason.NO_PROGRAM),
    (stop_training, MailReason.TRAINING_STOPPED),
    (ask_for_erasure, MailReason.ERASURE_ASKED),
    (deactivate, MailReason.DEACTIVATED),
    (lambda athlete: devices.end_all(athlete.user), MailReason.NO_PHONE),
]


@pytest.mark.parametrize(("act", "reason"), NOT_TRUE_ANY_MORE)
def test_what_is_not_true_any_more_is_not_said(enrolled, service, phone, act, reason):
    plan_mail(
        enrolled.user, MailKind.STRENGTH_DAY, occasion="2026-11-02", at=MONDAY, window=timedelta(hours=11),
        channel=MailChannel.PUSH,
    )  # fmt: skip
    act(enrolled)
    tick(EVENING)
    assert service.received == []
    assert pushes() == settled(MailState.SKIPPED, reason)


def test_a_bad_address_of_mail_does_not_silence_the_phone(enrolled, service, phone):
    enrolled.user.bad_address_since = MONDAY
    enrolled.user.save()
    tick(EVENING)
    assert pushes() == settled(MailState.SENT)


@pytest.mark.parametrize("code", [404, 410])
def test_a_phone_that_is_gone_ends_by_itself(enrolled, service, phone, code):
    service.answers["/send/one"] = (code, {})
    tick(EVENING)
    assert pushes() == settled(MailState.SKIPPED, MailReason.NO_PHONE)
    assert not PushDevice.objects.exists()
    assert Athlete.objects.get(pk=enrolled.pk).strength_push_due_at is None


def test_of_two_phones_the_one_that_is_left_gets_it(enrolled, service, phone, turn_on):
    turn_on(enrolled, service.phone("two"))
    service.answers["/send/one"] = (410, {})
    tick(EVENING)
    assert pushes() == settled(MailState.SENT)
    assert [device.endpoint for device in PushDevice.objects.all()] == [f"{service.url}/send/two"]


WAITS = [
    ((503, {}), timedelta(minutes=5)),
    ((429, {"Retry-After": "1200"}), timedelta(minutes=20)),
    ((429, {"Retry-After": "30"}), timedelta(minutes=5)),
    ((503, {"Retry-After": "Tue, 03 Nov 2026 00:35:00 GMT"}), timedelta(minutes=30)),
    ((503, {"Retry-After": "999999"}), timedelta(hours=1)),
    ((503, {"Retry-After": "soon"}), timedelta(minutes=5)),
]


@pytest.mark.parametrize(("answer", "wait"), WAITS)
def test_a_service_in_trouble_is_asked_again_when_it_says(service, phone, answer, wait):
    service.answers["/send/one"] = answer
    tick(EVENING)
    (row,) = Mail.objects.filter(channel=MailChannel.PUSH)
    assert (row.state, row.reason, row.send_after - EVENING) == (MailState.PLANNED, f"push_said:{answer[0]}", wait)
    service.answers.clear()
    tick(row.send_after)
    assert pushes() == settled(MailState.SENT)


@pytest.mark.parametrize("code", [400, 403, 413, 302])
def test_a_refusal_is_told_to_the_clinic_and_the_phone_stays(service, phone, code):
    service.answers["/send/one"] = (code, {"Location": f"{service.url}/send/elsewhere"})
    tick(EVENING)
    assert pushes() == settled(MailState.FAILED, f"push_said:{code}")
    assert reason_words(pushes()[0][2]) == f"push service said {code}"
    assert PushDevice.objects.count() == 1
    assert [received.path for received in service.received] == ["/send/one"]


def test_a_link_that_is_cut_after_the_note_is_never_sent_again_by_itself(service, phone):
    service.cuts.add("/send/one")
    tick(EVENING)
    assert pushes() == settled(MailState.SENDING, MailReason.NO_ANSWER)
    tick(EVENING + timedelta(minutes=15))
    assert pushes() == settled(MailState.UNKNOWN, MailReason.NO_ANSWER)
    assert len(service.received) == 1


def test_a_service_that_is_not_there_has_been_handed_nothing(enrolled, phone, settings):
    settings.PUSH_TEST_SERVICE = "http://127.0.0.1:1"
    PushDevice.objects.update(endpoint="http://127.0.0.1:1/send")
    tick(EVENING)
    assert pushes() == settled(MailState.PLANNED, MailReason.PUSH_AWAY)


def test_an_address_that_is_no_push_service_any_more_is_not_written_to(service, phone, settings):
    settings.PUSH_TEST_SERVICE = ""
    tick(EVENING)
    assert service.received == []
    assert pushes() == settled(MailState.SKIPPED, MailReason.NO_PHONE)


def test_a_clinic_that_has_no_key_any_more_sends_nothing(service, phone, settings):
    settings.VAPID_PRIVATE_KEY = ""
    tick(EVENING)
    assert service.received == []
    assert pushes() == settled(MailState.SKIPPED, MailReason.NO_PHONE)


def test_push_services_that_are_down_hold_up_no_mail(enrolled, thea, service, phone, monkeypatch):
    service.answers["/send/one"] = (503, {})
    for number in range(breaker.IN_A_ROW + 3):
        plan_mail(
            enrolled.user, MailKind.MESSAGE, occasion=str(number), at=MONDAY, window=timedelta(days=1),
            channel=MailChannel.PUSH,
        )  # fmt: skip
        plan_mail(thea, MailKind.URGENT, occasion=str(number), at=MONDAY, window=timedelta(days=1))
    send_message(athlete=enrolled, author=thea, text="Keep going", at=MONDAY)
    tick(MONDAY)
    assert len(service.received) == breaker.IN_A_ROW
    urgent = Mail.objects.filter(kind=MailKind.URGENT).values_list("state", flat=True)
    assert set(urgent) == {MailState.SENT}


def test_a_note_that_cannot_be_written_fails_alone(service, phone, monkeypatch):
    def broken(mail, at):
        raise ValueError

    broken_one = replace(definition_of(MailKind.STRENGTH_DAY, MailChannel.PUSH), content=broken)
    monkeypatch.setitem(kinds.BY_WAY, (MailKind.STRENGTH_DAY, MailChannel.PUSH), broken_one)
    tick(EVENING)
    assert pushes() == settled(MailState.FAILED, MailReason.NOT_WRITTEN)


def test_keys_and_addresses_of_phones_stand_in_no_log(service, phone, caplog):
    service.answers["/send/one"] = (400, {})
    with caplog.at_level(logging.DEBUG):
        tick(EVENING)
    named = phone.subscription()
    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("urllib3"))
    assert "push service refuses" in ours
    assert [value for value in named.values() if value in ours] == []


def test_a_sender_whose_lease_is_over_hands_nothing_over(service, phone, monkeypatch):
    monkeypatch.setattr(sender, "LEASE", timedelta(seconds=-1))
    tick(EVENING)
    assert service.received == []
    assert pushes() == settled(MailState.PLANNED, MailReason.SENDER_HELD_UP)
