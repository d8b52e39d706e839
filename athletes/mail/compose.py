"""A row of the ledger becomes a message: three templates, a Message-ID of its own, and a one-click stop."""

from __future__ import annotations

import hashlib
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from athletes.models import Mail, User

from . import links
from .contents import Content
from .kinds import definition_of


def compose(mail: Mail, *, at: datetime) -> EmailMultiAlternatives:
    """The message of one row of the ledger, as it is right when it is sent."""
    definition = definition_of(mail.kind)
    content = {"user": mail.recipient} | definition.content(mail, at)
    headers = {"Message-ID": message_id(mail)}
    if definition.subscription:
        unsubscribe_link = links.unsubscribe_link(mail.person, mail.kind)
        content |= {"settings_link": links.absolute("settings"), "unsubscribe_link": unsubscribe_link}
        headers |= one_click_stop(unsubscribe_link)
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
    return render("sign_in", user.email, {"user": user, "code": code, "link": links.sign_in_link(user, "mail", to=to)})


def message_id(mail: Mail) -> str:
    """The same for every try, so that a relay or a reader can tell a second one."""
    digest = hashlib.sha256(f"{mail.kind}:{mail.pk}".encode()).hexdigest()[:24]
    return f"<{digest}@{urlsplit(settings.SITE_URL).hostname}>"


def render(name: str, to: str, content: Content) -> EmailMultiAlternatives:
    """The message of three templates: ``emails/<name>/`` subject.txt, body.txt and body.html."""
    content = {"clinic": settings.CLINIC} | content
    subject = render_to_string(f"emails/{name}/subject.txt", content).strip()
    message = EmailMultiAlternatives(
        subject=subject, body=render_to_string(f"emails/{name}/body.txt", content), to=[to]
    )
    message.attach_alternative(render_to_string(f"emails/{name}/body.html", content), "text/html")
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    return message
