"""What a table of exercises would do to the library: which exercise each row means, and what would differ."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.text import slugify
from django.utils.translation import gettext as _

from programs.imports.columns import key_of
from programs.imports.plans import MappedRow, Plan
from programs.models import Equipment, Exercise

from .exercise_columns import LABELS
from .exercise_rows import ExerciseReader, ExerciseRow, exported, in_words

NEIGHBORS = {"regression_slug": "easier", "progression_slug": "harder"}
NO_EQUIPMENT = {"none", "no", "nothing", "na"}


@dataclass
class Library:
    """Every exercise with the slugs of its equipment, by slug, by name and by key; nothing is asked twice."""

    exercises: dict[str, Exercise]
    equipment: dict[str, Equipment]
    needs: dict[int, list[str]]
    equipment_by_key: dict[str, str]
    by_name: dict[str, str]
    slug_of: dict[int | None, str]

    @classmethod
    def read(cls) -> Library:
        """As it is stored; three queries."""
        exercises: dict[str, Exercise] = Exercise.objects.order_by("pk").in_bulk(field_name="slug")
        equipment: dict[str, Equipment] = Equipment.objects.order_by("pk").in_bulk(field_name="slug")
        slugs: dict[int, str] = {}
        equipment_by_key: dict[str, str] = {}
        for slug, item in equipment.items():
            slugs[item.pk] = slug
            equipment_by_key[key_of(item.name)] = slug
        equipment_by_key |= _by_key(equipment)  # a slug wins over the name of another
        needs: dict[int, list[str]] = {}
        links = Exercise.equipment.through.objects.order_by("equipment__name")
        for exercise_id, equipment_id in links.values_list("exercise_id", "equipment_id"):
            needs.setdefault(exercise_id, []).append(slugs[equipment_id])
        by_name: dict[str, str] = {}
        slug_of: dict[int | None, str] = {}
        for slug, exercise in exercises.items():
            by_name[key_of(exercise.name)] = slug
            slug_of[exercise.pk] = slug
        return cls(exercises, equipment, needs, equipment_by_key, by_name, slug_of)

    def row_of(self, exercise: Exercise) -> ExerciseRow:
        easier, harder = self.slug_of.get(exercise.easier_id, ""), self.slug_of.get(exercise.harder_id, "")
        return exported(exercise, self.needs.get(exercise.pk, []), easier, harder)


def _by_key(slugs: Iterable[str]) -> dict[str, str]:
    """Each slug by what is left of it when cells are compared."""
    return {key_of(slug): slug for slug in slugs}


def export_library() -> list[ExerciseRow]:
    """Every exercise as a row of the same file, in the order of import; values compare as text."""
    library = Library.read()
    return list(map(library.row_of, library.exercises.values()))


@dataclass
class PlannedExercise:
    """One row that can be stored.

    former -- as it is stored; None for a new one. needs, easier, harder -- slugs; None where the file does not say
    """

    slug: str
    exercise: Exercise
    former: Exercise | None
    needs: list[str] | None
    links: dict[str, str]


@dataclass
class ExercisePlan(Plan):
    """What a table of exercises would do. planned -- new and changed ones, in the order of the file"""

    library: Library = field(default_factory=Library.read)
    planned: list[PlannedExercise] = field(default_factory=list)


class Addresses:
    """The slug of each row, and who is meant by a name or a slug in a neighbor's column.

    of -- by the number of the row; first -- the first row of each slug
    """

    def __init__(self, library: Library, rows: Iterable[MappedRow]) -> None:
        self.of: dict[int, str] = {}
        self.first: dict[str, int] = {}
        self._known = library.exercises.keys()
        self._by_key = _by_key(library.exercises) | library.by_name
        own: dict[str, str] = {}
        for row in rows:
            name = row.values.get("name", "")
            slug = row.values.get("slug", "").lower() or self._by_key.get(key_of(name)) or slugify(name)
            self.of[row.number] = slug
            if slug:
                self.first.setdefault(slug, row.number)
                own |= {key_of(slug): slug, key_of(name) or key_of(slug): slug}
        self._by_key |= own

    def find(self, text: str) -> str | None:
        """The slug of an exercise of the library or the file, by its slug or its name."""
        if text in self.first or text in self._known:
            return text
        return self._by_key.get(key_of(text))


def needs_of(row: MappedRow, reader: ExerciseReader, library: Library) -> list[str] | None:
    """Slugs of the equipment in their order; what nobody knows is named as it would be added."""
    text = row.values.get("equipment")
    if text is None or (not text and reader.known is not None):
        return None
    needs = []
    for word in re.split(r"[;,/|&+]", text):
        if not word.strip(" -–") or key_of(word) in NO_EQUIPMENT:
            continue
        slug = library.equipment_by_key.get(key_of(word)) or slugify(word).replace("-", "_")
        if not slug or len(slug) > 50:
            reader.refuse("equipment", _("not a name of any equipment"), word)
        needs.append(slug)
    return list(dict.fromkeys(needs))


def links_of(row: MappedRow, reader: ExerciseReader, slug: str, addresses: Addresses) -> dict[str, str]:
    """Slugs of the neighbors that the row names; an empty one takes the neighbor away."""
    links = {}
    for column, link in NEIGHBORS.items():
        text = row.values.get(column)
        if text is None:
            continue
        found = addresses.find(text) if key_of(text) not in ("", "none") else ""
        if found is None:
            reader.refuse(column, _("no exercise of the library or of this file"))
        elif found and found == slug:
            reader.refuse(column, _("an exercise cannot stand in for itself"))
        else:
            links[link] = found
    return links


def changes_of(library: Library, planned: PlannedExercise) -> list[tuple[str, str, str]]:
    """(label, now, then) of each column that would differ."""
    before = library.row_of(planned.former) if planned.former else {}
    easier, harder = (
        planned.links.get(link, before.get(column, "")) for column, link in NEIGHBORS.items()
    )  # fmt: skip
    needs = planned.needs
    if needs is None or set(needs) == set(library.needs.get(planned.exercise.pk or 0, [])):
        needs = library.needs.get(planned.exercise.pk or 0, [])
    after = exported(planned.exercise, needs, easier, harder)
    changes = []
    for column, value in after.items():
        former = before.get(column, "")
        if former != value:
            changes.append((str(LABELS[column]), in_words(column, former), in_words(column, value)))
    return changes
