"""Every mail as a made-up athlete would get it, without sending: for the admin, for docs/mail.md, for translators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from . import compose
from .contents import Content
from .kinds import DEFINITIONS, MailDefinition

SIGN_IN, PASSWORD_RESET = "sign_in", "password_reset"
TO = "ana@example.org"


@dataclass(frozen=True)
class Sample:
    """One mail. words -- its HTML as the mail's body holds it, without its own colors; source -- the whole of it."""

    kind: str
    name: str
    subject: str
    text: str
    words: str
    source: str
    headers: dict[str, str]


def all_samples() -> Iterator[Sample]:
    """A sample of each kind, in the order of ``MailKind``, and of what stays outside the ledger: the ways in."""
    for definition in DEFINITIONS:
        yield _sample(definition.kind, str(definition.kind.label), sample_content(definition))
    yield _sample(SIGN_IN, str(_("Sign-in")), _sign_in_content())
    yield _sample(PASSWORD_RESET, str(_("New password of staff")), _password_reset_content())


def _sample(kind: str, name: str, content: Content) -> Sample:
    message = compose.render(kind, TO, content)
    source = str(message.alternatives[0][0])
    body = source.partition("<body")[2].partition(">")[2].partition("</body>")[0]
    words = re.sub(r' style="[^"]*"', "", body).strip()
    return Sample(kind, name, str(message.subject), str(message.body), words, source, dict(message.extra_headers))


def sample_content(definition: MailDefinition) -> Content:
    """What the templates of one kind are given, for one made-up week."""
    content = {"user": SimpleNamespace(first_name="Ana")} | definition.sample()
    if definition.subscription is None:
        return content
    return content | {
        "settings_link": f"{settings.SITE_URL}/settings/",
        "unsubscribe_link": f"{settings.SITE_URL}/unsubscribe/…/",
    }


def _sign_in_content() -> Content:
    return {"user": SimpleNamespace(first_name="Ana"), "code": "123456", "link": f"{settings.SITE_URL}/in/…/"}


def _password_reset_content() -> Content:
    link = f"{settings.SITE_URL}/staff/password/reset/key/…/"
    return {"user": SimpleNamespace(first_name="Ana"), "link": link}
