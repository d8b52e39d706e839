"""The request for a discovery call: a form for everybody, and what keeps robots out of it.

No riddles: a field that people do not see, a signed time that says how long the form was open, and a limit by
network address. A robot that is caught sees what everybody sees, and nothing is kept.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.core import signing
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from athletes.enrollment.discovery_calls import ask_for_call
from athletes.models import DiscoveryCall
from athletes.phone.forms.training import AddressField

#: Nobody reads the form and fills it in faster than this.
FASTEST = timedelta(seconds=3)
#: A form that was open for longer is sent once more, so that one signed time does not serve for ever.
LONGEST = timedelta(days=1)
has_letters = RegexValidator(r"[^\W\d_]", message=_("Write your name in letters."))
reads_one_way = RegexValidator(
    r"[\u202a-\u202e\u2066-\u2069]", message=_("Write your name without invisible marks."), inverse_match=True
)
FOR_ROBOTS = ("website", "opened")
_signer = signing.TimestampSigner(salt="discovery-call")


def opened_now() -> str:
    """The signed time at which a form was shown."""
    return _signer.sign("opened")


class StoryField(forms.CharField):
    """Several lines, counted as a person counts them: a line's end is one character."""

    widget = forms.Textarea(attrs={"rows": 5})

    def to_python(self, value: Any) -> str:
        if isinstance(value, str):
            value = value.replace("\r\n", "\n")
        return str(super().to_python(value))


class CallForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=DiscoveryCall._meta.get_field("name").max_length,
        validators=[*DiscoveryCall._meta.get_field("name").validators, has_letters, reads_one_way],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = AddressField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
    )
    phone = forms.CharField(
        label=_("Phone, if you like"),
        required=False,
        max_length=DiscoveryCall._meta.get_field("phone").max_length,
        validators=DiscoveryCall._meta.get_field("phone").validators,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_("Without one we answer by e-mail."),
    )
    goal_race = forms.CharField(
        label=_("Goal race, if you have one"),
        required=False,
        max_length=DiscoveryCall._meta.get_field("goal_race").max_length,
        validators=DiscoveryCall._meta.get_field("goal_race").validators,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    goal_race_on = forms.DateField(
        label=_("Race day, if it is set"),
        required=False,
        validators=DiscoveryCall._meta.get_field("goal_race_on").validators,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day like 2027-04-19.")},
    )
    story = StoryField(
        label=_("What is going on?"),
        max_length=DiscoveryCall._meta.get_field("story").max_length,
        help_text=_("What you run, what you want to run, and what bothers you. A few lines are plenty."),
    )
    times = forms.CharField(
        label=_("When can you talk?"),
        max_length=DiscoveryCall._meta.get_field("times").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Days and times, such as weekdays after 5 p.m."),
    )
    website = forms.CharField(required=False)
    opened = forms.CharField(required=False)

    @property
    def is_by_robot(self) -> bool:
        """Whether the unseen field is filled, or the signed time is missing, made up or too fresh."""
        if self.data.get("website"):
            return True
        try:
            _signer.unsign(self.data.get("opened", ""))
        except signing.BadSignature:
            return True
        return self._is_within(FASTEST)

    def _is_within(self, age: timedelta) -> bool:
        try:
            _signer.unsign(self.data.get("opened", ""), max_age=age)
        except signing.BadSignature:
            return False
        return True

    @property
    def stamp(self) -> str:
        """The time that goes out with the form: the first one for as long as it holds."""
        if self._is_within(LONGEST):
            opened: str = self.data["opened"]
            return opened
        return opened_now()

    def clean(self) -> dict[str, Any]:
        if not self._is_within(LONGEST):
            self.add_error(None, _("This page was open for a long time. Look it over and send it once more."))
        return self.cleaned_data

    @property
    def said(self) -> dict[str, Any]:
        """What a person typed, without the fields that are there for robots."""
        said = dict(self.cleaned_data)
        for name in FOR_ROBOTS:
            said.pop(name, None)
        return said


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def discovery_call(request: HttpRequest) -> HttpResponse:
    """Asked once, stored once; every refusal keeps what was typed."""
    if request.method != "POST":
        return _page(request, CallForm())
    form = CallForm(request.POST)
    if form.is_by_robot:
        return redirect("discovery_call_thanks")
    if not form.is_valid():
        return _page(request, form, status=422)
    if not ratelimit.consume(request, action="discovery_call"):
        words = _("Too many requests came from your network in the last hour. Call {phone}, or try again later.")
        form.add_error(None, str(words).format(phone=settings.CLINIC["phone"]))
        return _page(request, form, status=429)
    ask_for_call(at=timezone.now(), **form.said)
    return redirect("discovery_call_thanks")


def _page(request: HttpRequest, form: CallForm, status: int = 200) -> HttpResponse:
    return render(request, "clinic/discovery_call.html", {"form": form, "site_url": settings.SITE_URL}, status=status)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """What happens next; the same for everybody, and it says nothing of anybody."""
    return render(request, "clinic/discovery_call_thanks.html")
