"""The sheet to take home, and the note for the record."""

from __future__ import annotations

import pytest

from athletes.desk.pages.handover import handover_sheet
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def test_the_note_for_the_record_is_plain_text(enrollment):
    note = handover_sheet(enrollment, MONDAY).note
    assert note.startswith("Strength program: Runner base")
    assert "Prescribed on Nov. 2, 2026 by Thea Lind" in note
    assert f"- {handover_sheet(enrollment, MONDAY).workouts[0].rows[0].exercise.name}: " in note
    assert "<" not in note
