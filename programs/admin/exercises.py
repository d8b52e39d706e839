"""Exercises: a gallery to look through, a form to write one, and the ways in and out of the offer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from csp.constants import SELF
from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from programs.library.completeness import with_gaps
from programs.library.publishing import (
    LibraryRefusedError,
    archive_exercise,
    copy_exercise,
    free_slug,
    mark_as_proposed,
    publish_exercise,
    restore_exercise,
    send_back,
)
from programs.plain_fields import OF_MODELS
from programs.translating import settle_review

from ..models import Exercise, ExerciseTranslation, Prescription, Program, Status
from .exchange import ExerciseImportPages, export_file
from .exercise_filters import EquipmentFilter, LevelFilter, PatternFilter, QualityFilter, StateFilter
from .exercise_forms import AlternativeInline, CautionInline, ExerciseForm, TranslationInline
from .figure_pages import FigurePages
from .gallery import COMPARE, COMPARED, GalleryReader, MostUsedFirst, gallery_queryset, read_chosen
from .plain import PlainAdmin

PROPOSE = "programs.propose_exercise"
#: Exercises named in one message.
NAMED = 10


@admin.register(Exercise)
class ExerciseAdmin(PlainAdmin[Exercise]):
    form = ExerciseForm
    list_display = ["name"]
    list_filter = [PatternFilter, LevelFilter, EquipmentFilter, QualityFilter, StateFilter]
    ordering = ["name"]
    search_fields = ["name", "slug", "short_cue", "equipment__name"]
    search_help_text = _("Name, cue, equipment")
    autocomplete_fields = ["easier", "harder"]
    formfield_overrides: ClassVar = OF_MODELS | {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    readonly_fields = ["slug", "status", "used_in", "reviewed_by", "reviewed_on"]
    inlines = [AlternativeInline, CautionInline]
    actions = ["compare", "review", "archive", "restore"]
    list_per_page = 24
    list_max_show_all = 0
    change_form_template = "admin/programs/exercise/change_form.html"
    change_list_template = "admin/programs/exercise/change_list.html"
    fieldsets = [
        (None, {"fields": ["name", "pattern", "qualities", "level", "laterality", "equipment"]}),
        (_("What the athlete reads"), {"fields": ["short_cue", "setup_cue", "execution_cue", "common_fault"]}),
        (_("What the athlete sees"), {"fields": ["image", "video", "media_text"]}),
        (
            _("Default dose"),
            {
                "fields": [
                    ("default_sets", "default_amount", "measure"),
                    ("default_tempo", "default_rest_seconds"),
                    ("load_type", "load_step_kg"),
                    "contacts_per_rep",
                ]
            },
        ),
        (_("Neighbors"), {"fields": ["easier", "harder"]}),
        (_("Where it stands"), {"fields": ["status", ("reviewed_by", "reviewed_on"), "used_in", "slug"]}),
    ]

    # -- what is shown --

    def get_queryset(self, request: HttpRequest) -> QuerySet[Exercise]:
        uses = Prescription.objects.filter(exercise=OuterRef("pk")).order_by().values("exercise")
        count = uses.annotate(programs=Count("workout__program", distinct=True)).values("programs")
        rows = with_gaps(gallery_queryset(super().get_queryset(request)))
        return rows.annotate(use_count=Coalesce(Subquery(count), 0))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Exercise], search_term: str
    ) -> tuple[QuerySet[Exercise], bool]:
        """Only published exercises are offered as neighbors, swaps and alternatives."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if request.path.endswith("/autocomplete/"):
            found = found.filter(status=Status.PUBLISHED)
        return found, may_repeat

    @admin.display(description=_("used in"))
    def used_in(self, exercise: Exercise) -> str:
        """Templates by name; how many programs of athletes, whose names are not the library's business."""
        programs = Program.objects.filter(workouts__prescriptions__exercise=exercise).distinct()
        templates = list(programs.templates().values_list("name", flat=True))
        count = programs.filter(is_template=False).count()
        if not templates and not count:
            return gettext("nowhere yet")
        words = ngettext("{count} program of an athlete", "{count} programs of athletes", count).format(count=count)
        return "; ".join([*templates, words])

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return MostUsedFirst

    def get_inlines(self, request: HttpRequest, obj: Exercise | None) -> Any:
        return [*self.inlines, TranslationInline] if len(settings.LANGUAGES) > 1 else [*self.inlines]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is ExerciseTranslation:
            for each in formset.forms:
                is_reviewed = each.cleaned_data.get("is_reviewed", False)
                settle_review(each.instance, is_reviewed=is_reviewed, by=request.user, at=timezone.now())
        super().save_formset(request, form, formset, change)

    # -- who may do what --

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Therapists propose; what they add is a draft."""
        return super().has_add_permission(request) or request.user.has_perm(PROPOSE)

    def has_change_permission(self, request: HttpRequest, obj: Exercise | None = None) -> bool:
        return super().has_change_permission(request, obj) or self._is_own_draft(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Exercise | None = None) -> bool:
        """An exercise in use is never deleted, only archived; who proposed a draft may take it back."""
        may_delete = super().has_delete_permission(request, obj) or self._is_own_draft(request, obj)
        return may_delete and (obj is None or not obj.prescriptions.exists())

    def _is_own_draft(self, request: HttpRequest, exercise: Exercise | None) -> bool:
        if exercise is None or exercise.status != Status.DRAFT or exercise.proposed_by_id is None:
            return False
        return exercise.proposed_by_id == request.user.pk and request.user.has_perm(PROPOSE)

    def _publishes(self, request: HttpRequest) -> bool:
        return super().has_change_permission(request)

    # -- the form --

    @method_decorator(csp_update({"media-src": [SELF, "blob:"]}))
    def changeform_view(self, *args: Any, **kwargs: Any) -> Any:
        """A chosen video is played from the form itself, to take a still of it; nothing else may be."""
        return super().changeform_view(*args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Exercise, form: Any, change: bool) -> None:
        """What a therapist writes is a draft; writing it again answers what the review asked for."""
        if not change:
            obj.slug = free_slug(obj.name)
        if not self._publishes(request):
            mark_as_proposed(obj, by=request.user, at=timezone.now())
            obj.review_note = ""
            words = gettext("This is a draft. It is not offered to anyone until a clinic admin publishes it.")
            self.message_user(request, words)
        super().save_model(request, obj, form, change)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        exercise = kwargs.get("obj")
        context |= {
            "may_propose": self.has_add_permission(request),
            "may_publish": self._publishes(request),
            "is_draft": exercise is not None and exercise.status == Status.DRAFT,
        }
        return super().render_change_form(request, context, *args, **kwargs)

    # -- the gallery --

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """An empty choice of the filters is left out of the address, so that it can be passed on."""
        if request.method == "GET" and "" in request.GET.values():
            return HttpResponseRedirect(f"{request.path}?{_without_blanks(request.GET)}")
        chosen = read_chosen(request)
        response = super().changelist_view(request, extra_context)
        context = getattr(response, "context_data", None)
        if context and "cl" in context:
            context["gallery"] = GalleryReader(request, context["cl"], chosen).read()
            context["may_publish"] = self._publishes(request)
        return response

    def get_actions(self, request: HttpRequest) -> Any:
        """Deleting many at once would pass over the ones in use."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description=_("Compare two"), permissions=["view"])
    def compare(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> HttpResponse:
        """The same list again, with the two beside it."""
        ticked = set(request.POST.getlist(ACTION_CHECKBOX_NAME))
        query = request.GET.copy()
        if len(ticked) == COMPARED:
            query.setlist(COMPARE, sorted(ticked))
        else:
            self.message_user(request, gettext("Check two exercises to compare them."), messages.WARNING)
        return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")

    @admin.action(description=_("Publish, as reviewed by me today"), permissions=["change"])
    def review(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> None:
        by, on = request.user, timezone.localdate()
        self._each(request, queryset, lambda exercise: publish_exercise(exercise=exercise, by=by, on=on))

    @admin.action(description=_("Archive"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> None:
        self._each(request, queryset, lambda exercise: archive_exercise(exercise=exercise))

    @admin.action(description=_("Offer again"), permissions=["change"])
    def restore(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> None:
        self._each(request, queryset, lambda exercise: restore_exercise(exercise=exercise))

    def _each(
        self, request: HttpRequest, exercises: QuerySet[Exercise], change: Callable[[Exercise], Exercise]
    ) -> None:
        """One by one, so that the change log sees each; what is refused is named with its reason."""
        count = 0
        refused: dict[str, list[str]] = {}
        for exercise in exercises:
            try:
                change(exercise)
                count += 1
            except LibraryRefusedError as error:
                refused.setdefault(str(error), []).append(exercise.name)
        for reason, names in refused.items():
            self.message_user(request, f"{', '.join(names[:NAMED])}: {reason}", messages.WARNING)
        said = ngettext("{count} exercise changed.", "{count} exercises changed.", count).format(count=count)
        self.message_user(request, said)

    # -- pages of their own --

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            *ExerciseImportPages().urls(view, self._page_context),
            *FigurePages().urls(view, self._page_context),
            path("export/<str:kind>/", view(self.export_view), name="programs_exercise_export"),
            path("<int:exercise_id>/copy/", view(require_POST(self.copy_view)), name="programs_exercise_copy"),
            path(
                "<int:exercise_id>/standing/", view(require_POST(self.standing_view)), name="programs_exercise_standing"
            ),
            *super().get_urls(),
        ]

    def _page_context(self, request: HttpRequest) -> dict[str, Any]:
        return self.admin_site.each_context(request) | {"opts": self.opts}

    def export_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return export_file(kind)

    def copy_view(self, request: HttpRequest, exercise_id: int) -> HttpResponse:
        """A draft of one's own like this exercise."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        exercise = get_object_or_404(Exercise, pk=exercise_id)
        draft = copy_exercise(exercise=exercise, by=request.user, at=timezone.now())
        self.message_user(request, gettext("A draft like “{name}”. Change what differs.").format(name=exercise.name))
        return redirect("admin:programs_exercise_change", draft.pk)

    def standing_view(self, request: HttpRequest, exercise_id: int) -> HttpResponse:
        """Publish, send back, archive or offer again: a clinic admin's word on one exercise."""
        if not self._publishes(request):
            raise PermissionDenied
        exercise = get_object_or_404(Exercise, pk=exercise_id)
        try:
            said = self._set_standing(request, exercise)
            self.message_user(request, said, messages.SUCCESS)
        except LibraryRefusedError as error:
            self.message_user(request, str(error), messages.ERROR)
        return redirect("admin:programs_exercise_change", exercise.pk)

    def _set_standing(self, request: HttpRequest, exercise: Exercise) -> str:
        match request.POST.get("do"):
            case "publish":
                publish_exercise(exercise=exercise, by=request.user, on=timezone.localdate())
                return gettext("Published. It is offered from now on.")
            case "send-back":
                send_back(exercise=exercise, note=request.POST.get("note", ""))
                return gettext("Sent back. Who proposed it reads your note on this page.")
            case "archive":
                archive_exercise(exercise=exercise)
                return gettext("Archived. It is no longer offered, and stays in the programs that have it.")
            case "restore":
                restore_exercise(exercise=exercise)
                return gettext("It is offered again.")
            case _:
                raise Http404


def _without_blanks(query: QueryDict) -> str:
    kept = query.copy()
    for name in query:
        kept.setlist(name, [value for value in query.getlist(name) if value])
    return kept.urlencode()
