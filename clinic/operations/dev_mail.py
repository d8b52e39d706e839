"""``/dev/mail/``: the demo clinic's mail, newest first. The address exists only in that mode."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from athletes.enrollment.leaving.traces import Person
from athletes.localtime import clinic_time_zone

_LINK = re.compile(r"https?://[^\s<>\"]+")
_SEPARATOR = b"-" * 79
MOST_SHOWN = 100


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every mail that was written, with its links clickable."""
    if not settings.DEMO_CLINIC:
        raise Http404
    latest = read(settings.MAIL_DIR)[:MOST_SHOWN]
    with timezone.override(clinic_time_zone()):
        return render(request, "clinic/mailbox.html", {"mails": list(map(_shown, latest))})


def read(folder: Path) -> list[EmailMessage]:
    """The messages in a folder of Django's file backend, newest first."""
    files = sorted(folder.glob("*.log"), key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)
    messages = []
    for file in files:
        for part in reversed(file.read_bytes().split(_SEPARATOR)):
            if part.strip():
                messages.append(email.message_from_bytes(part.strip(), policy=email.policy.default))
    return messages


def forget_mail_files(person: Person) -> None:
    """Mail that was written into files, to somebody who is erased: gone when their rows are."""
    transaction.on_commit(lambda: _forget_in(settings.MAIL_DIR, person))


def _forget_in(folder: Path, person: Person) -> None:
    for file in folder.glob("*.log"):
        mails = file.read_bytes().split(_SEPARATOR)
        kept = [mail for mail in mails if not person.is_named_in(mail.decode("utf-8", "replace"))]
        if len(kept) < len(mails):
            file.write_bytes(_SEPARATOR.join(kept))


def _shown(message: EmailMessage) -> dict[str, object]:
    body = message.get_body(("plain",))
    text = ""
    if body:
        text = body.get_content()
    return {
        "to": message["To"], "subject": message["Subject"], "sent_at": _sent_at(message), "body": _linked(text),
    }  # fmt: skip


def _sent_at(message: EmailMessage) -> datetime | None:
    """In UTC, which a date of ``-0000`` is without saying so."""
    said = message["Date"]
    if said is None or said.datetime is None:
        return None
    at: datetime = said.datetime
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _linked(text: str) -> SafeString:
    """The text with its addresses as links; everything else is escaped."""
    linked = _LINK.sub(lambda match: f'<a href="{match[0]}">{match[0]}</a>', escape(text))
    return mark_safe(linked)  # noqa: S308 - escaped above
