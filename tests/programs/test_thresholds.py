"""The clinic's numbers: one row each, signed by who saves it, and a page of docs that cannot drift."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from programs.models import Threshold
from programs.rules.thresholds import DEFAULTS, catalog
from programs.thresholds import clinic_thresholds, sync_thresholds

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("rules_table", *arguments, stdout=out)
    return out.getvalue()


def test_there_is_a_row_for_each_number_with_its_default_and_a_second_sync_adds_none(django_assert_num_queries):
    assert Threshold.objects.count() == len(catalog())
    assert sync_thresholds() == 0
    with django_assert_num_queries(1):
        assert clinic_thresholds() == DEFAULTS


def test_a_clinic_admin_changes_a_number_and_thereby_signs_it(as_carla, carla):
    row = Threshold.objects.get(code="silent_days")
    address = reverse("admin:programs_threshold_change", args=[row.pk])
    assert as_carla.post(address, {"value": "10"}).status_code == 302
    row.refresh_from_db()
    assert (row.value, row.signed_by) == (Decimal(10), carla)
    assert row.signed_at is not None
    assert clinic_thresholds().silent_days == 10
    assert "| With nothing at all: silent. | 10 | days | 2.3 | our decision | Carla Ruiz, " in printed("--clinic")
    assert "| With nothing at all: silent. | 7 |" in printed()


@pytest.mark.parametrize(
    ("value", "said"), [("61", "from 1 to 60"), ("0", "from 1 to 60"), ("7.5", "whole number"), ("x", "number")]
)
def test_a_number_outside_its_bounds_is_refused_with_them(as_carla, value, said):
    row = Threshold.objects.get(code="silent_days")
    answer = as_carla.post(reverse("admin:programs_threshold_change", args=[row.pk]), {"value": value})
    assert said in answer.text
    row.refresh_from_db()
    assert (row.value, row.signed_at) == (Decimal(7), None)


def test_several_numbers_are_signed_at_once_and_therapists_only_read_them(as_carla, as_thea, carla):
    address = reverse("admin:programs_threshold_changelist")
    chosen = list(Threshold.objects.values_list("pk", flat=True)[:3])
    as_carla.post(address, {"action": "sign_as_they_stand", "_selected_action": chosen})
    assert Threshold.objects.filter(signed_by=carla).count() == 3
    assert as_thea.get(address).status_code == 200
    assert as_thea.post(reverse("admin:programs_threshold_change", args=chosen[:1]), {"value": "1"}).status_code == 403


def test_the_page_of_rules_is_what_the_rules_say():
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == printed(), "run: manage.py rules_table > docs/rules.md"


def test_every_region_that_an_athlete_can_name_is_loaded_by_something():
    from athletes.models import Region
    from programs.regions import pattern_loads_region

    assert pattern_loads_region("calf_achilles", Region.ACHILLES)
    assert not pattern_loads_region("hip_hinge", Region.ACHILLES)
    assert pattern_loads_region("hip_hinge", Region.OTHER)
    assert not pattern_loads_region("upper_body", Region.OTHER)
    patterns = ["single_leg", "hip_hinge", "calf_achilles", "lateral_hip", "plyometric"]
    assert all(any(pattern_loads_region(pattern, region) for pattern in patterns) for region in Region.values)
