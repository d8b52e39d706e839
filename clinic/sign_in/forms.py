"""The two sign-in forms: a code by mail for athletes, a password for staff."""

from __future__ import annotations

from allauth.account.forms import LoginForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from athletes.models import User

from .recording import record_failure, record_failure_at


class StaffLoginForm(LoginForm):
    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """allauth's form sets the long session of ACCOUNT_SESSION_REMEMBER last; staff get a working day."""
        response: HttpResponse = super().login(request, redirect_url=redirect_url)
        request.session.set_expiry(settings.STAFF_SESSION_SECONDS)
        return response


class SecondFactorForm(AuthenticateForm):
    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()
        except ValidationError:
            record_failure(self.user, how="second_factor")
            raise
        return code


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
