"""The buttons of the grid as values: what a click sends is read once, here, and nothing behind it takes texts apart.

A button sends ``do``: its name, and after a colon its target where it has one. The form sends the chosen row and
week and the toolbar's fields beside it. Rows and weeks are named by their keys, a workout by its letter, an exercise
by its name or address, exactly as the form holds them; whether there is such a row or exercise is asked where the
command is done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from django.utils.translation import gettext as _

from programs.rules.prescription.dose import DoseValue, parse, print_dose
from programs.rules.prescription.errors import ShorthandError
from programs.rules.prescription.steps import STEPS, Step

#: Longer texts are cut: nobody types them into a field of the toolbar.
MAX_TEXT = 2000
#: Of a pasted block, more than the largest program holds.
MAX_PASTED = 200_000


class RefusedEditError(Exception):
    """This cannot be done to the grid; the message says why, for the therapist."""


# -- what happens to the page ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SaveProgram:
    """reason -- why a workout may be longer than usual; empty where nobody said."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class OverwriteProgram:
    """Save over somebody else's revision, which this person was shown. base -- its number."""

    base: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SaveAsTemplate:
    name: str


@dataclass(frozen=True, slots=True)
class DiscardDraft:
    pass


@dataclass(frozen=True, slots=True)
class ResumeDraft:
    pass


@dataclass(frozen=True, slots=True)
class CheckGrid:
    """What the page's script asks after each change."""


@dataclass(frozen=True, slots=True)
class Undo:
    pass


@dataclass(frozen=True, slots=True)
class Redo:
    pass


@dataclass(frozen=True, slots=True)
class ShowAgain:
    """A button that the grid does not have: the page comes back as it was typed."""


# -- what happens to the grid ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MoveRow:
    """by -- one place up (-1) or down (1)."""

    row: str
    by: Literal[-1, 1]


@dataclass(frozen=True, slots=True)
class AddRow:
    letter: str


@dataclass(frozen=True, slots=True)
class DuplicateRow:
    row: str


@dataclass(frozen=True, slots=True)
class DeleteRow:
    row: str


@dataclass(frozen=True, slots=True)
class SwapExercise:
    """Another exercise from the chosen week on."""

    row: str
    week: str
    exercise: str


@dataclass(frozen=True, slots=True)
class ReplaceExercise:
    """Another exercise in the whole row."""

    row: str
    exercise: str

    def __str__(self) -> str:
        return f"replace:{self.row}:{self.exercise}"


@dataclass(frozen=True, slots=True)
class InsertExercise:
    """A new row. weeks -- places of the columns it is done in, from 0; dose -- None for the exercise's usual one."""

    letter: str
    exercise: str
    weeks: frozenset[int]
    dose: DoseValue | None = None

    def __str__(self) -> str:
        weeks = ",".join(map(str, sorted(self.weeks)))
        button = f"insert:{self.letter}:{self.exercise}:{weeks}"
        if self.dose is None:
            return button
        return f"{button}:{print_dose(self.dose).replace(' ', '_')}"


@dataclass(frozen=True, slots=True)
class FillRight:
    """The row's dose into the weeks to its right, each one step further.

    week -- to start at; where it is none of the grid's, the row's first dose
    ceiling -- the highest repetitions (or seconds), sets, effort, or load in the unit that was typed
    """

    row: str
    week: str
    step: Step = "same"
    ceiling: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PasteBlock:
    """Lines of a spreadsheet, from one field on. field -- its name in the form, such as ``cell-12-7`` or ``tempo-12``

    rows -- keys of the rows to fill, the field's own first, as they stand on the page: folded ones are not among them
    """

    field: str
    rows: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class InsertWeek:
    """An empty week. after -- the week before it."""

    after: str


@dataclass(frozen=True, slots=True)
class DuplicateWeek:
    week: str


@dataclass(frozen=True, slots=True)
class DeleteWeek:
    week: str


@dataclass(frozen=True, slots=True)
class ToggleLighterWeek:
    week: str


@dataclass(frozen=True, slots=True)
class ToggleRaceWeek:
    week: str


@dataclass(frozen=True, slots=True)
class AddWorkout:
    """is_top_up -- an optional one with calf loading only."""

    is_top_up: bool = False


@dataclass(frozen=True, slots=True)
class DeleteWorkout:
    letter: str


RowCommand = MoveRow | AddRow | DuplicateRow | DeleteRow | FillRight
ExerciseCommand = SwapExercise | ReplaceExercise | InsertExercise
WeekCommand = InsertWeek | DuplicateWeek | DeleteWeek | ToggleLighterWeek | ToggleRaceWeek
WorkoutCommand = AddWorkout | DeleteWorkout
EditCommand = RowCommand | ExerciseCommand | WeekCommand | WorkoutCommand | PasteBlock
StoreCommand = SaveProgram | OverwriteProgram | SaveAsTemplate
DraftCommand = CheckGrid | Undo | Redo | ShowAgain
Command = EditCommand | StoreCommand | DraftCommand | DiscardDraft | ResumeDraft


# -- reading ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Click:
    """The button's target, and the form around it."""

    target: str
    posted: Mapping[str, str]

    @property
    def row(self) -> str:
        return self.posted.get("row", "")

    @property
    def week(self) -> str:
        return self.posted.get("week", "")

    def text(self, name: str) -> str:
        return clean_text(self.posted.get(name, ""))


def parse_command(posted: Mapping[str, str]) -> Command:
    """What a post of the grid's form asks for: ``do`` with what it needs of the form's other fields.

    A form without a button is saved; an unknown button is ``ShowAgain``.
    Raises RefusedEditError where a figure or a dose cannot be read.
    """
    name, _colon, target = posted.get("do", "save").replace("\x00", "").partition(":")
    read = _READERS.get(name)
    if read is None:
        return ShowAgain()
    return read(_Click(target, posted))


def clean_text(text: str) -> str:
    """What was typed into a field of the toolbar; PostgreSQL takes no NUL character."""
    return text.replace("\x00", "").strip()[:MAX_TEXT]


def whole_number(text: str) -> int:
    """A number that the page itself has written, like a revision or a step; 0 for anything else."""
    if text.isdecimal() and len(text) < 9:
        return int(text)
    return 0


def _replace(click: _Click) -> ReplaceExercise:
    row, _colon, exercise = click.target.partition(":")
    return ReplaceExercise(row, exercise)


def _insert(click: _Click) -> InsertExercise:
    letter, exercise, weeks, dose = [*click.target.split(":"), "", "", ""][:4]
    return InsertExercise(letter, exercise, _places(weeks), _dose(dose))


def _places(text: str) -> frozenset[int]:
    return frozenset(int(place) for place in text.split(",") if place.isdecimal() and len(place) < 3)


def _dose(text: str) -> DoseValue | None:
    try:
        return parse(text.replace("_", " "))
    except ShorthandError as error:
        raise RefusedEditError(str(error)) from error


def _fill(click: _Click) -> FillRight:
    return FillRight(click.row, click.week, _step(click.text("step_by")), _figure(click.text("ceiling")))


def _step(text: str) -> Step:
    for step in STEPS:
        if step == text:
            return step
    return "same"


def _figure(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        figure = Decimal(text.replace(",", "."))
    except InvalidOperation:
        figure = Decimal("NaN")
    if not figure.is_finite():
        raise RefusedEditError(_("Write the highest value as a number, like 12 or 8.5."))
    return figure


def _paste(click: _Click) -> PasteBlock:
    text = click.posted.get("paste_text", "").replace("\x00", "")[:MAX_PASTED]
    lines = []
    for line in text.rstrip().splitlines():
        lines.append(tuple(map(str.strip, line.split("\t"))))
    return PasteBlock(click.text("paste_into"), tuple(click.posted.get("paste_rows", "").split(",")), tuple(lines))


_READERS: dict[str, Callable[[_Click], Command]] = {
    "save": lambda click: SaveProgram(click.text("reason")),
    "overwrite": lambda click: OverwriteProgram(whole_number(click.target), click.text("reason")),
    "template": lambda click: SaveAsTemplate(click.text("template_name")),
    "discard": lambda click: DiscardDraft(),
    "resume": lambda click: ResumeDraft(),
    "check": lambda click: CheckGrid(),
    "undo": lambda click: Undo(),
    "redo": lambda click: Redo(),
    "up": lambda click: MoveRow(click.row, -1),
    "down": lambda click: MoveRow(click.row, 1),
    "add": lambda click: AddRow(click.target),
    "duplicate": lambda click: DuplicateRow(click.row),
    "delete": lambda click: DeleteRow(click.row),
    "fill": _fill,
    "paste": _paste,
    "swap": lambda click: SwapExercise(click.row, click.week, click.text("swap_to")),
    "replace": _replace,
    "insert": _insert,
    "insert-week": lambda click: InsertWeek(click.week),
    "duplicate-week": lambda click: DuplicateWeek(click.week),
    "delete-week": lambda click: DeleteWeek(click.week),
    "deload-week": lambda click: ToggleLighterWeek(click.week),
    "race-week": lambda click: ToggleRaceWeek(click.week),
    "workout": lambda click: AddWorkout(is_top_up=click.target == "top-up"),
    "delete-workout": lambda click: DeleteWorkout(click.target),
}
