"""Return to training: the page that shows the stop and asks what is signed, and the act."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.access.requests import current_user
from athletes.enrollment.return_to_training import StopFacts, Terms, return_to_training, weeks_to_begin_with
from athletes.errors import RefusedError
from athletes.models import Athlete, Criterion, CriterionAnswer, RaceAnswer
from athletes.records.messages import send_message
from athletes.wording.stops import stop_of
from programs.dates import date_format

from .decisions import take_typed

PAGE = "admin/athletes/athlete/return_to_training.html"
#: The names of a criterion's fields: its answer, and why it does not apply.
WHY = "why_"


class ReturnForm(forms.Form):
    """What is signed: the criteria of a bone, who cleared it after an urgent sign, the race where there is one."""

    found = forms.CharField(
        label=gettext_lazy("What was found, and who decided"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write down what was found and who decided.")},
    )
    cleared_by = forms.CharField(label=gettext_lazy("Cleared by"), max_length=120, required=False)
    cleared_on = forms.DateField(
        label=gettext_lazy("Cleared on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    week = forms.TypedChoiceField(label=gettext_lazy("Begin with"), coerce=int, empty_value=None, required=False)
    from_on = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    race = forms.ChoiceField(
        label=gettext_lazy("The race"), choices=RaceAnswer.choices, required=False, widget=forms.RadioSelect
    )
    message = forms.CharField(
        label=gettext_lazy("Message to the athlete, such as how to run again (optional)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 3, "placeholder": gettext_lazy("Walk 30 min, then 1 min run, 2 min walk × 10")}
        ),
    )

    def __init__(self, *args: Any, athlete: Athlete, facts: StopFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.athlete = athlete
        weeks = weeks_to_begin_with(athlete)
        first_week = self.fields["week"]
        assert isinstance(first_week, forms.ChoiceField)
        first_week.choices = [(week.number, _week_words(week.number, week.phase)) for week in weeks]
        for name, is_asked in (
            ("week", bool(weeks)),
            ("cleared_by", facts.needs_clearing),
            ("cleared_on", facts.needs_clearing),
            ("race", athlete.goal_race_on is not None),
        ):
            if not is_asked:
                del self.fields[name]
        if facts.is_bone:
            self._ask_criteria()

    def _ask_criteria(self) -> None:
        for code, label in Criterion.choices:
            self.fields[code] = forms.ChoiceField(
                label=label,
                choices=CriterionAnswer.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer all five.")},
            )
            self.fields[f"{WHY}{code}"] = forms.CharField(
                label=_("Why it does not apply"), max_length=200, required=False
            )

    @property
    def criteria(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each criterion with the field for why it does not apply."""
        return [(self[code], self[f"{WHY}{code}"]) for code in Criterion.values if code in self.fields]

    def terms(self) -> Terms:
        values = self.cleaned_data
        return Terms(
            found=values["found"],
            from_on=values["from_on"],
            week=values.get("week"),
            criteria={code: values.get(code, "") for code in Criterion.values},
            reasons={code: values.get(f"{WHY}{code}", "") for code in Criterion.values},
            cleared_by=values.get("cleared_by", ""),
            cleared_on=values.get("cleared_on"),
            race=values.get("race", ""),
        )


def _week_words(number: int, phase: str) -> str:
    return _("Week {number}: {phase}").format(number=number, phase=phase)


def return_page(request: HttpRequest, athlete: Athlete, context: dict[str, Any]) -> HttpResponse:
    """Looking ends nothing; the button does, for the athlete's therapist. context -- what every admin page knows."""
    stop = stop_of(athlete, current_user(request))
    if stop is None:
        messages.info(request, _("Training is not stopped for {name}.").format(name=athlete))
        return redirect("admin:athletes_athlete_change", athlete.pk)
    if not stop.may_end:
        raise PermissionDenied
    facts = StopFacts.of(athlete.flags.open().stops())
    posted = request.POST if request.method == "POST" else None
    form = ReturnForm(posted, athlete=athlete, facts=facts, initial={"from_on": athlete.today(timezone.now())})
    if form.is_bound and form.is_valid():
        try:
            return _return(request, athlete, form)
        except RefusedError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    title = _("Return to training: {name}").format(name=athlete)
    said = take_typed(request, athlete.pk).get("note", "")
    context |= {"athlete": athlete, "form": form, "stop": stop, "title": title, "said": said}
    return render(request, PAGE, context, status=422 if form.errors else 200)


def _return(request: HttpRequest, athlete: Athlete, form: ReturnForm) -> HttpResponse:
    by, at = current_user(request), timezone.now()
    shown = request.POST.getlist("shown")
    signed = return_to_training(athlete=athlete, shown=shown, terms=form.terms(), by=by, at=at)
    if form.cleaned_data["message"].strip():
        send_message(athlete=athlete, author=by, text=form.cleaned_data["message"], at=at)
    said = _("Signed. {name} may train again from {day} on.")
    messages.success(request, said.format(name=athlete, day=date_format(signed.from_on, "M j")))
    return redirect("admin:athletes_athlete_change", athlete.pk)
