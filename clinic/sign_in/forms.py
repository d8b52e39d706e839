"""The two sign-in forms: a code by mail for athletes, a password for staff."""

from __future__ import annotations

from allauth.account.forms import LoginForm, ReauthenticateForm, RequestLoginCodeForm
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from athletes.models import User
from athletes.secret_text import UnreadableSecretError

from .recording import record_failure, record_failure_at


class StaffLoginForm(LoginForm):
    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """allauth's form sets the long session of ACCOUNT_SESSION_REMEMBER last; staff get a working day."""
        response: HttpResponse = super().login(request, redirect_url=redirect_url)
        request.session.set_expiry(settings.STAFF_SESSION_SECONDS)
        return response


class PasswordAgainForm(ReauthenticateForm):
    """Before something that matters, in a session that is open."""

    def clean_password(self) -> str:
        try:
            password: str = super().clean_password()
        except ValidationError:
            record_failure(self.user, how="password")
            raise
        return password


#: A code of the app is taken a step of its clock before and after its own time.
CODE_IS_TAKEN_SECONDS = mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)


class RecordedCode(BaseAuthenticateForm):
    """A code of the second factor: it opens once, and each that opens nothing leaves a row."""

    authenticator: Authenticator

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()
        except ValidationError:
            record_failure(self.user, how="second_factor")
            raise
        except UnreadableSecretError:  # errors.server_error answers in words
            record_failure(self.user, how="unreadable_factor")
            raise
        if self.authenticator.type == Authenticator.Type.TOTP:
            _keep_used(TOTP(self.authenticator), code)
        return code


def _keep_used(totp: TOTP, code: str) -> None:
    """allauth forgets a used code after one step of the clock, while it is still taken."""
    cache.touch(totp._get_used_cache_key(code), timeout=CODE_IS_TAKEN_SECONDS)


class SecondFactorForm(RecordedCode, AuthenticateForm):
    """Behind the password."""


class SecondFactorAgainForm(RecordedCode, ReauthenticateByCodeForm):
    """In the same place."""


class RequestCodeForm(RequestLoginCodeForm):
    _user: User | None

    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"})
    )

    def clean_email(self) -> str:
        """Staff get no code: for them a password and a second factor are asked. They look unknown here.

        That nobody got one is written down, as is that somebody did: both cost the same.
        """
        email: str = super().clean_email()
        user: User | None = self._user
        if user is not None and not user.is_athlete:
            self._user = user = None
        if user is None:
            record_failure_at(email, how="code")
        return email
