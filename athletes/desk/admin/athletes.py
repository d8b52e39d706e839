"""Athletes by caseload: the list, the record, and the ways to the pages of one athlete."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypedDict

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import WithAnnotations

from athletes.access.requests import current_user
from athletes.enrollment.accounts import update_athlete
from athletes.enrollment.prescribing import add_athlete
from athletes.evaluation.keeping import rules_off
from athletes.localtime import clinic_day
from athletes.mail.kinds import WISHES
from athletes.models import Athlete, Enrollment, PlyometricStep, Role, Session
from athletes.records.care.signed_rows import sign_rows
from athletes.wording.mail import next_mail_words
from athletes.wording.plyometric_gate import gate_lines
from athletes.wording.stops import stop_of
from programs.dates import date_format
from programs.models import Tissue

from ..pages.athlete.facts import with_page_facts
from ..views import athlete_page
from ..views.athletes import brief_file, brief_page, change_clearance, chart_page
from ..views.contact.log import contact, contacts
from ..views.contact.visit import next_visit
from ..views.imports import AthleteImportPages
from ..views.messages import message_page
from ..views.outcomes import outcomes
from ..views.people import covers
from ..views.people.cover_several import cover_several
from ..views.people.erase import erase_page
from ..views.people.mail import mail_page
from ..views.people.record import archive_page, record_file, record_page
from ..views.policy import policy
from ..views.report.monitoring import athlete_monitoring
from ..views.stops import return_page
from .athlete_filters import ArchivedFilter, ErasureFilter, FollowsFilter, ReminderFilter, TherapistFilter
from .athlete_form import AssessmentInline, AthleteForm, PainProfileInline
from .scoped import ScopedAdmin, show_made_row

#: Stored when the row is there: the account apart, and what belongs to many.
NOT_OWN_COLUMNS = {"name", "email", "equipment"}

AthletePage = Callable[..., HttpResponse]


class ListColumns(TypedDict):
    program_name: str | None
    last_done_on: date | None


class AthleteList(ChangeList):
    """A name leads to the athlete's page; the record is behind *Edit* there."""

    def url_for_result(self, result: Any) -> str:
        return reverse("admin:athletes_athlete_page", args=[result.pk])


@admin.register(Athlete)
class AthleteAdmin(ScopedAdmin[Athlete]):
    athlete_key = "pk"
    form = AthleteForm
    change_form_template = "admin/athletes/athlete/change_form.html"
    change_list_template = "admin/athletes/athlete/change_list.html"
    inlines = (PainProfileInline, AssessmentInline)
    list_display = ["name", "email", "therapist", "program", "last_session"]
    list_filter = [FollowsFilter, TherapistFilter, ReminderFilter, ErasureFilter, ArchivedFilter]
    search_fields = ["user__name", "user__email"]
    list_per_page = 50
    fieldsets = [
        (_("Who"), {"fields": [("name", "email"), ("phone", "therapist"), ("born_on", "sex_for_norms")]}),
        (_("Running and training"), {"fields": [("goal_race", "goal_race_on"), ("unit", "time_zone"), "equipment"]}),
        (_("Care"), {"fields": [("pain_limit", "conditions"), "notes"]}),
        (
            _("Mail and data"),
            {
                "fields": [
                    WISHES,
                    ("reminder_weekday", "reminder_hour"),
                    ("arrives", "next_mail"),
                    "erasure_asked_at",
                ]
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Athlete]:
        running = Enrollment.objects.active().filter(athlete=OuterRef("pk"))
        completed = Session.objects.completed().filter(athlete=OuterRef("pk")).order_by("-planned_on")
        athletes = super().get_queryset(request).select_related("user", "therapist")
        return athletes.annotate(
            program_name=Subquery(running.values("program__name")[:1]),
            last_done_on=Subquery(completed.values("planned_on")[:1]),
        )

    # -- the record --

    def get_readonly_fields(self, request: HttpRequest, obj: Athlete | None = None) -> list[str]:
        """Whether mail is wanted is the athlete's word; who cares for them is the primary therapist's."""
        fixed = [*WISHES, "arrives", "next_mail", "erasure_asked_at"]
        user = current_user(request)
        is_only_covering = obj is not None and not user.sees_everyone and obj.therapist_id != user.pk
        if is_only_covering:
            return [*fixed, "therapist"]
        return fixed

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        if current_user(request).role == Role.THERAPIST:
            initial["therapist"] = request.user.pk
        return initial

    def get_inlines(self, request: HttpRequest, obj: Athlete | None) -> Any:
        return self.inlines if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Athlete | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Athlete, form: Any, change: bool) -> None:
        values = form.cleaned_data
        name, email, at = values["name"], values["email"], timezone.now()
        if change:
            has_moved_race = "goal_race_on" in form.changed_data
            edited = [field for field in form.changed_data if field not in NOT_OWN_COLUMNS]
            update_athlete(athlete=obj, name=name, email=email, columns=edited, has_moved_race=has_moved_race, at=at)
        else:
            columns = {field: value for field, value in values.items() if field not in NOT_OWN_COLUMNS}
            show_made_row(obj, add_athlete(email=email, name=name, at=at, **columns))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Profiles and tests carry who set them."""
        rows = formset.save(commit=False)
        if formset.has_changed():
            sign_rows(
                athlete=form.instance, rows=rows, deleted=formset.deleted_objects, by=current_user(request),
                at=timezone.now(),
            )  # fmt: skip

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = (extra_context or {}) | {"steps": PlyometricStep.choices}
        athlete = self.get_object(request, object_id)
        if athlete is not None:
            context["clearance"] = athlete.clearances.standing().select_related("cleared_by").first()
            context["gate"] = gate_lines(athlete, timezone.now())
            context["stop"] = stop_of(athlete, current_user(request))
            context["rules_off"] = rules_off(athlete, athlete.today(timezone.now())).select_related("by")
            context["places"] = athlete.pain_profiles.exclude(tissue=Tissue.BONE)
        return super().change_view(request, object_id, form_url, context)

    # -- pages of one athlete --

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return AthleteList

    def get_urls(self) -> list[Any]:
        pages: dict[str, AthletePage] = {
            "clearance": change_clearance,
            "contacts": contacts,
            "next-visit": next_visit,
            "notes": athlete_page.note,
            "cover": covers.cover_page,
            "record": record_page,
            "archive": archive_page,
            "erase": erase_page,
            "brief": brief_page,
            "chart": chart_page,
            "outcomes": outcomes,
            "mail": mail_page,
            "monitoring": athlete_monitoring,
            "policy": policy,
            "return-to-training": return_page,
            "messages": message_page,
        }
        view = self.admin_site.admin_view
        own = [path("<int:athlete_id>/", view(self._athlete_page), name="athletes_athlete_page")]
        for word, page in pages.items():
            name = f"athletes_athlete_{word.replace('-', '_')}"
            own.append(path(f"<int:athlete_id>/{word}/", view(self._page(page)), name=name))
        one_contact = view(self._page(contact))
        own.append(path("<int:athlete_id>/contacts/<int:contact_id>/", one_contact, name="athletes_athlete_contact"))
        brief_text = view(self._page(brief_file))
        own.append(path("<int:athlete_id>/brief.txt", brief_text, name="athletes_athlete_brief_text"))
        whole = view(self._page(record_file))
        own.append(path("<int:athlete_id>/record.zip", whole, name="athletes_athlete_record_file"))
        several = view(self._list_page(cover_several))
        own.append(path("cover/", several, name="athletes_athlete_cover_several"))
        imports = AthleteImportPages().urls(view, self._page_context)
        return [*own, *imports, *super().get_urls()]

    def _page_context(self, request: HttpRequest) -> dict[str, Any]:
        return self.admin_site.each_context(request) | {"opts": self.opts}

    def _list_page(self, page: AthletePage) -> Callable[..., HttpResponse]:
        """A page of several athletes, who are its own to find."""

        def view(request: HttpRequest) -> HttpResponse:
            return page(request, self._page_context(request))

        return view

    def _page(self, page: AthletePage) -> Callable[..., HttpResponse]:
        """A page of one athlete whom this person may see; 404 for any other."""

        def view(request: HttpRequest, athlete_id: int, **own_keys: int) -> HttpResponse:
            athlete = self.get_object(request, str(athlete_id))
            if athlete is None:
                raise Http404
            return page(request, athlete, self._page_context(request), **own_keys)

        return view

    def _athlete_page(self, request: HttpRequest, athlete_id: int) -> HttpResponse:
        """The page of everything reads the athlete with its own facts, and none of the list's."""
        mine = Athlete.objects.visible_to(current_user(request))
        athlete = get_object_or_404(with_page_facts(mine, timezone.now()), pk=athlete_id)
        self.note(request, [athlete])
        return athlete_page.page(request, athlete, self._page_context(request))

    # -- how it is shown --

    @admin.display(description=_("name"), ordering="user__name")
    def name(self, athlete: Athlete) -> str:
        return athlete.user.name

    @admin.display(description=_("e-mail"), ordering="user__email")
    def email(self, athlete: Athlete) -> str:
        return athlete.user.email

    @admin.display(description=_("program"), ordering="program_name", empty_value="–")
    def program(self, athlete: WithAnnotations[Athlete, ListColumns]) -> str | None:
        return athlete.program_name

    @admin.display(description=_("last session"), ordering="last_done_on", empty_value="–")
    def last_session(self, athlete: WithAnnotations[Athlete, ListColumns]) -> date | None:
        return athlete.last_done_on

    @admin.display(description=_("address"))
    def arrives(self, athlete: Athlete) -> str:
        since = athlete.user.bad_address_since if athlete.pk else None
        if since is None:
            return str(_("Mail is being delivered."))
        day = date_format(clinic_day(since), "F j, Y")
        return str(_("Mail has not been delivered since {day}. Ask for another address.")).format(day=day)

    @admin.display(description=_("next weekly mail"))
    def next_mail(self, athlete: Athlete) -> str:
        """With the way to the page that says what each mail would be."""
        if not athlete.pk:
            return ""
        address = reverse("admin:athletes_athlete_mail", args=[athlete.pk])
        words = next_mail_words(athlete, timezone.now())
        return format_html('{} <a href="{}">{}</a>', words, address, _("What each mail would say, and why not"))
