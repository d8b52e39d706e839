"""A program as tables, and who follows it."""

from __future__ import annotations

import pytest

from athletes.desk.pages.outline import follower_names, outline_tables
from athletes.enrollment.prescribing import add_athlete, prescribe
from athletes.models import Enrollment
from programs.models import Program
from programs.outline import outline
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def tables(base_template):
    return outline_tables(outline(Program.objects.with_plan().get(pk=base_template.pk)))


def test_each_workout_has_its_rows_with_a_cell_for_each_week(tables):
    assert [table.workout.letter for table in tables] == ["A", "B"]
    for table in tables:
        assert {len(cells) for _prescription, _exercise, cells in table.rows} == {8}
        assert len(table.totals) == 8
    first = tables[0].rows[0]
    assert first.exercise == first.prescription.exercise


def test_a_week_says_what_its_workout_adds_up_to(tables):
    total = tables[0].totals[0]
    assert 20 < total.minutes < 60
    assert (total.missing, total.is_outside) == ([], False)


def test_what_a_workout_lacks_is_said_in_words_and_a_week_without_it_is_empty(base_template):
    workout = base_template.workouts.get(letter="A")
    keep = workout.prescriptions.first()
    workout.prescriptions.exclude(pk=keep.pk).delete()
    keep.doses.filter(week__number=2).delete()
    table = outline_tables(outline(Program.objects.with_plan().get(pk=base_template.pk)))[0]
    assert table.totals[0].is_outside
    assert "Hip hinge" in table.totals[0].missing
    assert table.totals[1] is None


def test_followers_are_named_to_who_may_see_them(ana, ben, thea, tom, carla, enrollment, django_assert_num_queries):
    nia = add_athlete(email="nia@x.example", name="Nia Park", therapist=tom, at=MONDAY)
    other = prescribe(
        athlete=nia, template=enrollment.program, starts_on=MONDAY.date(), weekdays=(0, 3), by=tom, at=MONDAY
    )
    Enrollment.objects.filter(pk=other.pk).update(program=enrollment.program)
    with django_assert_num_queries(1):
        assert follower_names([enrollment.program], thea) == {enrollment.program_id: "Ana Silva"}
    assert sorted(follower_names([enrollment.program], carla)[enrollment.program_id].split(", ")) == [
        "Ana Silva",
        "Nia Park",
    ]
    assert follower_names([enrollment.program.copied_from], carla) == {}
