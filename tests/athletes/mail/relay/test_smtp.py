"""A relay that lies over real SMTP: what is an address, what is the clinic, and what is neither."""

from __future__ import annotations

import smtplib

import pytest

from athletes.mail import loop, planner
from athletes.mail.planner import plan_mail
from athletes.mail.relay import smtp
from athletes.mail.relay.outcomes import Outcome
from athletes.models import Athlete, Mail, MailEvent, MailKind, MailReason, MailState, User
from tests.athletes.mail.ledger import HOUR, SUNDAY, weekly

REFUSALS = [
    ("550 5.1.1 User unknown", Outcome.ADDRESS_REFUSED, "address_refused"),
    ("553 5.1.3 Bad destination mailbox address syntax", Outcome.ADDRESS_REFUSED, "address_refused"),
    ("550 5.2.1 The account is disabled", Outcome.ADDRESS_REFUSED, "address_refused"),
    ("556 5.1.10 Recipient address has null MX", Outcome.ADDRESS_REFUSED, "address_refused"),
    ("554 5.7.1 Relay access denied", Outcome.CLINIC_REFUSED, "relay_said:554"),
    (
        "550 5.7.1 Service unavailable; client host blocked using zen.spamhaus.org",
        Outcome.CLINIC_REFUSED,
        "relay_said:550",
    ),
    ("550 5.1.8 Sender address rejected: domain not found", Outcome.CLINIC_REFUSED, "relay_said:550"),
    ("550 blocked using a list", Outcome.CLINIC_REFUSED, "relay_said:550"),
    ("550 no such user", Outcome.CLINIC_REFUSED, "relay_said:550"),
    ("550 5.4.1 Access denied", Outcome.CLINIC_REFUSED, "relay_said:550"),
    ("552 5.3.4 Daily quota exceeded", Outcome.CLINIC_REFUSED, "relay_said:552"),
    ("552 5.2.2 Mailbox full", Outcome.NOT_HANDED_OVER, "mailbox_full"),
    ("452 4.2.2 Mailbox full", Outcome.NOT_HANDED_OVER, "mailbox_full"),
    ("450 4.7.1 Greylisted, come back later", Outcome.NOT_HANDED_OVER, "address_refused_for_now"),
]


@pytest.mark.parametrize(("answer", "outcome", "reason"), REFUSALS)
def test_a_refused_recipient_is_an_address_only_where_the_enhanced_code_says_so(answer, outcome, reason):
    code, _space, words = answer.partition(" ")
    found = smtp.answer_to(smtplib.SMTPRecipientsRefused({"ana@x.example": (int(code), words.encode())}))
    assert (found.outcome, found.reason, found.said) == (outcome, reason, answer)


@pytest.mark.parametrize(("answer", "outcome", "reason"), REFUSALS[:-1])
def test_the_same_after_the_mail_itself(answer, outcome, reason):
    code, _space, words = answer.partition(" ")
    found = smtp.answer_to(smtplib.SMTPDataError(int(code), words.encode()))
    assert (found.outcome, found.reason) == (outcome, reason)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (smtplib.SMTPDataError(451, b"4.3.0 later"), Outcome.NOT_HANDED_OVER),
        (smtplib.SMTPSenderRefused(550, b"5.7.1 not you", "us"), Outcome.CLINIC_REFUSED),
        (smtplib.SMTPSenderRefused(451, b"4.7.1 not now", "us"), Outcome.NOT_HANDED_OVER),
        (smtplib.SMTPAuthenticationError(535, b"5.7.8 no"), Outcome.CLINIC_REFUSED),
        (smtplib.SMTPHeloError(501, b"what"), Outcome.CLINIC_REFUSED),
        (smtplib.SMTPNotSupportedError("no SMTPUTF8"), Outcome.CLINIC_REFUSED),
        (smtplib.SMTPServerDisconnected("gone"), Outcome.UNKNOWN),
        (smtplib.SMTPDataError(-1, b""), Outcome.UNKNOWN),
    ],
    ids=repr,
)
def test_what_is_said_to_the_clinic_and_not_to_an_address(error, outcome):
    assert smtp.answer_to(error).outcome == outcome


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("2.0.0 Ok: queued as 4XyZ1b2c3d", "4XyZ1b2c3d"),
        ("OK id=1rAbC2-000123-4D", "1rAbC2-000123-4D"),
        ("2.0.0 OK", ""),
    ],
)
def test_the_relay_s_own_name_of_a_mail_is_read(words, name):
    assert smtp.queue_id(words) == name


def test_an_answer_in_a_foreign_alphabet_is_kept_as_far_as_it_can_be_read():
    found = smtp.answer_to(smtplib.SMTPDataError(554, b"5.7.1 \xff\xfe\x00 no\r\nmore"))
    assert found.said.endswith("no more")
    assert "\x00" not in found.said


@pytest.mark.django_db
@pytest.mark.parametrize("when", ["to_recipient", "to_mail"])
@pytest.mark.parametrize(
    "words", ["554 5.7.1 Relay access denied", "550 blocked using zen.example", "552 5.3.4 Quota exceeded"]
)
def test_relay_access_denied_marks_nobody_and_the_way_rests(relay, enrolled, thea, when, words):
    getattr(relay, when)["@"] = words
    for number in range(8):
        plan_mail(thea, MailKind.URGENT, occasion=str(number), at=SUNDAY, window=HOUR)
    loop.tick(SUNDAY)
    assert not User.objects.filter(bad_address_since__isnull=False).exists()
    assert set(Mail.objects.filter(kind=MailKind.URGENT).values_list("state", flat=True)) == {MailState.PLANNED}
    assert len(relay.asked) < 8
    getattr(relay, when).clear()
    loop.tick(SUNDAY + 3 * HOUR / 4)
    assert set(Mail.objects.filter(kind=MailKind.URGENT).values_list("state", flat=True)) == {MailState.SENT}


@pytest.mark.django_db
def test_one_refusal_does_not_end_an_urgent_mail(relay, thea):
    relay.to_recipient["thea@"] = "550 5.7.1 Blocked for now"
    plan_mail(thea, MailKind.URGENT, occasion="1", at=SUNDAY, window=HOUR)
    loop.send_first(SUNDAY)
    assert relay.taken == []
    relay.to_recipient.clear()
    loop.send_first(SUNDAY + HOUR / 60)
    assert relay.taken == ["thea@stridewell.example"]


@pytest.mark.django_db
def test_an_address_that_is_gone_is_failed_with_the_relay_s_words_on_the_row_and_the_record(relay, enrolled):
    relay.to_recipient["ana@"] = "550 5.1.1 User unknown"
    loop.tick(SUNDAY)
    (mail,) = weekly()
    assert (mail.state, mail.reason, mail.said) == (MailState.FAILED, "address_refused", "550 5.1.1 User unknown")
    assert list(MailEvent.objects.values_list("mail", "what", "said")) == [(mail.pk, "address refused", mail.said)]
    assert User.objects.get(pk=enrolled.pk).bad_address_said == "550 5.1.1 User unknown"


@pytest.mark.django_db
def test_a_link_that_is_cut_after_the_mail_was_taken_is_unknown(relay, enrolled):
    relay.to_mail["ana@"] = "cut"
    for minutes in (0, 13, 30):
        loop.tick(SUNDAY + HOUR * minutes / 60)
    (mail,) = weekly()
    assert (mail.state, mail.reason) == (MailState.UNKNOWN, MailReason.NO_ANSWER)
    assert relay.taken == ["ana@stridewell.example"]


@pytest.mark.django_db
def test_a_mailbox_that_is_full_waits_and_the_fifth_time_in_a_row_counts_as_bad(relay, enrolled):
    relay.to_recipient["ana@"] = "552 5.2.2 Mailbox full"
    planner.plan(SUNDAY)
    Mail.objects.exclude(kind=MailKind.WEEKLY_REMINDER).delete()
    Athlete.objects.update(nudge_due_at=None)
    Mail.objects.update(expires_at=SUNDAY + 6 * HOUR)
    for quarter in range(5):
        assert User.objects.get(pk=enrolled.pk).bad_address_since is None
        loop.tick(SUNDAY + quarter * HOUR / 4)
    assert User.objects.get(pk=enrolled.pk).bad_address_since is not None
