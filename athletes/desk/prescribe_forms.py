"""What prescribing asks: who, which template, a start, two days; and what becomes of a program that runs."""

from __future__ import annotations

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
from athletes.models import Athlete, Side, Weekday
from athletes.models.athletes import validate_day
from programs.models import Program, Tissue
from programs.models.fields import is_key
from programs.preview import previews

#: For how many athletes one act prescribes.
MAX_ATHLETES = 100


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


class StrengthDaysForm(forms.Form):
    """A start, and two days with one between them: what every prescription asks."""

    starts_on = forms.DateField(
        label=_("Start"),
        validators=[validate_day],
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The first session is on the first strength day on or after this date."),
    )
    first_weekday = forms.TypedChoiceField(label=_("First strength day"), choices=Weekday.choices, coerce=int)
    second_weekday = forms.TypedChoiceField(
        label=_("Second strength day"),
        choices=Weekday.choices,
        coerce=int,
        help_text=_("Leave at least one day between them. Sunday and Monday are back to back, too."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, second = values.get("first_weekday"), values.get("second_weekday")
        if first is not None and second is not None:
            try:
                check_strength_days((first, second))
            except RefusedError as error:
                self.add_error(error.field, error.message)
        return values

    def weekdays(self) -> tuple[int, int]:
        return self.cleaned_data["first_weekday"], self.cleaned_data["second_weekday"]


class PlaceForm(forms.Form):
    """Where a program that follows pain at one place is to follow it, and how irritable that place is."""

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

    def check_pain(self, program: Program) -> None:
        """A program that follows pain at one place asks where it is, and how irritable."""
        if not follows_a_place(program):
            return
        if not self.cleaned_data.get("pain_side"):
            self.add_error("pain_side", _("This program follows pain at one place. Say on which side it is."))
        if not self.cleaned_data.get("irritability"):
            self.add_error("irritability", _("Say how irritable it is. That decides where the program begins."))

    def pain_rule(self, program: Program) -> PainRule | None:
        """The tissue rule that the program is followed by; None where it follows none."""
        side = self.cleaned_data["pain_side"]
        if not program.pain_profile or not side:
            return None
        sides = [Side.LEFT, Side.RIGHT] if side == "both" else [side]
        tissue = self.cleaned_data["pain_tissue"] or program.pain_profile
        return PainRule(sides, tissue, is_irritable=self.cleaned_data["irritability"] != LOW)


class PrescribeForm(StrengthDaysForm, PlaceForm):
    """Who gets which program, from when, on which days. More is asked where somebody follows a program already."""

    athlete = forms.ModelMultipleChoiceField(
        queryset=Athlete.objects.none(),
        label=_("Athletes"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each athlete gets their own copy. For several, you choose the days one by one."),
    )
    program = forms.ModelChoiceField(
        queryset=Program.objects.none(),
        label=_("Program"),
        widget=ProgramCards,
        empty_label=None,
        help_text=_("Later edits to the template do not change the copies."),
    )
    field_order = ["athlete", "program"]

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        athletes = self.fields["athlete"]
        programs = self.fields["program"]
        assert isinstance(athletes, forms.ModelMultipleChoiceField)
        assert isinstance(programs, forms.ModelChoiceField)
        mine = Athlete.objects.visible_to(request.user).in_care().filter(user__is_active=True)
        self.athletes = mine.select_related("user").order_by("user__name", "pk")
        athletes.queryset = self.athletes
        programs.queryset = prescribable_programs(request)

    def clean_athlete(self) -> QuerySet[Athlete]:
        chosen: QuerySet[Athlete] = self.cleaned_data["athlete"]
        if len(chosen) > MAX_ATHLETES:
            raise forms.ValidationError(_("Choose at most {count} at once.").format(count=MAX_ATHLETES))
        return chosen

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("program") and len(values.get("athlete", ())) == 1:
            self.check_pain(values["program"])
        return values


class PrescribeRowForm(StrengthDaysForm, PlaceForm):
    """One athlete of several, or one who follows a program: own days, and what becomes of that program."""

    is_after_running = forms.TypedChoiceField(
        choices=[("yes", ""), ("no", "")],
        coerce=lambda answer: answer == "yes",
        required=False,
        widget=forms.RadioSelect,
        initial="yes",
    )

    def __init__(self, program: Program, *args: Any, is_running: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.program = program
        self.fields["is_after_running"].required = is_running

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        self.check_pain(self.program)
        return values


def follows_a_place(program: Program) -> bool:
    """Whether it follows pain at one place, as a return from a tendon does."""
    return bool(program.pain_profile and program.pain_region)


def prescribable_programs(request: HttpRequest) -> QuerySet[Program]:
    """The clinic's templates, and the program nobody follows that was chosen in the grid."""
    chosen = request.POST.get("program") or request.GET.get("program", "")
    offered = Q(is_template=True)
    if is_key(chosen):
        offered |= Q(pk=int(chosen), enrollments__isnull=True)
    return programs_visible_to(request.user).filter(offered)
