"""A contact is logged, looked at, corrected and removed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.access.requests import current_user
from athletes.errors import NotTheirsError, RefusedError
from athletes.models import Athlete, CareContact, ContactKind, ContactResult
from athletes.models.care.contacts import MAX_MINUTES
from athletes.models.messages import MAX_TEXT
from athletes.records.care.contacts import correct_contact, log_contact, remove_contact
from programs.plain_fields import PlainInteger

PAGE = "admin/athletes/athlete/contact.html"
#: How a browser's own field for a day and a time writes them.
MINUTE = "%Y-%m-%dT%H:%M"


class MinuteInput(forms.DateTimeInput):
    """The browser's own field for a day and a time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=MINUTE)


class ContactForm(forms.Form):
    """One contact; times are the clinic's."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ContactKind.choices)
    result = forms.ChoiceField(
        label=gettext_lazy("How it went"),
        choices=ContactResult.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether they were reached.")},
    )
    at = forms.DateTimeField(label=gettext_lazy("When"), widget=MinuteInput())
    minutes = PlainInteger(label=gettext_lazy("Minutes"), required=False, min_value=1, max_value=MAX_MINUTES)
    note = forms.CharField(
        label=gettext_lazy("What was said"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def terms(self) -> dict[str, Any]:
        """What the verbs take."""
        values = dict(self.cleaned_data)
        return {"took_place_at": values.pop("at")} | values


def empty_form() -> ContactForm:
    """The form of a new contact, which was just now."""
    return ContactForm(initial={"kind": ContactKind.CALL, "at": timezone.now()}, prefix="contact")


def contacts(request: HttpRequest, athlete: Athlete, context: dict[str, Any]) -> HttpResponse:
    """A contact is logged; what is refused stays in its fields. context -- what every admin page knows."""
    if request.method != "POST":
        return redirect(_log_of(athlete))
    form = ContactForm(request.POST, prefix="contact")
    if form.is_valid():
        try:
            logged = log_contact(athlete=athlete, by=current_user(request), at=timezone.now(), **form.terms())
        except RefusedError as refused:
            form.add_error(refused.field, refused.message)
        else:
            messages.success(request, _("Logged. {contact}.").format(contact=logged))
            return redirect(_log_of(athlete))
    context |= {"title": _("Log a contact with {name}").format(name=athlete), "athlete": athlete, "form": form}
    return render(request, PAGE, context, status=422)


def contact(request: HttpRequest, athlete: Athlete, context: dict[str, Any], contact_id: int) -> HttpResponse:
    """One contact: whoever sees the athlete reads it, its author corrects it or takes it away.

    context -- what every admin page knows
    """
    found = get_object_or_404(athlete.contacts.select_related("by"), pk=contact_id)
    try:
        if request.method == "POST" and "remove" in request.POST:
            return _remove(request, found)
        return _correct(request, found, context | {"athlete": athlete})
    except NotTheirsError as not_theirs:
        raise PermissionDenied from not_theirs


def _remove(request: HttpRequest, found: CareContact) -> HttpResponse:
    remove_contact(contact=found, by=current_user(request))
    messages.success(request, _("Removed from the log."))
    return redirect(_log_of(found.athlete))


def _correct(request: HttpRequest, found: CareContact, context: dict[str, Any]) -> HttpResponse:
    """The page, with the form for its author; a correction is kept."""
    user = current_user(request)
    values = {name: getattr(found, name) for name in ContactForm.base_fields}
    form = ContactForm(request.POST if request.method == "POST" else None, initial=values, prefix="contact")
    if form.is_bound and found.by_id != user.pk:
        raise NotTheirsError
    if form.is_bound and form.is_valid():
        try:
            correct_contact(contact=found, by=user, at=timezone.now(), **form.terms())
        except RefusedError as refused:
            form.add_error(refused.field, refused.message)
        else:
            messages.success(request, _("Corrected."))
            return redirect(_log_of(found.athlete))
    context |= {
        "title": _("Contact with {name}").format(name=found.athlete),
        "contact": found,
        "form": form,
        "is_own": found.by_id == user.pk,
    }
    return render(request, PAGE, context, status=422 if form.errors else 200)


def _log_of(athlete: Athlete) -> str:
    return f"{reverse('admin:athletes_athlete_page', args=[athlete.pk])}#contacts"
