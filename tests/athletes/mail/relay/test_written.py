"""A mail on the wire is the one that Django would write, whatever letters are in it."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

import pytest
from django.core.mail import BadHeaderError, EmailMultiAlternatives

from athletes.mail.relay.written import as_bytes


def read(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def parts_of(message: EmailMessage) -> list[tuple[str, str]]:
    found = []
    for part in message.walk():
        if not part.is_multipart():
            found.append((part.get_content_type(), part.get_content()))
    return found


def headers_of(message: EmailMessage) -> list[tuple[str, str]]:
    headers = []
    for name, value in message.items():
        if name not in {"Content-Type", "Date"}:
            headers.append((name, str(value).strip()))
    return headers


def made(**changed: object) -> EmailMultiAlternatives:
    values = {
        "subject": "Tomorrow: about 35 minutes",
        "body": "Hello Ana,\n\nPT · 12 Harbor Street\n",
        "from_email": "Stridewell PT <hello@clinic.example>",
        "to": ["ana@there.example"],
        "reply_to": ["desk@clinic.example", "door@clinic.example"],
        "headers": {"Message-ID": "<1@clinic.example>", "List-Unsubscribe": f"<https://clinic.example/{'x' * 300}/>"},
    }
    message = EmailMultiAlternatives(**(values | changed))
    message.attach_alternative("<p>Hello Ana,</p>\r\n<p>…</p>", "text/html")
    return message


MESSAGES = {
    "as ours are": made(),
    "ascii alone": made(body="Hello\n.\nthere"),
    "no line end": made(body="Hello"),
    "other letters": made(subject="Mañana: unos 35 minutos", from_email="Clínica <hola@clinic.example>"),
    "a long subject": made(subject="Mañana " * 40),
    "a host of other letters": made(to=["ana@müller.example"]),
    "a line of thousands": made(body="x" * 3000),
    "another sender than the return path": made(
        headers={"From": "Clínica <hola@clinic.example>", "Message-ID": "<1@x>"}
    ),
    "odd line ends": made(body="a\u2028b\x0bc\x85d\n"),
}


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_it_reads_as_django_s_own(message):
    ours, djangos = read(as_bytes(message)), read(message.message().as_bytes(linesep="\r\n"))
    assert headers_of(ours) == headers_of(djangos)
    assert parts_of(ours) == parts_of(djangos)
    assert ours["Date"] is not None
    assert ours.defects == []


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_no_line_is_longer_than_mail_may_have_and_every_one_ends_as_on_the_wire(message):
    lines = as_bytes(message).split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_a_header_cannot_carry_another_one():
    with pytest.raises(BadHeaderError):
        as_bytes(made(subject="Hello\nBcc: all@there.example"))


def test_what_has_an_attachment_is_left_to_django():
    message = made()
    message.attach("plan.txt", "words", "text/plain")
    assert parts_of(read(as_bytes(message)))[-1] == ("text/plain", "words")
