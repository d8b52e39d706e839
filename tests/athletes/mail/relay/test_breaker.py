"""The same refusal in a row is the relay's, and not one mail's; an address put off for now holds no other domain."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.enrollment.prescribing import add_athlete, prescribe
from athletes.mail import loop, planner, reaper, transport
from athletes.mail.planner import plan_mail
from athletes.mail.relay import breaker
from athletes.mail.relay.outcomes import Answer, Outcome
from athletes.models import Athlete, LoopBeat, Mail, MailKind, MailReason, MailState, User
from tests.athletes.mail.ledger import SUNDAY, weekly
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
GONE = Answer(Outcome.ADDRESS_REFUSED, MailReason.ADDRESS_REFUSED, said="550 5.1.1 nobody")
GREYLISTED = Answer(Outcome.NOT_HANDED_OVER, MailReason.ADDRESS_REFUSED_FOR_NOW, said="450 4.7.1 later")
BLOCKED = Answer(Outcome.CLINIC_REFUSED, f"{MailReason.RELAY_SAID}:550", said="550 5.7.1 <ana@x.example> blocked")
TAKEN = Answer(Outcome.ACCEPTED)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def crowd(thea, base_template):
    """Twelve athletes of two domains whose weekly mail is planned."""
    for number in range(12):
        domain = "one.example" if number % 2 else "two.example"
        athlete = add_athlete(email=f"r{number}@{domain}", name=f"R{number}", therapist=thea, at=MONDAY)
        prescribe(athlete=athlete, template=base_template, starts_on=MONDAY.date(), weekdays=(0, 3), by=thea, at=MONDAY)
    Mail.objects.all().delete()
    Athlete.objects.update(reminder_due_at=SUNDAY)
    planner.plan(SUNDAY)
    Mail.objects.exclude(kind=MailKind.WEEKLY_REMINDER).delete()


def relay_says(monkeypatch, answer_to):
    asked = []

    def hand_over(message):
        asked.append(message.to[0])
        return answer_to(message.to[0])

    monkeypatch.setattr(transport, "hand_over", hand_over)
    return asked


def test_a_relay_that_says_of_everybody_that_the_address_is_bad_marks_nobody(crowd, monkeypatch):
    asked = relay_says(monkeypatch, lambda address: GONE)
    loop.tick(SUNDAY)
    assert len(asked) == breaker.IN_A_ROW
    assert not User.objects.filter(bad_address_since__isnull=False).exists()
    assert {mail.state for mail in weekly()} == {MailState.PLANNED}
    relay_says(monkeypatch, lambda address: TAKEN)
    loop.tick(SUNDAY + 16 * MINUTE)
    assert {mail.state for mail in weekly()} == {MailState.SENT}


def test_single_bad_addresses_are_marked_beside_good_ones(crowd, monkeypatch):
    relay_says(monkeypatch, lambda address: GONE if address.startswith("r3@") else TAKEN)
    loop.tick(SUNDAY)
    assert [user.email for user in User.objects.filter(bad_address_since__isnull=False)] == ["r3@one.example"]


def test_a_rest_outlives_the_tick_and_one_more_refusal_is_enough_for_the_next(crowd, monkeypatch):
    asked = relay_says(monkeypatch, lambda address: BLOCKED)
    loop.tick(SUNDAY)
    assert len(asked) == breaker.IN_A_ROW
    loop.tick(SUNDAY + 2 * MINUTE)
    assert len(asked) == breaker.IN_A_ROW
    loop.tick(SUNDAY + 11 * MINUTE)
    assert len(asked) == breaker.IN_A_ROW + 1
    beat = LoopBeat.objects.get()
    assert (beat.trouble, beat.trouble_said, beat.trouble_since) == (BLOCKED.reason, "550 5.7.1 <…> blocked", SUNDAY)


def test_the_first_mail_that_is_accepted_ends_the_trouble(crowd, monkeypatch):
    relay_says(monkeypatch, lambda address: BLOCKED)
    loop.tick(SUNDAY)
    relay_says(monkeypatch, lambda address: TAKEN)
    loop.tick(SUNDAY + 20 * MINUTE)
    beat = LoopBeat.objects.get()
    assert (beat.trouble, beat.trouble_since, beat.resting_until) == ("", None, None)
    assert {mail.state for mail in weekly()} == {MailState.SENT}


def test_a_domain_that_puts_everybody_off_holds_no_other(crowd, monkeypatch):
    asked = relay_says(monkeypatch, lambda address: GREYLISTED if address.endswith("one.example") else TAKEN)
    loop.tick(SUNDAY)
    assert len([address for address in asked if address.endswith("one.example")]) == breaker.OF_ONE_DOMAIN
    assert len([mail for mail in weekly() if mail.state == MailState.SENT]) == 6
    assert LoopBeat.objects.get().trouble == ""


def test_a_rest_that_a_clock_ahead_has_written_ends_no_mail(enrolled):
    LoopBeat.objects.update_or_create(id=1, defaults={"at": SUNDAY, "resting_until": SUNDAY + timedelta(days=90)})
    loop.tick(SUNDAY)
    assert [mail.state for mail in weekly()] == [MailState.SENT]


def test_an_athlete_whose_time_zone_nobody_knows_holds_nobody_s_mail(crowd, thea, monkeypatch):
    Athlete.objects.update(reminder_due_at=SUNDAY + timedelta(days=7))
    poisoned = Athlete.objects.order_by("pk").first()
    Athlete.objects.filter(pk=poisoned.pk).update(time_zone="Mars/Olympus")
    plan_mail(thea, MailKind.URGENT, occasion="1", at=SUNDAY, window=timedelta(days=1))
    loop.tick(SUNDAY)
    assert [(mail.state, mail.reason) for mail in weekly() if mail.recipient_id == poisoned.pk] == [
        (MailState.PLANNED, MailReason.CHECK_FAILED)
    ]
    assert {mail.state for mail in weekly() if mail.recipient_id != poisoned.pk} == {MailState.SENT}
    assert Mail.objects.get(kind=MailKind.URGENT).state == MailState.SENT
    Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER).delete()
    next_week = SUNDAY + timedelta(days=7)
    assert loop.tick(next_week).planned >= 12
    assert len({mail.recipient_id for mail in weekly()}) == 11
    assert LoopBeat.objects.exists()


def test_a_check_that_raises_for_one_kind_of_mail_holds_no_other_kind(enrolled, thea, monkeypatch):
    def broken(at):
        raise ValueError

    monkeypatch.setattr(planner, "plan_digests", broken)
    loop.tick(SUNDAY)
    assert [mail.state for mail in weekly()] == [MailState.SENT]


def test_a_tick_that_raises_is_not_a_tick(enrolled, monkeypatch):
    def broken(at):
        raise ValueError("broken")

    LoopBeat.objects.all().delete()
    monkeypatch.setattr(reaper, "reap", broken)
    with pytest.raises(ValueError, match="broken"):
        loop.tick(SUNDAY)
    assert not LoopBeat.objects.exists()
