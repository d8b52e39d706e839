"""Two exercises become one: everything that names the one names the other, and what was done stays what was done."""

from __future__ import annotations

import uuid

import pytest
from django.apps import apps

from athletes.models import ExerciseNote, PainReport, Session, SetLog, Suggestion, Swap
from athletes.training import exercise_merging
from athletes.training.exercise_merging import MOVED, merge_exercises, preview_merge
from athletes.training.targets import frozen_targets, offer
from programs.library.publishing import LibraryRefusedError, copy_exercise, publish_exercise
from programs.models import (
    Alternative,
    Caution,
    Exercise,
    ExerciseAlternative,
    ExerciseTranslation,
    FigureCorrection,
    FigureReview,
    Prescription,
)
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(ana, first_session) -> Session:
    """Ana's first session, done as it was due."""
    do(first_session, ana, MONDAY)
    first_session.refresh_from_db()
    return first_session


@pytest.fixture
def drop(done) -> Exercise:
    """What Ana did first: written twice, as it turns out."""
    return Exercise.objects.get(slug=frozen_targets(done)[0].exercise_slug)


@pytest.fixture
def keep(drop, carla) -> Exercise:
    draft = copy_exercise(exercise=drop, by=carla, at=MONDAY)
    draft.name, draft.short_cue = "The one that stays", "Better said"
    draft.save()
    return publish_exercise(exercise=draft, by=carla, on=MONDAY.date())


#: A review is of the drawing of the one that goes, a translation of its words: it is archived, and keeps them.
STAYS = {ExerciseTranslation, FigureReview}


def named(exercise: Exercise) -> dict[str, int]:
    """How many rows of each table name it, whichever table that is."""
    found = {}
    for model in set(apps.get_models()) - STAYS:
        for field in model._meta.concrete_fields:
            if field.related_model is Exercise and field.name != "merged_into":
                found[f"{model.__name__}.{field.name}"] = model._default_manager.filter(
                    **{field.name: exercise}
                ).count()
    return found


def test_nothing_names_the_one_that_went_and_all_of_it_names_the_other(ana, done, drop, keep):
    row = Prescription.objects.exclude(exercise=drop).first()
    Alternative.objects.create(prescription=row, exercise=drop, reason="hurts", order=9)
    other = Exercise.objects.get(slug="wall-sit")
    ExerciseAlternative.objects.create(exercise=other, instead=drop, reason="hurts")
    Caution.objects.create(condition="low_back_irritable", exercise=other, swap=drop, reason="x")
    Caution.objects.filter(exercise=drop).delete()
    Caution.objects.create(condition="patellofemoral_pain", exercise=drop, reason="x")
    Exercise.objects.filter(pk=other.pk).update(easier=drop)
    ExerciseNote.objects.create(athlete=ana, exercise=drop, text="seat 4", written_at=MONDAY, received_at=MONDAY)
    PainReport.objects.create(
        athlete=ana, session=done, exercise=drop, region="knee", score=2, reported_on=MONDAY.date(), reported_at=MONDAY
    )
    Swap.objects.create(athlete=ana, session=done, prescription_id=999, instead=drop, reason="hurts", swapped_at=MONDAY)
    Suggestion.objects.create(
        id=uuid.uuid4(), athlete=ana, session=done, exercise=drop, instead=drop, target=1, change="x", reason="x",
        made_at=MONDAY,
    )  # fmt: skip
    FigureCorrection.objects.create(exercise=drop, document={"title": "Both knees bend."}, drawn_at=MONDAY)
    before, own = named(drop), named(keep)
    everywhere = set(before)
    assert {name for name, count in before.items() if not count} <= {"Exercise.harder", "Exercise.easier"}
    sets = SetLog.objects.filter(exercise=drop).count()
    merge_exercises(keep=keep, drop=drop, typed_name=drop.name)
    assert set(named(drop).values()) == {0}
    after = named(keep)
    moved = everywhere - {"ExerciseAlternative.exercise"}  # those that the copy has already
    assert {name for name in moved if after[name] != before[name] + own[name]} <= {"Exercise.easier", "Exercise.harder"}
    assert SetLog.objects.filter(exercise=keep).count() == sets
    assert (drop.status, drop.merged_into) == ("archived", keep)


def test_what_was_due_keeps_its_words_and_finds_its_sets(done, drop, keep):
    words = [(target.exercise_name, target.cue) for target in frozen_targets(done)]
    merge_exercises(keep=keep, drop=drop, typed_name=drop.name)
    done.refresh_from_db()
    assert [(target.exercise_name, target.cue) for target in frozen_targets(done)] == words
    assert frozen_targets(done)[0].exercise_slug == keep.slug
    coming = done.enrollment.sessions.filter(workout=done.workout).exclude(pk=done.pk).order_by("planned_on").first()
    coming.athlete = done.athlete
    due = offer(coming).targets[0]
    assert (due.exercise_name, due.cue) == (keep.name, keep.short_cue)


def test_two_notes_of_one_athlete_become_one_the_newer_first(ana, drop, keep):
    for exercise, text, day in ((keep, "orange band", 2), (drop, "seat 4", 3)):
        at = MONDAY.replace(day=day)
        ExerciseNote.objects.create(athlete=ana, exercise=exercise, text=text, written_at=at, received_at=at)
    merge_exercises(keep=keep, drop=drop, typed_name=drop.name)
    assert [(note.exercise, note.text) for note in ana.exercise_notes.all()] == [(keep, "seat 4 / orange band")]


def test_a_merge_that_fails_half_way_changes_nothing(monkeypatch, drop, keep):
    before = named(drop)

    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr(exercise_merging, "_readdress_targets", fail)
    with pytest.raises(RuntimeError):
        merge_exercises(keep=keep, drop=drop, typed_name=drop.name)
    drop.refresh_from_db()
    assert (named(drop), drop.merged_into) == (before, None)


def test_the_preview_counts_what_moves_and_names_the_words_that_differ(drop, keep):
    preview = preview_merge(keep, drop)
    rows = Prescription.objects.filter(exercise=drop)
    assert preview.library.prescriptions == rows.count() > 0
    assert preview.library.programs == rows.values("workout__program").distinct().count()
    assert (preview.sets, preview.sessions, preview.athletes) == (SetLog.objects.filter(exercise=drop).count(), 1, 1)
    assert [row.label for row in preview.library.differing] == ["Cue"]


def refused_by(name: str, values: dict[str, object], drop: Exercise, keep: Exercise) -> str:
    for field, value in values.items():
        setattr(keep, field, value)
    keep.save()
    with pytest.raises(LibraryRefusedError) as refused:
        merge_exercises(keep=keep, drop=drop, typed_name=name or drop.name)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "values", "why"),
    [
        ("another", {}, "Type the name"),
        ("", {"status": "draft"}, "is not published"),
        ("", {"pattern": "trunk"}, "pattern differs"),
        ("", {"measure": "steps"}, "counted in differs"),
    ],
)
def test_what_is_not_one_exercise_is_not_merged(drop, keep, name, values, why):
    assert why in refused_by(name, values, drop, keep)
    assert SetLog.objects.filter(exercise=drop).exists()


def test_every_column_that_names_an_exercise_is_thought_of():
    """A new table of what athletes did has to be moved too."""
    moved = {(model, field) for model, field in MOVED} | {(ExerciseNote, "exercise")}
    found = set()
    for model in apps.get_app_config("athletes").get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is Exercise:
                found.add((model, field.name))
    assert found == moved
