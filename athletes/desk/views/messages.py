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
from athletes.records.care.message_templates import begin_with_chosen, filled_templates
from athletes.records.messages import has_stopped_mail, mark_read, send_message

PAGE = "admin/athletes/athlete/messages.html"
SHOWN = 100


def message_page(request: HttpRequest, athlete: Athlete, context: dict[str, Any]) -> HttpResponse:
    """Looking marks nothing; a message sent, or the button, does. context -- what every admin page knows."""
    user, at = current_user(request), timezone.now()
    if request.POST.get("do") == "read":
        read = ReadForm(request.POST)
        if read.is_valid():
            mark_read(athlete=athlete, by=user, at=at, upto=read.cleaned_data["upto"])
        return redirect(request.path)
    templates = filled_templates(first_name=athlete.user.first_name, writer=user)
    begun = begin_with_chosen(templates, request.POST)
    if request.POST.get("do") == "template":
        form = MessageForm(initial={"text": begun.text})
    else:
        form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        send_message(athlete=athlete, author=user, text=form.cleaned_data["text"], at=at)
        notes.success(request, _("Sent. {name} will see it on Today.").format(name=athlete))
        return redirect(request.path)
    latest = athlete.messages.select_related("author").order_by("-sent_at", "-id")[:SHOWN]
    thread = list(reversed(latest))
    context |= {
        "athlete": athlete,
        "thread": thread,
        "form": form,
        "templates": templates,
        "drafted": begun.drafted,
        "title": _("Messages with {name}").format(name=athlete),
        "has_unread": any(message.is_from_athlete and message.read_at is None for message in thread),
        "has_stopped_mail": has_stopped_mail(athlete),
    }
    return render(request, PAGE, context, status=422 if form.errors else 200)
