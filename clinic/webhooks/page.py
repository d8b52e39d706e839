"""The page of webhooks, for clinic admins: where something is sent, what of it arrived, and why what did not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from athletes.access.requests import current_user
from athletes.errors import RefusedError
from athletes.models import Role, User
from clinic.models import Webhook, WebhookDelivery, WebhookEvent
from programs.models.fields import no_control_characters

from .making import end_webhook, make_webhook

SHOWN = 50


class WebhookForm(forms.Form):
    """Where a new one leads."""

    name = forms.CharField(label=_("Receiving system"), max_length=80, validators=[no_control_characters])
    url = forms.CharField(
        label=_("Address"), max_length=300, validators=[no_control_characters],
        help_text=_("https:// only, of the open internet."),
    )  # fmt: skip
    owner = forms.ModelChoiceField(
        User.objects.filter(is_active=True).exclude(role=Role.ATHLETE),
        label=_("About athletes this person may see"),
    )
    events = forms.MultipleChoiceField(
        label=_("When"), choices=WebhookEvent.choices, widget=forms.CheckboxSelectMultiple
    )


@require_http_methods(["GET", "POST"])
def webhooks(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The list, the form, the last deliveries. A secret is shown in the answer to its making, and nowhere after."""
    person = _admin(request)
    form = WebhookForm(request.POST or None, initial={"owner": person.pk})
    made, status = None, 200
    if request.method == "POST":
        made = _made(form, person)
        status = 200 if made else 422
    context |= {
        "title": _("Webhooks"), "made": made, "secret": made.secret if made else "",
        "working": Webhook.objects.working().select_related("owner"),
        "form": WebhookForm(initial={"owner": person.pk}) if made else form,
        "deliveries": WebhookDelivery.objects.select_related("webhook")[:SHOWN],
    }  # fmt: skip
    return render(request, "admin/webhooks/page.html", context, status=status)


def _made(form: WebhookForm, person: User) -> Webhook | None:
    if not form.is_valid():
        return None
    try:
        return make_webhook(by=person, at=timezone.now(), **form.cleaned_data)
    except RefusedError as refused:
        form.add_error(refused.field, refused.message)
        return None


@require_POST
def end(request: HttpRequest, webhook_id: int) -> HttpResponse:
    person = _admin(request)
    webhook = get_object_or_404(Webhook, pk=webhook_id)
    if end_webhook(webhook=webhook, by=person, at=timezone.now()):
        messages.success(request, _("Nothing is sent to “{name}” any more.").format(name=webhook.name))
    return redirect("admin:webhooks")


def _admin(request: HttpRequest) -> User:
    person = current_user(request)
    if not person.sees_everyone:
        raise PermissionDenied
    return person
