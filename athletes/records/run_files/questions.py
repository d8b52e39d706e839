"""What is asked about an activity before it is stored. Its figures, signed, stand in the question and come back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import starmap
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.errors import RefusedError
from athletes.models import Athlete
from programs.dates import date_format
from programs.rules.distance import Distance, DistanceUnit

from .activity import Activity, km_per_hour

KEEP, CUT, TIME, LEAVE = "keep", "cut", "time", "leave"
#: Seconds for which a question may be answered: a day.
OPEN_FOR = 24 * 3600
NO_ANSWER = gettext_lazy("Choose one of the answers.")


@dataclass(frozen=True, slots=True)
class RunFigures:
    """What is stored of a run. run_id -- of its file; began_at, minutes, distance -- None where it does not say"""

    run_id: uuid.UUID
    source: str
    on: date
    minutes: int | None
    distance: Distance | None
    began_at: datetime | None = None

    @property
    def words(self) -> str:
        """“4.0 mi · 62 min”."""
        parts = [str(self.distance)] if self.distance else []
        if self.minutes:
            parts.append(_("{count} min").format(count=self.minutes))
        return " · ".join(parts)

    def as_json(self) -> dict[str, Any]:
        distance = [str(self.distance.amount), self.distance.unit] if self.distance else None
        return {
            "run": str(self.run_id), "source": self.source, "on": self.on.isoformat(), "minutes": self.minutes,
            "distance": distance, "began": self.began_at.isoformat() if self.began_at else None,
        }  # fmt: skip

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> RunFigures:
        unit: DistanceUnit
        distance = None
        if told["distance"]:
            amount, unit = told["distance"]
            distance = Distance(Decimal(amount), unit)
        began_at = datetime.fromisoformat(told["began"]) if told["began"] else None
        on = date.fromisoformat(told["on"])
        return cls(uuid.UUID(told["run"]), told["source"], on, told["minutes"], distance, began_at)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: keep, cut, the time alone or leave, in words."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """name -- of the file; title, about -- what is asked and why; choices -- the first one is the likely one

    figures -- what each answer but “leave” stores; token -- all of it, signed for the athlete
    """

    run_id: uuid.UUID
    name: str
    title: str
    about: str
    choices: Sequence[Choice]
    figures: Mapping[str, RunFigures]
    token: str

    def answered(self, choice: str) -> RunFigures | None:
        """What is stored by that answer; None for “leave it out”. Raises RefusedError for an answer that it has not."""
        if choice == LEAVE:
            return None
        if choice not in self.figures:
            raise RefusedError(NO_ANSWER, field="answer")
        return self.figures[choice]

    def has(self, choice: str) -> bool:
        return any(choice == each.value for each in self.choices)


def ask_about_sport(athlete: Athlete, name: str, figures: RunFigures, sport: str) -> Question:
    about = _("{day}. {figures}. The file says {sport}.").format(
        day=_day(figures), figures=figures.words, sport=sport.lower()[:40]
    )
    choices = [Choice(LEAVE, _("Not a run, leave it out")), Choice(KEEP, _("It was a run"))]
    return _asked(athlete, (name, _("Is this a run?"), about), choices, {KEEP: figures}, figures.run_id)


def ask_about_speed(
    athlete: Athlete, name: str, figures: RunFigures, cut: RunFigures | None, activity: Activity
) -> Question:
    """A speed that cannot be is never stored. cut -- without the part that is too fast, where the rest is a run"""
    unit = figures.distance.unit if figures.distance else "km"
    seconds, meters = activity.seconds, activity.meters
    if activity.fast_meters:
        seconds, meters = activity.fast_seconds, activity.fast_meters
    km_h = km_per_hour(meters, seconds)
    speed = Distance.from_km(Decimal(round(km_h)), unit, 0) if km_h else None
    title = _("A jump of the watch’s position") if speed is None else _("{speed} an hour is faster than anyone runs")
    about = _("{day}, {figures}. For {minutes} min the watch was probably in a car, or lost its place.").format(
        day=_day(figures), figures=figures.words, minutes=max(1, round(seconds / 60))
    )
    if not activity.is_run:
        about += " " + _("The file says {sport}.").format(sport=activity.sport.lower()[:40])
    choices, stored = [], {}
    if cut is not None:
        choices.append(Choice(CUT, _("Cut that part: {figures}").format(figures=cut.words)))
        stored[CUT] = cut
    choices.append(Choice(LEAVE, _("Leave it out")))
    if figures.minutes:
        stored[TIME] = replace(figures, distance=None)
        choices.append(Choice(TIME, _("It was a run: keep {figures} alone").format(figures=stored[TIME].words)))
    return _asked(athlete, (name, title.format(speed=speed), about), choices, stored, figures.run_id)


def ask_about_a_part(athlete: Athlete, name: str, figures: RunFigures, sports: Sequence[str]) -> Question:
    """sports -- of all parts of the file, in its order"""
    named = ", ".join(sport.lower().replace("_", " ") or _("run") for sport in sports)
    about = _("{day}, {figures}. The file holds: {sports}.").format(
        day=_day(figures), figures=figures.words, sports=named[:200]
    )
    choices = [Choice(KEEP, _("Keep this run")), Choice(LEAVE, _("Leave it out"))]
    title = _("One of {count} activities in this file").format(count=len(sports))
    return _asked(athlete, (name, title, about), choices, {KEEP: figures}, figures.run_id)


def read_question(*, athlete: Athlete, token: str) -> Question:
    """The question as it was asked. Raises RefusedError for one that is a day old, changed, or somebody else's."""
    try:
        told = signing.loads(token, salt=_salt(athlete), max_age=OPEN_FOR)
    except signing.BadSignature as error:
        raise RefusedError(_("This question is too old to be answered. Send the file again."), field="file") from error
    figures = {choice: RunFigures.of_json(each) for choice, each in told["figures"].items()}
    choices = list(starmap(Choice, told["choices"]))
    name, title, about = told["words"]
    return Question(uuid.UUID(told["run"]), name, title, about, choices, figures, token)


def _asked(
    athlete: Athlete,
    words: tuple[str, str, str],
    choices: Sequence[Choice],
    figures: Mapping[str, RunFigures],
    run_id: uuid.UUID,
) -> Question:
    """words -- name, title and what it is about: a question that is not answered is asked again in the same words"""
    told = {
        "run": str(run_id),
        "words": words,
        "choices": [[choice.value, choice.words] for choice in choices],
        "figures": {choice: each.as_json() for choice, each in figures.items()},
    }
    return Question(run_id, *words, choices, figures, signing.dumps(told, salt=_salt(athlete), compress=True))


def _salt(athlete: Athlete) -> str:
    """Of this athlete alone: a question is answered by whom it was asked."""
    return f"run-file/{athlete.pk}"


def _day(figures: RunFigures) -> str:
    return date_format(figures.on, "l, F j")
