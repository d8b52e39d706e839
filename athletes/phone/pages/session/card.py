"""One exercise of the session page: its sets, the sides of each, and what may be done instead."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from athletes.models import SetLog, Side, Swap
from athletes.records.sets import set_id
from athletes.training.loads import in_unit
from athletes.training.swaps import SwapChoice
from athletes.training.target import Target
from athletes.wording.doses import dose_words, effort_words, tempo_sentence
from programs.library.media import Clip
from programs.models import Measure, Pattern, SwapReason
from programs.own_figures.shown import ShownFigure, figure_of

from .first_load import FirstLoad
from .last_times import LastTime

#: The answers to “how many more could you have done”; the last means that many or more.
RESERVES = (0, 1, 2, 3, 4)


@dataclass(frozen=True)
class Mark:
    """One side of a set. id is the set's identity on every phone."""

    id: uuid.UUID
    side: str
    log: SetLog | None

    @property
    def letter(self) -> str:
        if self.side == Side.LEFT:
            return _("L")
        if self.side == Side.RIGHT:
            return _("R")
        return "✓"

    @property
    def is_done(self) -> bool:
        return self.log is not None and not self.log.is_deleted

    @property
    def rev(self) -> int:
        if self.log is None:
            return 0
        return self.log.rev

    @property
    def amount(self) -> int | str:
        """Repetitions or seconds as logged; empty before."""
        if self.log is None:
            return ""
        return amount_of(self.log)

    @property
    def load(self) -> str:
        """The load's amount as logged, in the unit it was typed; empty without one."""
        if self.log is None or not self.log.load:
            return ""
        return str(self.log.load.amount)

    @property
    def unit(self) -> str:
        if self.log is None:
            return ""
        return self.log.load_unit

    @property
    def rpe(self) -> str:
        if self.log is None or self.log.rpe is None:
            return ""
        return str(self.log.rpe)


def amount_of(log: SetLog) -> int:
    """Repetitions, or seconds where they were counted."""
    amount = log.seconds if log.reps is None else log.reps
    return amount or 0


@dataclass(frozen=True)
class SetRow:
    """One set of an exercise. load, amount -- what stands in its fields; last_time -- what was done then, or empty.

    is_extra -- of their own: nobody asks for it, and it counts for nothing that was asked
    """

    number: int
    marks: list[Mark]
    load: str
    amount: str
    last_time: str
    is_extra: bool = False

    @property
    def is_done(self) -> bool:
        return all(mark.is_done for mark in self.marks)

    @property
    def edit_label(self) -> str:
        """What the button says that opens its fields."""
        return _("Edit set {number}").format(number=self.number)

    @property
    def words(self) -> str:
        """What its fields hold, short: “24 × 8”, “8”."""
        return f"{self.load} × {self.amount}" if self.load not in ("", "0") else self.amount

    @property
    def done_log(self) -> SetLog | None:
        """What was logged of it, of the first side that is done."""
        for mark in self.marks:
            if mark.is_done:
                return mark.log
        return None

    @property
    def done_words(self) -> str:
        """“L 8, R 8”, or “8” where a set has no sides; empty before anything is done."""
        words = []
        for mark in self.marks:
            if mark.is_done and mark.log:
                side = f"{mark.letter} " if mark.side else ""
                words.append(f"{side}{mark.log.amount}")
        return ", ".join(words)


@dataclass(frozen=True)
class ExerciseCard:
    """One exercise of a session, as it is done: with the swap that stands, if any.

    original -- the target as it was prescribed; pain -- the worst that was noted in it; swap_rev -- of the last
    choice, withdrawn or not; is_core -- whether the minimum version of the session keeps it
    first_load -- what is proposed where it has no load yet; last_times -- the latest first
    own_note -- what the athlete noted about the exercise; is_own -- added by the athlete: nobody asked for it
    """

    place: int
    target: Target
    original: Target
    rows: list[SetRow]
    pain: int | None
    swap: Swap | None
    swap_rev: int
    choices: list[SwapChoice]
    is_core: bool
    first_load: FirstLoad | None = None
    last_times: Sequence[LastTime] = ()
    own_note: str = ""
    is_own: bool = False
    clip: Clip | None = None

    # -- what is done ------------------------------------------------------------------------

    @property
    def asked_rows(self) -> list[SetRow]:
        """The sets that are asked for, without those of their own; all of an exercise of their own."""
        return [row for row in self.rows if self.is_own or not row.is_extra]

    @property
    def is_done(self) -> bool:
        return self.is_skipped or all(row.is_done for row in self.asked_rows)

    @property
    def is_skipped(self) -> bool:
        return self.swap is not None and self.swap.is_skip

    @property
    def is_skipped_for_time(self) -> bool:
        return self.is_skipped and self.swap is not None and self.swap.reason == SwapReason.TIME

    @property
    def is_plyometric(self) -> bool:
        """Jumps end for the day with the first heavy or noisy landing (clinical.md 3.3)."""
        return self.target.pattern == Pattern.PLYOMETRIC

    @property
    def done(self) -> int:
        return sum(row.is_done for row in self.asked_rows)

    @property
    def count(self) -> int:
        return len(self.asked_rows)

    @property
    def next_row(self) -> SetRow | None:
        for row in self.rows:
            if not row.is_done:
                return row
        return None

    @property
    def reserve(self) -> int | None:
        """The answer to “how many more could you have done”, as it was given."""
        if not self.asked_rows:
            return None
        log = self.asked_rows[-1].marks[-1].log
        if log is None or log.rpe is None:
            return None
        return int(10 - log.rpe)

    @property
    def last_efforts(self) -> str:
        """The RPE of the last set, of both sides where they were logged apart."""
        if not self.asked_rows:
            return ""
        return ", ".join(mark.rpe for mark in self.asked_rows[-1].marks if mark.rpe)

    def mark(self, number: int, side: str) -> Mark | None:
        """One side of a set; None for a set that is not due."""
        for row in self.rows:
            for mark in row.marks:
                if (row.number, mark.side) == (number, side):
                    return mark
        return None

    # -- what the page shows -----------------------------------------------------------------

    @property
    def prescription_id(self) -> int:
        return self.target.prescription_id

    @property
    def classes(self) -> str:
        classes = ["exercise card"]
        if self.is_done:
            classes.append("done")
        if self.is_skipped:
            classes.append("skipped")
        return " ".join(classes)

    @property
    def dose(self) -> str:
        return dose_words(self.target)

    @property
    def dose_and_effort(self) -> str:
        return " · ".join(filter(None, [self.dose, effort_words(self.target)]))

    @property
    def tempo(self) -> str:
        return tempo_sentence(self.target.tempo)

    @property
    def figure(self) -> ShownFigure | None:
        return figure_of(self.target.exercise_slug)

    @property
    def has_load(self) -> bool:
        return self.target.takes_load

    @property
    def load_step(self) -> str:
        """What a tap on the load's stepper adds, in the unit of the target."""
        return str(self.target.load_step or 1)

    @property
    def amount_step(self) -> int:
        """What a tap on the amount's stepper adds: a repetition, or five seconds."""
        return 5 if self.target.seconds else 1

    @property
    def amount_name(self) -> str:
        if self.target.seconds:
            return _("seconds")
        if self.target.measure == Measure.STEPS:
            return _("steps")
        return _("reps")

    @property
    def variants(self) -> dict[str, dict[str, object]]:
        """What the card is with each choice, and as prescribed (“keep”)."""
        as_prescribed = _words_of(self.original)
        variants = {"keep": as_prescribed}
        for choice in self.choices:
            other = self.original.swapped_with(choice.instead)
            changed = _changes(self.original.to_json(), other.to_json()) | _changes(as_prescribed, _words_of(other))
            variants[f"{choice.reason}:{choice.instead.slug}"] = changed
        return variants

    def with_typed(self, number: str, *, load: str, amount: str) -> ExerciseCard:
        """The same with what was typed for a set that was not taken."""
        rows = [replace(row, load=load, amount=amount) if str(row.number) == number else row for row in self.rows]
        return replace(self, rows=rows)


def _words_of(target: Target) -> dict[str, object]:
    """What a card says about a target beside its own values."""
    return {
        "dose": dose_words(target),
        "effort": effort_words(target),
        "pace": tempo_sentence(target.tempo),
    }


def _changes(former: dict[str, object], later: dict[str, object]) -> dict[str, object]:
    """Only where the later differs."""
    return {name: value for name, value in later.items() if value != former[name]}


def set_rows(
    session_id: uuid.UUID,
    target: Target,
    logs: dict[uuid.UUID, SetLog],
    last_sets: Sequence[SetLog],
    *,
    is_own: bool = False,
) -> list[SetRow]:
    """The rows of one exercise; a changed load or count carries to the sets still to come.

    logs -- of the session, by their identity; last_sets -- of the last session with this exercise
    is_own -- all are extra
    """
    load, amount = "0", target.least_amount
    if target.load:
        load = str(target.load.amount)
    rows = []
    for number in range(1, _last_number(target, logs) + 1):
        marks = [_mark(session_id, target, number, side, logs) for side in target.sides]
        is_extra = is_own or number > target.sets
        row = SetRow(number, marks, load, str(amount), _last_time(last_sets, number), is_extra)
        log = row.done_log
        if log is not None and log.exercise.slug == target.exercise_slug:
            load, amount = _load_in_unit(log, target), amount_of(log)
            row = replace(row, load=load, amount=str(amount))
        rows.append(row)
    return rows


def _last_number(target: Target, logs: dict[uuid.UUID, SetLog]) -> int:
    """The last set that is asked for, or was added to them."""
    last = target.sets
    for log in logs.values():
        if log.prescription_id == target.prescription_id and not log.is_deleted:
            last = max(last, log.number)
    return last


def _mark(session_id: uuid.UUID, target: Target, number: int, side: str, logs: dict[uuid.UUID, SetLog]) -> Mark:
    identity = set_id(session_id, target.prescription_id, number, side)
    return Mark(identity, side, logs.get(identity))


def _load_in_unit(log: SetLog, target: Target) -> str:
    if not log.load:
        return "0"
    return str(in_unit(log.load, target.unit).amount)


def _last_time(last_sets: Sequence[SetLog], number: int) -> str:
    """What was done in the same set the last time, else in the last of them."""
    for log in last_sets:
        if log.number == number:
            return log.amount
    if not last_sets:
        return ""
    return last_sets[-1].amount
