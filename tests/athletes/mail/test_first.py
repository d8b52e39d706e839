"""What somebody waits for: at least once, before all others, whatever rests, and told further while unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox

from athletes.evaluation.escalating import tell_admins_of_unseen
from athletes.mail import loop, planner, reaper, sender, transport
from athletes.mail.planner import plan_mail
from athletes.mail.relay import breaker
from athletes.mail.relay.outcomes import Answer, Outcome
from athletes.models import Athlete, Flag, FlagKind, LoopBeat, Mail, MailKind, MailReason, MailState, User
from athletes.problems.caring import who_cares
from tests.athletes.mail.ledger import HOUR, SUNDAY, weekly
from tests.people import MONDAY, let_cover

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CUT = Answer(Outcome.UNKNOWN, MailReason.NO_ANSWER)


def urgent() -> list[tuple[str, str]]:
    return list(Mail.objects.filter(kind=MailKind.URGENT).values_list("state", "reason"))


def test_a_link_that_is_cut_once_does_not_end_an_urgent_mail(thea, monkeypatch):
    plan_mail(thea, MailKind.URGENT, occasion="1", at=SUNDAY, window=DAY)
    answers = iter([CUT, Answer(Outcome.ACCEPTED)])
    monkeypatch.setattr(transport, "hand_over", lambda message: next(answers))
    loop.send_first(SUNDAY)
    assert urgent() == [(MailState.PLANNED, MailReason.NO_ANSWER)]
    loop.send_first(SUNDAY + MINUTE)
    assert urgent() == [(MailState.SENT, "")]


def test_a_doubtful_answer_five_times_is_left_to_a_person(thea, monkeypatch):
    plan_mail(thea, MailKind.URGENT, occasion="1", at=SUNDAY, window=DAY)
    monkeypatch.setattr(transport, "hand_over", lambda message: CUT)
    for minutes in range(0, 60, 6):
        loop.tick(SUNDAY + minutes * MINUTE)
    assert Mail.objects.get(kind=MailKind.URGENT).attempts == sender.MOST_ATTEMPTS
    assert urgent() == [(MailState.UNKNOWN, MailReason.NO_ANSWER)]


def test_an_urgent_mail_whose_sender_died_goes_out_again_and_a_reminder_does_not(enrolled, thea):
    planner.plan(SUNDAY)
    plan_mail(thea, MailKind.URGENT, occasion="1", at=SUNDAY, window=DAY)
    for mail in Mail.objects.filter(kind__in=[MailKind.URGENT, MailKind.WEEKLY_REMINDER]):
        assert sender.claim(mail, at=SUNDAY)
    reaper.reap(SUNDAY + 13 * MINUTE)
    assert urgent() == [(MailState.PLANNED, MailReason.RETRIED)]
    assert [mail.state for mail in weekly()] == [MailState.UNKNOWN]


def test_urgent_mail_goes_out_while_e_mail_rests_and_is_the_probe_that_ends_the_rest(enrolled, thea):
    LoopBeat.objects.update_or_create(
        id=1, defaults={"at": SUNDAY, "trouble": "relay_said:550", "resting_until": SUNDAY + 5 * MINUTE}
    )
    plan_mail(thea, MailKind.URGENT, occasion="1", at=SUNDAY, window=DAY)
    loop.tick(SUNDAY)
    assert urgent() == [(MailState.SENT, "")]
    assert [mail.state for mail in weekly()] == [MailState.SENT]


def test_urgent_mail_overtakes_what_has_waited_longer(enrolled, thea):
    planner.plan(SUNDAY)
    plan_mail(thea, MailKind.URGENT, occasion="1", at=SUNDAY, window=DAY)
    loop.tick(SUNDAY)
    to_thea = [message.to for message in outbox.outbox].index([thea.email])
    assert to_thea < [message.subject for message in outbox.outbox].index(
        next(message.subject for message in outbox.outbox if "Tomorrow" in message.subject)
    )


def test_what_becomes_urgent_during_a_long_tick_does_not_wait_for_its_end(thea, monkeypatch):
    for number in range(5):
        plan_mail(thea, MailKind.HANDED_OVER, occasion=str(number), at=SUNDAY, window=DAY)
    order = []

    def send(mail, at, way):
        order.append(mail.kind)
        if len(order) == 1:
            plan_mail(thea, MailKind.URGENT, occasion="late", at=SUNDAY, window=DAY)
        Mail.objects.filter(pk=mail.pk).update(state=MailState.SENT, sent_at=at)
        return MailState.SENT, Answer(Outcome.ACCEPTED)

    monkeypatch.setattr(sender, "send", send)
    monkeypatch.setattr(loop, "FIRST_EVERY", -1)
    loop.tick(SUNDAY)
    assert order.index(MailKind.URGENT) == 1


def test_greylisted_domains_do_not_hold_an_urgent_mail(enrolled, thea, monkeypatch):
    later = Answer(Outcome.NOT_HANDED_OVER, MailReason.ADDRESS_REFUSED_FOR_NOW)
    for number in range(20):
        plan_mail(thea, MailKind.HANDED_OVER, occasion=str(number), at=SUNDAY - HOUR, window=DAY)
    monkeypatch.setattr(transport, "hand_over", lambda message: later)
    loop.tick(SUNDAY)
    plan_mail(thea, MailKind.URGENT, occasion="1", at=SUNDAY, window=DAY)
    monkeypatch.setattr(transport, "hand_over", lambda message: Answer(Outcome.ACCEPTED))
    loop.send_first(SUNDAY + MINUTE)
    assert urgent() == [(MailState.SENT, "")]


def test_its_waits_are_short():
    waits = [transport.short_wait_after(attempts).total_seconds() for attempts in (1, 2, 3, 4, 5, 60)]
    assert waits == [30, 60, 120, 240, 300, 300]
    assert breaker.UNKNOWN_IN_A_ROW < breaker.IN_A_ROW


def test_who_cares_is_whoever_can_sign_in_and_else_the_clinic_admins(ana, thea, tom, carla):
    assert who_cares(ana, MONDAY) == [thea]
    let_cover(ana, tom)
    assert who_cares(ana, MONDAY) == [thea, tom]
    User.objects.filter(pk=thea.pk).update(is_active=False)
    assert who_cares(Athlete.objects.get(pk=ana.pk), MONDAY) == [tom]
    User.objects.filter(pk=tom.pk).update(is_active=False)
    assert who_cares(Athlete.objects.get(pk=ana.pk), MONDAY) == [carla]


def a_stop(athlete: Athlete) -> Flag:
    key = Flag.key(athlete.pk, FlagKind.STOP, "signs")
    return Flag.objects.create(id=key, athlete=athlete, kind=FlagKind.STOP, cause="signs", raised_at=MONDAY)


def test_a_stop_that_nobody_has_seen_is_told_to_the_clinic_admins_after_half_an_hour_and_once(ana, carla):
    a_stop(ana)
    tell_admins_of_unseen(MONDAY + 29 * MINUTE)
    assert not Mail.objects.filter(recipient=carla).exists()
    for minutes in (30, 31, 90):
        tell_admins_of_unseen(MONDAY + minutes * MINUTE)
    assert [mail.kind for mail in Mail.objects.filter(recipient=carla)] == [MailKind.URGENT]


@pytest.mark.parametrize("field", ["acknowledged_at", "resolved_at"])
def test_a_stop_that_was_seen_or_decided_is_told_no_further(ana, carla, field):
    stop = a_stop(ana)
    Flag.objects.filter(pk=stop.pk).update(**{field: MONDAY + MINUTE})
    assert tell_admins_of_unseen(MONDAY + HOUR) == 0
    assert not Mail.objects.filter(recipient=carla).exists()
