"""What an entry lacks: asked only where it can be there, and until it is."""

from __future__ import annotations

from datetime import date

import pytest

from programs.figures.catalog import drawn_exercises
from programs.library.completeness import complete, gaps_of, incomplete, with_gaps
from programs.models import Exercise, ExerciseAlternative

pytestmark = pytest.mark.django_db


def lacks(slug: str) -> list[str]:
    return [gap.code for gap in gaps_of(with_gaps(Exercise.objects.all()).get(slug=slug))]


@pytest.fixture
def bare() -> Exercise:
    """In the middle of its pattern, with equipment, and with nothing else."""
    return Exercise.objects.create(
        slug="bare", name="Bare", pattern="single_leg", level=3, default_amount=8, default_tempo="free",
        laterality="unilateral", qualities="force", load_type="bodyweight",
    )  # fmt: skip


def test_what_an_entry_lacks_is_listed_until_it_is_there(bare):
    bare.equipment.add(Exercise.objects.get(slug="step-up").equipment.get())
    assert lacks("bare") == ["cues", "hurts", "equipment", "easy", "easier", "harder", "picture", "review"]
    other = Exercise.objects.get(slug="step-up")
    for cue in ("short_cue", "setup_cue", "execution_cue", "common_fault"):
        setattr(bare, cue, "A cue")
    bare.easier = bare.harder = other
    bare.image, bare.media_text, bare.reviewed_on = "x.jpg", "What it shows", date(2026, 11, 2)
    bare.save()
    for reason in ("hurts", "equipment", "easy"):
        ExerciseAlternative.objects.create(exercise=bare, instead=other, reason=reason)
    assert lacks("bare") == []
    assert list(complete(Exercise.objects.all())) == [bare]
    assert not incomplete(Exercise.objects.filter(slug="bare")).exists()


@pytest.mark.parametrize(
    ("values", "not_asked"),
    [
        ({"level": 1}, {"hurts", "easier"}),
        ({"level": 5}, {"easy", "harder"}),
        ({"pattern": "mobility"}, {"hurts", "easy", "easier", "harder"}),
        ({"pattern": "plyometric", "contacts_per_rep": 1}, {"easy"}),
        ({"slug": "nothing-drawn"}, set()),
    ],
)
def test_what_cannot_be_there_is_not_asked_for(bare, values, not_asked):
    asked = {"hurts", "easy", "easier", "harder"}
    Exercise.objects.filter(pk=bare.pk).update(**values)
    assert asked - set(lacks(values.get("slug", "bare"))) == not_asked


def test_an_archived_alternative_answers_nothing():
    assert "hurts" not in lacks("split-squat")
    Exercise.objects.filter(slug="supported-split-squat").update(status="archived")
    assert "hurts" in lacks("split-squat")


def test_an_exercise_with_a_figure_needs_no_picture(bare):
    drawn = next(iter(drawn_exercises()))
    assert "picture" not in lacks(drawn)
    assert "picture" in lacks("bare")
