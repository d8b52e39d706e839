"""Prescribing: a template, an athlete, a start, two days; then the hand-over with QR and link."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from athletes.access.requests import current_user
from athletes.access.roles import programs_visible_to
from athletes.enrollment.plan_changes import pause_program, repeat_week, resume_program, shift_remaining
from athletes.enrollment.prescribing import check_strength_days, finish, invitation_of, prescribe
from athletes.enrollment.schedule import choose_days
from athletes.errors import RefusedError
from athletes.mail import links
from athletes.models import Athlete, Enrollment, EnrollmentStatus, Session
from athletes.models.people import validate_day
from athletes.phone import documents
from athletes.phone.forms.training import DaysForm
from athletes.phone.pages.schedule import schedule_page
from athletes.tasks import tick_reminders
from programs.models import Program
from programs.preview import previews

from ..pages.handover import handover_sheet
from .scoped import ScopedAdmin


def _path_of(session: Session | None) -> str:
    return reverse("session", args=[session.pk]) if session else ""


class ProgramCards(forms.RadioSelect):
    """Programs to choose from, each on a card."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        programs = Program.objects.with_plan().filter(pk__in=[str(key) for key, _label in self.choices if key])
        cards = previews(programs.order_by("-is_template", "name"))
        context = {"name": name, "cards": cards, "chosen": str(value or "")}
        return render_to_string("admin/athletes/enrollment/program_cards.html", context)


class PrescribeForm(forms.ModelForm[Enrollment]):
    """What prescribing asks; the verb does the rest."""

    class Meta:
        model = Enrollment
        fields = ["athlete", "program", "starts_on", "first_weekday", "second_weekday"]
        labels = {"program": _("Program")}
        widgets = {"program": ProgramCards}
        help_texts = {
            "program": _("The athlete gets an independent copy; later edits of the template never reach it."),
            "starts_on": _("The first session falls on the first strength day from then on."),
            "second_weekday": _("With a day between; Sunday and Monday are next to each other too."),
        }

    def clean_starts_on(self) -> date:
        starts_on: date = self.cleaned_data["starts_on"]
        validate_day(starts_on)  # the model's own validators do not run: the verb makes the row
        return starts_on

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        days = values.get("first_weekday"), values.get("second_weekday")
        if None not in days:
            try:
                check_strength_days(days)  # type: ignore[arg-type]
            except RefusedError as error:
                self.add_error(error.field, error.message)
        return values

    def _post_clean(self) -> None:
        """The verb makes the row, so this form's own unfinished instance is not validated."""


def prescribable(request: HttpRequest) -> QuerySet[Program]:
    """The clinic's templates, and the program nobody follows that was chosen in the grid."""
    chosen = request.POST.get("program") or request.GET.get("program", "")
    offered = Q(is_template=True)
    if chosen.isascii() and chosen.isdecimal() and len(chosen) < 19:
        offered |= Q(pk=int(chosen), enrollments__isnull=True)
    return programs_visible_to(request.user).filter(offered)


@admin.register(Enrollment)
class EnrollmentAdmin(ScopedAdmin[Enrollment]):
    list_display = ["athlete", "program", "starts_on", "ends_on", "status"]
    list_filter = ["status"]
    list_select_related = ["athlete__user", "program"]
    search_fields = ["athlete__user__name", "program__name"]
    date_hierarchy = "starts_on"

    def get_form(self, request: HttpRequest, obj: Enrollment | None = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **(kwargs | ({} if obj else {"form": PrescribeForm})))

    def get_fields(self, request: HttpRequest, obj: Enrollment | None = None) -> Any:
        shown = ["athlete", "program", "starts_on", "first_weekday", "second_weekday"]
        return shown if obj is None else [*shown, "ends_on", "paused_until", "status", "prescribed_by", "prescribed_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Enrollment | None = None) -> Any:
        return [] if obj is None else self.get_fields(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        today = timezone.localdate()
        return {"starts_on": today, "first_weekday": 0, "second_weekday": 3} | super().get_changeform_initial_data(
            request
        )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "program":
            field.queryset = prescribable(request)
            field.empty_label = None
        if db_field.name == "athlete":
            field.queryset = field.queryset.select_related("user")
        return field

    def save_model(self, request: HttpRequest, obj: Enrollment, form: Any, change: bool) -> None:
        values = form.cleaned_data
        try:
            made = prescribe(
                athlete=values["athlete"],
                template=values["program"],
                starts_on=values["starts_on"],
                weekdays=(values["first_weekday"], values["second_weekday"]),
                by=current_user(request),
                at=timezone.now(),
            )
        except RefusedError as error:  # a double click: the first one's hand-over is what was wanted
            messages.warning(request, error.message)
            made = values["athlete"].enrollments.active().get()
        obj.__dict__.update(made.__dict__)
        # The doorbell only: with the queue away the next tick finds the row all the same.
        transaction.on_commit(tick_reminders.delay, robust=True)

    def has_change_permission(self, request: HttpRequest, obj: Enrollment | None = None) -> bool:
        return False

    def response_add(self, request: HttpRequest, obj: Enrollment, post_url_continue: str | None = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:athletes_enrollment_handover", args=[obj.pk]))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {
            "title": _("Prescribe a program"),
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        offered = list(Athlete.objects.visible_to(request.user).values_list("pk", flat=True))
        request.athletes_shown = offered  # type: ignore[attr-defined]
        return super().add_view(request, form_url, (extra_context or {}) | context)

    def has_delete_permission(self, request: HttpRequest, obj: Enrollment | None = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = "<int:enrollment_id>"
        return [
            path(f"{own}/handover/", view(self.handover), name="athletes_enrollment_handover"),
            path(f"{own}/handover.pdf", view(self.handover_pdf), name="athletes_enrollment_handover_pdf"),
            path(f"{own}/dates/", view(self.dates), name="athletes_enrollment_dates"),
            *super().get_urls(),
        ]

    def _visible(self, request: HttpRequest, enrollment_id: int) -> Enrollment:
        enrollment = self.get_object(request, str(enrollment_id))
        if enrollment is None or not self.has_view_permission(request, enrollment):
            raise Http404
        return enrollment

    # -- repeating a week, moving what is left --

    change_form_template = "admin/athletes/enrollment/change_form.html"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        enrollment = self.get_object(request, object_id)
        context = extra_context or {}
        if enrollment is not None and enrollment.status == EnrollmentStatus.ACTIVE:
            days = {"first": enrollment.first_weekday, "second": enrollment.second_weekday}
            schedule = schedule_page(enrollment.athlete, timezone.now())
            until = enrollment.paused_until
            is_paused = until is not None and until > enrollment.athlete.today(timezone.now())
            context |= {"days_form": DaysForm(initial=days), "pairs": schedule.suggestions, "is_paused": is_paused}
        return super().change_view(request, object_id, form_url, context)

    def dates(self, request: HttpRequest, enrollment_id: int) -> HttpResponse:
        """Repeat a week, move, pause or end what is left, other strength days; asked on the enrollment's own page."""
        enrollment = self._visible(request, enrollment_id)
        if request.method == "POST":
            try:
                messages.success(request, self._change_dates(request, enrollment))
            except RefusedError as error:
                messages.error(request, error.message)
        return redirect("admin:athletes_enrollment_change", enrollment.pk)

    def _change_dates(self, request: HttpRequest, enrollment: Enrollment) -> str:
        if request.POST.get("do") == "repeat":
            revision = repeat_week(enrollment=enrollment, by=current_user(request), at=timezone.now())
            return f"{revision.reason} {_('Everything later moved by a week.')}"
        if request.POST.get("do") == "days":
            form = DaysForm(request.POST)
            if not form.is_valid():
                raise RefusedError(_("Choose two days."))
            weekdays = (form.cleaned_data["first"], form.cleaned_data["second"])
            moved = choose_days(enrollment=enrollment, weekdays=weekdays, at=timezone.now())
            return ngettext("{count} session moved.", "{count} sessions moved.", moved).format(count=moved)
        if request.POST.get("do") == "go_on":
            resume_program(enrollment=enrollment, at=timezone.now())
            return str(_("The program goes on."))
        if request.POST.get("do") == "finish":
            finish(enrollment=enrollment, on=enrollment.athlete.today(timezone.now()))
            return str(_("The program has ended. Everything that was done stays."))
        try:
            on = date.fromisoformat(request.POST.get("on", ""))
        except ValueError:
            raise RefusedError(_("Choose a day."), field="on") from None
        if request.POST.get("do") == "pause":
            pause_program(enrollment=enrollment, until=on, at=timezone.now())
            return _("Paused until {day}.").format(day=date_format(on, "l j F"))
        weeks = shift_remaining(enrollment=enrollment, on=on, at=timezone.now())
        return ngettext("Moved by {count} week.", "Moved by {count} weeks.", weeks).format(count=weeks)

    # -- hand-over --

    def handover(self, request: HttpRequest, enrollment_id: int) -> HttpResponse:
        """QR to sign in now, the invitation's link and whether its mail is out. Looking spends nothing."""
        enrollment = self._visible(request, enrollment_id)
        user = enrollment.athlete.user
        today = enrollment.athlete.today(timezone.now())
        first_session = (
            enrollment.sessions.upcoming(today).first() or enrollment.sessions.order_by("planned_on").first()
        )
        context = self.admin_site.each_context(request) | {
            "title": _("Hand over to {name}").format(name=user.name),
            "enrollment": enrollment,
            "first_session": first_session,
            "session_count": enrollment.sessions.counted().count(),
            "mail": invitation_of(enrollment),
            "sheet": handover_sheet(enrollment, timezone.now()),
            "can_print_pdf": documents.is_available(),
            "qr_link": links.sign_in_link(user, links.QR, to=_path_of(first_session)),
            "invite_link": links.sign_in_link(user, links.INVITE),
            "opts": self.opts,
        }
        return render(request, "admin/athletes/enrollment/handover.html", context)

    def handover_pdf(self, request: HttpRequest, enrollment_id: int) -> HttpResponse:
        """The printed page as a PDF, where the libraries for it are present."""
        enrollment = self._visible(request, enrollment_id)
        if not documents.is_available():
            messages.warning(request, _("This installation cannot make PDF files. Print the page instead."))
            return redirect("admin:athletes_enrollment_handover", enrollment.pk)
        html = render_to_string(
            "documents/handover.html", {"sheet": handover_sheet(enrollment, timezone.now())}, request
        )
        response = HttpResponse(documents.pdf(html), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="program-{enrollment.pk}.pdf"'
        return response
