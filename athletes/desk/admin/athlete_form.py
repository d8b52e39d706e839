"""The record of one athlete as a form: the athlete, the account, tissue rules and tests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from athletes.models import Assessment, Athlete, PainProfile, User
from athletes.phone.forms.training import AddressField, AthleteRowForm
from programs.admin.plain import BoundedInline
from programs.models import Condition

from .picker import Picker


class PainProfileInline(BoundedInline):
    """Which tissue rule applies where, set by the therapist; saving a row signs it."""

    model = PainProfile
    extra = 0
    fields = [("region", "side"), ("tissue", "limit", "intake"), ("zone", "judged_on", "set_by")]
    readonly_fields = ["zone", "judged_on", "set_by"]
    verbose_name_plural = _("Pain: what applies where")


class AssessmentInline(BoundedInline):
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
        widget=Picker,
        help_text=_("The grid warns about exercises that need care."),
    )

    class Meta:
        model = Athlete
        fields = [
            "phone",
            "therapist",
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
        widgets = {"equipment": Picker, "notes": forms.Textarea(attrs={"rows": 3})}

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
        others = User.objects.exclude(pk=self.instance.pk)
        if others.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Someone with this address already has an account."))
        return str(email)
