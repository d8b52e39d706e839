"""The first steps of a new athlete: what they train with, how they run, when they are reminded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from athletes.enrollment.schedule import state_usual_week
from athletes.mail.planner import schedule_reminder
from athletes.mail.preferences import resume
from athletes.models import Athlete, RunKind, Weekday
from programs.models import Equipment

from .training import AthleteRowForm, UsualWeekForm

#: Asked about, the most used first. What every home has is taken for granted as soon as one of these is chosen.
ASKED = ("dumbbell", "kettlebell", "band", "mini_band", "bench", "step", "barbell", "cable", "leg_press")
AT_HOME = ("backpack", "chair", "mat", "pillow", "towel", "wall")


class GearForm(AthleteRowForm):
    """Units, and what is at hand where they train."""

    gear = forms.ModelMultipleChoiceField(
        label=_("Gear at hand"),
        queryset=Equipment.objects.filter(slug__in=ASKED),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Athlete
        fields = ["unit"]
        labels = {"unit": _("Units")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["gear"] = list(self.instance.equipment.filter(slug__in=ASKED))

    def keep(self, at: datetime) -> None:
        """What the therapist entered beside it stays; without an answer nothing is at hand, and nobody has asked."""
        self.instance.save(update_fields=["unit"])
        chosen = set(self.cleaned_data["gear"])
        others = set(self.instance.equipment.exclude(slug__in=ASKED))
        if chosen:
            others |= set(Equipment.objects.filter(slug__in=AT_HOME))
        self.instance.equipment.set(chosen | others)


class RunsForm(UsualWeekForm):
    """The usual week."""

    def __init__(self, *args: Any, instance: Athlete, **kwargs: Any) -> None:
        self.athlete = instance
        stated = {day.weekday: day.kind for day in instance.usual_days.all()}
        initial = {f"day-{day}": stated.get(day, RunKind.REST) for day in Weekday.values}
        super().__init__(*args, initial=initial, **kwargs)

    def keep(self, at: datetime) -> None:
        """A week without a run was not stated: it is how the screen begins."""
        if any(kind != RunKind.REST for kind in self.kinds):
            state_usual_week(athlete=self.athlete, kinds=self.kinds)


class ReminderForm(AthleteRowForm):
    """The weekly mail and the question of the morning."""

    class Meta:
        model = Athlete
        fields = ["wants_reminders", "wants_morning_mail", "reminder_weekday", "reminder_hour"]
        labels = {
            "wants_reminders": _("One reminder a week by e-mail"),
            "wants_morning_mail": _("The question on the morning after a session"),
            "reminder_weekday": _("Day"),
            "reminder_hour": _("Hour"),
        }

    def keep(self, at: datetime) -> None:
        self.instance.reminders_since = at
        self.instance.save(update_fields=[*self.Meta.fields, "reminders_since"])
        if "wants_reminders" in self.changed_data and self.instance.wants_reminders:
            resume(self.instance, at=at)
        schedule_reminder(self.instance, after=at)


class NoForm(forms.Form):
    """The last screen explains, and asks nothing."""

    def __init__(self, *args: Any, instance: Athlete, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def keep(self, at: datetime) -> None:
        """Nothing to keep."""
