"""The page of tokens: which there are, who made them, when one was last used; a new one is shown once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from athletes.access.requests import current_user
from athletes.access.scopes import Scope
from athletes.errors import RefusedError
from athletes.models import Role, User
from clinic.models import ApiToken
from programs.models.fields import no_control_characters

from .making import DAYS, make_token, revoke_token


def _terms() -> list[tuple[int, str]]:
    """How long a token may work, in the words of whoever asks."""
    return [(days, ngettext("{count} day", "{count} days", days).format(count=days)) for days in DAYS]


class TokenForm(forms.Form):
    """What a new token is for."""

    name = forms.CharField(
        label=_("What uses it"), max_length=80, validators=[no_control_characters],
        help_text=_("For example, “Reception schedule.”"),
    )  # fmt: skip
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Reads what this person may see"), help_text=_("It ends when they leave.")
    )
    scopes = forms.MultipleChoiceField(label=_("May read"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(label=_("Works for"), coerce=int, choices=_terms, initial=DAYS[1])

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = User.objects.filter(is_active=True).exclude(role=Role.ATHLETE)
        owners = staff if person.sees_everyone else staff.filter(pk=person.pk)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset, owner.initial = owners, person.pk


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The list and the form. A token is shown in the answer to its making, and nowhere after."""
    person, now = current_user(request), timezone.now()
    form = TokenForm(request.POST or None, person=person)
    made, secret, status = None, "", 200
    if request.method == "POST":
        made, secret = _made(form, person)
        status = 200 if made else 422
    rows = ApiToken.objects.visible_to(person).select_related("owner", "made_by")
    context |= {
        "title": _("API tokens"), "form": TokenForm(person=person) if made else form, "made": made, "secret": secret,
        "working": rows.working(now), "ended": rows.ended(now)[:50],
    }  # fmt: skip
    return render(request, "admin/tokens/page.html", context, status=status)


def _made(form: TokenForm, person: User) -> tuple[ApiToken | None, str]:
    if not form.is_valid():
        return None, ""
    try:
        return make_token(by=person, at=timezone.now(), **form.cleaned_data)
    except RefusedError as refused:
        form.add_error(refused.field, refused.message)
        return None, ""


@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    person = current_user(request)
    token = get_object_or_404(ApiToken.objects.visible_to(person), pk=token_id)
    if revoke_token(token=token, by=person, at=timezone.now()):
        messages.success(request, _("“{name}” opens nothing any more.").format(name=token.name))
    return redirect("admin:tokens")
