"""The therapist's side of a thread: what was written, and a message to the athlete."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from athletes.access.requests import current_user
from athletes.models import Athlete
from athletes.phone.forms.records import MessageForm, ReadForm
from athletes.records.messages import has_stopped_mail, mark_read, send_message

PAGE = "admin/athletes/athlete/messages.html"
SHOWN = 100


def message_page(request: HttpRequest, athlete: Athlete, context: dict[str, Any]) -> HttpResponse:
    """Looking marks nothing; a message sent, or the button, does. context -- what every admin page knows."""
    if request.POST.get("do") == "read":
        read = ReadForm(request.POST)
        if read.is_valid():
            mark_read(athlete=athlete, by=current_user(request), at=timezone.now(), upto=read.cleaned_data["upto"])
        return redirect(request.path)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        send_message(athlete=athlete, author=current_user(request), text=form.cleaned_data["text"], at=timezone.now())
        notes.success(request, _("Sent. {name} will see it on Today.").format(name=athlete))
        return redirect(request.path)
    thread = list(athlete.messages.select_related("author").order_by("-sent_at", "-id")[:SHOWN])[::-1]
    context |= {
        "athlete": athlete,
        "thread": thread,
        "form": form,
        "title": _("Messages with {name}").format(name=athlete),
    }
    context |= {
        "has_unread": any(each.is_from_athlete and each.read_at is None for each in thread),
        "has_stopped_mail": has_stopped_mail(athlete),
    }
    return render(request, PAGE, context, status=422 if form.errors else 200)
