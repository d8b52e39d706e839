"""Sign-in: passwords and a second factor for staff, links and codes by mail for athletes.

allauth owns the flows; here stands only what this clinic decides differently.
"""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import sesame.backends
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import LoginForm, RequestLoginCodeForm
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.account.views import ConfirmLoginCodeView, LoginView, RequestLoginCodeView, logout
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sites.shortcuts import get_current_site
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from athletes.mail import compose, links
from athletes.models import User

log = logging.getLogger(__name__)

#: Sign-in mail leaves beside the request, so that a known address answers as fast as an unknown one.
_sender = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sign-in-mail")


class WithAthlete:
    """Who comes back with a session: the user, and the athlete and therapist with it in the same query."""

    def get_user(self, user_id: int) -> User | None:
        return User.objects.select_related("athlete__therapist").filter(pk=user_id, is_active=True).first()


class StaffPasswordBackend(WithAthlete, AuthenticationBackend):
    """E-mail and password, for staff only: athletes have no password. Permissions come from RoleBackend."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.is_staff else None

    def get_all_permissions(self, user_obj: Any, obj: object = None) -> set[str]:
        return set()

    def has_perm(self, user_obj: Any, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False


class LinkBackend(WithAthlete, sesame.backends.ModelBackend):
    """A signed link, for athletes only: a link must not stand in for a second factor."""

    def authenticate(
        self, request: HttpRequest | None, sesame: str, scope: str = "", max_age: Any = None
    ) -> User | None:
        user = super().authenticate(request, sesame, scope=scope, max_age=max_age)
        return user if user is not None and user.is_athlete else None

    get_all_permissions = StaffPasswordBackend.get_all_permissions
    has_perm = StaffPasswordBackend.has_perm
    has_module_perms = StaffPasswordBackend.has_module_perms


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Staff sessions end after a working day; allauth has set its own, longer end before this."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if user.is_staff:
            request.session.set_expiry(settings.STAFF_SESSION_SECONDS)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/admin/" if request.user.is_staff else "/"

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """No banners about signing in and out: the page that follows says it."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix == "account/email/login_code":
            user = User.objects.get(email__iexact=email)
            send_beside(compose.sign_in(user, context["code"], to=self.request.POST.get("next", "")))
        else:
            current = {"request": self.request, "email": email, "current_site": get_current_site(self.request)}
            send_beside(self.render_mail(template_prefix, email, current | context))


def send_beside(message: EmailMultiAlternatives) -> None:
    """Send without making the request wait; a relay that is away is tried three times."""
    if settings.SIGN_IN_MAIL_BESIDE:
        _sender.submit(_send, message)
    else:
        _send(message)


def _send(message: EmailMultiAlternatives) -> None:
    for wait in (1, 4, None):
        try:
            message.send()
        except Exception:  # whatever it was, a person waits for this mail
            if wait is None:
                log.exception("a sign-in mail could not be sent")
                return
            time.sleep(wait)
        else:
            return


class StaffLoginForm(LoginForm):
    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """allauth's form sets the long session of ACCOUNT_SESSION_REMEMBER last; staff get a working day."""
        response: HttpResponse = super().login(request, redirect_url=redirect_url)
        request.session.set_expiry(settings.STAFF_SESSION_SECONDS)
        return response


class RequestCodeForm(RequestLoginCodeForm):
    _user: User | None

    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"})
    )

    def clean_email(self) -> str:
        """Staff get no code: for them a password and a second factor are asked. They look unknown here."""
        email: str = super().clean_email()
        user: User | None = self._user
        self._user = user if user is not None and user.is_athlete else None
        return email


class AlwaysTheForm:
    """A sign-in page shows its form even while a code or a second factor is asked: the address may be the wrong one.

    allauth leads back to what is asked, for a quarter of an hour. What is asked stays good until the form is sent.
    """

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        return None


class SignInView(AlwaysTheForm, RequestLoginCodeView):
    template_name = "account/request_login_code.html"

    def get_initial(self) -> dict[str, Any]:
        """The address that the last code went to, so that one wrong letter is one letter to mend."""
        return {"email": self._address_of_pending_code()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"code_is_pending": self._address_of_pending_code() != ""}

    def _address_of_pending_code(self) -> str:
        stage = LoginStageController.enter(self.request, LoginByCodeStage.key)
        return stage.state.get("email", "") if stage else ""


class StaffSignInView(AlwaysTheForm, LoginView):
    pass


class CodeView(ConfirmLoginCodeView):
    """The code, with the same limits as a password: by address and by account, counted before it is compared."""

    template_name = "account/confirm_login_code.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        email = self._process.state.get("email", "")
        if not ratelimit.consume(request, action="login_failed", key=email.lower()):
            return render(request, "account/too_many_tries.html", status=429)
        user = self._process.user
        if user is not None and user.email.lower() != email.lower():
            return redirect("account_request_login_code")  # the address was corrected since the code was sent
        answer: HttpResponse = super().post(request, *args, **kwargs)
        if request.user.is_authenticated:
            ratelimit.clear(request, action="login_failed", key=email.lower())
        return answer


sign_in = SignInView.as_view()
staff_sign_in = StaffSignInView.as_view()
code = CodeView.as_view()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def use_link(request: HttpRequest, token: str) -> HttpResponse:
    """A link from a mail or a QR code. GET shows a button and spends nothing: mail scanners follow links."""
    with transaction.atomic():
        user = links.user_of(token)
        if user is not None and request.method == "POST":
            User.objects.select_for_update().get(pk=user.pk)
            user = links.user_of(token)  # asked again behind the lock: of two taps at once, one signs in
            if user is not None:
                login(request, user, backend="clinic.sign_in.auth.LinkBackend")
                return _landing(request.GET.get("to", ""))
    if user is None:
        return render(request, "account/link_spent.html", status=404)
    return render(request, "account/use_link.html", {"person": user})


def sign_out(request: HttpRequest) -> HttpResponse:
    """Signing out also empties what this browser has kept: pages, and sets that nobody chose to send.

    Where things wait for somebody else too, the page has deleted its own and says so: the rest stays.
    """
    response: HttpResponse = logout(request)
    if request.method == "POST" and "others" in request.POST:
        response["Clear-Site-Data"] = '"cache"'
    elif request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _landing(path: str) -> HttpResponseRedirect:
    """Where a link leads: to the page that was asked for, which shows everybody only their own, or to Today."""
    return redirect(links.place_of(path) or "today")


def no_sign_up(request: HttpRequest) -> HttpResponseRedirect:
    """Nobody signs up by themselves; therapists add athletes."""
    return redirect("account_request_login_code")
