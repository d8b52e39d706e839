"""Where a member of staff is signed in, and the end of every session but this one."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.forms import ManageUserSessionsForm
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.http import HttpResponse
from django.utils.translation import gettext as _

from athletes.access.events import EventKind, record_event
from athletes.access.requests import current_user

#: What a browser says of itself, by the first word that fits: many claim to be others, too.
BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


class StaffSessionsView(ListUserSessionsView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"places": [(browser_of(session), session) for session in context["sessions"]]}

    def form_valid(self, form: ManageUserSessionsForm) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        record_event(EventKind.SIGNED_OUT_EVERYWHERE, account=current_user(self.request).pk)
        return answer


def browser_of(session: UserSession) -> str:
    """The browser in two words: ``Firefox on Windows``."""
    words = {"browser": _first(BROWSERS, session.user_agent), "machine": _first(MACHINES, session.user_agent)}
    return _("{browser} on {machine}").format(**words)


def _first(known: tuple[tuple[str, str], ...], said: str) -> str:
    for mark, name in known:
        if mark in said:
            return name
    return _("something unknown")


sessions = StaffSessionsView.as_view()
