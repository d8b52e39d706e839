"""How far the rules go by themselves, set for each exercise."""

from __future__ import annotations

import pytest

from programs.models import Prescription
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def test_how_far_the_rules_go_is_set_for_each_exercise(as_thea, enrollment, base_template):
    rows = list(Prescription.objects.filter(workout__program=enrollment.program).order_by("pk"))
    address = f"/admin/programs/program/{enrollment.program_id}/progression/"
    sent = {f"mode-{rows[0].pk}": "apply", f"mode-{rows[1].pk}": "off", f"mode-{rows[2].pk}": "always"}
    assert "2 changed" in as_thea.post(address, sent, follow=True).text
    kept = list(Prescription.objects.filter(pk__in=[row.pk for row in rows[:3]]).order_by("pk"))
    assert [row.progression for row in kept] == ["apply", "off", "suggest"]
    template = f"/admin/programs/program/{base_template.pk}/progression/"
    assert as_thea.get(template).status_code == 200
    assert as_thea.post(template, {}).status_code == 404
