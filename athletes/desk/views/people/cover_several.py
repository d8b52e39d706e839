"""The page on which several athletes, or a whole caseload, are covered by one therapist in one act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.access.requests import current_user, log_access
from athletes.enrollment.in_charge.covering import CoveredAthlete, rehearse_standing_in, stand_in_for_several
from athletes.errors import RefusedError
from athletes.localtime import clinic_day
from athletes.models import Athlete, Role, User
from programs.models.fields import is_key
from programs.models.keys import keys_of

from .covers import CoverForm

#: What the question page gives back as it was typed.
ANSWERS = frozenset({"athlete", "therapist", "from_on", "until_on", "has_no_end", "reason"})


def cover_several(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Whom, by whom, in which days and why: shown line by line, and done on the second click.

    context -- what every admin page knows
    """
    user, at = current_user(request), timezone.now()
    own = _caseload_of(user, request)
    log_access(request, *keys_of(own))
    context |= {"title": _("Cover several athletes")}
    if request.method != "POST":
        form = CoverForm(initial={"from_on": clinic_day(at)})
        return _choice(request, context, form, own, ticked=own if _is_one_caseload(user, request) else [])
    chosen, form = _chosen(own, request), CoverForm(request.POST)
    do = request.POST.get("do", "")
    lines = _lines(form, chosen, user, at, is_sure=do == "sure")
    if not lines or do == "back":
        return _choice(request, context, form, own, ticked=chosen)
    if do == "sure":
        return _said(request, lines)
    return _look(request, context, lines)


def _choice(
    request: HttpRequest, context: dict[str, Any], form: CoverForm, own: Sequence[Athlete], *, ticked: Sequence[Athlete]
) -> HttpResponse:
    """Whom, by whom, when; with what is missing in what was typed."""
    is_nobody_chosen = form.is_bound and not ticked
    context |= {
        "form": form,
        "own": own,
        "chosen": set(keys_of(ticked)),
        "is_nobody_chosen": is_nobody_chosen,
        "therapists": _therapists(current_user(request)),
        "whose": request.GET.get("therapist", ""),
    }
    status = 422 if form.errors or is_nobody_chosen else 200
    return render(request, "admin/athletes/athlete/cover_several_choice.html", context, status=status)


def _look(request: HttpRequest, context: dict[str, Any], lines: Sequence[CoveredAthlete]) -> HttpResponse:
    """What would be done, with everything that was typed, for the second click."""
    covered, left_out = [], []
    for line in lines:
        if line.cover is None:
            left_out.append(line)
        else:
            covered.append(line)
    context |= {"covered": covered, "left_out": left_out, "answers": list(_typed(request))}
    return render(request, "admin/athletes/athlete/cover_several_look.html", context)


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name in ANSWERS:
            for value in values:
                yield name, str(value)


def _is_one_caseload(user: User, request: HttpRequest) -> bool:
    """A clinic admin who has not chosen a therapist sees everybody, and nobody of them is ticked."""
    return not user.sees_everyone or bool(request.GET.get("therapist"))


def _caseload_of(user: User, request: HttpRequest) -> list[Athlete]:
    """Whom this person may let be covered: a therapist their own, a clinic admin those of one therapist or everybody's.

    Who is only covered by them is not theirs to give on.
    """
    mine = Athlete.objects.visible_to(user).in_care().filter(user__is_active=True)
    asked = request.GET.get("therapist", "")
    if not user.sees_everyone:
        mine = mine.filter(therapist=user)
    elif is_key(asked):
        mine = mine.filter(therapist=int(asked))
    return list(mine.select_related("user", "therapist").order_by("user__name", "pk"))


def _therapists(user: User) -> list[User]:
    """Between whose athletes a clinic admin chooses."""
    if not user.sees_everyone:
        return []
    return list(User.objects.filter(role=Role.THERAPIST, is_active=True))


def _chosen(own: Sequence[Athlete], request: HttpRequest) -> list[Athlete]:
    """Those who were ticked; PermissionDenied where somebody asks for an athlete who is not among them."""
    asked = set(request.POST.getlist("athlete"))
    if not asked <= {str(athlete.pk) for athlete in own}:
        raise PermissionDenied
    return [athlete for athlete in own if str(athlete.pk) in asked]


def _lines(
    form: CoverForm, chosen: Sequence[Athlete], by: User, at: datetime, *, is_sure: bool
) -> list[CoveredAthlete]:
    """What was done, or would be; nothing where the form is not filled in, or is refused as a whole."""
    if not form.is_bound or not form.is_valid():
        return []
    act = stand_in_for_several if is_sure else rehearse_standing_in
    try:
        return act(athletes=chosen, by=by, at=at, **form.cleaned_data)
    except RefusedError as error:
        form.add_error(error.field, error.message)
        return []


def _said(request: HttpRequest, lines: Sequence[CoveredAthlete]) -> HttpResponse:
    begun = [line.cover for line in lines if line.cover is not None]
    if begun:
        said = ngettext("{name} covers {count} athlete.", "{name} covers {count} athletes.", len(begun))
        messages.success(request, said.format(name=begun[0].therapist, count=len(begun)))
    for line in lines:
        if line.cover is None:
            messages.warning(request, _("{name}: {why}").format(name=line.athlete, why=line.why_not))
    return redirect("admin:index")
