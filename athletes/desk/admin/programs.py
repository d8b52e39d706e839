"""Programs: templates and copies, as a readable outline."""

from __future__ import annotations

from typing import Any, TypedDict

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import WithAnnotations

from athletes.access.requests import current_user, log_access
from athletes.access.roles import programs_visible_to
from athletes.models import Enrollment
from programs.authoring import new_program
from programs.grid.history import changes_of
from programs.models import Program
from programs.models.keys import keys_of
from programs.models.plan import MAX_WEEKS
from programs.outline import outline
from programs.plain_fields import PlainInteger

from ..pages.outline import follower_names, outline_tables
from ..views.grid import grid_view
from ..views.library.names import exercise_names
from ..views.progression import progression_view
from .scoped import ReadOnlyAdmin, show_made_row

#: How far back a program's history is shown.
MAX_REVISIONS = 100


class WeekTotal(TypedDict):
    weeks_total: int


class NewProgramForm(forms.ModelForm[Program]):
    """A blank program: so many weeks across, so many workouts down."""

    week_total = PlainInteger(label=_("Weeks"), min_value=1, max_value=MAX_WEEKS, initial=8)
    workout_total = forms.TypedChoiceField(
        label=_("Workouts a week"), choices=[(2, _("A and B")), (3, _("A, B and C"))], coerce=int, initial=2
    )

    class Meta:
        model = Program
        fields = ["name", "entry_level"]


@admin.register(Program)
class ProgramAdmin(ReadOnlyAdmin[Program]):
    ordering = ["-is_template", "name"]  # what is prescribed from comes first
    list_display = ["grid_link", "what", "entry_level", "week_count", "athlete"]
    list_display_links = None  # the name leads to the grid
    list_filter = ["is_template", "entry_level"]
    search_fields = ["name"]
    list_per_page = 50
    fieldsets = [
        (None, {"fields": ["name", ("entry_level", "plyometrics"), "run_guidance", "hold_rule"]}),
    ]
    change_form_template = "admin/programs/program/outline.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Program]:
        return programs_visible_to(request.user).annotate(weeks_total=Count("weeks", distinct=True))

    def note(self, request: HttpRequest, rows: Any) -> None:
        """A followed program shows its athlete."""
        keys = keys_of(rows)
        log_access(request, *Enrollment.objects.filter(program__in=keys).values_list("athlete_id", flat=True))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = extra_context or {}
        program = self.get_object(request, object_id)
        if program is not None:
            plan = outline(Program.objects.with_plan().get(pk=program.pk))
            context |= {"plan": plan, "tables": outline_tables(plan)}
        return super().change_view(request, object_id, form_url, context)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if "cl" in shown:
            programs = list(shown["cl"].result_list)
            names = follower_names(programs, current_user(request))
            for program in programs:
                program.followers = names.get(program.pk)
        return response

    # -- the grid, the default way into a program --

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:program_id>/grid/", view(self.grid), name="programs_program_grid"),
            path("<int:program_id>/progression/", view(self.progression), name="programs_program_progression"),
            path("exercise-names/", view(exercise_names), name="programs_program_exercise_names"),
            path("shorthand/", view(self.shorthand), name="programs_program_shorthand"),
            *super().get_urls(),
        ]

    @admin.display(description=_("kind"), ordering="is_template")
    def what(self, program: Program) -> str:
        return str(_("Template") if program.is_template else _("Own copy"))

    @admin.display(description=_("name"), ordering="name")
    def grid_link(self, program: Program) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("admin:programs_program_grid", args=[program.pk]), program)

    def shorthand(self, request: HttpRequest) -> HttpResponse:
        """The shorthand card: how a dose is written, and the grid's keys."""
        context = self.admin_site.each_context(request) | {"title": _("Shorthand and keys"), "opts": self.opts}
        return render(request, "admin/programs/program/shorthand.html", context)

    # -- a new program --

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("programs.add_program")

    def get_form(self, request: HttpRequest, obj: Program | None = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = NewProgramForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Program | None = None) -> Any:
        if obj is None:
            return [(None, {"fields": ["name", "entry_level", "week_total", "workout_total"]})]
        return self.fieldsets

    def save_model(self, request: HttpRequest, obj: Program, form: Any, change: bool) -> None:
        made = new_program(
            name=form.cleaned_data["name"],
            entry_level=form.cleaned_data["entry_level"],
            weeks=form.cleaned_data["week_total"],
            workouts=form.cleaned_data["workout_total"],
        )
        show_made_row(obj, made)

    def response_add(self, request: HttpRequest, obj: Program, post_url_continue: str | None = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:programs_program_grid", args=[obj.pk]))

    # -- its history --

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed what and when, revision by revision."""
        program = self.get_object(request, object_id)
        if program is None:
            return HttpResponseRedirect(reverse("admin:index"))  # as for any row that is not there
        revisions = program.revisions.select_related("author")[:MAX_REVISIONS]
        context = self.admin_site.each_context(request) | {
            "title": _("History of {name}").format(name=program),
            "program": program,
            "changes": changes_of(revisions),
            "opts": self.opts,
        }
        return render(request, "admin/programs/program/history.html", context)

    def grid(self, request: HttpRequest, program_id: int) -> HttpResponse:
        return grid_view(request, program_id, self.admin_site.each_context(request) | {"opts": self.opts})

    def progression(self, request: HttpRequest, program_id: int) -> HttpResponse:
        return progression_view(request, program_id, self.admin_site.each_context(request) | {"opts": self.opts})

    @admin.display(description=_("weeks"), ordering="weeks_total")
    def week_count(self, program: WithAnnotations[Program, WeekTotal]) -> int:
        return program.weeks_total

    @admin.display(description=_("athlete"), empty_value="–")
    def athlete(self, program: Program) -> str | None:
        return getattr(program, "followers", None)
