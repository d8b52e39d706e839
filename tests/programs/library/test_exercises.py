"""The shipped library loads exactly, loads twice without a change, and one change is one write."""

from __future__ import annotations

import csv

import pytest

from programs.library.exercises import export_library, import_exercises, import_library, preview_exercises
from programs.library.importing import ImportResult
from programs.models import Caution, Equipment
from tests.people import DATA

from .files import CAUTION_COLUMNS, COLUMNS, NEW, as_csv, library, shipped

pytestmark = pytest.mark.django_db


def test_the_library_loads_exactly():
    rows = list(csv.DictReader((DATA / "exercises.csv").open(encoding="utf-8")))
    exported = export_library()
    assert len(rows) == 194
    assert Caution.objects.count() == 169
    for row, back in zip(rows, exported, strict=True):
        assert {**row, "equipment": sorted(row["equipment"].split(";"))} == {
            **back,
            "equipment": sorted(back["equipment"].split(";")),
        }


def test_a_second_import_writes_nothing():
    texts = {name: (DATA / f"{name}.csv").read_text("utf-8") for name in ("exercises", "cautions")}
    result = import_library(**texts)
    assert (result.added, result.changed, result.unchanged) == (0, 0, 363)


def test_one_changed_value_in_the_library_is_one_change():
    rows, before = shipped("exercises.csv"), export_library()
    rows[7]["short_cue"] = "Another short cue"
    result = import_library(
        exercises=as_csv(COLUMNS, *rows), cautions=as_csv(CAUTION_COLUMNS, *shipped("cautions.csv"))
    )
    assert result == ImportResult(changed=1, unchanged=362)
    before[7]["short_cue"] = "Another short cue"
    assert export_library() == before


def test_a_preview_says_what_would_change_and_stores_nothing():
    before = export_library()
    changed = before[7] | {"short_cue": "Another short cue"}
    differences = preview_exercises(as_csv(COLUMNS, changed, NEW))
    assert export_library() == before
    old, new = sorted(differences, key=lambda difference: difference.is_new)
    assert (old.slug, old.changes) == (changed["slug"], [("short_cue", before[7]["short_cue"], "Another short cue")])
    assert (new.slug, new.is_new) == ("wall-squat", True)
    assert ("level", "", "2") in new.changes


def test_equipment_that_nobody_knows_yet_is_added_with_its_group():
    import_exercises(library(NEW | {"slug": "second", "equipment": "mini_band"}))
    hoop, band = Equipment.objects.get(slug="hoop"), Equipment.objects.get(slug="mini_band")
    assert (hoop.name, hoop.group) == ("Hoop", "")
    assert band.group == "resist"
