"""What a new exercise is presumed to have is what the shipped library has in its pattern."""

from __future__ import annotations

from collections import Counter

import pytest

from programs.imports.columns import key_of, suggested
from programs.library.exercise_columns import COLUMNS, DEFAULTS, LABELS
from programs.library.exercise_rows import COLUMNS as EXPORTED
from programs.models import Exercise, Pattern

pytestmark = pytest.mark.django_db


def test_every_exported_column_can_be_imported_and_no_other():
    assert sorted(LABELS) == sorted(EXPORTED)
    assert [column.name for column in COLUMNS if column.is_required] == ["name", "pattern"]


def test_no_name_of_a_column_means_two():
    seen: dict[str, str] = {}
    for column in COLUMNS:
        for name in {key_of(text) for text in (column.name, str(column.label), *column.synonyms)}:
            assert seen.setdefault(name, column.name) == column.name


@pytest.mark.parametrize(
    "header",
    [
        ["Exercise", "Category", "Difficulty", "Reps", "Rest (sec)", "Easier version", "Gear", "Coaching cue"],
        [
            "NAME",
            "MOVEMENT PATTERN",
            "Level",
            "Reps / Seconds?",
            "REST_S",
            "Regression",
            "equipment needed",
            "Short Cue",
        ],
    ],
)
def test_usual_names_are_known(header):
    found = suggested(header, COLUMNS)
    expected = ["name", "pattern", "level", "default_rest_s", "regression_slug", "equipment", "short_cue"]
    assert [found.get(name) for name in expected] == [0, 1, 2, 4, 5, 6, 7]


@pytest.mark.parametrize("pattern", Pattern.values)
def test_each_presumption_is_the_shipped_library_s_own(pattern):
    """Each value is among the three most frequent ones of its pattern."""
    defaults, shipped = DEFAULTS[Pattern(pattern)], Exercise.objects.filter(pattern=pattern)
    presumed = {
        "qualities": defaults.qualities,
        "laterality": defaults.laterality,
        "default_sets": defaults.sets,
        "default_rest_seconds": defaults.rest_seconds,
        "level": defaults.level,
        "load_type": defaults.load_type,
        "contacts_per_rep": defaults.contacts,
    }
    for field, value in presumed.items():
        counts = Counter(shipped.values_list(field, flat=True))
        third = [count for _value, count in counts.most_common(3)][-1]
        assert counts[value] >= third, f"{field}: {value} is none of the usual ones in {counts}"
