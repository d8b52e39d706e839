"""Forms of what athletes log beside their sessions."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from athletes.models import RUN_KINDS, BarrierKind, HowMuch, Region, Run, Side
from athletes.models.check_ins import HELD_BACK, LESS
from athletes.models.messages import MAX_TEXT
from athletes.records.check_ins import CheckInItem
from athletes.records.runs import RunItem, WorstPain
from programs.plain_fields import PlainDate, PlainInteger
from programs.rules.distance import MAX_KM, MAX_MINUTES, Distance, DistanceUnit
from programs.typed import FIRST_DAY

from ..pages.check_in import CheckInPage
from .training import ZERO_TO_TEN, Figure

TOO_MUCH = _("That is more than 30 MB at once. Send fewer files, or pack them in a ZIP.")
DAYS = [("0", _("Today")), ("1", _("Yesterday")), ("other", _("Other day"))]


class MessageForm(forms.Form):
    text = forms.CharField(label=_("Your message"), max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 4}))


class ReadForm(forms.Form):
    """“Got it”. upto -- the key of the last message that was shown."""

    upto = PlainInteger(min_value=1, max_value=2**53)


class SeveralFiles(forms.FileInput):
    """No list of endings: phones gray out what they do not know, and a watch's file is one of these."""

    allow_multiple_selected = True


class RunFilesField(forms.FileField):
    """One file, or several at once."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(RunFilesField, self).clean(each, initial) for each in given or [None]]


class RunFileForm(forms.Form):
    """is_too_large -- that what was sent was not even taken in"""

    file = RunFilesField(
        label=_("GPX, TCX or FIT files, as they are or in a ZIP"),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
    )

    def __init__(self, *args: Any, is_too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_too_large:
            self.fields["file"].error_messages["required"] = TOO_MUCH


class RunForm(forms.Form):
    """One run, typed. today -- the athlete's; unit -- what distances are typed in.

    stored_day -- of the run that is edited: where it was run, it may be tomorrow already
    """

    kind = forms.ChoiceField(label=_("Run"), choices=RUN_KINDS, widget=forms.RadioSelect)
    day = forms.ChoiceField(label=_("Day"), choices=DAYS, initial="0", widget=forms.RadioSelect)
    on = PlainDate(label=_("Which day?"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    minutes = PlainInteger(label=_("Minutes"), min_value=1, max_value=MAX_MINUTES, required=False)
    distance = Figure(label=_("Distance"), min_value=Decimal("0.01"), max_digits=5, decimal_places=2, required=False)
    effort = forms.TypedChoiceField(
        label=_("How hard, overall?"), choices=ZERO_TO_TEN, coerce=int, empty_value=None, required=False
    )
    pain_score = forms.TypedChoiceField(
        label=_("Worst pain, 0 to 10"), choices=ZERO_TO_TEN, coerce=int, empty_value=None, required=False
    )
    pain_region = forms.ChoiceField(label=_("Where?"), choices=Region.choices, required=False)
    pain_side = forms.ChoiceField(label=_("Side"), choices=Side.choices, required=False)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    rev = PlainInteger(label=_("Edit"), min_value=0, max_value=2**31 - 2, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, today: date, unit: DistanceUnit, stored_day: date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.unit, self.stored_day = today, unit, stored_day

    @classmethod
    def of(cls, run: Run, *, today: date) -> RunForm:
        """The form as that run was typed."""
        days_ago = (today - run.ran_on).days
        initial: dict[str, Any] = {
            "kind": run.kind,
            "day": str(days_ago) if days_ago in (0, 1) else "other",
            "on": run.ran_on,
            "minutes": run.minutes,
            "distance": run.distance.amount if run.distance else None,
            "effort": run.effort,
            "note": run.note,
            "rev": run.rev,
        }
        if run.pain:
            initial |= {"pain_score": run.pain.score, "pain_region": run.pain.region, "pain_side": run.pain.side}
        unit: DistanceUnit = "mi" if run.distance_unit == "mi" else "km"
        return cls(initial=initial, today=today, unit=unit, stored_day=run.ran_on)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not {"minutes", "distance"} & set(self.errors) and not (values.get("minutes") or values.get("distance")):
            self.add_error("minutes", _("Give the minutes, the distance, or both."))
        if values.get("distance") and Distance(values["distance"], self.unit).km > MAX_KM:
            self.add_error("distance", _("A run is up to 500 km long."))
        if values.get("pain_score") is not None and not values.get("pain_region"):
            self.add_error("pain_region", _("Say where it hurt."))
        if values.get("day") == "other" and "on" not in self.errors:
            self._check_day(values.get("on"))
        return values

    def _check_day(self, on: date | None) -> None:
        if on is None or not FIRST_DAY <= on <= max(self.today, self.stored_day or self.today):
            self.add_error("on", _("Give the day of the run, up to today."))

    def item(self, edit_id: uuid.UUID) -> RunItem:
        """The run that was typed, one revision above the one that was shown."""
        values = self.cleaned_data
        days_ago = None if values["day"] == "other" else int(values["day"])
        distance, score = values["distance"], values["pain_score"]
        return RunItem(
            kind=values["kind"],
            ran_on=values["on"] if days_ago is None else self.today - timedelta(days=days_ago),
            rev=values["rev"] + 1,
            edit_id=edit_id,
            minutes=values["minutes"],
            distance=Distance(distance, self.unit) if distance else None,
            effort=values["effort"],
            pain=None if score is None else WorstPain(score, values["pain_region"], values["pain_side"]),
            note=values["note"],
        )


class CheckInForm(forms.Form):
    """The weekly runner check, clinical.md 6.2."""

    changed = forms.TypedChoiceField(
        label=_("Did a pain or body problem change your training this week?"),
        choices=HowMuch.choices,
        coerce=int,
        error_messages={"required": _("Choose one of the four answers.")},
    )
    less = forms.TypedChoiceField(
        label=_("How much less did you do?"), choices=LESS, coerce=int,
        required=False,
    )  # fmt: skip
    held_back = forms.TypedChoiceField(
        label=_("How much did it limit your running?"), choices=HELD_BACK, coerce=int,
        required=False,
    )  # fmt: skip
    worst_pain = forms.TypedChoiceField(
        label=_("Worst pain of the week"), choices=ZERO_TO_TEN, coerce=int, empty_value=None, required=False
    )
    usual_pain = forms.TypedChoiceField(
        label=_("Usual pain"), choices=ZERO_TO_TEN, coerce=int, empty_value=None, required=False
    )
    region = forms.ChoiceField(label=_("Where?"), choices=[("", "–"), *Region.choices], required=False)
    side = forms.ChoiceField(label=_("Side"), choices=Side.choices, required=False)
    barrier = forms.ChoiceField(label=_("What kept you?"), choices=[("", "–"), *BarrierKind.choices], required=False)
    note = forms.CharField(
        label=_("Anything to tell?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    @classmethod
    def initial_of(cls, page: CheckInPage) -> dict[str, Any]:
        """What was answered before, or the place that hurt last."""
        initial = {"region": page.last_region, "side": page.last_side, "barrier": page.barrier}
        if page.stored is None:
            return initial
        return initial | {name: getattr(page.stored, name) for name in cls.base_fields if name != "barrier"}

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self["changed"], self["less"], self["held_back"]]

    def clean(self) -> dict[str, Any]:
        """Without a problem there is nothing less; a place belongs to a pain that was said."""
        values = super().clean() or {}
        for name in ("less", "held_back"):
            values[name] = (values.get("changed") and values.get(name)) or HowMuch.NO
        if values.get("worst_pain") is None and values.get("usual_pain") is None:
            values |= {"region": "", "side": ""}
        elif values.get("worst_pain") and not values.get("region"):
            self.add_error("region", _("Say where it hurt."))
        return values

    def item(self, week: str, *, rev: int, edit_id: uuid.UUID) -> CheckInItem:
        return CheckInItem(week=week, rev=rev, edit_id=edit_id, **self.cleaned_data)
