"""Where a member of staff is signed in, and the end of every session but this one."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.forms import ManageUserSessionsForm
from allauth.usersessions.views import ListUserSessionsView
from django.http import HttpResponse

from athletes.access.events import EventKind, record_event
from athletes.access.requests import current_user
from athletes.access.user_agents import browser_name


class StaffSessionsView(ListUserSessionsView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"places": [(browser_name(session.user_agent), session) for session in context["sessions"]]}

    def form_valid(self, form: ManageUserSessionsForm) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        record_event(EventKind.SIGNED_OUT_EVERYWHERE, account=current_user(self.request).pk)
        return answer


sessions = StaffSessionsView.as_view()
