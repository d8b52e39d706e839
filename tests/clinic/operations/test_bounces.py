"""What a provider reports: an address that bounces for good or complains gets no more mail."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from athletes.models import Delivery, Mail
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
SECRET = "mail:a-secret-of-enough-length"
ROOT = Path(__file__).resolve().parents[3]
HARD = {"RecordType": "Bounce", "Type": "HardBounce", "Email": "ana@stridewell.example", "MessageID": "1"}


@pytest.fixture
def provider(settings) -> None:
    settings.MAIL_PROVIDER, settings.MAIL_WEBHOOK_SECRET = "postmark", SECRET
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}


def report(event: object, secret: str = SECRET):
    authorization = "Basic " + base64.b64encode(secret.encode()).decode()
    data = event if isinstance(event, str) else json.dumps(event)
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    return client.post("/mail-events/", data, content_type="application/json", headers={"authorization": authorization})


@pytest.mark.parametrize(
    ("event", "is_bad"),
    [
        (HARD, True),
        (HARD | {"RecordType": "SpamComplaint", "Type": "SpamComplaint"}, True),
        (HARD | {"Type": "BadEmailAddress"}, True),
        (HARD | {"Type": "SoftBounce"}, False),
        (HARD | {"Type": "Transient"}, False),
        (HARD | {"RecordType": "Delivery", "Recipient": "ana@stridewell.example"}, False),
    ],
    ids=["hard", "complaint", "no such address", "mailbox full", "later", "delivered"],
)
def test_a_hard_bounce_or_a_complaint_marks_the_address_and_nothing_else_does(provider, ana, event, is_bad):
    assert report(event).status_code == 200
    ana.user.refresh_from_db()
    assert bool(ana.user.bad_address_since) is is_bad


def test_only_the_provider_s_secret_is_heard(provider, ana):
    for secret in ("mail:guess", "", "mail"):
        assert report(HARD, secret).status_code == 403
    ana.user.refresh_from_db()
    assert ana.user.bad_address_since is None


@pytest.mark.parametrize("event", ["", "[]", "{", '{"RecordType": 7}', '"text"', "null", "[1]"])
def test_what_cannot_be_read_is_no_error_of_ours(provider, event):
    assert report(event).status_code < 500


def test_without_a_provider_there_is_nothing_here(ana):
    assert report(HARD).status_code == 404


def test_an_unknown_address_is_no_error(provider):
    assert report(HARD | {"Email": "nobody@elsewhere.example"}).status_code == 200


WHOLE = {
    "DEMO_CLINIC": "no", "SECRET_KEY": "x" * 40, "ALLOWED_HOSTS": "clinic.example.org", "ALLOW_SQLITE": "yes",
    "REDIS_URL": "redis://127.0.0.1:6379/0", "MAIL_FROM": "hello@clinic.example.org",
    "SITE_URL": "https://clinic.example.org", "MAIL_BACKEND": "anymail.backends.postmark.EmailBackend",
    "MAIL_WEBHOOK_SECRET": SECRET, "CLINIC_NAME": "Harbor", "CLINIC_PHONE": "867-5309", "CLINIC_ADDRESS": "Boston",
    "CLINIC_EMERGENCY_NUMBER": "911",
    "FIELD_KEYS": "b25seS1mb3ItY29sbGVjdHN0YXRpYy1pbi1uby1jbGk=",
}  # fmt: skip


WITHOUT_BOTO3 = """
import importlib.util
find_spec = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "boto3" else find_spec(name, *more)
import clinic.settings
"""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, ""),
        ({"MAIL_WEBHOOK_SECRET": ""}, "MAIL_WEBHOOK_SECRET must be name:password"),
        ({"MAIL_WEBHOOK_SECRET": "mail:short"}, "MAIL_WEBHOOK_SECRET must be name:password"),
        ({"MAIL_BACKEND": "", "MAIL_URL": "smtp://relay"}, "MAIL_BACKEND names no provider"),
        ({"MAIL_RETURN_PATH": "bounces@harbor-pt.com"}, "BOUNCE_MAILDIR or BOUNCE_MAILBOX_URL need each other"),
        (
            {"BOUNCE_MAILBOX_URL": "imaps://b:c@imap.harbor-pt.com"},
            "BOUNCE_MAILDIR or BOUNCE_MAILBOX_URL need each other",
        ),
        ({"BOUNCE_MAILBOX_URL": "pop3://b:secret@mail.harbor-pt.com"}, "BOUNCE_MAILBOX_URL is “mail.harbor-pt.com”"),
        (
            {
                "MAIL_RETURN_PATH": "bounces@harbor-pt.com",
                "BOUNCE_MAILDIR": "/bounces",
                "BOUNCE_MAILBOX_URL": "imaps://b:c@imap.harbor-pt.com",
            },
            "BOUNCE_MAILDIR and BOUNCE_MAILBOX_URL: one of them",
        ),
        ({"MAIL_BACKEND": "anymail.backends.amazon_ses.EmailBackend"}, "what requirements-ses.txt installs"),
        ({"REMINDER_ON_UNKNOWN": "maybe"}, "REMINDER_ON_UNKNOWN is “maybe”: it must be one of hold, resend"),
    ],
)
def test_half_a_provider_does_not_start(tmp_path, change, reason):
    started = subprocess.run(
        [sys.executable, "-c", WITHOUT_BOTO3], cwd=ROOT, capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)} | WHOLE | change,
    )  # fmt: skip
    assert (started.returncode == 0) is (reason == "")
    assert reason in started.stderr


def test_what_is_heard_later_stands_on_the_mail_s_own_row(provider, ana):
    mail = Mail.objects.create(
        recipient=ana.user, kind="nudge", occasion="1", state="sent", sent_at=MONDAY, send_after=MONDAY,
        expires_at=MONDAY, planned_at=MONDAY, queue_id="1",
    )  # fmt: skip
    report({"RecordType": "Delivery", "Recipient": "ana@stridewell.example", "MessageID": "1", "Details": "250 OK"})
    mail.refresh_from_db()
    assert mail.delivery == Delivery.DELIVERED
    report(HARD | {"RecordType": "SpamComplaint", "Type": "SpamComplaint"})
    report({"RecordType": "Delivery", "Recipient": "ana@stridewell.example", "MessageID": "1"})
    mail.refresh_from_db()
    assert (mail.delivery, str(mail.reached_as)) == (Delivery.COMPLAINED, "Sent · Reported as spam")
    assert [event.what for event in mail.events.all()] == ["delivered", "complained", "delivered"]


def test_the_fifth_bounce_in_a_row_that_may_pass_marks_the_address_and_a_delivery_starts_anew(provider, ana):
    soft = HARD | {"Type": "SoftBounce"}
    for _bounce in range(4):
        report(soft)
    report({"RecordType": "Delivery", "Recipient": "ana@stridewell.example", "MessageID": "9"})
    for _bounce in range(4):
        report(soft)
    ana.user.refresh_from_db()
    assert ana.user.bad_address_since is None
    report(soft)
    ana.user.refresh_from_db()
    assert ana.user.bad_address_since is not None
