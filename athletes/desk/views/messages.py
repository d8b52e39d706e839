"""The therapist's side of a thread: what was written, and a message to the athlete."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.access.requests import current_user, log_access
from athletes.models import Athlete, User
from athletes.models.messages import MAX_TEXT
from athletes.phone.forms.records import MessageForm, ReadForm
from athletes.records.care.message_templates import (
    FIRST_NAME,
    begin_with_chosen,
    filled_for,
    filled_templates,
    templates_for_several,
)
from athletes.records.messages import mark_read, send_message
from programs.models.keys import keys_in, keys_of

from ..actions import write_and_settle

PAGE = "admin/athletes/athlete/messages.html"
SHOWN = 100
#: To how many athletes one act writes.
MAX_CHOSEN = 100


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
        "has_stopped_mail": athlete.has_stopped_mail,
    }
    return render(request, PAGE, context, status=422 if form.errors else 200)


# -- several at once ---------------------------------------------------------------------------


def message_several(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The same words to each of those chosen on the caseload, one thread for each; nobody sees who else got them."""
    user, at = current_user(request), timezone.now()
    asked = request.POST if request.method == "POST" else request.GET
    athletes = _chosen(user, asked.getlist("athlete"))
    log_access(request, *keys_of(athletes))
    if not athletes:
        notes.warning(request, _("Choose athletes first: tick them in the list."))
        return redirect("admin:index")
    templates = templates_for_several(writer=user)
    begun = begin_with_chosen(templates, request.POST)
    if request.POST.get("do") == "template":
        form = MessageForm(initial={"text": begun.text})
    else:
        form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _is_short_enough(form, athletes):
        for athlete in athletes:
            text = filled_for(form.cleaned_data["text"], first_name=athlete.user.first_name)
            write_and_settle(athlete=athlete, text=text, by=user, at=at)
        said = ngettext("Sent to {count} athlete.", "Sent to {count} athletes.", len(athletes))
        notes.success(request, said.format(count=len(athletes)))
        return redirect("admin:index")
    context |= {"title": _("Message several athletes"), "athletes": athletes, "form": form}
    context |= {"templates": templates, "drafted": begun.drafted, "first_name": FIRST_NAME}
    return render(request, "admin/caseload/message_several.html", context, status=422 if form.errors else 200)


def _is_short_enough(form: MessageForm, athletes: Iterable[Athlete]) -> bool:
    """Whether the words fit with the longest of the names in them; what does not stands in the form."""
    text = form.cleaned_data["text"]
    longest = max(len(filled_for(text, first_name=athlete.user.first_name)) for athlete in athletes)
    if longest > MAX_TEXT:
        form.add_error(
            "text", _("With the names filled in, this is too long: at most {count} characters.").format(count=MAX_TEXT)
        )
    return longest <= MAX_TEXT


def _chosen(user: User, keys: Iterable[str]) -> list[Athlete]:
    """Those of them whom this person sees, by name."""
    numbers = keys_in(keys)
    mine = Athlete.objects.visible_to(user).filter(pk__in=numbers[:MAX_CHOSEN], user__is_active=True)
    return list(mine.select_related("user").order_by("user__name", "pk"))
