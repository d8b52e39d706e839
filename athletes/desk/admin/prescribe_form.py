"""What prescribing asks: an athlete, a template, a start, two days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from athletes.access.roles import programs_visible_to
from athletes.enrollment.prescribing import PainRule, check_strength_days
from athletes.errors import RefusedError
from athletes.models import Enrollment, Side
from athletes.models.athletes import validate_day
from programs.models import Program, Tissue
from programs.preview import previews

#: Digits of a key that every database can look for.
LONGEST_KEY = 18


class ProgramCards(forms.RadioSelect):
    """Programs to choose from, each on a card."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        keys = [str(key) for key, _label in self.choices if key]
        programs = Program.objects.with_plan().filter(pk__in=keys).order_by("-is_template", "name")
        context = {"name": name, "cards": previews(programs), "chosen": str(value or "")}
        return render_to_string("admin/athletes/enrollment/program_cards.html", context)


#: Left, right, or both: a program that follows pain at one place asks.
SIDES = [("", "–"), (Side.LEFT, _("Left")), (Side.RIGHT, _("Right")), ("both", _("Both sides"))]
LOW, HIGH = "low", "high"
IRRITABILITY = [
    ("", "–"),
    (HIGH, _("High: takes long to settle, or worse the next morning. Begins with week 1.")),
    (LOW, _("Low: settles soon after loading. Begins with the second phase.")),
]
TISSUES = [("", _("As the program says")), *Tissue.choices]


class PrescribeForm(forms.ModelForm[Enrollment]):
    """What prescribing asks; the verb does the rest."""

    pain_side = forms.ChoiceField(
        label=_("Side that hurts"),
        choices=SIDES,
        required=False,
        help_text=_("Asked where the program follows pain at one place, such as the Achilles return."),
    )
    pain_tissue = forms.ChoiceField(label=_("Tissue"), choices=TISSUES, required=False)
    irritability = forms.ChoiceField(
        label=_("How irritable"),
        choices=IRRITABILITY,
        required=False,
        help_text=_("Where to begin is chosen by how the pain behaves, not by how long it has been there."),
    )

    class Meta:
        model = Enrollment
        fields = ["athlete", "program", "starts_on", "first_weekday", "second_weekday"]
        labels = {"program": _("Program")}
        widgets = {"program": ProgramCards}
        help_texts = {
            "program": _("The athlete gets their own copy. Later edits to the template do not change it."),
            "starts_on": _("The first session is on the first strength day on or after this date."),
            "second_weekday": _("Leave at least one day between them. Sunday and Monday are back to back, too."),
        }

    def clean_starts_on(self) -> date:
        starts_on: date = self.cleaned_data["starts_on"]
        validate_day(starts_on)  # the model's own validators do not run: the verb makes the row
        return starts_on

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, second = values.get("first_weekday"), values.get("second_weekday")
        if first is not None and second is not None:
            try:
                check_strength_days((first, second))
            except RefusedError as error:
                self.add_error(error.field, error.message)
        self._check_pain(values)
        return values

    def _check_pain(self, values: dict[str, Any]) -> None:
        """A program that follows pain at one place asks where it is, and how irritable."""
        program = values.get("program")
        if program is None or not (program.pain_profile and program.pain_region):
            return
        if not values.get("pain_side"):
            self.add_error("pain_side", _("This program follows pain at one place. Say on which side it is."))
        if not values.get("irritability"):
            self.add_error("irritability", _("Say how irritable it is: that decides where the program begins."))

    def pain_rule(self) -> PainRule | None:
        """The tissue rule that the chosen program is followed by; None where it follows none."""
        program, side = self.cleaned_data["program"], self.cleaned_data["pain_side"]
        if not program.pain_profile or not side:
            return None
        sides = [Side.LEFT, Side.RIGHT] if side == "both" else [side]
        tissue = self.cleaned_data["pain_tissue"] or program.pain_profile
        return PainRule(sides, tissue, is_irritable=self.cleaned_data["irritability"] != LOW)

    def _post_clean(self) -> None:
        """The verb makes the row, so this form's own unfinished instance is not validated."""


def prescribable_programs(request: HttpRequest) -> QuerySet[Program]:
    """The clinic's templates, and the program nobody follows that was chosen in the grid."""
    chosen = request.POST.get("program") or request.GET.get("program", "")
    offered = Q(is_template=True)
    if chosen.isascii() and chosen.isdecimal() and len(chosen) <= LONGEST_KEY:
        offered |= Q(pk=int(chosen), enrollments__isnull=True)
    return programs_visible_to(request.user).filter(offered)
