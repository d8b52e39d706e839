"""A relay's report of a delivery, as Postfix, Exim and Exchange write it, and what is none."""

from __future__ import annotations

import email
import email.policy

import pytest

from athletes.mail.relay.returned import Returned, read_report

REPORT = """\
From: MAILER-DAEMON@relay.example
To: bounces@clinic.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I'm sorry.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} something of the
    mailbox

--B
{original}
--B--
"""
WHOLE = "Content-Type: message/rfc822\n\nMessage-ID: {message_id}\nSubject: x\n\nHello\n"
HEADERS = "Content-Type: text/rfc822-headers\n\nSubject: x\nMessage-Id: {message_id}\n"


def report(*, address="ana@stridewell.example", action="failed", status="5.1.1", message_id="<1@c>", original=WHOLE):
    original = original.format(message_id=message_id)
    return REPORT.format(address=address, action=action, status=status, original=original)


def parsed(text: str) -> list[Returned]:
    return list(read_report(email.message_from_string(text, policy=email.policy.default)))


@pytest.mark.parametrize("original", [WHOLE, HEADERS])
def test_a_report_names_the_address_the_code_and_the_mail(original):
    (found,) = parsed(report(original=original))
    assert found == Returned("ana@stridewell.example", "failed", "5.1.1", "550 5.1.1 something of the mailbox", "<1@c>")


@pytest.mark.parametrize(
    "text",
    ["Subject: out of office\n\nI am away", report().replace("report-type", "x").replace("report;", "mixed;"), ""],
)
def test_what_is_no_report_says_nothing(text):
    assert parsed(text) == []
