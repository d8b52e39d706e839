"""One exercise as a row of the library's file: columns, the model's values, and back."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from programs.models import Exercise, Quality

from .csv_rows import CsvRow
from .importing import RowError, check

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

#: Model fields whose column has another name in the file.
FILE_NAMES = {
    "default_amount": "default_reps_or_seconds",
    "default_rest_seconds": "default_rest_s",
    "easier": "regression_slug",
    "harder": "progression_slug",
}
AS_TEXT = [
    "slug",
    "name",
    "pattern",
    "qualities",
    "laterality",
    "setup_cue",
    "execution_cue",
    "common_fault",
    "short_cue",
    "load_type",
    "measure",
]
AMOUNT = "default_reps_or_seconds"


class ExerciseReader:
    """Reads one row of the file; what cannot be read is added to errors."""

    def __init__(self, number: int, row: CsvRow, errors: list[RowError]) -> None:
        self.number, self.row = number, row
        self.errors = errors

    def values(self) -> dict[str, object]:
        """The model's values; None for a figure that cannot be read."""
        self._check_measure()
        values: dict[str, object] = {field: self.row[field] for field in AS_TEXT}
        values |= {
            "level": self._whole("level"),
            "default_sets": self._whole("default_sets"),
            "default_amount": self._whole(AMOUNT, self.row[AMOUNT].removesuffix("s")),
            "default_tempo": self.row["default_tempo"],
            "default_rest_seconds": self._whole("default_rest_s"),
            "contacts_per_rep": self._whole("contacts_per_rep"),
            "load_step_kg": self._decimal("load_step_kg"),
        }
        self._check_equipment()
        self._check_qualities()
        self._check_model(values)
        return values

    def _refuse(self, column: str, message: str) -> None:
        self.errors.append(RowError(self.number, column, message))

    def _whole(self, column: str, text: str | None = None) -> int | None:
        if text is None:
            text = self.row[column]
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 10:
            return int(text)
        self._refuse(column, f"“{text}” is not a whole number")
        return None

    def _decimal(self, column: str) -> Decimal | None:
        text = self.row[column]
        if not text:
            return None
        try:
            return Decimal(text)
        except InvalidOperation:
            self._refuse(column, f"“{text}” is not a number")
            return None

    def _check_measure(self) -> None:
        """Repetitions are written as 8, seconds as 30s."""
        amount, measure = self.row[AMOUNT], self.row["measure"]
        if (measure == "seconds") != amount.endswith("s"):
            self._refuse(AMOUNT, f"“{amount}” does not fit measure “{measure}”")

    def _check_equipment(self) -> None:
        for kind in self.row["equipment"].split(";"):
            if not re.fullmatch(r"[a-z0-9]+([_-][a-z0-9]+)*", kind):
                self._refuse("equipment", f"“{kind}” is not an equipment; write names like mini_band, or none")

    def _check_qualities(self) -> None:
        for quality in self.row["qualities"].split(";"):
            if quality not in Quality.values:
                self._refuse("qualities", f"“{quality}” is not one of {', '.join(Quality.values)}")

    def _check_model(self, values: dict[str, object]) -> None:
        """What the model refuses, of columns that nothing was said of yet."""
        told = set()
        for error in self.errors:
            if error.row == self.number:
                told.add(error.column)
        for error in check(Exercise(**values), self.number, FILE_NAMES):
            if error.column not in told:
                self.errors.append(error)


def exported(exercise: Exercise) -> CsvRow:
    """The row that an exercise is read from; its equipment and neighbors are expected loaded."""
    values = {field: str(getattr(exercise, field)) for field in AS_TEXT}
    values |= {
        "equipment": ";".join(equipment.slug for equipment in exercise.equipment.all()) or "none",
        "level": str(exercise.level),
        "default_sets": str(exercise.default_sets),
        AMOUNT: _exported_amount(exercise),
        "default_tempo": exercise.default_tempo,
        "default_rest_s": str(exercise.default_rest_seconds),
        "regression_slug": _slug_of(exercise.easier),
        "progression_slug": _slug_of(exercise.harder),
        "contacts_per_rep": str(exercise.contacts_per_rep or ""),
        "load_step_kg": _exported_decimal(exercise.load_step_kg),
    }
    return {column: values[column] for column in COLUMNS}


def _exported_amount(exercise: Exercise) -> str:
    unit = "s" if exercise.measure == "seconds" else ""
    return f"{exercise.default_amount}{unit}"


def _slug_of(exercise: Exercise | None) -> str:
    return exercise.slug if exercise else ""


def _exported_decimal(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
