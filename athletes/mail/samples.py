"""Every mail as a made-up athlete would get it, without sending: for the admin, for docs/mail.md, for translators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from athletes.models import BarrierKind, MailKind

from . import compose

SIGN_IN = "sign_in"
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
    """A sample of each kind, in the order of ``MailKind``, and the sign-in mail, which stays outside the ledger."""
    contexts = example_contexts()
    names = [(str(kind), str(kind.label)) for kind in MailKind] + [(SIGN_IN, str(_("Sign-in")))]
    for kind, name in names:
        message = compose.render(kind, TO, contexts[kind])
        source = str(message.alternatives[0][0])
        body = source.partition("<body")[2].partition(">")[2].partition("</body>")[0]
        words = re.sub(r' style="[^"]*"', "", body).strip()
        yield Sample(kind, name, str(message.subject), str(message.body), words, source, dict(message.extra_headers))


def example_contexts() -> dict[str, dict[str, Any]]:
    """What each mail's templates are given, for one made-up week."""
    user, site = SimpleNamespace(first_name="Ana"), settings.SITE_URL
    stop = {"settings_link": f"{site}/settings/", "unsubscribe_link": f"{site}/unsubscribe/…/"}
    following = {
        "next_words": compose.next_words(date(2026, 11, 9), 35),
        "start_link": f"{site}/session/…/",
        "done_link": f"{site}/session/…/finish/?already=1",
        "could_not_link": f"{site}/could-not/",
    }
    weekly = {
        "done": 1,
        "planned": 2,
        "opening": str(compose.WORDINGS[0]).format(done=1, planned=2),
        "tip": compose.TIPS[BarrierKind.TIME],
    }
    link = f"{site}/in/…/"
    contexts: dict[str, dict[str, Any]] = {
        MailKind.WEEKLY_REMINDER: weekly | following | stop,
        MailKind.NUDGE: following | stop,
        MailKind.MORNING: {"question_link": f"{site}/morning/"} | stop,
        MailKind.DIGEST: {"count": 3, "admin_link": f"{site}/admin/"} | stop,
        MailKind.URGENT: {"admin_link": f"{site}/admin/"},
        MailKind.INVITE: {"link": link, "sign_in_link": f"{site}/sign-in/"},
        MailKind.CALL: {},
        MailKind.MESSAGE: {"link": f"{site}/messages/", "settings_link": f"{site}/settings/"},
        SIGN_IN: {"code": "123456", "link": link},
    }
    return {kind: {"user": user} | context for kind, context in contexts.items()}
