"""Which column of a file means which of ours: names are compared by what they say, not by how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .rows import Row

Words = str | Promise
#: How far down a header may stand: below a title, a date, a logo's row.
HEADER_WITHIN = 20


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """One column that an import knows.

    name -- as an export writes it; label -- as a person reads it; synonyms -- other names that mean it
    if_empty -- in words, what a row gets without it
    constants -- values that one may choose for all rows at once, with their labels
    """

    name: str
    label: Words
    synonyms: tuple[str, ...] = ()
    is_required: bool = False
    if_empty: Words = ""
    constants: tuple[tuple[str, Words], ...] = ()


def key_of(text: str) -> str:
    """What a name says: “Short Cue”, “short_cue” and “SHORT-CUE:” say the same."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _keys_of(text: str) -> set[str]:
    """With and without what stands in brackets: “Rest (s)” is “Rest” too."""
    return {key_of(text), key_of(re.sub(r"[(\[].*?[)\]]", "", text))} - {""}


def find_header(rows: Sequence[Row], columns: Iterable[TableColumn]) -> int:
    """The place of the row that names the most columns; the first with two cells where none names any."""
    known = set(_names(columns))
    best, most = None, 0
    for place, (_number, cells) in enumerate(rows[:HEADER_WITHIN]):
        count = sum(1 for cell in cells if _keys_of(cell) & known)
        if count > most:
            best, most = place, count
    if best is not None:
        return best
    for place, (_number, cells) in enumerate(rows[:HEADER_WITHIN]):
        if len(list(filter(None, cells))) > 1:
            return place
    return 0


def _names(columns: Iterable[TableColumn]) -> dict[str, str]:
    """TableColumn by what each of its names says; a column's own names go before the synonyms of others."""
    names: dict[str, str] = {}
    columns = list(columns)
    for column in columns:
        for own in (column.name, str(column.label)):
            names[key_of(own)] = column.name
    for column in columns:
        for synonym in column.synonyms:
            names.setdefault(key_of(synonym), column.name)
    return names


def suggested(
    header: Sequence[str], columns: Sequence[TableColumn], remembered: Mapping[str, str] | None = None
) -> dict[str, int]:
    """The place of each column that the header names. remembered -- heading by column, as it was chosen before"""
    places: dict[str, int] = {}
    keys = list(map(key_of, header))
    for name, heading in (remembered or {}).items():
        if key_of(heading) in keys:
            places[name] = keys.index(key_of(heading))
    names = _names(columns)
    for place, heading in enumerate(header):
        for key in sorted(_keys_of(heading), key=len, reverse=True):
            name = names.get(key, "")
            if name and name not in places and place not in places.values():
                places[name] = place
    return places


def mapping_errors(mapping: Mapping[str, int | str], columns: Sequence[TableColumn]) -> list[str]:
    """Why these columns cannot be imported, in words: a required one is missing, or one of theirs stands for two."""
    errors = []
    for column in columns:
        if column.is_required and column.name not in mapping:
            errors.append(
                _("Choose the column for “{label}”: no row can be read without it.").format(label=column.label)
            )
    used: dict[int, Words] = {}
    for column in columns:
        place = mapping.get(column.name)
        if not isinstance(place, int):
            continue
        if place in used:
            words = _("One column of the file is used for both “{one}” and “{other}.”")
            errors.append(words.format(one=used[place], other=column.label))
        used.setdefault(place, column.label)
    return errors
