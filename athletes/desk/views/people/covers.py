"""The page of an athlete's cover: who stands in and stood in, one more, another last day, an early end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.access.requests import current_user
from athletes.access.roles import is_responsible_for
from athletes.enrollment.in_charge.covering import end_early, extend, stand_in
from athletes.errors import RefusedError
from athletes.localtime import clinic_day
from athletes.models import Athlete, Cover, Role, User
from athletes.models.athletes import validate_day
from athletes.models.care.covers import MAX_REASON
from programs.dates import date_format
from programs.models.fields import is_key, no_control_characters

PAGE = "admin/athletes/athlete/cover.html"


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=[validate_day], **options)


class CoverForm(forms.Form):
    """Who stands in, in which days, and why."""

    therapist: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        queryset=None,
        label=gettext_lazy("Who covers"),
        error_messages={"invalid_choice": gettext_lazy("Choose a therapist who works here.")},
    )
    from_on = _day(gettext_lazy("First day"))
    until_on = _day(gettext_lazy("Last day"), required=False)
    has_no_end = forms.BooleanField(
        label=gettext_lazy("No last day is known yet: they see the record until somebody ends it"), required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Why, such as vacation"),
        max_length=MAX_REASON,
        validators=[no_control_characters],
        error_messages={"required": gettext_lazy("Say why.")},
    )

    def __init__(self, *args: Any, athlete: Athlete | None = None, **kwargs: Any) -> None:
        """athlete -- whom it is about, where it is one"""
        super().__init__(*args, **kwargs)
        at_work = User.objects.filter(role=Role.THERAPIST, is_active=True)
        if athlete is not None:
            at_work = at_work.exclude(pk=athlete.therapist_id)
        therapist = self.fields["therapist"]
        assert isinstance(therapist, forms.ModelChoiceField)
        therapist.queryset = at_work


def cover_page(request: HttpRequest, athlete: Athlete, context: dict[str, Any]) -> HttpResponse:
    """Their therapist and clinic admins change it; who covers reads it. context -- what every admin page knows"""
    user, at = current_user(request), timezone.now()
    may_change = is_responsible_for(user, athlete)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and not may_change:
        raise PermissionDenied
    if posted is not None and "cover" in posted:
        return _change(request, athlete, context)
    form = CoverForm(posted, athlete=athlete, initial={"from_on": clinic_day(at)})
    if form.is_bound and form.is_valid() and _begun(request, athlete, form):
        return redirect("admin:athletes_athlete_cover", athlete.pk)
    context |= {"title": _("Cover: {name}").format(name=athlete), "athlete": athlete}
    context |= {"form": form, "may_change": may_change, "today": clinic_day(at)} | _covers(athlete, clinic_day(at))
    return render(request, PAGE, context, status=422 if form.errors else 200)


def _begun(request: HttpRequest, athlete: Athlete, form: CoverForm) -> bool:
    """Whether the cover was begun; what is refused stands in the form."""
    try:
        cover = stand_in(athlete=athlete, by=current_user(request), at=timezone.now(), **form.cleaned_data)
    except RefusedError as error:
        form.add_error(error.field, error.message)
        return False
    said = _("{therapist} covers {name}, and gets their urgent mail, beside {own}.")
    messages.success(request, said.format(therapist=cover.therapist, name=athlete, own=athlete.therapist))
    return True


def _covers(athlete: Athlete, today: date) -> dict[str, list[Cover]]:
    """Those that stand or are to come, and those that are over."""
    coming = set(athlete.covers.not_over(today).values_list("pk", flat=True))
    found: dict[str, list[Cover]] = {"covers": [], "past": []}
    for cover in athlete.covers.select_related("therapist", "by", "ended_by"):
        found["covers" if cover.pk in coming else "past"].append(cover)
    return found


def _change(request: HttpRequest, athlete: Athlete, context: dict[str, Any]) -> HttpResponse:
    """Another last day for a cover of this athlete, or its end now: asked first, as none comes back."""
    asked = request.POST["cover"]
    cover = athlete.covers.select_related("therapist").filter(pk=asked).first() if is_key(asked) else None
    if cover is None:
        raise Http404
    if request.POST.get("do") == "end" and request.POST.get("sure") != "yes":
        context |= {"title": _("End this cover now?"), "athlete": athlete, "cover": cover}
        return render(request, "admin/athletes/athlete/cover_end.html", context)
    try:
        messages.success(request, _changed(request, cover))
    except RefusedError as error:
        messages.error(request, error.message)
    return redirect("admin:athletes_athlete_cover", athlete.pk)


def _changed(request: HttpRequest, cover: Cover) -> str:
    at = timezone.now()
    if request.POST.get("do") == "end":
        end_early(cover=cover, by=current_user(request), at=at)
        return _("{name} no longer covers.").format(name=cover.therapist)
    until = _typed_day(request.POST.get("until_on", ""))
    extend(cover=cover, until_on=until, at=at)
    return _("{name} covers until {day}.").format(name=cover.therapist, day=date_format(until, "F j, Y"))


def _typed_day(text: str) -> date:
    """A day that a calendar holds; refused for anything else."""
    try:
        day = parse_date(text)
        if day is not None:
            validate_day(day)
            return day
    except (ValueError, forms.ValidationError):
        pass
    raise RefusedError(_("Give the last day, today or later."))
