"""A program shows its token: ``Authorization: Bearer stw_...``."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions, throttling
from rest_framework.request import Request

from athletes.access.scopes import Scope
from athletes.models import User
from clinic.http.throttles import seconds_to_wait
from clinic.models import ApiToken

from .making import digest_of

KEYWORD = "Bearer"
#: How exactly the last use is noted; every request would write the row each time.
USED_EVERY = timedelta(minutes=1)
UNKNOWN = _("This token is not known, is revoked, or has ended. Make another in the admin, under API tokens.")
OUT_OF_SCOPE = _("This token is not good for that. It has: {scopes}. This address also asks for: {missing}.")
NO_TOKENS = _("No token opens this address: it is for people who are signed in.")


class TokenAuthentication(authentication.BaseAuthentication):
    """Whose token it is, and nobody where another kind of sign-in is shown.

    Scopes are asked here, where no door can forget it: one that names none opens for no token.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        keyword, _space, text = request.headers.get("Authorization", "").partition(" ")
        if keyword.lower() != KEYWORD.lower():
            return None
        now = timezone.now()
        token = ApiToken.objects.working(now).select_related("owner").filter(digest=digest_of(text.strip())).first()
        if token is None:
            raise exceptions.AuthenticationFailed(UNKNOWN, code="unknown_token")
        _note_use(token, now)
        request._request.api_token_id = token.pk  # type: ignore[attr-defined]
        _check_scopes(token, (request.parser_context or {}).get("view"))
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        return KEYWORD


def _check_scopes(token: ApiToken, view: Any) -> None:
    asked: tuple[Scope, ...] = getattr(view, "scopes", ())
    if not asked:
        raise exceptions.PermissionDenied(NO_TOKENS, code="no_tokens")
    missing = [scope for scope in asked if scope not in token.scopes]
    if missing:
        words = str(OUT_OF_SCOPE).format(scopes=", ".join(token.scopes), missing=", ".join(missing))
        raise exceptions.PermissionDenied(words, code="out_of_scope")


def _note_use(token: ApiToken, now: datetime) -> None:
    """Once a minute, however many requests ask at once."""
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - USED_EVERY)
    if token.last_used_at is None or token.last_used_at < now - USED_EVERY:
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)


class TokenThrottle(throttling.BaseThrottle):
    """How often one token may ask; people are counted before the page is (``clinic/http/throttles.py``)."""

    _wait = 0

    def allow_request(self, request: Request, view: Any) -> bool:
        if isinstance(request.auth, ApiToken):
            self._wait = seconds_to_wait(["token"], request.auth.pk)
        return self._wait == 0

    def wait(self) -> float:
        return self._wait


class DocumentedToken(OpenApiAuthenticationExtension):
    """What the API's document says of it."""

    target_class = "clinic.tokens.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token from the admin, under API tokens."}

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[str]]]:
        """Only where a token opens anything."""
        return [{self.name: []}] if getattr(auto_schema.view, "scopes", ()) else []
