"""What an answer says about athletes, as an event: whom it showed, and to whom it refused something."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model, UUIDField
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch
from django.utils import timezone

from athletes.access.events import EventKind, once_in, record_event
from athletes.access.requests import current_user
from athletes.models import Athlete, CheckIn, Enrollment, PainReport, Run, Session
from programs.models.fields import is_key

#: Answers in which nobody's data can stand, whatever was looked up on the way to them.
SHOWS_NOBODY = {400, 401, 403, 404, 405, 500, 503}
#: A stranger is refused by each of these; the admin sends on who asks for a row that is not theirs.
REFUSES = {302, 403, 404}
#: What an address names, by the name of its part.
NAMED: dict[str, type[Model]] = {
    "athlete_id": Athlete,
    "enrollment_id": Enrollment,
    "session_id": Session,
    "run_id": Run,
    "report_id": PainReport,
    "check_in_id": CheckIn,
}


def record_answer(request: HttpRequest, response: HttpResponseBase) -> None:
    """One row for the athletes that an answer shows, a refused form too, and one for those who were refused."""
    shown = set(getattr(request, "athletes_shown", []))
    if shown and response.status_code not in SHOWS_NOBODY:
        _record_shown(request, response, shown)
    if response.status_code in REFUSES and request.user.is_authenticated and request.resolver_match:
        denied = _denied(request, response.status_code, request.resolver_match, shown)
        if denied:
            record_event(EventKind.DENIED, athletes=denied, action=_action(request), note=_way_in(request))


def _record_shown(request: HttpRequest, response: HttpResponseBase, shown: set[int]) -> None:
    kind = _kind(request, response)
    once = None
    if shown == {request.user.pk} and kind != EventKind.EXPORTED:
        kind = EventKind.OPENED
        once = once_in(1, "own", min(shown), timezone.now())
    elif is_quiet(request):
        same = f"{_action(request)} {sorted(shown)}"
        once = once_in(1, f"quiet {sha256(same.encode()).hexdigest()[:16]}", current_user(request).pk, timezone.now())
    record_event(kind, athletes=shown, action=_action(request), once=once, note=_way_in(request))


def _way_in(request: HttpRequest) -> str:
    """Which token asked; empty for a person who is signed in."""
    token_id = getattr(request, "api_token_id", None)
    return f"token {token_id}" if token_id else ""


def is_quiet(request: HttpRequest) -> bool:
    """Whether a page asks by itself: that is nobody at work, and of one page with the same athletes a row an hour."""
    return "X-Quiet" in request.headers and request.method in {"GET", "HEAD"}


def _kind(request: HttpRequest, response: HttpResponseBase) -> EventKind:
    """A form that only looks ahead answers with a page, and one that has done something sends on."""
    if response.headers.get("Content-Disposition", "").startswith("attachment"):
        return EventKind.EXPORTED
    if request.method in {"GET", "HEAD"}:
        return EventKind.OPENED
    if response.status_code >= 400:
        return EventKind.TRIED
    if response.status_code >= 300 or request.method in {"PUT", "PATCH", "DELETE"}:
        return EventKind.CHANGED
    return EventKind.OPENED


def _action(request: HttpRequest) -> str:
    match = request.resolver_match
    page = match.view_name if match else request.path
    return f"{request.method} {page}"


# -- who was refused -------------------------------------------------------------------------


def _denied(request: HttpRequest, status: int, match: ResolverMatch, shown: set[int]) -> set[int]:
    """Athletes whom the address names, who were not shown, and whom this person may not see, or not for this."""
    named = _named_in(match)
    if status not in SHOWS_NOBODY:
        named -= shown
    if not named or status == 403:
        return named
    return named - set(Athlete.objects.visible_to(request.user).filter(pk__in=named).values_list("pk", flat=True))


def _named_in(match: ResolverMatch) -> set[int]:
    for name, value in match.kwargs.items():
        model = NAMED.get(name) or _model_of_admin(match, name)
        if model is not None:
            return _athletes_of(model, value)
        if name == "program_id" and is_key(str(value)):
            return set(Enrollment.objects.filter(program=value).values_list("athlete_id", flat=True))
    return set()


def _model_of_admin(match: ResolverMatch, name: str) -> type[Model] | None:
    """The model of a page such as ``admin:athletes_run_change``, where its rows belong to an athlete."""
    app_label, _dash, rest = (match.url_name or "").partition("_")
    if name != "object_id" or app_label != "athletes":
        return None
    model = apps.get_model(app_label, rest.partition("_")[0])
    belongs = model is Athlete or any(field.name == "athlete" for field in model._meta.concrete_fields)
    return model if belongs else None


def _athletes_of(model: type[Model], value: Any) -> set[int]:
    """Whose the row with this key is; nobody's where there is none, or no key can be that."""
    path = "pk" if model is Athlete else "athlete_id"
    rows = model._base_manager.filter(**{f"{path}__isnull": False})
    if isinstance(rows.model._meta.pk, UUIDField):
        rows = rows.filter(pk__in=_uuids(value))
    elif is_key(str(value)):
        rows = rows.filter(pk=value)
    else:
        return set()
    return set(rows.values_list(path, flat=True))


def _uuids(value: Any) -> list[UUID]:
    try:
        return [UUID(str(value))]
    except ValueError:
        return []
