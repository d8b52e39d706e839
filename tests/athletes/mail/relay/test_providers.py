"""Providers that lie over real HTTP, in the shape of their own APIs, through anymail."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.mail import loop, transport
from athletes.mail.compose import compose
from athletes.mail.planner import plan_mail
from athletes.mail.relay.outcomes import Answer, Outcome
from athletes.models import Athlete, Mail, MailKind, MailState, User
from tests.athletes.mail.ledger import SUNDAY, THURSDAY, a_row, weekly
from tests.athletes.mail.relay.servers import provider_running

#: anymail has no account at SendGrid any more to try its releases with, and says so at every connection.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::anymail.exceptions.AnymailNotSupportedWarning"),
]

POSTMARK_TAKEN = {"To": "ana@stridewell.example", "MessageID": "b7bc2f4a", "ErrorCode": 0, "Message": "OK"}
POSTMARK_INACTIVE = {
    "ErrorCode": 406,
    "Message": "You tried to send to a recipient that has been marked as inactive. Found inactive addresses: "
    "ana@stridewell.example. Inactive recipients are ones that have generated a hard bounce.",
}
SENDGRID_BAD = {"errors": [{"message": "Does not contain a valid address.", "field": "personalizations.0.to.0.email"}]}
MAILGUN_BAD = {"message": "to parameter is not a valid address. please check documentation"}
AMAZON_REFUSED = {"message": "Email address is not verified."}
WAYS = {
    "postmark": {"POSTMARK_SERVER_TOKEN": "t", "POSTMARK_API_URL": "{url}/"},
    "mailgun": {"MAILGUN_API_KEY": "k", "MAILGUN_API_URL": "{url}/v3", "MAILGUN_SENDER_DOMAIN": "clinic.example"},
    "sendgrid": {"SENDGRID_API_KEY": "k", "SENDGRID_API_URL": "{url}/v3/"},
    "amazon_ses": {
        "AMAZON_SES_CLIENT_PARAMS": {
            "endpoint_url": "{url}", "region_name": "us-east-1", "aws_access_key_id": "x", "aws_secret_access_key": "y",
        }
    },
}  # fmt: skip
ANSWERS = [
    ("postmark", 200, POSTMARK_TAKEN, Outcome.ACCEPTED, ""),
    ("postmark", 422, POSTMARK_INACTIVE, Outcome.ADDRESS_REFUSED, "address_refused"),
    ("postmark", 422, {"ErrorCode": 400, "Message": "No sender"}, Outcome.CLINIC_REFUSED, "provider_said:422"),
    ("postmark", 401, {"ErrorCode": 10, "Message": "Bad token"}, Outcome.CLINIC_REFUSED, "provider_said:401"),
    ("postmark", 429, {}, Outcome.NOT_HANDED_OVER, "provider_said:429"),
    ("postmark", 500, {}, Outcome.UNKNOWN, "provider_said:500"),
    ("postmark", 504, {}, Outcome.UNKNOWN, "provider_said:504"),
    ("mailgun", 200, {"id": "<20261128@clinic.example>", "message": "Queued. Thank you."}, Outcome.ACCEPTED, ""),
    ("mailgun", 400, MAILGUN_BAD, Outcome.ADDRESS_REFUSED, "address_refused"),
    ("mailgun", 401, {"message": "Forbidden"}, Outcome.CLINIC_REFUSED, "provider_said:401"),
    ("mailgun", 502, {}, Outcome.UNKNOWN, "provider_said:502"),
    ("sendgrid", 202, {}, Outcome.ACCEPTED, ""),
    ("sendgrid", 400, SENDGRID_BAD, Outcome.ADDRESS_REFUSED, "address_refused"),
    ("sendgrid", 403, {"errors": [{"message": "from"}]}, Outcome.CLINIC_REFUSED, "provider_said:403"),
    ("sendgrid", 503, {}, Outcome.UNKNOWN, "provider_said:503"),
    ("amazon_ses", 200, {"MessageId": "0100018"}, Outcome.ACCEPTED, ""),
    ("amazon_ses", 400, AMAZON_REFUSED, Outcome.CLINIC_REFUSED, "provider_said:400"),
    ("amazon_ses", 504, {}, Outcome.UNKNOWN, "provider_said:504"),
]  # fmt: skip


def send_by(way: str, url: str, settings) -> None:
    settings.EMAIL_BACKEND = f"anymail.backends.{way}.EmailBackend"
    filled = {}
    for name, value in WAYS[way].items():
        if isinstance(value, dict):
            filled[name] = {key: part.format(url=url) for key, part in value.items()}
            filled[name]["config"] = one_try()
        else:
            filled[name] = value.format(url=url)
    settings.ANYMAIL = filled


def one_try() -> object:
    from botocore.config import Config

    return Config(retries={"total_max_attempts": 1})


@pytest.fixture
def provider():
    with provider_running() as (provider, url):
        provider.url = url
        yield provider


def handed_over(enrolled) -> Answer:
    message = compose(a_row(enrolled, MailKind.NUDGE), at=THURSDAY)
    connection = transport.connect()
    assert not isinstance(connection, Answer)
    message.connection = connection
    return transport.hand_over(message)


@pytest.mark.parametrize(("way", "status", "answer", "outcome", "reason"), ANSWERS)
def test_every_answer_is_one_of_five(provider, enrolled, settings, way, status, answer, outcome, reason):
    send_by(way, provider.url, settings)
    provider.status, provider.answer = status, answer
    if way == "amazon_ses" and status == 400:
        provider.headers["x-amzn-ErrorType"] = "MessageRejected"
    found = handed_over(enrolled)
    assert (found.outcome, found.reason) == (outcome, reason)
    assert len(provider.posts) == 1


@pytest.mark.parametrize("way", WAYS)
def test_no_answer_at_all_is_unknown(provider, enrolled, settings, way):
    send_by(way, provider.url, settings)
    provider.cut = True
    assert handed_over(enrolled).outcome == Outcome.UNKNOWN
    assert len(provider.posts) == 1


@pytest.mark.parametrize("way", WAYS)
def test_an_api_that_is_away_was_handed_nothing(enrolled, settings, way):
    send_by(way, "http://127.0.0.1:1", settings)
    assert handed_over(enrolled).reason == "relay_away"


def test_an_ambiguous_answer_is_never_posted_again_and_costs_two_mails_and_not_twelve(
    provider, enrolled, thea, settings
):
    send_by("postmark", provider.url, settings)
    provider.status, provider.answer = 504, {}
    for number in range(12):
        plan_mail(thea, MailKind.HANDED_OVER, occasion=str(number), at=SUNDAY, window=timedelta(days=1))
    Mail.objects.exclude(kind=MailKind.HANDED_OVER).delete()
    Athlete.objects.update(reminder_due_at=None, nudge_due_at=None)
    for minutes in (0, 1, 5, 14):
        loop.tick(SUNDAY + timedelta(minutes=minutes))
    assert len(provider.posts) == 2
    states = list(Mail.objects.filter(kind=MailKind.HANDED_OVER).values_list("state", flat=True))
    assert (states.count(MailState.UNKNOWN), states.count(MailState.PLANNED)) == (2, 10)
    provider.status, provider.answer = 200, POSTMARK_TAKEN | {"To": thea.email}
    loop.tick(SUNDAY + timedelta(minutes=16))
    states = list(Mail.objects.filter(kind=MailKind.HANDED_OVER).values_list("state", flat=True))
    assert (states.count(MailState.UNKNOWN), states.count(MailState.SENT)) == (2, 10)


def test_an_inactive_recipient_of_postmark_marks_the_address(provider, enrolled, settings):
    send_by("postmark", provider.url, settings)
    provider.status, provider.answer = 422, POSTMARK_INACTIVE
    loop.tick(SUNDAY)
    (mail,) = weekly()
    assert (mail.state, mail.reason) == (MailState.FAILED, "address_refused")
    assert User.objects.get(pk=enrolled.pk).bad_address_since == SUNDAY


def test_the_provider_s_name_of_a_mail_is_kept(provider, enrolled, settings):
    send_by("postmark", provider.url, settings)
    provider.answer = POSTMARK_TAKEN
    loop.tick(SUNDAY)
    assert weekly()[0].queue_id == "b7bc2f4a"
