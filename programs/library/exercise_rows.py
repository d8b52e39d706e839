"""One exercise as a row of a table: what stands in it becomes the model's values, and back.

A cell says what it means, not how we store it: “Single leg” and “single_leg”, “30 sec” and “30s”, “2,5” and “2.5”.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programs.imports.columns import Words, key_of
from programs.imports.plans import MappedRow
from programs.imports.refusals import RowError, reason_of
from programs.models import Exercise, Laterality, LoadType, Measure, Pattern, Quality, Status

from .exercise_columns import (
    AMOUNT,
    DEFAULTS,
    LABELS,
    LATERALITY_WORDS,
    LOAD_WORDS,
    MEASURE_WORDS,
    PATTERN_WORDS,
    PatternDefaults,
)

ExerciseRow = dict[str, str]

#: In the order of an export.
COLUMNS = [
    "slug",
    "name",
    "pattern",
    "qualities",
    "laterality",
    "equipment",
    "level",
    "default_sets",
    "default_reps_or_seconds",
    "default_tempo",
    "default_rest_s",
    "regression_slug",
    "progression_slug",
    "contacts_per_rep",
    "setup_cue",
    "execution_cue",
    "common_fault",
    "short_cue",
    "load_type",
    "load_step_kg",
    "measure",
]
#: Columns whose model field has another name.
FIELDS = {AMOUNT: "default_amount", "default_rest_s": "default_rest_seconds"}
CUES = ("short_cue", "setup_cue", "execution_cue", "common_fault")
#: What a known exercise loses where its cell is empty; of everything else it keeps what it has.
CLEARED_BY_AN_EMPTY_CELL = ("contacts_per_rep", "load_step_kg")
#: Read by themselves, once every row is known.
LINKS = ("equipment", "regression_slug", "progression_slug")

_AMOUNT = re.compile(r"(?P<number>[^a-z]*?)\s*(?P<unit>[a-z]*)\.?", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,9}(?:[.,]0+)?", re.ASCII)


class RefusedValueError(ValueError):
    """A cell that cannot be read; the message is the same for every value of this cause."""


def whole_number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise RefusedValueError(_("not a whole number"))
    return int(re.split("[.,]", text)[0])


def decimal_number(text: str) -> Decimal:
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise RefusedValueError(_("not a number"))
    return number


def one_of(
    choices: type[Pattern] | type[Laterality] | type[Measure] | type[LoadType], words: Mapping[str, str]
) -> Callable[[str], str]:
    """Reads a choice by its code, its label, or another word for it."""
    known = dict(words)
    for value, label in choices.choices:
        known |= {key_of(value): value, key_of(str(label)): value}

    def read(text: str) -> str:
        value = known.get(key_of(text))
        if value is None:
            raise RefusedValueError(_("none of: {choices}").format(choices=", ".join(map(str, choices.labels))))
        return str(value)

    return read


def qualities(text: str) -> str:
    """Codes or labels, parted by what one likes to part with; the first is the main one."""
    known = {key_of(value): value for value in Quality.values}
    known |= {key_of(str(label)): value for value, label in Quality.choices}
    read = []
    for word in re.split(r"[;,/|&+]", text):
        value = known.get(key_of(word))
        if value is None:
            raise RefusedValueError(_("none of: {choices}").format(choices=", ".join(map(str, Quality.labels))))
        read.append(value)
    return ";".join(dict.fromkeys(read))


def tempo(text: str) -> str:
    """Four parts, however they are parted; the model says whether they make a tempo."""
    parts = re.fullmatch(r"(\w{1,2})[\s.,/:-](\w{1,2})[\s.,/:-](\w{1,2})[\s.,/:-](\w{1,2})", text)
    if parts:
        return "-".join(parts.groups()).upper()
    return text.lower() if text.isalpha() else text


def amount(text: str) -> tuple[int, str | None]:
    """A number, and the unit behind it where there is one."""
    parts = _AMOUNT.fullmatch(text)
    try:
        number = whole_number(parts["number"] if parts else text)
        unit = READERS["measure"](parts["unit"]) if parts and parts["unit"] else None
    except RefusedValueError as refused:
        reason = _("neither a whole number nor one with its unit, such as 8, 30s or 10 steps")
        raise RefusedValueError(reason) from refused
    return number, str(unit) if unit else None


READERS: dict[str, Callable[[str], object]] = {
    "name": str,
    "slug": str,
    "short_cue": str,
    "setup_cue": str,
    "execution_cue": str,
    "common_fault": str,
    "pattern": one_of(Pattern, PATTERN_WORDS),
    "qualities": qualities,
    "laterality": one_of(Laterality, LATERALITY_WORDS),
    "measure": one_of(Measure, MEASURE_WORDS),
    "load_type": one_of(LoadType, LOAD_WORDS),
    "level": whole_number,
    "default_sets": whole_number,
    "default_rest_s": whole_number,
    "contacts_per_rep": whole_number,
    "default_tempo": tempo,
    "load_step_kg": decimal_number,
}


class ExerciseReader:
    """Reads one row: a known exercise with what the row changes, or a new one with what the clinic presumes.

    known -- the exercise of this row as it is stored; None where the library has none
    errors -- what cannot be read, one for each column; presumed -- column and value that the row did not say
    """

    def __init__(self, row: MappedRow, known: Exercise | None) -> None:
        self.row, self.known = row, known
        self.errors: list[RowError] = []
        self.presumed: list[tuple[str, str]] = []

    def exercise(self, slug: str) -> Exercise:
        """Not stored yet; without its equipment and neighbors, which are other rows' business too."""
        values = self._values()
        if self.known is not None:
            exercise = copy.copy(self.known)
        else:
            exercise = Exercise(slug=slug)
            self._presume(values)
        for field, value in values.items():
            setattr(exercise, field, value)
        if self.known is None and not exercise.has_cues:
            exercise.status = Status.DRAFT
        self._check(exercise)
        return exercise

    def refuse(self, column: str, reason: str, value: str | None = None) -> None:
        """Say one thing of a column; what follows from it is not said too."""
        label = str(LABELS.get(column, _("Row")))
        if all(error.column != label for error in self.errors):
            said = self.row.values.get(column, "") if value is None else value
            self.errors.append(RowError(self.row.number, label, reason, said[:80]))

    # -- what the cells say --

    def _values(self) -> dict[str, object]:
        values: dict[str, object] = {}
        for column, text in self.row.values.items():
            if column in LINKS or column in ("slug", AMOUNT):
                continue
            if text:
                self._read(column, text, values)
            elif self.known is not None and column in CLEARED_BY_AN_EMPTY_CELL:
                values[column] = None
        self._read_amount(values)
        return values

    def _read(self, column: str, text: str, values: dict[str, object]) -> None:
        try:
            values[FIELDS.get(column, column)] = READERS[column](text)
        except RefusedValueError as refused:
            self.refuse(column, str(refused))

    def _read_amount(self, values: dict[str, object]) -> None:
        """“8”, “30s”, “30 sec”, “10 steps”: the unit says what is counted, unless a column of its own does."""
        text = self.row.values.get(AMOUNT, "")
        if not text:
            return
        try:
            values["default_amount"], unit = amount(text)
        except RefusedValueError as refused:
            self.refuse(AMOUNT, str(refused))
            return
        if unit is None and self.known is None:
            unit = str(values.get("measure", Measure.REPS))
        if unit is None:
            return
        if values.setdefault("measure", unit) != unit:
            self.refuse(AMOUNT, _("does not fit what it is counted in"))

    # -- what nobody said --

    def _presume(self, values: dict[str, object]) -> None:
        pattern = values.get("pattern", Pattern.SINGLE_LEG)  # without one the row is refused, and only for that
        for column, value in self._presumptions(DEFAULTS[Pattern(str(pattern))], values).items():
            field = FIELDS.get(column, column)
            if field not in values:
                values[field] = value
                if not self.row.values.get(column):
                    self.presumed.append((column, str(value)))

    def _presumptions(self, defaults: PatternDefaults, values: Mapping[str, object]) -> dict[str, object]:
        is_timed = values.get("measure") == Measure.SECONDS
        presumptions: dict[str, object] = {
            "qualities": defaults.qualities,
            "laterality": defaults.laterality,
            "level": defaults.level,
            "default_sets": defaults.sets,
            AMOUNT: 30 if is_timed else defaults.amount,
            "measure": Measure.REPS.value,
            "default_tempo": "hold" if is_timed else defaults.tempo,
            "default_rest_s": defaults.rest_seconds,
            "load_type": defaults.load_type,
        }
        if defaults.contacts:
            presumptions["contacts_per_rep"] = defaults.contacts
        return presumptions

    # -- what the model says --

    def _check(self, exercise: Exercise) -> None:
        columns = {field: column for column, field in FIELDS.items()}
        try:
            exercise.clean_fields(exclude=_not_checked(exercise))
        except ValidationError as refused:
            for field, errors in refused.error_dict.items():
                self.refuse(columns.get(field, field), reason_of(errors[0]))
        is_plyometric = exercise.pattern == Pattern.PLYOMETRIC
        if exercise.pattern and is_plyometric != bool(exercise.contacts_per_rep):
            words = _("a plyometric exercise states its contacts per repetition, and no other does")
            self.refuse("contacts_per_rep", words)


def _not_checked(exercise: Exercise) -> set[str]:
    """Other rows' business, files, and the cues of a draft that are still to be written."""
    fields = {"easier", "harder", "reviewed_by", "reviewed_on", "image", "video", "media_text", "id"}
    if exercise.status == Status.DRAFT:
        fields |= {cue for cue in CUES if not getattr(exercise, cue)}
    return fields


#: Columns that hold codes, which a person reads by their labels.
CODES: dict[str, Mapping[str, Words]] = {
    "pattern": dict(Pattern.choices),
    "qualities": dict(Quality.choices),
    "laterality": dict(Laterality.choices),
    "measure": dict(Measure.choices),
    "load_type": dict(LoadType.choices),
}


def in_words(column: str, value: str) -> str:
    """A value of a row as a person reads it."""
    labels = CODES.get(column)
    if not value or labels is None:
        return value
    return " + ".join(str(labels.get(code, code)) for code in value.split(";"))


# -- back ----------------------------------------------------------------------------------------


def exported(exercise: Exercise, equipment: list[str], easier: str, harder: str) -> ExerciseRow:
    """The row that an exercise is read from. equipment, easier, harder -- by their slugs"""
    values: ExerciseRow = {
        "equipment": ";".join(equipment) or "none",
        "regression_slug": easier,
        "progression_slug": harder,
        AMOUNT: f"{exercise.default_amount}{'s' if exercise.measure == Measure.SECONDS else ''}",
        "contacts_per_rep": str(exercise.contacts_per_rep or ""),
        "load_step_kg": _exported_decimal(exercise.load_step_kg),
    }
    for column in COLUMNS:
        if column not in values:
            values[column] = str(getattr(exercise, FIELDS.get(column, column)))
    return {column: values[column] for column in COLUMNS}


def _exported_decimal(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
