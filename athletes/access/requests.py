"""What every door that shows an athlete shares: who may open it, whose it is, and the access that is logged."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from rest_framework.request import Request

from athletes.models import Athlete, Session, User

P = ParamSpec("P")


class AthleteRequest(HttpRequest):
    """A request that ``athlete_required`` has let through: its user is signed in and has an athlete."""

    user: User


class LoggedRequest(HttpRequest):
    """A request whose answer shows athletes: the access log keeps a row with their keys."""

    athletes_shown: list[int]


def athlete_required(
    view: Callable[Concatenate[AthleteRequest, Athlete, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Only an athlete opens this page; it gets the athlete as its second argument. Staff go to the admin."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not current_user(request).is_athlete:
            return redirect("admin:index")
        athlete = current_athlete(request)
        with timezone.override(athlete.tzinfo):  # the hours on the page are the athlete's
            return view(cast(AthleteRequest, request), athlete, *args, **kwargs)

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
    log_access(request, athlete.pk)
    return athlete


def log_access(request: HttpRequest, *athlete_keys: int) -> None:
    """Name athletes whom the answer shows, beside those named before; the access log keeps it."""
    named_before = getattr(request, "athletes_shown", [])
    cast(LoggedRequest, request).athletes_shown = [*named_before, *athlete_keys]


class OfAthlete(Protocol):
    """A row that knows whose it is."""

    @property
    def athlete(self) -> Athlete: ...


def log_access_to_rows(request: HttpRequest, rows: Iterable[OfAthlete]) -> None:
    """The same for rows, each of one athlete, who is read with it."""
    log_access(request, *[row.athlete.pk for row in rows])


def session_of(request: HttpRequest, athlete: Athlete, session_id: uuid.UUID) -> Session:
    """One of the athlete's own sessions, with week and workout; 404 for any other."""
    own = athlete.sessions.visible_to(request.user).select_related("week", "workout")
    session: Session = get_object_or_404(own, pk=session_id)
    return session
