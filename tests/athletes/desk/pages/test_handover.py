"""The sheet to take home, and the note for the record."""

from __future__ import annotations

import uuid

import pytest
from django.template.loader import render_to_string

from athletes.desk.pages.handover import handover_sheet
from athletes.records.pain import report_pain
from athletes.training.targets import offer
from athletes.wording.doses import dose_words
from programs.models import Exercise
from programs.own_figures.shown import shipped_figure
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def test_the_note_for_the_record_is_plain_text(enrollment):
    note = handover_sheet(enrollment, MONDAY).note
    assert note.startswith("Strength program: Runner base")
    assert "Prescribed on Nov 2, 2026 by Thea Lind" in note
    assert f"- {handover_sheet(enrollment, MONDAY).workouts[0].rows[0].name}: " in note
    assert "<" not in note


def test_the_sheet_asks_for_what_the_phone_asks_for(enrollment, ana):
    """After pain over the limit the rules hold sessions back: paper that says more would be obeyed."""
    first, second = enrollment.sessions.order_by("planned_on")[:2]
    do(first, ana, MONDAY)
    report_pain(athlete=ana, report_id=uuid.uuid4(), score=6, region="knee", side="left", at=MONDAY)
    offered = offer(second)
    assert offered.lightened
    sheet = handover_sheet(enrollment, MONDAY)
    (workout,) = [each for each in sheet.workouts if each.on == second.planned_on]
    assert len(workout.rows) == len(offered.targets)
    for row, target in zip(workout.rows, offered.targets, strict=True):
        assert row.name == target.exercise_name
        assert row.dose.startswith(dose_words(target))


def test_an_exercise_has_its_figure_or_its_number_and_its_tempo_in_words(enrollment, monkeypatch):
    _first, second, *_others = handover_sheet(enrollment, MONDAY).workouts[0].rows
    slug = Exercise.objects.get(name=second.name).slug
    drawn = {slug: shipped_figure("split-squat")}
    monkeypatch.setattr("athletes.desk.pages.handover.figure_of", drawn.get)
    sheet = handover_sheet(enrollment, MONDAY)
    rows = sheet.workouts[0].rows
    assert [(row.number, row.figure) for row in rows[:2]] == [(1, None), (2, drawn[slug])]
    html = render_to_string("documents/sheet.html", {"sheet": sheet})
    assert '<span class="figure number" aria-hidden="true">1</span>' in html
    assert html.count("<img") == 1
    assert drawn[slug].still_url in html
    assert any("3 s down" in row.how for row in rows)
    assert not any("tempo" in row.how for row in rows)


def test_while_training_is_stopped_the_sheet_asks_for_nothing(as_thea, enrollment, ana):
    ana.stopped_at = MONDAY
    ana.save()
    enrollment.athlete.refresh_from_db()
    assert handover_sheet(enrollment, MONDAY).workouts == []
    html = as_thea.get(f"/admin/athletes/enrollment/{enrollment.pk}/handover/").text
    assert "Your training is stopped." in html
    assert "each side" not in html[html.index('<article class="sheet"') :]
