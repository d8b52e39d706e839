"""A mail that came back: a relay's report of a delivery (RFC 3464), which it sends to the Return-Path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from .outcomes import shortened
from .smtp import enhanced_code


@dataclass(frozen=True)
class Returned:
    """What a report says of one recipient.

    action -- failed, delayed, delivered, relayed or expanded
    status -- the enhanced code, such as 5.1.1; message_id -- of the mail that it is about
    """

    address: str
    action: str
    status: str
    said: str
    message_id: str


def read_report(message: EmailMessage) -> Iterator[Returned]:
    """What a mail reports, for each recipient; nothing where it is no report."""
    if message.get_content_type() != "multipart/report":
        return
    message_id = _message_id_of(message)
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks: Any = part.get_payload()
        for fields in blocks:
            address = _after_type(fields.get("Final-Recipient", "") or fields.get("Original-Recipient", ""))
            if address:
                said = shortened(_after_type(fields.get("Diagnostic-Code", "")) or fields.get("Status", ""))
                status = enhanced_code(fields.get("Status", "")) or enhanced_code(said)
                yield Returned(address, fields.get("Action", "").strip().lower(), status, said, message_id)


def _message_id_of(message: EmailMessage) -> str:
    """Of the mail that came back, which is the last part: whole, or its headers alone."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            parts: Any = part.get_payload()
            (inside,) = parts
            return str(inside.get("Message-ID", "")).strip()
        if part.get_content_type() == "text/rfc822-headers":
            headers: Any = part.get_payload(decode=True)
            for line in headers.decode("utf-8", "replace").splitlines():
                name, _colon, value = line.partition(":")
                if name.strip().lower() == "message-id":
                    return str(value).strip()
    return ""


def _after_type(value: str) -> str:
    """“rfc822; ana@example.org” without the type before the semicolon."""
    return value.partition(";")[2].strip()
