"""Messages between the athlete and the clinic."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from athletes.access.requests import athlete_required, current_user
from athletes.models import Athlete, Message
from athletes.records.messages import mark_read, send_message

from ..forms.records import MessageForm, ReadForm

#: How many of the latest messages the page shows.
SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@athlete_required
def messages(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The latest messages and an answer. Looking marks nothing; “Got it” and an answer do."""
    at = timezone.now()
    if request.POST.get("do") == "read":
        read = ReadForm(request.POST)
        if read.is_valid():
            mark_read(athlete=athlete, by=current_user(request), at=at, upto=read.cleaned_data["upto"])
        return redirect("today")
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        send_message(athlete=athlete, author=current_user(request), text=form.cleaned_data["text"], at=at)
        notes.success(request, _("Sent. It is not watched around the clock."))
        return redirect("messages")
    rows = Message.objects.visible_to(request.user).filter(athlete=athlete).select_related("author")
    thread = list(rows.order_by("-sent_at", "-id")[:SHOWN])[::-1]
    has_unread = any(not each.is_from_athlete and each.read_at is None for each in thread)
    context = {"thread": thread, "has_unread": has_unread, "form": form, "athlete": athlete, "tab": "today"}
    return render(request, "athletes/messages.html", context, status=422 if form.errors else 200)
