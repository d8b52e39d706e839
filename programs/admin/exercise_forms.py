"""The form of an exercise and of its alternatives: what is typed is tidied, what is uploaded is checked."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.admin.plain import BoundedInline
from programs.library.media import MAX_PICTURE_BYTES, MAX_VIDEO_BYTES, check_video, clean_picture
from programs.models import Caution, Exercise, ExerciseAlternative, ExerciseTranslation, Status, SwapReason

#: Why nothing else is done instead: an alternative is never written for it.
NO_ALTERNATIVE = (SwapReason.ANY, SwapReason.QUALITY)


class OneParagraphField(forms.CharField):
    """Typed in as many lines as one likes, kept as one: a cue is a sentence on the phone."""

    def to_python(self, value: Any) -> Any:
        return " ".join(str(super().to_python(value) or "").split())


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

    def clean_easier(self) -> Exercise | None:
        return self._offered("easier")

    def clean_harder(self) -> Exercise | None:
        return self._offered("harder")

    def _offered(self, field: str) -> Exercise | None:
        """A neighbor is offered to athletes: it is no draft, unless it stood there already."""
        exercise: Exercise | None = self.cleaned_data.get(field)
        if exercise is not None and field in self.changed_data:
            check_is_offered(exercise)
        return exercise

    class Meta:
        model = Exercise
        exclude: ClassVar[list[str]] = []
        # Pillow must not see an upload before its size is checked: ``clean_picture`` decodes it.
        field_classes: ClassVar = {
            "image": forms.FileField,
            "setup_cue": OneParagraphField,
            "execution_cue": OneParagraphField,
            "common_fault": OneParagraphField,
            "media_text": OneParagraphField,
        }
        widgets: ClassVar = {
            "setup_cue": forms.Textarea(attrs={"rows": 3}),
            "execution_cue": forms.Textarea(attrs={"rows": 3}),
            "common_fault": forms.Textarea(attrs={"rows": 3}),
            "media_text": forms.Textarea(attrs={"rows": 2}),
            "image": forms.ClearableFileInput(
                attrs={
                    "accept": "image/jpeg,image/png,image/webp",
                    "data-largest": MAX_PICTURE_BYTES,
                    "data-too-large": _("This picture is larger than 8 MB. It was not taken."),
                }
            ),
            "video": forms.ClearableFileInput(
                attrs={
                    "accept": "video/*",
                    "data-largest": MAX_VIDEO_BYTES,
                    "data-too-large": _("This video is larger than 15 MB. Film at most 30 seconds, in 720p."),
                }
            ),
        }


def check_is_offered(exercise: Exercise) -> None:
    """Raises ValidationError for an exercise that nobody may be given."""
    if exercise.status != Status.PUBLISHED:
        raise forms.ValidationError(gettext("“{name}” is not published.").format(name=exercise.name))


class AlternativeForm(forms.ModelForm[ExerciseAlternative]):
    def clean_instead(self) -> Exercise:
        """What is offered instead is offered to athletes: it is no draft, unless it stood there already."""
        instead: Exercise = self.cleaned_data["instead"]
        if "instead" in self.changed_data:
            check_is_offered(instead)
        return instead


class AlternativeInline(BoundedInline):
    """Who may change an exercise may change what is done instead of it."""

    model = ExerciseAlternative
    form = AlternativeForm
    fk_name = "exercise"
    extra = 1
    fields: ClassVar = [("reason", "instead", "load_factor")]
    autocomplete_fields = ["instead"]
    verbose_name = _("alternative by reason")
    verbose_name_plural = _("alternatives by reason")

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "reason":
            kwargs["choices"] = [
                ("", "---------"),
                *(choice for choice in SwapReason.choices if choice[0] not in (*NO_ALTERNATIVE, SwapReason.TIME)),
            ]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Exercise | None = None) -> bool:
        return request.user.has_perm("programs.view_exercise")

    def has_add_permission(self, request: HttpRequest, obj: Exercise | None = None) -> bool:
        return self._may_write(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Exercise | None = None) -> bool:
        return self._may_write(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Exercise | None = None) -> bool:
        return self._may_write(request, obj)

    def _may_write(self, request: HttpRequest, exercise: Exercise | None) -> bool:
        library = self.admin_site.get_model_admin(Exercise)
        if exercise is None:
            return library.has_add_permission(request)
        return library.has_change_permission(request, exercise)


class TranslationForm(forms.ModelForm[ExerciseTranslation]):
    """One language. What is not ticked as reviewed is a draft, which no athlete sees."""

    language = forms.ChoiceField(label=_("Language"))
    is_reviewed = forms.BooleanField(
        label=_("Reviewed"),
        required=False,
        help_text=_(
            "Athletes read it from now on. If the English changes, they read English until the translation is reviewed "
            "again."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        if self.instance.pk is not None:
            self.initial["is_reviewed"] = self.instance.is_shown_for(self.instance.exercise)


class TranslationInline(BoundedInline):
    """Shown where the clinic offers a second language."""

    model = ExerciseTranslation
    form = TranslationForm
    extra = 0
    fields: ClassVar = ["language", "name", "short_cue", "setup_cue", "execution_cue", "common_fault", "is_reviewed"]
    verbose_name = _("translation")
    verbose_name_plural = _("translations")


class CautionInline(BoundedInline):
    model = Caution
    fk_name = "exercise"
    extra = 0
    autocomplete_fields = ["swap"]
    show_change_link = False
