"""What allauth asks the clinic: who may sign up, where a sign-in leads, and how its mails go out."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, override

from athletes.access.events import EventKind, record_event, whose
from athletes.mail import compose
from athletes.models import User
from athletes.secret_text import UnreadableSecretError, lock, unlock
from clinic.tasks import send_sign_in

from .limits import count_try, key_here
from .mailing import send_beside, send_code
from .passkeys import offer_passkey
from .recording import record_failure_at, record_sign_in
from .second_factor import FACTORS

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Staff sessions end after a working day; allauth has set its own, longer end before this."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if user.is_staff:
            request.session.set_expiry(settings.STAFF_SESSION_SECONDS)
        return response

    def login(self, request: HttpRequest, user: User) -> None:
        known = User.objects.get(pk=user.pk)  # as it was before this sign-in
        super().login(request, user)
        offer_passkey(request, known)
        record_sign_in(user, how="code" if user.is_athlete else "password")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What allauth counts by, and forgets when a password was reset."""
        return key_here(request, credentials.get("email", ""))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth takes the count back where the password is right."""
        email = credentials.get("email", "")
        self._login_failed_rl_usage = count_try(request, email)
        if self._login_failed_rl_usage is None:
            record_failure_at(email, how="locked")
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        record_failure_at(credentials.get("email", ""), how="password")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if request.user.is_staff:
            return "/admin/"
        return "/"

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """No banners about signing in and out: the page that follows says it."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix == "account/email/login_code":
            user = User.objects.get(email__iexact=email)
            code, to = context["code"], self.request.POST.get("next", "")
            record_event(EventKind.LINK_MADE, note="mail", **whose(user))
            send_code(user, code, to=to, again=send_sign_in.s(user.pk, code, to))
        elif template_prefix == "account/email/password_reset_key":
            send_beside(compose.password_reset(context["user"], context["password_reset_url"]))
        else:
            current = {"request": self.request, "email": email, "current_site": get_current_site(self.request)}
            with override(context["user"].reads if "user" in context else get_language()):
                message = self.render_mail(template_prefix, email, current | context)
            send_beside(message)


class MFAAdapter(DefaultMFAAdapter):
    """A passkey is a way in of its own: it neither counts as a second factor nor is asked for after a mailed code."""

    def encrypt(self, text: str) -> str:
        return lock(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises UnreadableSecretError: an empty secret would have codes that anybody can compute."""
        try:
            return unlock(encrypted_text)
        except UnreadableSecretError:
            log.error("a second factor cannot be read with FIELD_KEYS")
            raise

    def is_mfa_enabled(self, user: User, types: list[str] | None = None) -> bool:
        factors = list(FACTORS)
        if types is not None:
            factors = [each for each in factors if each in types]
        return bool(super().is_mfa_enabled(user, factors))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The clinic, by its name instead of its address."""
        site: dict[str, str] = super().get_public_key_credential_rp_entity()
        return site | {"name": settings.CLINIC["name"]}
