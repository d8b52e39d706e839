"""A row of the ledger becomes a message: three templates, a Message-ID of its own, and a one-click stop."""

from __future__ import annotations

import hashlib
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from athletes.models import Mail, User

from . import links
from .contents import Content
from .kinds import definition_of


def compose(mail: Mail, *, at: datetime) -> EmailMultiAlternatives:
    """The message of one row of the ledger, as it is right when it is sent, in its recipient's language."""
    with translation.override(mail.reads):
        return _composed(mail, at)


def _composed(mail: Mail, at: datetime) -> EmailMultiAlternatives:
    definition = definition_of(mail.kind)
    content = {"user": mail.recipient} | definition.content(mail, at)
    headers = {"Message-ID": message_id(mail)}
    if definition.subscription:
        unsubscribe_link = links.unsubscribe_link(mail.person, mail.kind)
        content |= {"settings_link": links.absolute("settings"), "unsubscribe_link": unsubscribe_link}
        headers |= one_click_stop(unsubscribe_link) | {"List-ID": f"<{mail.kind}.{_host()}>"}
    message = render(mail.kind, mail.to, content)
    message.extra_headers |= headers
    return message


def one_click_stop(link: str) -> dict[str, str]:
    """The headers by which a mail reader stops a mail without signing in (RFC 8058)."""
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def sign_in(user: User, code: str, *, to: str = "") -> EmailMultiAlternatives:
    """The sign-in mail: a link and the same as a code. It stays outside the ledger and goes out at once.

    to -- the page that was asked for when the sign-in came between
    """
    content: Content = {"user": user, "code": code, "link": links.sign_in_link(user, "mail", to=to)}
    with translation.override(user.reads):
        return render("sign_in", user.email, content)


def password_reset(user: User, link: str) -> EmailMultiAlternatives:
    """To staff who forgot their password. link -- where they choose a new one"""
    return render("password_reset", user.email, {"user": user, "link": link})


def message_id(mail: Mail) -> str:
    """The same for every try, so that a relay or a reader can tell a second one: of kind, recipient and occasion.

    Under the clinic's key, so that nobody who knows the three can name a mail; a restored ledger names it alike.
    """
    named = f"{settings.SECRET_KEY}:{mail.kind}:{mail.recipient_id or mail.address}:{mail.occasion}"
    return f"<{hashlib.sha256(named.encode()).hexdigest()[:24]}@{_host()}>"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or ""


def render(name: str, to: str, content: Content) -> EmailMultiAlternatives:
    """The message of three templates: ``emails/<name>/`` subject.txt, body.txt and body.html."""
    content = {"clinic": settings.CLINIC, "LANGUAGE_CODE": translation.get_language()} | content
    subject = render_to_string(f"emails/{name}/subject.txt", content).strip()
    message = EmailMultiAlternatives(
        from_email=settings.MAIL_RETURN_PATH or None,
        subject=subject,
        body=render_to_string(f"emails/{name}/body.txt", content),
        to=[to],
        reply_to=settings.MAIL_REPLY_TO,
    )
    message.attach_alternative(render_to_string(f"emails/{name}/body.html", content), "text/html")
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    if settings.MAIL_RETURN_PATH:  # the relay's reports go there, and people see the clinic's own address
        message.extra_headers["From"] = settings.DEFAULT_FROM_EMAIL
    return message
