"""What is wrong with mail is found, mended where that is safe, and else told to a person within one tick."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.mail import loop, transport
from athletes.mail.compose import compose
from athletes.mail.planner import plan_mail
from athletes.mail.relay.outcomes import Answer, Outcome
from athletes.mail.watch import telling
from athletes.mail.watch.self_check import findings, repair
from athletes.models import Athlete, LoopBeat, Mail, MailKind, MailReason, MailState
from tests.athletes.mail.ledger import HOUR, SUNDAY, WEEKDAY, hurt
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _beating(enrolled, thea):
    LoopBeat.objects.update_or_create(id=1, defaults={"at": SUNDAY})
    Mail.objects.all().delete()


def codes(at=SUNDAY) -> list[str]:
    return [finding.code for finding in findings(at)]


def row(thea, **values: object) -> None:
    mail = plan_mail(thea, MailKind.URGENT, occasion="1", at=SUNDAY - HOUR, window=DAY)
    Mail.objects.filter(pk=mail.pk).update(**values)


def test_a_healthy_clinic_has_nothing_to_tell(carla):
    assert codes() == []
    assert telling.check(SUNDAY) == []
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"state": MailState.UNKNOWN, "reason": MailReason.NO_ANSWER}, "unknown"),
        ({"state": MailState.FAILED, "reason": MailReason.NOT_WRITTEN}, "failed"),
        ({"state": MailState.SKIPPED, "reason": MailReason.EXPIRED}, "expired"),
        ({"send_after": SUNDAY - HOUR}, "overdue"),
        ({"planned_at": SUNDAY + DAY, "state": MailState.SENT, "sent_at": SUNDAY}, "clock"),
    ],
)
def test_a_row_that_is_wrong_is_found(thea, values, code):
    row(thea, **values)
    assert codes() == [code]


def test_a_silent_loop_a_rest_and_a_refused_address_are_found(enrolled):
    assert codes(SUNDAY + 11 * HOUR / 60)[0] == "silent"
    LoopBeat.objects.update(trouble="relay_said:550", trouble_said="550 5.7.1 blocked", trouble_since=SUNDAY)
    transport.mark_bad(enrolled.user.email, at=SUNDAY)
    assert codes() == ["resting", "bad_addresses"]
    assert "550 5.7.1 blocked" in findings(SUNDAY)[0].words


def test_due_times_that_a_clock_ahead_has_moved_away_come_back(enrolled):
    Athlete.objects.update(reminder_due_at=SUNDAY + timedelta(days=120))
    LoopBeat.objects.update(digests_on=(SUNDAY + timedelta(days=120)).date())
    assert codes() == ["digests", "no_due_time"]
    assert repair(SUNDAY) == 2
    assert codes() == []
    enrolled.refresh_from_db()
    assert SUNDAY < enrolled.reminder_due_at <= SUNDAY + timedelta(days=8)


def test_an_athlete_in_a_zone_that_nobody_knows_is_told_of_and_holds_no_repair(enrolled, carla, ben):
    Athlete.objects.filter(pk=enrolled.pk).update(time_zone="Mars/Olympus", reminder_due_at=None)
    Athlete.objects.filter(pk=ben.pk).update(reminder_due_at=None)
    found = telling.check(SUNDAY)
    assert [finding.code for finding in found] == ["no_due_time", "time_zone"]
    assert "Mars/Olympus" in found[1].words
    assert Athlete.objects.get(pk=ben.pk).reminder_due_at


def test_the_clinic_admins_are_told_once_a_day_of_the_same_and_again_of_something_else(thea, carla):
    row(thea, state=MailState.FAILED, reason=MailReason.NOT_WRITTEN)
    for minutes in (0, 1, 2):
        telling.check(SUNDAY + timedelta(minutes=minutes))
    told = Mail.objects.filter(kind=MailKind.MAIL_TROUBLE)
    assert [mail.recipient for mail in told] == [carla]
    LoopBeat.objects.update(trouble="relay_away", trouble_since=SUNDAY)
    telling.check(SUNDAY)
    assert told.all().count() == 2


def test_what_becomes_of_a_mail_is_told_within_the_tick(thea, carla, monkeypatch):
    plan_mail(thea, MailKind.HANDED_OVER, occasion="1", at=SUNDAY, window=DAY)
    monkeypatch.setattr(transport, "hand_over", lambda message: Answer(Outcome.REFUSED, MailReason.NOT_WRITTEN))
    loop.tick(SUNDAY)
    assert Mail.objects.filter(kind=MailKind.MAIL_TROUBLE, recipient=carla).exists()


def test_the_mail_names_nobody_and_says_where_to_look(thea, carla, mailoutbox):
    row(thea, state=MailState.FAILED, reason=MailReason.NOT_WRITTEN)
    telling.check(SUNDAY)
    loop.send_first(SUNDAY)
    (message,) = [message for message in mailoutbox if message.to == [carla.email]]
    assert message.subject == "The clinic’s mail or backup needs your attention"
    assert "/admin/athletes/mail/" in message.body
    assert "Ana" not in message.body


def test_only_a_whole_tick_is_told_to_the_monitor(settings, monkeypatch):
    asked = []

    class Fine:
        def raise_for_status(self) -> None: ...

    monkeypatch.setattr(telling.requests, "get", lambda url, timeout: asked.append(url) or Fine())
    loop.tick(SUNDAY)
    assert asked == []
    settings.HEARTBEAT_URL = "https://monitor.example/abc"
    loop.tick(SUNDAY)
    assert asked == ["https://monitor.example/abc"]
    monkeypatch.setattr(loop.reaper, "reap", lambda at: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        loop.tick(SUNDAY)
    assert len(asked) == 1


def test_a_monitor_that_is_away_ends_no_tick(settings):
    settings.HEARTBEAT_URL = "http://127.0.0.1:1/"
    assert loop.tick(SUNDAY).failed == 0


def test_the_probe_fails_for_a_monitor_that_asks_for_it(client, time_machine):
    time_machine.move_to(SUNDAY + HOUR, tick=False)
    assert client.get("/readyz").status_code == 200
    assert client.get("/readyz?strict=1").status_code == 503
    loop.tick(SUNDAY + HOUR)
    assert client.get("/readyz?strict=1").status_code == 200


def test_the_menu_counts_it_for_clinic_admins_and_the_list_says_it(as_carla, as_thea, time_machine, thea):
    time_machine.move_to(MONDAY + timedelta(days=7), tick=False)
    assert as_carla.get("/admin/news/").json()["counts"]["mail"] == 1
    assert as_thea.get("/admin/news/").json()["counts"]["mail"] == 0
    assert "The mail loop is silent" in as_carla.get("/admin/athletes/mail/").content.decode()


def test_the_digest_says_that_the_clinic_admins_were_told(enrolled, thea):
    hurt(enrolled)
    mail = plan_mail(thea, MailKind.DIGEST, occasion="x", at=WEEKDAY, window=HOUR)
    line = "Some of the clinic’s mail is not going out."
    assert line not in str(compose(mail, at=WEEKDAY).body)
    plan_mail(thea, MailKind.MAIL_TROUBLE, occasion="1", at=WEEKDAY - HOUR, window=HOUR)
    assert line in str(compose(mail, at=WEEKDAY).body)
