"""The pages on which somebody signs in or out: forms, codes, and the button behind a link."""

from __future__ import annotations

from copy import copy
from typing import Any

from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.account.views import ConfirmLoginCodeView, LoginView, RequestLoginCodeView, logout
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from athletes.mail import links
from athletes.models import User

from .limits import count_try
from .passkeys import offer_passkey
from .recording import record_failure, record_failure_at, record_link, record_sign_out

LINK_BACKEND = "clinic.sign_in.auth.LinkBackend"


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
        if stage is None:
            return ""
        address: str = stage.state.get("email", "")
        return address


class StaffSignInView(AlwaysTheForm, LoginView):
    pass


class CodeView(ConfirmLoginCodeView):
    """The code, with the same limits as a password: by address and by account, counted before it is compared."""

    template_name = "account/confirm_login_code.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        email = self._process.state.get("email", "")
        counted = count_try(request, email)
        if counted is None:
            record_failure_at(email, how="locked")
            return render(request, "account/too_many_tries.html", status=429)
        user = self._process.user
        if user is not None and user.email.lower() != email.lower():
            return redirect("account_request_login_code")  # the address was corrected since the code was sent
        answer: HttpResponse = super().post(request, *args, **kwargs)
        if request.user.is_authenticated:
            counted.rollback()
        else:
            record_failure(user, how="code")
        return answer


sign_in = SignInView.as_view()
staff_sign_in = StaffSignInView.as_view()
code = CodeView.as_view()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def use_link(request: HttpRequest, token: str) -> HttpResponse:
    """A link from a mail or a QR code. GET shows a button and spends nothing: mail scanners follow links."""
    user = links.user_of(token)
    if user is not None and request.method == "POST":
        user = _spend(request, token, user)
        if user is not None:
            return _landing(request.GET.get("to", ""))
    if user is None:
        return render(request, "account/link_spent.html", status=404)
    return render(request, "account/use_link.html", {"person": user})


@transaction.atomic
def _spend(request: HttpRequest, token: str, user: User) -> User | None:
    """Sign in by a link, once: it is read again behind a lock, so that of two taps at the same time one signs in."""
    User.objects.select_for_update().get(pk=user.pk)
    found = links.user_of(token)
    if found is not None:
        known = copy(found)  # as it was before this sign-in
        record_link(request, token, found, timezone.now())
        login(request, found, backend=LINK_BACKEND)
        offer_passkey(request, known)
    return found


def sign_out(request: HttpRequest) -> HttpResponse:
    """Signing out also empties what this browser has kept: pages, and sets that nobody chose to send.

    Where things wait for somebody else too, the page has deleted its own and says so: the rest stays.
    """
    person = request.user
    response: HttpResponse = logout(request)
    if not request.user.is_authenticated:
        record_sign_out(person)
    if request.method == "POST" and "others" in request.POST:
        response["Clear-Site-Data"] = '"cache"'
    elif request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _landing(path: str) -> HttpResponseRedirect:
    """Where a link leads: to the page that was asked for, which shows everybody only their own, or to Today."""
    return redirect(links.landing_page(path) or "today")


def no_sign_up(request: HttpRequest) -> HttpResponseRedirect:
    """Nobody signs up by themselves; therapists add athletes."""
    return redirect("account_request_login_code")
