"""The plan as documents of the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from .models import Exercise, Status, Week
from .outline import Outline, Planned


class ExerciseSerializer(serializers.ModelSerializer[Exercise]):
    qualities = serializers.SerializerMethodField()
    equipment: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField("slug", many=True, read_only=True)
    easier = serializers.SerializerMethodField()
    harder = serializers.SerializerMethodField()

    class Meta:
        model = Exercise
        # How it came into the library is the staff's business.
        exclude = ["id", "proposed_by", "proposed_at", "review_note", "merged_into"]

    def get_qualities(self, exercise: Exercise) -> list[str]:
        return exercise.qualities.split(";")

    def get_easier(self, exercise: Exercise) -> str | None:
        return _slug_of(exercise.easier)

    def get_harder(self, exercise: Exercise) -> str | None:
        return _slug_of(exercise.harder)


def _slug_of(neighbor: Exercise | None) -> str | None:
    """A neighbor that is a draft is none yet."""
    if neighbor is None or neighbor.status == Status.DRAFT:
        return None
    return neighbor.slug


class PlannedExerciseSerializer(serializers.Serializer[Any]):
    exercise = serializers.SlugField()
    dose = serializers.CharField(help_text="In shorthand: 3x8-10 /side 24kg @6-7.")
    tempo = serializers.CharField()


class WorkoutDocumentSerializer(serializers.Serializer[Any]):
    letter = serializers.CharField()
    title = serializers.CharField()
    minutes = serializers.FloatField()
    exercises = PlannedExerciseSerializer(many=True)


class WeekDocumentSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    phase = serializers.CharField()
    focus = serializers.CharField()
    is_deload = serializers.BooleanField()
    is_race = serializers.BooleanField()
    workouts = WorkoutDocumentSerializer(many=True)


class ProgramDocumentSerializer(serializers.Serializer[Any]):
    """Describes what ``program_document`` makes."""

    name = serializers.CharField()
    revision = serializers.IntegerField()
    weeks = WeekDocumentSerializer(many=True)


def program_document(plan: Outline) -> dict[str, Any]:
    """A whole program: weeks with their workouts, doses in shorthand."""
    weeks = [_week(plan, week) for week in plan.weeks]
    return {"name": plan.program.name, "revision": plan.program.revision, "weeks": weeks}


def _week(plan: Outline, week: Week) -> dict[str, Any]:
    return {
        "number": week.number,
        "phase": week.phase,
        "focus": week.focus,
        "is_deload": week.is_deload,
        "is_race": week.is_race,
        "workouts": list(map(_workout, plan.in_week(week.number))),
    }


def _workout(planned: Planned) -> dict[str, Any]:
    exercises = []
    for row, dose in planned.entries:
        exercises.append({"exercise": row.exercise.slug, "dose": str(dose), "tempo": dose.tempo or row.tempo})
    return {
        "letter": planned.workout.letter,
        "title": planned.workout.title,
        "minutes": planned.minutes,
        "exercises": exercises,
    }
