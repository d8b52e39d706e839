"""Clearances: the one that stands."""

from __future__ import annotations

import pytest

from athletes.models import Clearance, PlyometricStep
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def test_a_clearance_stands_until_it_is_withdrawn(ana, thea):
    former = Clearance.objects.create(athlete=ana, cleared_by=thea, cleared_at=MONDAY, withdrawn_at=MONDAY)
    standing = Clearance.objects.create(athlete=ana, cleared_by=thea, cleared_at=MONDAY)
    assert list(ana.clearances.standing()) == [standing]
    assert former.step == PlyometricStep.LAND_AND_BOUNCE
