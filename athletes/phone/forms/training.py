"""Forms of the athlete's pages. Numbers take a comma or a point; what was typed stays on an error."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from athletes.models import Athlete, BarrierKind, PainReport, Region, RunKind, Side, User, Weekday
from athletes.models.athletes import Unit
from athletes.models.pain import RED_FLAGS, SIGNS
from programs.models import SwapReason
from programs.plain_fields import PlainDecimal, PlainInteger
from programs.rules.prescription.dose import MAX_LOAD_KG, Load, plain
from programs.rules.prescription.dose import Unit as UnitName

SESSION_RPE_ANCHORS = {
    0: _("Rest"),
    1: _("Very easy"),
    2: _("Easy"),
    3: _("Moderate"),
    4: _("Somewhat hard"),
    5: _("Hard"),
    6: _("Hard"),
    7: _("Very hard"),
    8: _("Very hard"),
    9: _("Very hard"),
    10: _("Maximal"),
}
ZERO_TO_TEN = [(score, score) for score in range(11)]


#: Days that are told of later, by how long ago they are.
RECENT_DAYS = [("0", _("Today")), ("1", _("Yesterday")), ("2", _("2 days ago"))]


class Figure(PlainDecimal):
    """A number typed on a phone: ``52,5`` and ``52.5`` are the same."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})


class AddressField(forms.EmailField):
    """An e-mail address in small letters, as it is stored; its length counts as stored too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"max_length": User._meta.get_field("email").max_length})

    def to_python(self, value: Any) -> Any:
        return (super().to_python(value) or "").lower()


class SetForm(forms.Form):
    """One set, saved without script."""

    prescription = PlainInteger(min_value=1)
    number = PlainInteger(min_value=1, max_value=99)
    side = forms.ChoiceField(choices=Side.choices, required=False)
    unit = forms.ChoiceField(choices=Unit.choices, required=False)
    load = Figure(min_value=0, max_value=2200, max_digits=6, decimal_places=2, required=False)
    amount = PlainInteger(min_value=0, max_value=7200, label=_("repetitions or seconds"))
    remove = forms.BooleanField(required=False)

    def clean_load(self) -> Load | None:
        """The load in the unit it was typed in; at most 1,000 kg."""
        amount = self.cleaned_data["load"]
        if amount is None:
            return None
        unit: UnitName = "kg"
        if self.cleaned_data.get("unit") == "lb":
            unit = "lb"
        load = Load(plain(amount), unit)
        if load.kg > MAX_LOAD_KG:
            raise forms.ValidationError(_("Load is 0 to 1,000 kg."))
        return load


class ElsewhereForm(forms.Form):
    """A session that nobody planned."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    days_ago = forms.TypedChoiceField(
        label=_("When?"),
        choices=RECENT_DAYS,
        coerce=int,
        widget=forms.RadioSelect,
    )
    minutes = PlainInteger(
        label=_("Minutes"), min_value=1, max_value=600, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    session_rpe = forms.TypedChoiceField(
        label=_("How hard, overall?"),
        choices=ZERO_TO_TEN,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Tap a number from 0 to 10.")},
    )
    nothing_hurt = forms.BooleanField(label=_("Nothing hurt"), required=False)
    note = forms.CharField(label=_("What was it?"), max_length=2000, required=False)


class NoteForm(forms.Form):
    """What is noted about an exercise for the next time."""

    prescription = PlainInteger(min_value=1)
    own_note = forms.CharField(max_length=200, required=False)


class EffortForm(forms.Form):
    """How many more clean repetitions were left after the last set: 0 to 4 or more."""

    prescription = PlainInteger(min_value=1)
    reserve = PlainInteger(min_value=0, max_value=4)


class FinishForm(forms.Form):
    session_rpe = forms.TypedChoiceField(
        label=_("How hard, overall?"),
        choices=ZERO_TO_TEN,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Tap a number from 0 to 10.")},
    )
    nothing_hurt = forms.BooleanField(label=_("Nothing hurt"), required=False)
    note = forms.CharField(
        label=_("Note for your therapist"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class PainForm(forms.Form):
    report = forms.UUIDField(required=False, widget=forms.HiddenInput)  # drawn with the page: Back corrects it
    exercise = forms.SlugField(required=False, widget=forms.HiddenInput)
    days_ago = forms.TypedChoiceField(
        label=_("When?"), choices=RECENT_DAYS, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    region = forms.ChoiceField(label=_("Where?"), choices=Region.choices)
    side = forms.ChoiceField(label=_("Side"), choices=Side.choices, required=False, widget=forms.RadioSelect)
    score = forms.TypedChoiceField(
        label=_("How much, 0 to 10?"),
        choices=ZERO_TO_TEN,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Tap a number from 0 to 10.")},
    )
    is_one_spot = forms.TypedChoiceField(
        label=_("One spot, or spread out?"),
        choices=[("yes", _("One spot")), ("no", _("Spread out, like sore muscles"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    is_sudden = forms.BooleanField(label=_("It came on suddenly"), required=False)

    @classmethod
    def starting_at(cls, exercise: str, last: PainReport | None, *, days_ago: str) -> PainForm:
        """The form with the region and side that were reported last."""
        is_recent = days_ago in dict(RECENT_DAYS)
        initial = {"report": uuid.uuid4(), "exercise": exercise, "side": Side.LEFT}
        initial["days_ago"] = days_ago if is_recent else "0"
        if last:
            initial |= {"side": last.side, "region": last.region}
        return cls(initial=initial)


class SignsForm(forms.Form):
    """What is ticked of the warning signs; nothing ticked is an answer too."""

    region = forms.ChoiceField(label=_("Where?"), choices=Region.choices)
    side = forms.ChoiceField(label=_("Side"), choices=Side.choices, required=False)
    flags = forms.MultipleChoiceField(choices=RED_FLAGS.items, required=False, widget=forms.CheckboxSelectMultiple)
    signs = forms.MultipleChoiceField(choices=SIGNS.items, required=False, widget=forms.CheckboxSelectMultiple)


class SwapForm(forms.Form):
    """choice -- ``reason:exercise's address``, ``reason:`` to leave it out, or ``keep``.

    Cleaned to (reason, address); both empty for the exercise as prescribed.
    """

    target = PlainInteger(min_value=1, max_value=2**53)
    choice = forms.RegexField(r"keep|[a-z]{1,9}:[-a-z0-9]{0,120}")

    def clean_choice(self) -> tuple[str, str]:
        reason, _colon, instead = str(self.cleaned_data["choice"]).partition(":")
        if reason == "keep":
            return "", ""
        if reason not in SwapReason.values:
            raise forms.ValidationError(_("Choose a reason from the list."))
        return reason, instead


class MorningForm(forms.Form):
    """has_settled -- yes or no, asked of joints: whether it had calmed down within an hour"""

    score = forms.TypedChoiceField(choices=ZERO_TO_TEN, coerce=int)
    has_settled = forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
    )


class AthleteRowForm(forms.ModelForm[Athlete]):
    """A form over the row that its page is drawn from as well.

    Django puts what was typed into the row before it checks it. What is refused must not stay there: the page
    around the form asks the row for its time zone and its days. The form itself keeps what was typed.
    """

    def full_clean(self) -> None:
        stored = {}
        for field in Athlete._meta.concrete_fields:
            stored[field.attname] = getattr(self.instance, field.attname)
        super().full_clean()
        if self.errors:
            for name, value in stored.items():
                setattr(self.instance, name, value)


class SettingsForm(AthleteRowForm):
    class Meta:
        model = Athlete
        fields = [
            "wants_reminders",
            "wants_nudges",
            "wants_morning_mail",
            "reminder_weekday",
            "reminder_hour",
            "time_zone",
            "unit",
        ]
        labels = {
            "wants_reminders": _("One reminder a week by e-mail"),
            "wants_nudges": _("One more if nothing is logged"),
            "wants_morning_mail": _("Question the morning after"),
            "reminder_weekday": _("Day"),
            "reminder_hour": _("Hour"),
            "time_zone": _("Time zone"),
            "unit": _("Loads in"),
        }
        widgets = {"time_zone": forms.TextInput(attrs={"list": "zones", "autocomplete": "off"})}

    def save(self, commit: bool = True) -> Athlete:
        """What was changed here, and no more: rules write into the same row, and a stop must not be undone by it."""
        self.instance.save(update_fields=self.changed_data)
        return self.instance


class MoveForm(forms.Form):
    """One session to another day of its week."""

    session = forms.UUIDField()
    on = forms.DateField()


class UsualWeekForm(forms.Form):
    """What each weekday usually is, Monday first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day, name in Weekday.choices:
            self.fields[f"day-{day}"] = forms.ChoiceField(label=name, choices=RunKind.choices)

    @property
    def kinds(self) -> list[str]:
        kinds = []
        for day in Weekday.values:
            kinds.append(self.cleaned_data[f"day-{day}"])
        return kinds


class DaysForm(forms.Form):
    """The two strength days."""

    first = forms.TypedChoiceField(label=_("First"), choices=Weekday.choices, coerce=int)
    second = forms.TypedChoiceField(label=_("Second"), choices=Weekday.choices, coerce=int)


class CouldNotForm(forms.Form):
    kind = forms.ChoiceField(choices=BarrierKind.choices)
