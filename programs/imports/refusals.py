"""What an import refuses: each value with its row, the same cause told once with a count, and the rows as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .rows import Row
from .writing import write_lines

#: Rows and values that stand as examples beside a cause.
EXAMPLES = 5
#: What a model's field refuses, said in the same words whatever the value is.
REASONS = {
    "blank": gettext_lazy("empty"),
    "null": gettext_lazy("empty"),
    "max_length": gettext_lazy("longer than %(limit_value)s characters"),
    "min_value": gettext_lazy("less than %(limit_value)s"),
    "max_value": gettext_lazy("more than %(limit_value)s"),
}


@dataclass(frozen=True, slots=True)
class RowError:
    """One refused value. row counts as a spreadsheet does; reason is the same for every value of this cause."""

    row: int
    column: str
    reason: str
    value: str = ""

    @property
    def message(self) -> str:
        return f"{self.reason}: “{self.value}”" if self.value else self.reason

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.message}"


class ImportRefusedError(Exception):
    """Nothing was stored. errors -- every RowError that was found, in order."""

    def __init__(self, errors: list[RowError]) -> None:
        super().__init__("; ".join(map(str, errors)))
        self.errors = errors


def reason_of(error: ValidationError) -> str:
    """What a field says of one value, without the value."""
    known = REASONS.get(error.code or "")
    if known is None:
        return str(error.messages[0]).rstrip(".")
    return str(known % error.params) if error.params else str(known)


@dataclass
class Cause:
    """One reason in one column, however many rows it refused."""

    column: str
    reason: str
    rows: list[int] = field(default_factory=list)
    values: Counter[str] = field(default_factory=Counter)

    def to_json(self) -> dict[str, object]:
        """For the report of a job: the count, the first rows, and the values that stand there most often."""
        return {
            "column": self.column,
            "reason": self.reason,
            "count": len(self.rows),
            "rows": self.rows[:EXAMPLES],
            "values": [value for value, _count in self.values.most_common(EXAMPLES)],
        }


def grouped(errors: Iterable[RowError]) -> list[Cause]:
    """The causes, the most frequent first."""
    causes: dict[tuple[str, str], Cause] = {}
    for error in errors:
        cause = causes.setdefault((error.column, error.reason), Cause(error.column, error.reason))
        cause.rows.append(error.row)
        if error.value:
            cause.values[error.value] += 1
    return sorted(causes.values(), key=lambda cause: -len(cause.rows))


def refused_rows(rows: Sequence[Row], header: int, errors: Iterable[RowError]) -> bytes:
    """The refused rows as they came, with their reasons in a last column. header -- the place of the header in rows"""
    reasons: dict[int, list[str]] = {}
    for error in errors:
        reasons.setdefault(error.row, []).append(f"{error.column}: {error.message}")
    names = rows[header][1]
    width = max(len(names), *(len(cells) for _number, cells in rows))
    lines = [[*_padded(names, width), _("Reason")]]
    for number, cells in rows[header + 1 :]:
        if number in reasons:
            lines.append([*_padded(cells, width), "; ".join(reasons[number])])
    return write_lines(lines)


def _padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))
