"""The clinic's admin site: staff with a second factor only, and the caseload first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from athletes.access.requests import current_user
from athletes.desk.header.news import news
from athletes.desk.header.search import search
from athletes.desk.views import caseload, decisions
from athletes.desk.views.library.figures import figures
from athletes.desk.views.library.merging import merge
from athletes.desk.views.messages import message_several
from athletes.desk.views.notifications import notifications
from athletes.desk.views.report.clinic import report
from athletes.desk.views.report.monitoring import monitoring_list
from athletes.mail.push import keys
from clinic.menu import menu_of
from clinic.operations import first_steps
from clinic.operations.backup.nightly import BackupLine, menu_line
from clinic.sign_in import second_factor
from clinic.sign_in.recording import record_sign_out
from clinic.tokens.page import revoke, tokens
from clinic.webhooks.page import end, webhooks


class ClinicAdminSite(admin.AdminSite):
    site_header = settings.CLINIC["name"]
    site_title = settings.CLINIC["name"]
    index_title = _("Your clinic")
    site_url = None
    enable_nav_sidebar = True
    #: Libraries bring admin pages that know no caseload: only the clinic's own apps are registered.
    own_apps = frozenset({"programs", "athletes", "clinic"})

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        models: Any = model_or_iterable
        if isinstance(models, ModelBase):
            models = [models]
        own = [model for model in models if model._meta.app_label in self.own_apps]
        super().register(own, admin_class, **options)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Every page has the menu, with what this person may open."""
        context: dict[str, Any] = super().each_context(request)
        menu = menu_of(context["available_apps"], request.path)
        return context | {"menu": menu, "sends_notifications": keys.is_offered()} | self._installation(request)

    def _installation(self, request: HttpRequest) -> dict[str, str | BackupLine | None]:
        """How old the last backup is and which release runs, for clinic admins."""
        sees_it = self.has_permission(request) and getattr(request.user, "sees_everyone", False)
        if not sees_it:
            return {}
        release = "" if settings.RELEASE == settings.UNNAMED_RELEASE else settings.RELEASE
        return {"backup": menu_line(timezone.now()), "release": release}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The caseload comes first: who needs me today?"""
        context = self.each_context(request) | {"title": _("Who needs you today")} | (extra_context or {})
        context["steps_left"] = first_steps.count_left(current_user(request), timezone.now())
        return caseload.index(request, context)

    def get_urls(self) -> list[Any]:
        view, page = self.admin_view, self._page
        own = [
            path("caseload/accept-all/", view(decisions.accept_all), name="caseload_accept_all"),
            path("caseload/reviewed/", view(decisions.review_all), name="caseload_review_all"),
            path("caseload/message/", page(message_several), name="caseload_message"),
            path("caseload/undo/", view(decisions.take_back), name="caseload_undo"),
            path("caseload/<int:athlete_id>/", view(decisions.act), name="caseload_act"),
            path("search/", page(search), name="search"),
            path("news/", view(news), name="news"),
            path("notifications/", page(notifications), name="notifications"),
            path("report/", page(report), name="report"),
            path("first-steps/", page(first_steps.page), name="first_steps"),
            path("report/monitoring/", page(monitoring_list), name="report_monitoring"),
            path("tokens/", page(tokens), name="tokens"),
            path("tokens/<int:token_id>/revoke/", view(revoke), name="token_revoke"),
            path("webhooks/", page(webhooks), name="webhooks"),
            path("webhooks/<int:webhook_id>/end/", view(end), name="webhook_end"),
            path("programs/exercise/figures/", page(figures), name="figures"),
            path("programs/exercise/merge/", page(merge), name="exercise_merge"),
        ]
        return [*own, *super().get_urls()]

    def _page(self, page: Callable[[HttpRequest, dict[str, Any]], HttpResponse]) -> Callable[..., HttpResponse]:
        """A page of its own, which is given what every page of the admin knows."""

        def shown(request: HttpRequest) -> HttpResponse:
            return page(request, self.each_context(request))

        return self.admin_view(shown)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Only the library is offered while typing: lists of people come from forms that are scoped and logged."""
        if request.GET.get("app_label") != "programs" or "\x00" in request.GET.get("term", ""):
            raise PermissionDenied
        return super().autocomplete_view(request)

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and getattr(user, "is_staff", False) and not second_factor.needs_second_factor(user)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        person = request.user
        answer: TemplateResponse = super().logout(request, extra_context)
        record_sign_out(person)
        return answer

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Staff sign in with allauth; who has no second factor yet sets one up first."""
        user = request.user
        if user.is_authenticated and user.is_staff and second_factor.needs_second_factor(user):
            return redirect("mfa_activate_totp")
        if user.is_authenticated and user.is_staff:
            return redirect("admin:index")
        if user.is_authenticated:
            return redirect("today")
        target = urlencode({"next": request.GET.get("next") or request.get_full_path()})
        return redirect(f"{settings.STAFF_LOGIN_URL}?{target}")
