"""The page on which a therapist's athletes are handed over: to one or several, with a look before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.access.requests import current_user, log_access, log_access_to_rows
from athletes.enrollment.in_charge.transferring import hand_over, take_back
from athletes.errors import RefusedError
from athletes.localtime import instant_or_none
from athletes.models import Athlete, CareTransfer, Role, User

PAGE = "admin/athletes/user/hand_over.html"
#: How long the page offers to take a hand-over back.
OFFERED = timedelta(days=7)


@dataclass
class HandOverLine:
    """One athlete of the therapist. problems, unread -- how many flags and messages of theirs wait

    to -- who was chosen, None while nobody is
    """

    athlete: Athlete
    problems: int
    unread: int
    to: User | None = None


@dataclass
class Successor:
    """One who takes over, with what they get."""

    user: User
    lines: list[HandOverLine] = field(default_factory=list)


def hand_over_page(request: HttpRequest, therapist: User, context: dict[str, Any]) -> HttpResponse:
    """Who goes to whom: chosen, shown, done on the second click. For clinic admins; therapist -- who gives away"""
    user, at = current_user(request), timezone.now()
    if request.POST.get("do") == "back":
        return _take_back(request, therapist, at)
    lines = _lines(therapist)
    log_access_to_rows(request, lines)
    others = list(User.objects.filter(role=Role.THERAPIST, is_active=True).exclude(pk=therapist.pk).order_by("name"))
    missing: list[HandOverLine] = []
    if request.method == "POST":
        _choose(request, lines, {str(each.pk): each for each in others})
        missing = [line for line in lines if line.to is None]
    if request.POST.get("do") == "sure" and not missing:
        return _hand_over(request, therapist, lines, user, at)
    context |= {
        "title": _("Hand over the athletes of {name}").format(name=therapist),
        "therapist": therapist,
        "lines": lines,
        "others": others,
        "missing": missing,
        "successors": _by_successor(lines) if request.method == "POST" and not missing else [],
        "done": _lately(therapist, at),
    }
    return render(request, PAGE, context, status=422 if missing else 200)


def _lines(therapist: User) -> list[HandOverLine]:
    waiting = Count("flags", filter=Q(flags__resolved_at__isnull=True), distinct=True)
    unread = Q(messages__read_at__isnull=True, messages__author=F("user"))
    mine = Athlete.objects.filter(therapist=therapist).select_related("user")  # closed accounts go along
    rows = mine.annotate(problems=waiting, unread=Count("messages", filter=unread, distinct=True))
    lines = []
    for row in rows.order_by("user__name", "pk"):
        lines.append(HandOverLine(row, getattr(row, "problems", 0), getattr(row, "unread", 0)))
    return lines


def _choose(request: HttpRequest, lines: Sequence[HandOverLine], others: dict[str, User]) -> None:
    """Each line's own choice, else the one for everybody."""
    everybody = others.get(request.POST.get("all", ""))
    for line in lines:
        line.to = others.get(request.POST.get(f"to-{line.athlete.pk}", "")) or everybody


def _by_successor(lines: Sequence[HandOverLine]) -> list[Successor]:
    found: dict[int, Successor] = {}
    for line in lines:
        if line.to is not None:
            found.setdefault(line.to.pk, Successor(line.to)).lines.append(line)
    return list(found.values())


def _hand_over(
    request: HttpRequest, therapist: User, lines: Sequence[HandOverLine], by: User, at: datetime
) -> HttpResponse:
    successors = {line.athlete.pk: line.to for line in lines if line.to is not None}
    try:
        moved = hand_over(therapist=therapist, successors=successors, by=by, at=at)
    except RefusedError as error:
        messages.error(request, error.message)
    else:
        if moved:  # nobody is left to move after a double click
            said = ngettext("{count} athlete handed over.", "{count} athletes handed over.", len(moved))
            messages.success(request, said.format(count=len(moved)))
    return redirect("admin:athletes_user_hand_over", therapist.pk)


def _take_back(request: HttpRequest, therapist: User, at: datetime) -> HttpResponse:
    handed_at = instant_or_none(request.POST.get("at", ""))
    try:
        if handed_at is None:
            raise RefusedError(_("There is nothing left to take back."))
        back = take_back(therapist=therapist, handed_at=handed_at, by=current_user(request), at=at)
    except RefusedError as error:
        messages.error(request, error.message)
    else:
        log_access(request, *[transfer.athlete_id for transfer in back])
        said = ngettext("{count} athlete is back.", "{count} athletes are back.", len(back))
        messages.success(request, said.format(count=len(back)))
    return redirect("admin:athletes_user_hand_over", therapist.pk)


def _lately(therapist: User, at: datetime) -> list[dict[str, Any]]:
    """Hand-overs of the last days, each with how many athletes are still where it put them."""
    lately = CareTransfer.objects.filter(was=therapist, at__gt=at - OFFERED, athlete__therapist=F("now"))
    return list(lately.values("at").annotate(count=Count("pk")).order_by("-at"))
