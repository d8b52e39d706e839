"""Athletes by caseload, and the clinic's users."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from athletes.access.requests import current_user
from athletes.enrollment.prescribing import add_athlete, change_address
from athletes.errors import RefusedError
from athletes.evaluation.evaluate import evaluate
from athletes.mail.schedule import schedule_reminder
from athletes.models import Assessment, Athlete, Clearance, Enrollment, PainProfile, PlyometricStep, Role, Session, User
from athletes.phone.forms.training import AddressField, AthleteRowForm
from athletes.training.clearance import clear, set_step, withdraw
from athletes.wording.mail import next_mail_words
from athletes.wording.plyometric_gate import gate_lines, phase_gate
from athletes.wording.stops import stop_of
from programs.models import Condition

from ..pages.brief import brief_of
from ..pages.chart import PERIODS, chart_page
from .messages import message_page
from .scoped import ScopedAdmin
from .stops import lift_page


class PainProfileInline(admin.StackedInline[PainProfile, Athlete]):
    """Which tissue rule applies where, set by the therapist; saving a row signs it."""

    model = PainProfile
    extra = 0
    fields = [("region", "side"), ("tissue", "limit", "intake"), ("zone", "judged_on", "set_by")]
    readonly_fields = ["zone", "judged_on", "set_by"]
    verbose_name_plural = _("Pain: what applies where")


class AssessmentInline(admin.StackedInline[Assessment, Athlete]):
    model = Assessment
    extra = 0
    fields = [("kind", "left", "right"), ("tested_on", "tested_by")]
    readonly_fields = ["tested_by"]
    verbose_name_plural = _("Tests")


class AthleteForm(AthleteRowForm):
    """An athlete with the name and address of its user, in one step."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = AddressField(label=_("E-mail"), help_text=_("Sign-in and reminders go here."))
    conditions = forms.MultipleChoiceField(
        label=_("Conditions"),
        choices=Condition.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The grid warns of exercises to be careful with."),
    )

    class Meta:
        model = Athlete
        fields = [
            "therapist",
            "covering",
            "goal_race",
            "goal_race_on",
            "unit",
            "time_zone",
            "born_on",
            "sex_for_norms",
            "pain_limit",
            "conditions",
            "equipment",
            "notes",
            "reminder_weekday",
            "reminder_hour",
        ]
        widgets = {"covering": forms.CheckboxSelectMultiple, "equipment": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.update(name=self.instance.user.name, email=self.instance.user.email)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        for validator in User._meta.get_field("name").validators:
            validator(name)
        return str(name)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Somebody with this address is here already."))
        return str(email)


class FollowsFilter(admin.SimpleListFilter):
    title = _("program")
    parameter_name = "follows"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("follows one")), ("no", _("has none"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Athlete]) -> QuerySet[Athlete]:
        if self.value() not in {"yes", "no"}:
            return queryset
        running = Enrollment.objects.active().values("athlete_id")
        return queryset.filter(pk__in=running) if self.value() == "yes" else queryset.exclude(pk__in=running)


class ReminderFilter(admin.SimpleListFilter):
    title = _("weekly mail")
    parameter_name = "reminder"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("ignored", _("stopped, three weeks unanswered"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Athlete]) -> QuerySet[Athlete]:
        return queryset.filter(has_ignored_reminders=True) if self.value() == "ignored" else queryset


class ErasureFilter(admin.SimpleListFilter):
    title = _("their data")
    parameter_name = "erasure"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("asked", _("asked for erasure"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Athlete]) -> QuerySet[Athlete]:
        return queryset.filter(erasure_asked_at__isnull=False) if self.value() == "asked" else queryset


class TherapistFilter(admin.SimpleListFilter):
    """By therapist; offered only to those who see more than their own caseload."""

    title = _("therapist")
    parameter_name = "therapist"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        if not current_user(request).sees_everyone:
            return []
        return [(str(pk), name) for pk, name in User.objects.filter(role=Role.THERAPIST).values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Athlete]) -> QuerySet[Athlete]:
        chosen = self.value() or ""
        return queryset.filter(therapist_id=int(chosen)) if chosen.isdecimal() else queryset


@admin.register(Athlete)
class AthleteAdmin(ScopedAdmin[Athlete]):
    athlete_key = "pk"
    form = AthleteForm
    inlines = (PainProfileInline, AssessmentInline)
    list_display = ["name", "email", "therapist", "program", "last_session"]
    list_filter = [FollowsFilter, TherapistFilter, ReminderFilter, ErasureFilter]
    list_select_related = ["user", "therapist"]
    search_fields = ["user__name", "user__email"]
    list_per_page = 50
    fieldsets = [
        (None, {"fields": [("name", "email"), ("therapist", "covering")]}),
        (_("Running"), {"fields": [("goal_race", "goal_race_on"), "unit", "time_zone"]}),
        (_("Care"), {"fields": [("born_on", "sex_for_norms"), "pain_limit", "conditions", "equipment", "notes"]}),
        (
            _("Mail"),
            {
                "fields": [
                    "arrives",
                    ("wants_reminders", "wants_nudges", "wants_morning_mail"),
                    "next_mail",
                    ("reminder_weekday", "reminder_hour"),
                ]
            },
        ),
        (_("Sessions"), {"fields": ["recent_sessions"]}),
        (_("Their data"), {"fields": ["erasure_asked_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Athlete]:
        running = Enrollment.objects.active().filter(athlete=OuterRef("pk"))
        done = Session.objects.completed().filter(athlete=OuterRef("pk")).order_by("-planned_on")
        return (
            super()
            .get_queryset(request)
            .annotate(
                program_name=Subquery(running.values("program__name")[:1]),
                last_done_on=Subquery(done.values("planned_on")[:1]),
            )
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Athlete | None = None) -> list[str]:
        """Whether mail is wanted is the athlete's word; who cares for them is the primary therapist's."""
        wishes = ["wants_reminders", "wants_nudges", "wants_morning_mail"]
        fixed = ["recent_sessions", *wishes, "arrives", "next_mail", "erasure_asked_at"]
        user = current_user(request)
        if obj is not None and not user.sees_everyone and obj.therapist_id != user.pk:
            fixed += ["therapist", "covering"]
        return fixed

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        return initial | ({"therapist": request.user.pk} if current_user(request).role == Role.THERAPIST else {})

    def save_model(self, request: HttpRequest, obj: Athlete, form: Any, change: bool) -> None:
        values = form.cleaned_data
        if not change:
            later = {"name", "email", "covering", "equipment"}
            fields = {name: value for name, value in values.items() if name not in later}
            made = add_athlete(email=values["email"], name=values["name"], at=timezone.now(), **fields)
            obj.__dict__.update(made.__dict__)
            return
        obj.user.name = values["name"]
        obj.user.save(update_fields=["name"])
        if obj.user.email != values["email"]:
            change_address(user=obj.user, email=values["email"], at=timezone.now())
        super().save_model(request, obj, form, change)
        schedule_reminder(obj, after=timezone.now())
        if "goal_race_on" in form.changed_data:
            evaluate(obj, timezone.now())

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Profiles and tests carry who set them; then the rules look again."""
        for row in formset.save(commit=False):
            if isinstance(row, PainProfile):
                row.set_by = current_user(request)
            else:
                row.tested_by = current_user(request)
            row.save()
        for row in formset.deleted_objects:
            row.delete()
        if formset.has_changed():
            evaluate(form.instance, timezone.now())

    def get_inlines(self, request: HttpRequest, obj: Athlete | None) -> Any:
        return self.inlines if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Athlete | None = None) -> bool:
        return False

    # -- the plyometric gate --

    change_form_template = "admin/athletes/athlete/change_form.html"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.clearance)
        brief = self.admin_site.admin_view(self.brief)
        return [
            path("<int:athlete_id>/clearance/", view, name="athletes_athlete_clearance"),
            path("<int:athlete_id>/brief/", brief, name="athletes_athlete_brief"),
            path("<int:athlete_id>/chart/", self.admin_site.admin_view(self.chart), name="athletes_athlete_chart"),
            path(
                "<int:athlete_id>/lift-stop/",
                self.admin_site.admin_view(self.lift_stop),
                name="athletes_athlete_lift_stop",
            ),
            path(
                "<int:athlete_id>/messages/", self.admin_site.admin_view(self.thread), name="athletes_athlete_messages"
            ),
            *super().get_urls(),
        ]

    def brief(self, request: HttpRequest, athlete_id: int) -> HttpResponse:
        """Four weeks on one page, for the visit."""
        athlete = self.get_object(request, str(athlete_id))
        if athlete is None:
            raise Http404
        at = timezone.now()
        context = self.admin_site.each_context(request) | {
            "title": _("Visit brief: {name}").format(name=athlete),
            "brief": brief_of(athlete, at),
            "gate": gate_lines(athlete, at),
            "phase": phase_gate(athlete, at),
        }
        return render(request, "admin/athletes/athlete/brief.html", context)

    def chart(self, request: HttpRequest, athlete_id: int) -> HttpResponse:
        """Loads, pain, adherence and session load over any length, each chart with its table."""
        athlete = self.get_object(request, str(athlete_id))
        if athlete is None:
            raise Http404
        asked = request.GET.get("weeks", "")
        weeks = int(asked) if asked in map(str, PERIODS) else PERIODS[0]
        slug = request.GET.get("exercise", "").replace("\x00", "")[:80]
        context = self.admin_site.each_context(request) | {
            "title": _("Chart: {name}").format(name=athlete),
            "athlete": athlete,
            "weeks": weeks,
            "periods": PERIODS,
            "page": chart_page(athlete, timezone.now(), weeks=weeks, slug=slug),
        }
        return render(request, "admin/athletes/athlete/chart.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        standing = (
            Clearance.objects.visible_to(request.user)
            .standing()
            .filter(athlete_id=object_id if object_id.isdecimal() and len(object_id) < 19 else None)
            .select_related("cleared_by")
            .first()
        )
        athlete = self.get_object(request, object_id)
        context: dict[str, Any] = {"clearance": standing, "steps": PlyometricStep.choices}
        if athlete is not None:
            context["gate"] = gate_lines(athlete, timezone.now())
            context["stop"] = stop_of(athlete, current_user(request))
        return super().change_view(request, object_id, form_url, (extra_context or {}) | context)

    def clearance(self, request: HttpRequest, athlete_id: int) -> HttpResponse:
        """The therapist's word on plyometrics: given with a starting step, or taken back."""
        athlete = self.get_object(request, str(athlete_id))
        if athlete is None:
            raise Http404
        if request.method == "POST" and request.POST.get("do") == "withdraw":
            withdraw(athlete=athlete, by=current_user(request), at=timezone.now())
            messages.success(request, _("Plyometric rows wait again."))
        elif request.method == "POST":
            step = request.POST.get("step", "")
            known = int(step) if step in {str(value) for value in PlyometricStep.values} else 1
            try:
                if request.POST.get("do") == "step":
                    set_step(athlete=athlete, by=current_user(request), at=timezone.now(), step=known)
                    messages.success(request, _("The step is changed, from the next session on."))
                else:
                    clear(athlete=athlete, by=current_user(request), at=timezone.now(), step=known)
                    messages.success(request, _("Cleared: plyometric rows join the next session."))
            except RefusedError as error:
                messages.warning(request, error.message)
        return redirect("admin:athletes_athlete_change", athlete.pk)

    # -- a stop --

    def lift_stop(self, request: HttpRequest, athlete_id: int) -> HttpResponse:
        """Training opens again, with a note."""
        athlete = self.get_object(request, str(athlete_id))
        if athlete is None:
            raise Http404
        return lift_page(request, athlete, self.admin_site.each_context(request) | {"opts": self.opts})

    # -- messages --

    def thread(self, request: HttpRequest, athlete_id: int) -> HttpResponse:
        """The thread with one athlete, and a message to them."""
        athlete = self.get_object(request, str(athlete_id))
        if athlete is None:
            raise Http404
        context = self.admin_site.each_context(request) | {"opts": self.opts}
        return message_page(request, athlete, context)

    @admin.display(description=_("name"), ordering="user__name")
    def name(self, athlete: Athlete) -> str:
        return athlete.user.name

    @admin.display(description=_("e-mail"), ordering="user__email")
    def email(self, athlete: Athlete) -> str:
        return athlete.user.email

    @admin.display(description=_("program"), ordering="program_name", empty_value="–")
    def program(self, athlete: Athlete) -> str | None:
        return athlete.program_name  # type: ignore[attr-defined,no-any-return]

    @admin.display(description=_("last session"), ordering="last_done_on", empty_value="–")
    def last_session(self, athlete: Athlete) -> Any:
        return athlete.last_done_on  # type: ignore[attr-defined]

    @admin.display(description=_("address"))
    def arrives(self, athlete: Athlete) -> str:
        since = athlete.user.bad_address_since if athlete.pk else None
        if since is None:
            return str(_("Mail goes out to it."))
        return str(_("Mail does not arrive since {day}. Ask for another address.")).format(
            day=date_format(since, "j F Y")
        )

    @admin.display(description=_("next weekly mail"))
    def next_mail(self, athlete: Athlete) -> str:
        return next_mail_words(athlete, timezone.now()) if athlete.pk else ""

    @admin.display(description=_("latest"))
    def recent_sessions(self, athlete: Athlete) -> SafeString:
        rows = athlete.sessions.exclude(status="planned").select_related("workout", "week")[:12]
        lines = format_html_join(
            "",
            '<li><a href="{}">{} · {}</a> {}</li>',
            (
                (
                    reverse("admin:athletes_session_change", args=[session.pk]),
                    session.planned_on,
                    session.workout.title if session.workout else _("extra"),
                    session.get_status_display(),
                )
                for session in rows
            ),
        )
        return format_html("<ul>{}</ul>", lines) if lines else format_html("{}", _("none yet"))


@admin.register(User)
class UserAdmin(ScopedAdmin[User]):
    """The clinic's staff. A new therapist chooses a password at “Forgot the password?”."""

    athlete_key = "pk"
    list_display = ["name", "email", "role", "is_active"]
    list_filter = ["role", "is_active"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "role", "is_active", "wants_digest", "bad_address_since"]
    formfield_overrides = {models.EmailField: {"form_class": AddressField}}

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Operators are seen by operators. Who may not look gets the same answer for any row."""
        rows = User._default_manager.order_by("name")
        if not self.has_view_permission(request):
            return rows.none()
        return rows if current_user(request).is_superuser else rows.filter(is_superuser=False)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody takes their own role or access away; who is an athlete stays one."""
        if obj is None:
            return ["bad_address_since"]
        is_self = obj.pk == current_user(request).pk
        fixed = ["role", "is_active"] if is_self else ["role"] if obj.is_athlete else []
        return [*fixed, "bad_address_since"]

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "role":
            kwargs["choices"] = [choice for choice in Role.choices if choice[0] != Role.ATHLETE]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Another address or role ends every session and link of before."""
        obj.email = obj.email.lower()  # as sign-in and the reset mail look it up
        if not change:
            obj.set_unusable_password()
        elif "email" in form.changed_data and obj.is_athlete:
            change_address(user=obj, email=obj.email, at=timezone.now())
        elif {"email", "role"} & set(form.changed_data):
            obj.set_unusable_password()
        if "email" in form.changed_data:
            obj.bad_address_since = None
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
