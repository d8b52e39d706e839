"""Runs out of files: what is plainly a run is stored, what may not be one is asked about, what cannot be read says why.

What is asked about is not stored anywhere: its figures, signed, stand in the question and come back with the answer.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.enrollment.schedule import usual_week
from athletes.errors import RefusedError
from athletes.models import Athlete, Run, RunKind
from programs.rules.distance import MAX_KM, MAX_MINUTES, Distance
from programs.typed import FIRST_DAY
from programs.uploads.bounded import read_bounded

from ..merge import Verdict
from ..runs import RecordedRun, RunItem, distance_unit, record_run
from .activity import BETWEEN, Activity
from .packed import MAX_FILES
from .questions import Question, RunFigures, ask_about_a_part, ask_about_speed, ask_about_sport
from .reading import NO_RUN

#: The identity of a file is its athlete's and its content's.
FILES = uuid.UUID("6f1d3c52-8f3e-4a55-9b8e-0a4f6f0c7b11")


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one activity of a file: a run, a question, something left out, or why it could not be read."""

    name: str
    recorded: RecordedRun | None = None
    question: Question | None = None
    left_out: str = ""
    refused: str = ""


def record_uploads(*, athlete: Athlete, sent: Iterable[tuple[str, BinaryIO]], at: datetime) -> list[Read]:
    """Read each file in what was sent, with a word for each activity: a file, a GZ, or a ZIP of several.

    sent -- names and streams. All of them unpacked are at most 30 MB, and read in a process of its own.
    """
    named = list(sent)
    taken = [(name, stream.read()) for name, stream in named[:MAX_FILES]]
    sizes = [(name, len(content)) for name, content in taken]
    answer = read_bounded(
        "athletes.records.run_files.reading", [content for _name, content in taken], arguments={"files": sizes}
    )
    read: list[Read] = []
    whole = 0
    for told in answer.values:
        if "whole" in told:
            whole = told["whole"]
        else:
            read += _read_one(athlete, told, at)
    for name, _size in sizes[whole:]:
        read.append(Read(name, refused=str(answer.refusal)))
    for name, _stream in named[MAX_FILES:]:
        words = _("Not read: send at most {most} files at once. Send this one separately.")
        read.append(Read(name, refused=words.format(most=MAX_FILES)))
    return read


def _read_one(athlete: Athlete, told: dict[str, Any], at: datetime) -> list[Read]:
    if "refused" in told:
        words, values = told["refused"]
        return [Read(told["name"], refused=_(words).format(**values))]
    activities = list(map(Activity.from_json, told["activities"]))
    return list(_sorted_out(athlete, told["name"], told["digest"], activities, at))


# -- one activity: stored, asked about, or left out ---------------------------------------------


def _sorted_out(
    athlete: Athlete, name: str, digest: str, activities: Sequence[Activity], at: datetime
) -> Iterator[Read]:
    parts = [activity for activity in activities if activity.sport.lower() not in BETWEEN]
    for number, activity in enumerate(parts):
        suffix = f"/{number}" if number else ""
        run_id = uuid.uuid5(FILES, f"{athlete.pk}/{digest}{suffix}")
        try:
            yield _one(athlete, name, run_id, activity, parts, at)
        except RefusedError as error:
            yield Read(name, refused=str(error.message))


def _one(
    athlete: Athlete, name: str, run_id: uuid.UUID, activity: Activity, parts: Sequence[Activity], at: datetime
) -> Read:
    has_a_run = any(part.is_run for part in parts)
    if not activity.is_run and len(parts) > 1 and has_a_run:
        return Read(name, left_out=activity.sport.lower())
    figures = _figures(athlete, run_id, activity, at)
    is_known = athlete.runs.filter(pk=run_id).exists()
    if is_known:
        return Read(name, record_figures(athlete=athlete, figures=figures, at=at))
    if activity.fast_meters or activity.is_too_fast:
        cut = _figures(athlete, run_id, activity, at, is_cut=True) if activity.can_be_cut else None
        return Read(name, question=ask_about_speed(athlete, name, figures, cut, activity))
    if not activity.is_run:
        return Read(name, question=ask_about_sport(athlete, name, figures, activity.sport))
    if len(parts) > 1:
        return Read(name, question=ask_about_a_part(athlete, name, figures, [part.sport for part in parts]))
    return Read(name, record_figures(athlete=athlete, figures=figures, at=at))


@transaction.atomic
def record_answer(*, athlete: Athlete, question: Question, choice: str, at: datetime) -> RecordedRun | None:
    """Store what was asked about as it is answered; None where it is left out. After Back the last answer holds.

    Raises RefusedError for an answer that the question does not have.
    """
    figures = question.answered(choice)
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    known = athlete.runs.select_related("pain").filter(pk=question.run_id).first()
    if known is None:
        return record_figures(athlete=athlete, figures=figures, at=at) if figures else None
    item = _answered_again(known, question, figures)
    if item is not None:
        known = record_run(athlete=athlete, run_id=known.pk, item=item, at=at).run
    return None if known.is_deleted else RecordedRun(known, Verdict.APPLIED)


def _answered_again(known: Run, question: Question, figures: RunFigures | None) -> RunItem | None:
    """What another answer makes of a run that an earlier one stored; None where it is so already.

    Figures that the athlete has corrected since stay as they are.
    """
    again = RunItem.again(known, is_deleted=figures is None)
    is_as_answered = any(_has_figures(known, each) for each in question.figures.values())
    if figures is not None and is_as_answered and not _has_figures(known, figures):
        return replace(again, minutes=figures.minutes, distance=figures.distance)
    if known.is_deleted == again.is_deleted:
        return None
    return again


def _has_figures(run: Run, figures: RunFigures) -> bool:
    return (run.minutes, run.distance) == (figures.minutes, figures.distance)


def record_figures(*, athlete: Athlete, figures: RunFigures, at: datetime) -> RecordedRun:
    """Store a run by its figures. The same file again is the same run, whatever became of it since."""
    item = RunItem(
        kind=_usual_kind(athlete, figures.on),
        ran_on=figures.on,
        rev=1,
        edit_id=figures.run_id,
        minutes=figures.minutes,
        distance=figures.distance,
        source=figures.source,
        is_day_of_place=True,
        began_at=figures.began_at,
    )
    return record_run(athlete=athlete, run_id=figures.run_id, item=item, at=at)


def _figures(
    athlete: Athlete, run_id: uuid.UUID, activity: Activity, at: datetime, *, is_cut: bool = False
) -> RunFigures:
    """Whole minutes and the distance in the athlete's unit, each None where the file does not say.

    is_cut -- without the part that is faster than anyone runs
    """
    seconds, meters = activity.seconds, activity.meters
    if is_cut:
        seconds, meters = max(0, seconds - activity.fast_seconds), max(0, meters - activity.fast_meters)
    if not 0 <= seconds <= MAX_MINUTES * 60 or not 0 <= meters <= MAX_KM * 1000:
        words = _("This is longer than any run: more than 24 hours or 500 km. Type it in with the right figures.")
        raise RefusedError(words, field="file")
    minutes = round(seconds / 60)
    distance = Distance.from_km(Decimal(round(meters)) / 1000, distance_unit(athlete))
    if not minutes and not distance.amount and not is_cut:
        raise RefusedError(_(NO_RUN), field="file")
    return RunFigures(
        run_id=run_id,
        source=activity.source,
        on=_day_of(athlete, activity, at),
        minutes=minutes or None,
        distance=distance if distance.amount else None,
        began_at=activity.started_at,
    )


def _day_of(athlete: Athlete, activity: Activity, at: datetime) -> date:
    ran_on = activity.day_of(athlete.today)
    if ran_on is None:
        raise RefusedError(_("This file does not say when the run was. Type it in instead."), field="file")
    if ran_on < FIRST_DAY or ran_on > activity.today(athlete.today, at):
        words = _("This file says {day}, which cannot be right. Type the run in with its day.")
        raise RefusedError(words.format(day=ran_on.isoformat()), field="file")
    return ran_on


def _usual_kind(athlete: Athlete, ran_on: date) -> str:
    """What the athlete usually runs on that weekday; an easy run on a day of rest. A file does not say."""
    usual = usual_week(athlete).get(ran_on.weekday(), RunKind.REST)
    if usual == RunKind.REST:
        return RunKind.EASY
    return usual
