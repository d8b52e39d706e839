"""What the athlete's pages share: who may open them, and the look that is logged."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from rest_framework.request import Request

from athletes.models import Athlete, Session, User
from athletes.models.people import AthleteQuerySet

View = Callable[..., HttpResponse]


def athlete_required(view: View) -> View:
    """Only an athlete opens this page; it gets the athlete as its second argument. Staff go to the admin."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not current_user(request).is_athlete:
            return redirect("admin:index")
        return view(request, current_athlete(request), *args, **kwargs)

    return guarded


def current_user(request: HttpRequest | Request) -> User:
    """Who is signed in, where a door has made sure that somebody is."""
    assert isinstance(request.user, User)
    return request.user


def current_athlete(request: HttpRequest) -> Athlete:
    """The signed-in athlete, noted for the access log."""
    try:
        athlete: Athlete = current_user(request).athlete
    except Athlete.DoesNotExist as missing:
        raise Http404 from missing
    return log_access(request, athlete)


def current_athlete_queryset(request: HttpRequest) -> AthleteQuerySet:
    """The signed-in athlete's row, with the therapist."""
    rows = Athlete.objects.visible_to(request.user).select_related("therapist")
    return rows.filter(pk=request.user.pk)


def log_access(request: HttpRequest, athlete: Athlete) -> Athlete:
    """The athlete whom the answer shows: their account is at hand, and the look is logged."""
    athlete.user = current_user(request)
    request.athletes_shown = [athlete.pk]  # type: ignore[attr-defined]
    return athlete


def session_of(request: HttpRequest, athlete: Athlete, session_id: uuid.UUID) -> Session:
    """One of the athlete's own sessions, with week and workout; 404 for any other."""
    rows = Session.objects.visible_to(request.user).select_related("week", "workout")
    session: Session = get_object_or_404(rows, pk=session_id)
    if session.athlete_id != athlete.pk:
        raise Http404
    session.athlete = athlete
    return session
