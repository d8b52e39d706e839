"""Every template as the document that it is imported from."""

from __future__ import annotations

import json

import pytest

from programs.models import Dose, Threshold
from programs.templates_io.exporting import export_templates
from programs.templates_io.importing import import_templates
from tests.people import DATA

pytestmark = pytest.mark.django_db


def test_the_four_templates_come_back_with_every_value():
    assert export_templates() == json.loads((DATA / "templates.json").read_text("utf-8"))


def test_a_template_with_loads_and_ranges_comes_back_exactly():
    row = Dose.objects.filter(prescription__workout__program__is_template=True, reps_low__isnull=False).first()
    Dose.objects.filter(pk=row.pk).update(reps_low=row.reps_high - 1, load_kg="61.2350", load_unit="lb")
    shorthand = str(Dose.objects.get(pk=row.pk))
    document = export_templates()
    Dose.objects.filter(pk=row.pk).update(reps_low=row.reps_high, load_kg=None)
    assert import_templates(document=json.dumps(document)).changed == 1
    assert export_templates() == document
    assert "135lb" in shorthand


def test_the_document_states_the_clinics_own_numbers():
    Threshold.objects.filter(code="minutes_high").update(value=50)
    assert export_templates()["constants"]["session_minutes"] == [30, 50]


def test_what_says_nothing_is_left_out():
    template = export_templates()["templates"][0]
    entry = template["weeks"][0]["days"][0]["exercises"][0]
    assert "pain_profile" not in template
    assert not {"load", "superset", "contacts", "note"} & entry.keys()
