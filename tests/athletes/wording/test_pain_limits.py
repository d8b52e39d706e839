"""What places may reach, in words, on paper."""

from __future__ import annotations

import pytest

from athletes.models import PainProfile
from athletes.wording.pain_limits import limit_words
from programs.models import Tissue

pytestmark = pytest.mark.django_db


def test_where_nothing_is_set_it_is_the_athletes_own(ana):
    assert limit_words(ana) == "3 of 10"


def test_each_place_that_differs_is_named(ana, thea):
    for region, tissue in (("achilles", Tissue.TENDON), ("shin", Tissue.BONE), ("knee", Tissue.JOINT)):
        PainProfile.objects.create(athlete=ana, region=region, side="left", tissue=tissue, set_by=thea)
    assert limit_words(ana) == "3 of 10 (Left Achilles: 5, Left shin: 0)"
