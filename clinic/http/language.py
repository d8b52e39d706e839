"""In which language an answer is: the one that a person has chosen, or what a visitor's browser asks for."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from athletes.models import User


class LanguageMiddleware(LocaleMiddleware):
    """Where a clinic offers one language, there is nothing to ask and nothing that answers vary by."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if len(settings.LANGUAGES) == 1:
            raise MiddlewareNotUsed
        super().__init__(get_response)

    def process_request(self, request: HttpRequest) -> None:
        if not isinstance(request.user, User):
            super().process_request(request)
            return
        translation.activate(request.user.reads)
        request.LANGUAGE_CODE = translation.get_language()


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """A person's own choice, from their settings; back to where it was made."""
    if not isinstance(request.user, User):
        return redirect(settings.LOGIN_URL)
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        raise Http404
    request.user.language = code
    request.user.save(update_fields=["language"])
    translation.activate(code)
    messages.success(request, _("Saved."))
    return redirect("settings" if request.user.is_athlete else "admin:index")
