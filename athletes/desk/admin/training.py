"""What athletes did: sessions with prescribed beside done, and pain. Only the day of one to come may be changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from athletes.access.requests import current_user
from athletes.enrollment.schedule import excuse_session, reschedule_session
from athletes.errors import RefusedError
from athletes.models import PainReport, Session, SessionChange, SessionStatus, SetEdit
from athletes.models.sessions import AS_LISTED
from athletes.phone.pages.session.page import session_page
from athletes.training.pain_limits import PainLimits, limits_of
from programs.dates import date_format

from .long_lists import LongListAdmin

MAX_REASON = 200


@admin.register(Session)
class SessionAdmin(LongListAdmin[Session]):
    list_display = ["planned_on", "athlete", "what", "how", "session_rpe", "minutes"]
    ordering = AS_LISTED
    list_filter = ["status", "is_partial"]
    list_select_related = ["athlete__user", "workout", "week"]
    search_fields = ["athlete__user__name"]
    date_hierarchy = "planned_on"
    fields = [("athlete", "planned_on", "status"), ("session_rpe", "minutes", "is_partial"), "note"]
    change_form_template = "admin/athletes/session/review.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        return super().get_queryset(request).select_related("athlete__user", "workout", "week", "enrollment__program")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<uuid:session_id>/sets/", view(self.sets), name="athletes_session_sets"),
            path("<uuid:session_id>/day/", view(self.day), name="athletes_session_day"),
            *super().get_urls(),
        ]

    def day(self, request: HttpRequest, session_id: UUID) -> HttpResponse:
        """Another day for a session to come, or none: the therapist's word, with the reason where a rule is against."""
        session = get_object_or_404(self.get_queryset(request), pk=session_id)
        if request.method == "POST":
            try:
                messages.success(request, self._change_day(request, session))
            except RefusedError as error:
                messages.error(request, error.message)
                typed = {name: request.POST.get(name, "")[:MAX_REASON] for name in ("on", "reason")}
                request.session["day"] = typed
        return redirect("admin:athletes_session_change", session.pk)

    def _change_day(self, request: HttpRequest, session: Session) -> str:
        by, at = current_user(request), timezone.now()
        reason = request.POST.get("reason", "").replace("\x00", "").strip()[:MAX_REASON]
        if request.POST.get("do") == "leave_out":
            excuse_session(session=session, by=by, at=at, reason=reason)
            return str(_("Left out: it counts as excused."))
        try:
            on = date.fromisoformat(request.POST.get("on", ""))
        except ValueError:
            raise RefusedError(_("Choose a day."), field="on") from None
        reschedule_session(session=session, on=on, by=by, at=at, reason=reason)
        return _("Moved to {day}.").format(day=date_format(on, "l, F j"))

    def sets(self, request: HttpRequest, session_id: UUID) -> HttpResponse:
        """What was done so far, for the page that watches a session."""
        session = get_object_or_404(self.get_queryset(request), pk=session_id)
        self.note(request, [session])
        return render(request, "admin/athletes/session/sets.html", _review(session))

    @admin.display(description=_("status"), ordering="status")
    def how(self, session: Session) -> str:
        """In words: completed, cut short, or why it was left out."""
        if session.status == SessionStatus.COMPLETED and session.is_partial:
            return str(_("Cut short"))
        if session.status == SessionStatus.SKIPPED and session.excuse:
            return str(session.get_excuse_display())
        return str(session.get_status_display())

    @admin.display(description=_("workout"))
    def what(self, session: Session) -> str:
        if session.workout is None:
            return str(_("extra"))
        week = _("week {number}").format(number=session.week.number) if session.week else ""
        return f"{session.workout.title} · {week}"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        session = self.get_object(request, object_id)
        context: dict[str, Any] = extra_context or {}
        if session is not None:
            context |= _review(session)
            context["may_change_day"] = session.status == SessionStatus.PLANNED and session.enrollment_id is not None
            context["typed"] = request.session.pop("day", {})
        return super().change_view(request, object_id, form_url, context)


def _review(session: Session) -> dict[str, Any]:
    """Prescribed beside done, pain and former values. over -- the exercises in which pain was over its place's limit"""
    reports = list(PainReport.objects.filter(session=session).select_related("exercise"))
    return {
        "original": session,
        "page": session_page(session),
        "pain": reports,
        "over": _over_limit(reports, limits_of(session.athlete)),
        "changes": list(map(_change_words, session.changes.select_related("by"))),
        "edits": SetEdit.objects.filter(set_log__session=session).select_related("set_log__exercise"),
    }


def _over_limit(reports: Iterable[PainReport], limits: PainLimits) -> set[str]:
    over = set()
    for report in reports:
        if report.exercise is not None and report.score > limits.at(report.region, report.side):
            over.add(report.exercise.slug)
    return over


def _change_words(change: SessionChange) -> str:
    """“Moved from Mon 2 Nov to Wed 4 Nov by Thea Lind: Travels.”"""
    name = change.by or _("the rules")
    if change.now_on is None:
        words = _("Left out by {name}").format(name=name)
    elif change.now_on == change.was_on:
        words = _("Put back by {name}").format(name=name)
    else:
        was, now = date_format(change.was_on, "D, M j"), date_format(change.now_on, "D, M j")
        words = _("Moved from {was} to {now} by {name}").format(was=was, now=now, name=name)
    if change.reason:
        return f"{words}: {change.reason}"
    return words


@admin.register(PainReport)
class PainReportAdmin(LongListAdmin[PainReport]):
    ordering = ("-reported_on", "-reported_at")
    list_display = ["reported_on", "athlete", "score", "where", "moment", "exercise", "one_spot"]
    list_filter = ["moment", "region"]
    list_select_related = ["athlete__user", "exercise"]
    search_fields = ["athlete__user__name"]
    date_hierarchy = "reported_on"

    @admin.display(description=_("where"))
    def where(self, report: PainReport) -> str:
        return report.place

    @admin.display(description=_("one spot"), ordering="is_one_spot", empty_value="–")
    def one_spot(self, report: PainReport) -> str | None:
        """In words: a green check beside pain in one spot would say that it is good."""
        if report.is_one_spot is None:
            return None
        return str(_("yes") if report.is_one_spot else _("no"))
