"""The weekly reminder: at most one a week, at the athlete's own hour, and never lost in silence."""

from __future__ import annotations

import smtplib
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client

from athletes.enrollment.prescribing import prescribe
from athletes.localtime import instant, iso_week
from athletes.mail import compose as compose_module
from athletes.mail import links, loop, planner, sender
from athletes.mail.planner import plan_mail, schedule_reminder
from athletes.mail.reaper import resend
from athletes.models import Athlete, Mail, MailKind, MailReason, MailState
from tests.clock import at
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
SUNDAY = at("2026-11-08 19:05 America/New_York")


@pytest.fixture
def enrolled(enrollment, ana) -> Athlete:
    """Ana on a program, her invitation out of the way."""
    Mail.objects.update(state=MailState.SENT, sent_at=MONDAY)
    ana.refresh_from_db()
    return ana


def weekly() -> list[Mail]:
    return list(Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER))


def test_three_ticks_send_one_mail(enrolled):
    for _tick in range(3):
        loop.tick(SUNDAY)
    assert [mail.state for mail in weekly()] == [MailState.SENT]
    assert [message.to for message in outbox.outbox] == [["ana@stridewell.example"]]


def test_the_next_week_is_another_mail(enrolled):
    loop.tick(SUNDAY)
    loop.tick(SUNDAY + timedelta(days=7))
    assert [mail.occasion for mail in weekly()] == ["2026-W46", "2026-W45"]
    assert len(outbox.outbox) == 2


def test_nothing_is_sent_before_the_hour(enrolled):
    loop.tick(enrolled.reminder_due_at - timedelta(minutes=1))
    assert weekly() == []


def test_the_due_time_is_the_own_hour_plus_at_most_an_hour(enrolled):
    local = enrolled.reminder_due_at.astimezone(ZoneInfo("America/New_York"))
    assert (local.weekday(), local.hour) == (6, 18)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda ana: Athlete.objects.filter(pk=ana.pk).update(wants_reminders=False), MailReason.STOPPED),
        (lambda ana: type(ana.user).objects.filter(pk=ana.pk).update(is_active=False), MailReason.DEACTIVATED),
        (lambda ana: ana.enrollments.update(status="finished"), MailReason.NO_PROGRAM),
    ],
)
def test_who_is_not_eligible_any_more_is_skipped_with_the_reason(enrolled, change, reason):
    planner.plan(SUNDAY)
    change(enrolled)
    loop.tick(SUNDAY)
    assert [(mail.state, mail.reason) for mail in weekly()] == [(MailState.SKIPPED, reason)]
    assert outbox.outbox == []


def test_eligibility_is_asked_again_at_the_claim(enrolled):
    planner.plan(SUNDAY)
    (mail,) = weekly()
    Athlete.objects.filter(pk=enrolled.pk).update(wants_reminders=False)
    assert sender.claim(mail, at=SUNDAY) is False


def test_only_one_sender_wins_a_row(enrolled):
    planner.plan(SUNDAY)
    (mail,) = weekly()
    assert [sender.claim(mail, at=SUNDAY) for _sender in range(3)] == [True, False, False]


def test_the_relay_s_refusal_for_now_is_tried_again_and_lost_never(enrolled, monkeypatch):
    def refuse(self):
        raise smtplib.SMTPDataError(451, b"later")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        loop.tick(SUNDAY)
    (mail,) = weekly()
    assert (mail.state, mail.reason) == (MailState.PLANNED, "relay_said:451")
    loop.tick(SUNDAY + timedelta(minutes=4))
    assert outbox.outbox == []
    loop.tick(SUNDAY + timedelta(minutes=6))
    assert len(outbox.outbox) == 1


def test_a_final_refusal_is_failed(enrolled, monkeypatch):
    def refuse(self):
        raise smtplib.SMTPRecipientsRefused({"ana": (550, b"no such user")})

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    loop.tick(SUNDAY)
    (mail,) = weekly()
    assert (mail.state, mail.reason) == (MailState.FAILED, MailReason.ADDRESS_REFUSED)


def test_a_cut_connection_is_unknown_and_never_sent_again_by_itself(enrolled, monkeypatch):
    def cut(self):
        raise smtplib.SMTPServerDisconnected("gone")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", cut)
        loop.tick(SUNDAY)
    for minutes in (1, 11, 20, 40):
        loop.tick(SUNDAY + timedelta(minutes=minutes))
    assert [mail.state for mail in weekly()] == [MailState.UNKNOWN]
    assert outbox.outbox == []


def test_a_mail_that_cannot_be_written_does_not_hold_up_the_others(enrolled, ben, tom, base_template, monkeypatch):
    prescribe(athlete=ben, template=base_template, starts_on=MONDAY.date(), weekdays=(0, 3), by=tom, at=MONDAY)
    Mail.objects.filter(kind=MailKind.INVITE).delete()
    real = compose_module.compose

    def compose(mail, *, at):
        if mail.recipient_id == enrolled.pk:
            raise ValueError
        return real(mail, at=at)

    monkeypatch.setattr(compose_module, "compose", compose)
    loop.tick(SUNDAY)
    assert {mail.recipient_id: mail.state for mail in weekly()} == {enrolled.pk: "failed", ben.pk: "sent"}


def test_a_planner_that_was_away_for_three_weeks_sends_one_at_most(enrolled):
    loop.tick(SUNDAY + timedelta(days=21))
    assert len(outbox.outbox) == 1
    assert [(mail.occasion, mail.state) for mail in weekly()] == [
        ("2026-W48", "sent"), ("2026-W47", "skipped"), ("2026-W46", "skipped"), ("2026-W45", "skipped"),
    ]  # fmt: skip


def test_a_row_past_its_window_is_skipped_as_expired(enrolled):
    planner.plan(SUNDAY)
    loop.tick(SUNDAY + timedelta(hours=37))
    assert (MailState.SKIPPED, MailReason.EXPIRED) in [(mail.state, mail.reason) for mail in weekly()]


def test_no_mail_before_eight_or_after_half_past_eight_in_the_evening(enrolled):
    planner.plan(SUNDAY)
    loop.tick(at("2026-11-08 20:31 America/New_York"))
    assert outbox.outbox == []


def test_changing_the_day_in_the_week_does_not_bring_a_second_mail(enrolled, as_ana, time_machine):
    loop.tick(SUNDAY)
    time_machine.move_to(SUNDAY + timedelta(minutes=5), tick=False)
    for weekday in (6, 5, 6):
        as_ana.post(
            "/settings/",
            {
                "wants_reminders": "on",
                "reminder_weekday": weekday,
                "reminder_hour": 19,
                "time_zone": "America/Los_Angeles",
                "unit": "kg",
            },
        )
    for hour in range(5):
        loop.tick(SUNDAY + timedelta(hours=hour))
    assert len(outbox.outbox) == 1


# -- what the mail says ----------------------------------------------------------------------

HEALTH_WORDS = (
    "pain", "injur", "achilles", "knee", "therap", "exercise", "squat", "program", "strength", "rehab",
    "tendon", "calf",
)  # fmt: skip


def test_no_mail_says_a_health_word_in_subject_body_or_headers(enrolled):
    Mail.objects.filter(kind=MailKind.INVITE).update(state=MailState.PLANNED, expires_at=SUNDAY + timedelta(days=1))
    loop.tick(SUNDAY)
    assert len(outbox.outbox) == 2
    for message in outbox.outbox:
        text = message.message().as_string().lower()
        for part in message.message().walk():
            if part.get_content_maintype() == "text":
                text += part.get_payload(decode=True).decode().lower()
        assert [word for word in HEALTH_WORDS if word in text.replace("stridewell pt", "")] == []


def test_the_mail_names_the_next_session_and_its_minutes_and_starts_it_in_one_tap(enrolled, enrollment):
    loop.tick(SUNDAY)
    (message,) = outbox.outbox
    following = enrollment.sessions.filter(planned_on__gte=SUNDAY.date()).order_by("planned_on").first()
    assert "Next: Monday, about" in message.body
    assert f"/session/{following.pk}/" in message.body
    assert message.subject == "Your week: 0 of 2 done"


def test_the_headers_stop_mail_in_one_click_and_the_message_id_is_the_row_s(enrolled):
    loop.tick(SUNDAY)
    (message,) = outbox.outbox
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    (mail,) = weekly()
    again = compose_module.compose(mail, at=SUNDAY)
    assert again.extra_headers["Message-ID"] == message.extra_headers["Message-ID"]


def test_one_click_stops_without_signing_in_and_a_look_changes_nothing(enrolled):
    path = links.unsubscribe_link(enrolled.user).removeprefix("http://127.0.0.1:8000")
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(path).status_code == 200
    enrolled.refresh_from_db()
    assert enrolled.wants_reminders
    for _click in range(2):
        assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    enrolled.refresh_from_db()
    assert (enrolled.wants_reminders, enrolled.reminder_due_at) == (False, None)
    stranger.post(path, {"undo": "1"})
    enrolled.refresh_from_db()
    assert enrolled.wants_reminders


# -- the command -----------------------------------------------------------------------------


def test_the_command_runs_the_same_tick_without_celery(enrolled, capsys):
    call_command("send_reminders", "--once", "--now", "2026-11-08 19:05-05:00")
    assert "2 planned, 1 sent, 1 skipped" in capsys.readouterr().out


def test_a_dry_run_writes_and_sends_nothing(enrolled, capsys):
    call_command("send_reminders", "--dry-run", "--now", "2026-11-08 19:05-05:00")
    assert "1 would be sent" in capsys.readouterr().out
    assert (weekly(), outbox.outbox) == ([], [])


# -- the converter ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "on", "clock", "utc"),
    [
        ("America/New_York", date(2026, 11, 22), time(18), "2026-11-22 23:00"),
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29 01:00"),  # in the gap: first instant after
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01 05:30"),  # ambiguous: the first
        ("Asia/Kolkata", date(2026, 6, 1), time(8), "2026-06-01 02:30"),
        ("Pacific/Apia", date(2026, 6, 1), time(8), "2026-05-31 19:00"),
    ],
)
def test_a_wall_clock_is_one_instant(zone, on, clock, utc):
    assert instant(zone, on, clock) == at(utc)


def test_iso_week_53_exists():
    assert iso_week(date(2026, 12, 31)) == "2026-W53"
    assert iso_week(date(2027, 1, 3)) == "2026-W53"
    assert iso_week(date(2027, 1, 4)) == "2027-W01"


# -- found by review: what used to be lost ---------------------------------------------------


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),
        OSError(113, "no route"),
        smtplib.SMTPServerDisconnected(),
        smtplib.SMTPAuthenticationError(535, b"no"),
    ],
)
def test_what_fails_before_the_mail_is_handed_over_is_tried_again(enrolled, monkeypatch, error):
    def away(self):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.open", away)
        loop.tick(SUNDAY)
    assert [(mail.state, mail.reason) for mail in weekly()] == [(MailState.PLANNED, MailReason.RELAY_AWAY)]
    loop.tick(SUNDAY + timedelta(minutes=16))
    assert len(outbox.outbox) == 1


def test_a_change_of_settings_after_the_due_time_loses_no_week(enrolled):
    schedule_reminder(enrolled, after=SUNDAY)
    assert [mail.occasion for mail in weekly()] == ["2026-W45"]
    loop.tick(SUNDAY)
    assert len(outbox.outbox) == 1


def test_a_slow_tick_sends_nothing_after_half_past_eight(enrolled):
    planner.plan(SUNDAY)
    (mail,) = weekly()
    assert sender.send(mail, at=at("2026-11-08 20:31 America/New_York")) == ""
    assert weekly()[0].state == MailState.PLANNED


def test_a_program_that_starts_in_five_weeks_is_not_announced_yet(enrolled):
    start = SUNDAY.date() + timedelta(weeks=5)
    enrolled.enrollments.update(starts_on=start, ends_on=start + timedelta(weeks=8))
    loop.tick(SUNDAY)
    assert outbox.outbox == []


# -- the loop, and what a person decides -----------------------------------------------------


def test_a_loop_that_is_silent_for_ten_minutes_is_said_in_the_probe_and_the_ledger(
    client, as_carla, enrolled, time_machine
):
    time_machine.move_to(SUNDAY, tick=False)
    assert client.get("/readyz").json()["mail"]["loop"] == "silent"
    assert "The mail loop is silent" in as_carla.get("/admin/athletes/mail/").content.decode()
    loop.tick(SUNDAY)
    assert client.get("/readyz").json()["mail"]["loop"] == "running"
    time_machine.move_to(SUNDAY + timedelta(minutes=10), tick=False)
    assert client.get("/readyz").json()["mail"]["loop"] == "running"
    time_machine.move_to(SUNDAY + timedelta(minutes=11), tick=False)
    assert client.get("/readyz").json()["mail"]["loop"] == "silent"
    assert client.get("/readyz").status_code == 200


def test_the_relay_that_is_down_is_asked_five_times_a_tick(enrolled, thea, base_template, monkeypatch):
    for place in range(8):
        plan_mail(thea, MailKind.URGENT, occasion=str(place), at=SUNDAY, window=timedelta(days=1))
    asked = []
    monkeypatch.setattr(sender, "send", lambda mail, at: asked.append(mail.pk) or MailState.PLANNED)
    loop.tick(SUNDAY)
    assert len(asked) == loop.BREAKER


DECISIONS = {
    "hold": (MailState.SKIPPED, MailReason.HELD),
    "send_again": (MailState.PLANNED, MailReason.SENT_AGAIN),
    "mark_sent": (MailState.SENT, MailReason.MARKED_SENT),
}


@pytest.mark.parametrize(("action", "state", "reason"), [(name, *found) for name, found in DECISIONS.items()])
def test_a_clinic_admin_decides_about_a_mail_whose_fate_is_not_known(
    enrolled, as_carla, as_thea, time_machine, action, state, reason
):
    time_machine.move_to(SUNDAY + timedelta(hours=1), tick=False)
    loop.tick(SUNDAY)
    Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER).update(state=MailState.UNKNOWN, sent_at=None)
    (mail,) = weekly()
    data = {"action": action, "_selected_action": [mail.pk]}
    as_thea.post("/admin/athletes/mail/", data)
    assert weekly()[0].state == MailState.UNKNOWN
    page = as_carla.post("/admin/athletes/mail/", data, follow=True).content.decode()
    assert "1 mail changed." in page
    (mail,) = weekly()
    assert (mail.state, mail.reason) == (state, reason)
    assert "Only mail that failed" in as_carla.post("/admin/athletes/mail/", data, follow=True).content.decode()


def test_a_mail_that_is_sent_again_goes_out_once(enrolled):
    loop.tick(SUNDAY)
    Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER).update(state=MailState.UNKNOWN)
    outbox.outbox.clear()
    later = SUNDAY + timedelta(hours=15)
    assert resend(weekly()[0], at=later)
    for _tick in range(3):
        loop.tick(later)
    assert len(outbox.outbox) == 1


# -- a sender that comes late, a relay that is away for long ---------------------------------


def test_a_sender_that_lost_its_claim_writes_nothing(enrolled):
    planner.plan(SUNDAY)
    (slow,) = weekly()
    assert sender.claim(slow, at=SUNDAY)
    Mail.objects.update(state=MailState.PLANNED)  # somebody decided to send it again
    (quick,) = weekly()
    assert sender.claim(quick, at=SUNDAY)
    assert sender._settle(slow, state=MailState.PLANNED) is False
    assert weekly()[0].state == MailState.SENDING


def test_a_sender_whose_lease_is_over_hands_nothing_over(enrolled, monkeypatch):
    monkeypatch.setattr(sender, "LEASE", timedelta(seconds=-1))
    loop.tick(SUNDAY)
    assert [(mail.state, mail.reason) for mail in weekly()] == [(MailState.PLANNED, MailReason.SENDER_HELD_UP)]
    assert outbox.outbox == []


def test_a_relay_that_is_away_for_six_hours_loses_nothing(enrolled, monkeypatch):
    morning = at("2026-11-08 09:05 America/New_York")
    Athlete.objects.update(reminder_due_at=morning)

    def away(self):
        raise OSError(111, "refused")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.open", away)
        for minutes in range(0, 361, 15):
            loop.tick(morning + timedelta(minutes=minutes))
    assert [mail.state for mail in weekly()] == [MailState.PLANNED]
    loop.tick(morning + timedelta(minutes=376))
    assert [mail.state for mail in weekly()] == [MailState.SENT]
    assert len(outbox.outbox) == 1


@pytest.mark.parametrize(("word", "state"), [("hold", MailState.UNKNOWN), ("resend", MailState.SENT)])
def test_a_mail_whose_sender_died_waits_for_a_person_or_goes_out_again_as_the_clinic_chose(
    enrolled, settings, word, state
):
    settings.REMINDER_ON_UNKNOWN = word
    planner.plan(SUNDAY)
    sender.claim(weekly()[0], at=SUNDAY)
    for minutes in range(0, 30, 5):
        loop.tick(SUNDAY + timedelta(minutes=minutes))
    assert [mail.state for mail in weekly()] == [state]


def test_what_waits_is_read_a_page_at_a_time_and_each_row_once(thea, monkeypatch):
    monkeypatch.setattr(sender, "PAGE", 2)
    for place in range(5):
        plan_mail(thea, MailKind.URGENT, occasion=str(place), at=SUNDAY, window=timedelta(days=1))
    assert sorted(mail.occasion for mail in sender.due(SUNDAY)) == ["0", "1", "2", "3", "4"]


def test_a_row_that_another_sender_took_meanwhile_is_not_offered(thea, monkeypatch):
    monkeypatch.setattr(sender, "ASK_AGAIN", 1)
    for place in range(3):
        plan_mail(thea, MailKind.URGENT, occasion=str(place), at=SUNDAY, window=timedelta(days=1))
    offered = sender.due(SUNDAY)
    next(offered)
    Mail.objects.update(state=MailState.SENDING)
    assert list(offered) == []


def test_the_loop_without_celery_outlives_a_database_that_goes_away(monkeypatch, capsys):
    ticks = iter([OperationalError("gone"), "0 planned", KeyboardInterrupt()])

    def tick(at):
        outcome = next(ticks)
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    monkeypatch.setattr("athletes.management.commands.send_reminders.tick", tick)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    with pytest.raises(KeyboardInterrupt):
        call_command("send_reminders", "--loop")
    assert "0 planned" in capsys.readouterr().out


def test_after_a_restore_what_is_open_or_due_is_held_and_nothing_goes_out(enrolled, capsys):
    call_command("send_reminders", "--after-restore", "--now", SUNDAY.isoformat())
    assert "2 mails may have gone out" in capsys.readouterr().out
    assert [(mail.state, mail.reason) for mail in weekly()] == [(MailState.UNKNOWN, MailReason.RESTORED_BACKUP)]
    loop.tick(SUNDAY)
    assert outbox.outbox == []
    loop.tick(SUNDAY + timedelta(days=7))
    assert len(outbox.outbox) == 1
