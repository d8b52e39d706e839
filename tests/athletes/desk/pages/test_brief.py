"""The visit brief: four weeks of an athlete, on the page and as text."""

from __future__ import annotations

import uuid

import pytest

from athletes.records.pain import report_pain
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def test_the_brief_and_the_gate_say_what_is_known_and_what_is_not(as_thea, ana, enrollment):
    do(enrollment.sessions.order_by("planned_on").first(), ana, MONDAY)
    report_pain(athlete=ana, report_id=uuid.uuid4(), score=6, region="knee", side="left", at=MONDAY)
    brief = as_thea.get(f"/admin/athletes/athlete/{ana.pk}/brief/").text
    assert "Pain over limit: 6 in Left knee, the limit is 3" in brief
    assert "? (birthday or sex for norms missing) asked for" in brief
