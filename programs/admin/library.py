"""Exercises, equipment and cautions."""

from __future__ import annotations

from typing import Any, ClassVar, TypedDict

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import WithAnnotations

from programs.library.media import check_video, clean_picture

from ..models import Caution, Equipment, Exercise, ExerciseAlternative, Program, Quality, Status, SwapReason
from .exchange import ExerciseImportPages, export_file
from .plain import PlainAdmin

#: Why nothing else is done instead: an alternative is never written for it.
NO_ALTERNATIVE = (SwapReason.ANY, SwapReason.QUALITY)


class UseCount(TypedDict):
    use_count: int


class QualityFilter(admin.SimpleListFilter):
    title = _("quality")
    parameter_name = "quality"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Quality.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> QuerySet[Exercise]:
        quality = self.value()
        if quality in Quality.values:
            return queryset.filter(qualities__contains=quality)
        return queryset


class EquipmentFilter(admin.SimpleListFilter):
    title = _("equipment")
    parameter_name = "equipment"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("none", _("none needed")), *Equipment.objects.values_list("slug", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> QuerySet[Exercise]:
        if self.value() == "none":
            return queryset.filter(equipment__isnull=True)
        if self.value():
            return queryset.filter(equipment__slug=self.value())
        return queryset


class CautionInline(admin.StackedInline[Caution, Exercise]):
    model = Caution
    fk_name = "exercise"
    extra = 0
    autocomplete_fields = ["swap"]
    show_change_link = False


class AlternativeInline(admin.TabularInline[ExerciseAlternative, Exercise]):
    model = ExerciseAlternative
    fk_name = "exercise"
    extra = 0
    autocomplete_fields = ["instead"]
    verbose_name = _("alternative by reason")
    verbose_name_plural = _("alternatives by reason")

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "reason":
            kwargs["choices"] = [choice for choice in SwapReason.choices if choice[0] not in NO_ALTERNATIVE]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


class ExerciseForm(forms.ModelForm[Exercise]):
    """What is uploaded is drawn anew or checked before it is stored."""

    def clean_image(self) -> Any:
        image = self.cleaned_data.get("image")
        if isinstance(image, UploadedFile):
            return clean_picture(image)
        return image

    def clean_video(self) -> Any:
        video = self.cleaned_data.get("video")
        if isinstance(video, UploadedFile):
            return check_video(video)
        return video

    class Meta:
        model = Exercise
        exclude: ClassVar[list[str]] = []
        # Pillow must not see an upload before its size is checked: ``clean_picture`` decodes it.
        field_classes: ClassVar = {"image": forms.FileField}


@admin.register(Exercise)
class ExerciseAdmin(PlainAdmin[Exercise]):
    form = ExerciseForm
    ordering = ["name"]
    list_display = ["name", "pattern", "qualities_in_words", "level", "default_dose", "uses", "completeness", "status"]
    list_filter = ["status", "pattern", "level", QualityFilter, EquipmentFilter]
    search_fields = ["name", "slug", "short_cue", "equipment__name"]
    autocomplete_fields = ["easier", "harder"]
    formfield_overrides: ClassVar = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["used_in", "reviewed_by", "reviewed_on"]
    inlines = [AlternativeInline, CautionInline]
    actions = ["review", "archive", "restore"]
    list_per_page = 50
    change_form_template = "admin/programs/exercise/change_form.html"
    change_list_template = "admin/programs/exercise/change_list.html"
    fieldsets = [
        (None, {"fields": ["name", "slug", "pattern", "qualities", "level", "laterality", "equipment"]}),
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
        (_("Where it stands"), {"fields": ["status", ("reviewed_by", "reviewed_on"), "used_in"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Exercise]:
        rows = super().get_queryset(request).annotate(use_count=Count("prescriptions__workout__program", distinct=True))
        return rows.prefetch_related("library_alternatives")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Exercise], search_term: str
    ) -> tuple[QuerySet[Exercise], bool]:
        """Only published exercises are offered as neighbors, swaps and alternatives."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if request.path.endswith("/autocomplete/"):
            found = found.filter(status=Status.PUBLISHED)
        return found, may_repeat

    @admin.display(description=_("qualities"))
    def qualities_in_words(self, exercise: Exercise) -> str:
        return ", ".join(exercise.quality_labels)

    @admin.display(description=_("default dose"))
    def default_dose(self, exercise: Exercise) -> str:
        unit = " s" if exercise.measure == "seconds" else ""
        return f"{exercise.default_sets} × {exercise.default_amount}{unit} {exercise.default_tempo}"

    @admin.display(description=_("programs"), ordering="use_count")
    def uses(self, exercise: WithAnnotations[Exercise, UseCount]) -> int:
        return exercise.use_count

    @admin.display(description=_("lacks"), empty_value="–")
    def completeness(self, exercise: Exercise) -> str | None:
        """One line: the first of what is missing, and how much more."""
        if len(exercise.lacks) < 2:
            return ", ".join(exercise.lacks) or None
        return gettext("{first}, and {count} more").format(first=exercise.lacks[0], count=len(exercise.lacks) - 1)

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

    def has_delete_permission(self, request: HttpRequest, obj: Exercise | None = None) -> bool:
        """An exercise in use is never deleted, only archived."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.prescriptions.exists())

    def get_actions(self, request: HttpRequest) -> Any:
        """Deleting many at once would pass over the ones in use."""
        if not self.has_change_permission(request):
            return {}
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description=_("Publish as reviewed by me today"))
    def review(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> None:
        self._set(
            request, queryset, status=Status.PUBLISHED, reviewed_by=request.user, reviewed_on=timezone.localdate()
        )

    @admin.action(description=_("Archive: not offered any more, stays where it is used"))
    def archive(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> None:
        self._set(request, queryset, status=Status.ARCHIVED)

    @admin.action(description=_("Offer again"))
    def restore(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> None:
        self._set(request, queryset, status=Status.PUBLISHED)

    def _set(self, request: HttpRequest, queryset: QuerySet[Exercise], **values: Any) -> None:
        """One by one, so that the audit log sees each; without its cues none is offered to anybody."""
        count, without_cues = 0, []
        for exercise in queryset:
            if values["status"] == Status.PUBLISHED and not exercise.has_cues:
                without_cues.append(exercise.name)
                continue
            for name, value in values.items():
                setattr(exercise, name, value)
            exercise.save(update_fields=list(values))
            count += 1
        if without_cues:
            words = gettext("Not published, since they have no complete cues: {names}.")
            self.message_user(request, words.format(names=", ".join(without_cues[:10])), messages.WARNING)
        said = ngettext("{count} exercise changed.", "{count} exercises changed.", count).format(count=count)
        self.message_user(request, said)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            *ExerciseImportPages().urls(view, self._page_context),
            path("export/<str:kind>/", view(self.export_view), name="programs_exercise_export"),
            *super().get_urls(),
        ]

    def _page_context(self, request: HttpRequest) -> dict[str, Any]:
        return self.admin_site.each_context(request) | {"opts": self.opts}

    def export_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return export_file(kind)


@admin.register(Equipment)
class EquipmentAdmin(PlainAdmin[Equipment]):
    list_display = ["name", "slug", "group"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Caution)
class CautionAdmin(PlainAdmin[Caution]):
    list_display = ["exercise", "condition", "swap", "reason"]
    list_filter = ["condition"]
    list_select_related = ["exercise", "swap"]
    search_fields = ["exercise__name", "reason"]
    autocomplete_fields = ["exercise", "swap"]
