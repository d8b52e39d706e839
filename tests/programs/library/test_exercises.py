"""The shipped library and templates load exactly, and load twice without a change."""

from __future__ import annotations

import csv
import json

import pytest

from programs.library.exercises import export_library, import_library
from programs.models import Caution, Exercise, Program
from programs.templates_io.exporting import export_templates
from programs.templates_io.importing import import_templates
from tests.people import DATA

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
    keys = set(Program.objects.values_list("pk", flat=True))
    assert import_templates(document=(DATA / "templates.json").read_text("utf-8")).unchanged == 4
    assert set(Program.objects.values_list("pk", flat=True)) == keys


def test_the_four_templates_come_back_with_every_value():
    assert export_templates() == json.loads((DATA / "templates.json").read_text("utf-8"))
    assert Exercise.objects.count() == 194
