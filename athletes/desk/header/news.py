"""What came in while a page was open: how many wait, and the urgent ones by name. Asked by the page, once a minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from athletes.access.requests import current_user, log_access_to_rows
from athletes.localtime import instant_or_none
from athletes.mail.watch.self_check import findings
from athletes.models import DiscoveryCall, Flag, User
from athletes.problems.attention import count_with_problems
from athletes.problems.kinds import KINDS, CaseGroup
from athletes.wording.problems import title_of_flag

#: What is said at once: a stop and what hurts. The rest is a number.
URGENT = [kind for kind, entry in KINDS.items() if entry.group == CaseGroup.PAIN]
#: How far back a page may ask, and how many are named.
LONGEST, SHOWN = timedelta(hours=1), 5


def news(request: HttpRequest) -> JsonResponse:
    """The numbers of the menu, and what is urgent since then. ``?since=`` -- an instant; without it nothing is new

    Names are logged as shown, each time that one is told.
    """
    user, at = current_user(request), timezone.now()
    urgent = _urgent_since(user, _since(request, at), at)
    log_access_to_rows(request, urgent)
    lines = []
    for flag in urgent:
        words = _("{name}: {what}").format(name=flag.athlete, what=title_of_flag(flag))
        lines.append({"words": words, "url": reverse("admin:index", query={"athlete": flag.athlete_id})})
    counts = {"today": count_with_problems(user, at), "calls": DiscoveryCall.objects.visible_to(user).waiting().count()}
    counts["mail"] = len(findings(at)) if user.sees_everyone else 0
    return JsonResponse({"at": at.isoformat(), "counts": counts, "urgent": lines})


def _since(request: HttpRequest, at: datetime) -> datetime:
    """Never longer ago than an hour: a page that slept is not told what the caseload shows anyway."""
    since = instant_or_none(request.GET.get("since", ""))
    return at if since is None else max(since, at - LONGEST)


def _urgent_since(user: User, since: datetime, at: datetime) -> list[Flag]:
    flags = Flag.objects.visible_to(user).waiting(at).filter(kind__in=URGENT, raised_at__gt=since)
    return list(flags.select_related("athlete__user").order_by("raised_at")[:SHOWN])
