"""Boxes folded to what is ticked: the record says which equipment is at hand without thirty of them."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from programs.models import Equipment
from tests.forms import forms_of

pytestmark = pytest.mark.django_db


def summaries(page: str) -> list[str]:
    """What each folded field says."""
    return [
        " ".join(found.split()) for found in re.findall(r'class="picker">\s*<summary>\s*<span>(.*?)</span>', page, re.S)
    ]


def test_the_record_has_four_groups_and_says_what_is_chosen(as_thea, ana):
    ana.equipment.set(Equipment.objects.filter(slug__in=("dumbbell", "band")))
    path = reverse("admin:athletes_athlete_change", args=[ana.pk])
    page = as_thea.get(path).text
    groups = re.findall(r"fieldset-heading[^>]*>\s*([^<]+?)\s*<", page)
    assert groups[:4] == ["Who", "Running and training", "Care", "Mail and data"]
    conditions, equipment = sorted(summaries(page))[::-1]
    assert conditions == "None"
    assert set(equipment.split(", ")) == set(ana.equipment.values_list("name", flat=True))


def test_what_is_ticked_in_it_is_kept(as_thea, ana):
    path = reverse("admin:athletes_athlete_change", args=[ana.pk])
    record = next(form for form in forms_of(as_thea.get(path).text, path) if "equipment" in form.unticked)
    band = str(Equipment.objects.get(slug="band").pk)
    sent = {
        name: value for name, value in record.with_chosen({"equipment": [band]}).items() if "__prefix__" not in name
    }
    assert as_thea.post(path, sent).status_code == 302
    assert list(ana.equipment.values_list("slug", flat=True)) == ["band"]
