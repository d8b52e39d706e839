"""What the database itself refuses, whoever writes, and the words it has for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.constraints import BaseConstraint
from django.utils import timezone

from programs.models import (
    Alternative,
    Caution,
    Dose,
    Equipment,
    Exercise,
    ExerciseAlternative,
    ExerciseTranslation,
    FigureCorrection,
    FigureReview,
    Prescription,
    Program,
    ProgramDraft,
    ProgramRevision,
    Threshold,
    Week,
    Workout,
)
from programs.models.fields import FieldCheck

pytestmark = pytest.mark.django_db

places = count(1000)


@dataclass(frozen=True)
class Refused:
    """A row that breaks one constraint; the rest of it is sound."""

    sentence: str
    constraint: str
    build: Any
    changes: dict[str, object]

    def row(self) -> models.Model:
        return self.build(**{name: value() if callable(value) else value for name, value in self.changes.items()})


# -- one sound row of every kind, not yet stored ---------------------------------------------------


def program(**changes):
    return Program(**{"name": "Spring block"} | changes)


def week(**changes):
    return Week(**{"program": Program.objects.first(), "number": 52} | changes)


def workout(**changes):
    own = Program.objects.create(name="One day a week")
    return Workout(**{"program": own, "letter": "A", "title": "Split squat and bridge"} | changes)


def revision(**changes):
    first = Program.objects.first()
    ProgramRevision.objects.get_or_create(program=first, number=1, document={}, at=timezone.now())
    return ProgramRevision(**{"program": first, "number": 2, "document": {}, "at": timezone.now()} | changes)


def prescription(**changes):
    sound = {
        "workout": Workout.objects.first(),
        "exercise": Exercise.objects.first(),
        "order": next(places),
        "tempo": "3-1-1-0",
        "rest_seconds": 60,
    }
    return Prescription(**sound | changes)


def alternative(**changes):
    return Alternative(**{"prescription": Prescription.objects.first(), "exercise": Exercise.objects.last()} | changes)


def dose(**changes):
    sound = {"week": Week.objects.create(program=Program.objects.create(name="Five weeks"), number=5)}
    sound |= {"prescription": Prescription.objects.first(), "sets": 3, "reps_low": 8, "reps_high": 10}
    return Dose(**sound | changes)


def seconds(**changes):
    return dose(**{"reps_low": None, "reps_high": None, "seconds": 30} | changes)


def exercise(**changes):
    sound = {
        "slug": "wall-squat",
        "name": "Wall squat",
        "pattern": "single_leg",
        "qualities": "force",
        "laterality": "unilateral",
        "level": 2,
        "default_amount": 8,
        "default_tempo": "3-1-1-0",
        "short_cue": "Front leg works",
        "setup_cue": "Stand tall.",
        "execution_cue": "Sink, then stand.",
        "common_fault": "Knee falls in",
        "load_type": "dumbbell",
    }
    return Exercise(**sound | changes)


def second_draft(**changes):
    first = ProgramDraft.objects.create(**_draft())
    return ProgramDraft(**_draft() | {"author": first.author} | changes)


def _draft():
    author = get_user_model().objects.filter(email="dora@stridewell.example").first()
    author = author or get_user_model().objects.create_user("dora@stridewell.example", name="Dora")
    return {"program": Program.objects.first(), "author": author, "step": 1, "fields": {}, "at": timezone.now()}


def library_alternative(**changes):
    first, second = Exercise.objects.all()[:2]
    return ExerciseAlternative(**{"exercise": first, "instead": second, "reason": "hurts"} | changes)


def second_alternative(**changes):
    library_alternative().save()
    return library_alternative(**changes)


def own_alternative(**changes):
    return library_alternative(instead=Exercise.objects.first(), **changes)


def caution(**changes):
    pair = Exercise.objects.filter(cautions=None)[:2]
    sound = {"condition": "patellofemoral_pain", "exercise": pair[0], "swap": pair[1], "reason": "Deep knee bend"}
    return Caution(**sound | changes)


# -- what breaks -----------------------------------------------------------------------------------


def outside(build, constraint, low, high, *, step=1, **others):
    """A row below the lowest and one above the highest value that the field may have."""
    model = "library_alternative" if build is library_alternative else constraint.partition("_")[0]
    field = constraint.removeprefix(f"{model}_").removesuffix("_range")
    name = f"{model.replace('_', ' ')} with {field.replace('_', ' ')}"
    return [
        Refused(f"{name} {value}", constraint, build, others | {field: value}) for value in (low - step, high + step)
    ]


def figure_review(**changes):
    row = {"exercise": Exercise.objects.first(), "drawing": "0123456789abcdef", "is_accepted": True}
    return FigureReview(**(row | {"reviewed_at": timezone.now()} | changes))


def figure_correction(**changes):
    values = {"exercise": Exercise.objects.first(), "document": {}, "drawn_at": timezone.now()} | changes
    return FigureCorrection(**values)


def published_figure(**changes):
    now = timezone.now()
    values = {"standing": "published", "reviewed_at": now, "published_at": now, "drawing": "a"}
    return figure_correction(**(values | {"moving": "a.svg", "still": "b.svg"} | changes))


def second_published_figure():
    published_figure().save()
    return published_figure()


def second_figure_in_work():
    figure_correction().save()
    return figure_correction()


def second_figure_review():
    figure_review().save()
    return figure_review()


def translation(**fields):
    texts = dict.fromkeys(("name", "short_cue", "setup_cue", "execution_cue", "common_fault"), "Kniebeuge")
    return ExerciseTranslation(**({"exercise": Exercise.objects.first(), "language": "de"} | texts | fields))


def second_translation():
    translation().save()
    return translation()


def threshold(**fields):
    return Threshold(**({"code": f"made-up-{next(places)}", "value": 1} | fields))


REFUSED = [
    Refused("template without an address", "program_template_has_a_slug", program, {"is_template": True}),
    Refused(
        "second week with the same number",
        "week_number_once_per_program",
        week,
        {"number": 1, "program": Program.objects.first},
    ),
    *outside(week, "week_number_range", 1, 104),
    Refused(
        "second workout with the same letter",
        "workout_letter_once_per_program",
        workout,
        {"program": Program.objects.first},
    ),
    Refused("second draft of the same step", "draft_step_once_per_author", second_draft, {}),
    Refused(
        "picture without words",
        "exercise_media_has_a_text",
        exercise,
        {"image": "exercises/a.jpg"},
    ),
    Refused("review in 1999", "exercise_reviewed_after_2000", exercise, {"reviewed_on": date(1999, 12, 31)}),
    Refused("second library alternative of one reason", "library_alternative_once_per_reason", second_alternative, {}),
    Refused("exercise as its own alternative", "library_alternative_differs", own_alternative, {}),
    *outside(library_alternative, "library_alternative_load_factor_range", 0, 2),
    Refused("second revision with the same number", "revision_number_once_per_program", revision, {"number": 1}),
    Refused("second exercise in the same place", "prescription_order_once_per_workout", prescription, {"order": 1}),
    Refused("rest of sixteen minutes in a row", "prescription_rest_seconds_range", prescription, {"rest_seconds": 960}),
    Refused(
        "alternative that is there for the same reason",
        "alternative_once_per_reason",
        alternative,
        {
            "prescription": lambda: Alternative.objects.first().prescription,
            "exercise": lambda: Alternative.objects.first().exercise,
        },
    ),
    Refused(
        "second dose in the same week",
        "dose_once_per_prescription_and_week",
        dose,
        {"prescription": lambda: Dose.objects.first().prescription, "week": lambda: Dose.objects.first().week},
    ),
    Refused("dose of repetitions and seconds", "dose_has_repetitions_or_seconds", dose, {"seconds": 30}),
    Refused("dose of neither", "dose_has_repetitions_or_seconds", dose, {"reps_low": None, "reps_high": None}),
    Refused("dose with the higher repetitions first", "dose_has_repetitions_or_seconds", dose, {"reps_low": 11}),
    Refused("dose up to a number of repetitions only", "dose_has_repetitions_or_seconds", dose, {"reps_low": None}),
    Refused("dose from a number of repetitions only", "dose_has_repetitions_or_seconds", dose, {"reps_high": None}),
    Refused("effort with only one end", "dose_rpe_range", dose, {"rpe_low": None, "rpe_high": 7}),
    Refused("effort below 1", "dose_rpe_range", dose, {"rpe_low": "0.5", "rpe_high": 7}),
    Refused("effort above 10", "dose_rpe_range", dose, {"rpe_low": 7, "rpe_high": "10.5"}),
    Refused("effort with the higher figure first", "dose_rpe_range", dose, {"rpe_low": 8, "rpe_high": 7}),
    *outside(dose, "dose_sets_range", 1, 20),
    Refused("dose from no repetition", "dose_reps_low_range", dose, {"reps_low": 0}),
    Refused("dose up to 1,001 repetitions", "dose_reps_high_range", dose, {"reps_high": 1001}),
    *outside(seconds, "dose_seconds_range", 1, 7200),
    Refused("load below nothing", "dose_load_kg_range", dose, {"load_kg": "-0.5"}),
    Refused("load above 1,000 kg", "dose_load_kg_range", dose, {"load_kg": "1000.0001"}),
    Refused("six ramp-up sets", "dose_ramp_up_sets_range", dose, {"ramp_up_sets": 6}),
    Refused("rest of sixteen minutes in a dose", "dose_rest_seconds_range", dose, {"rest_seconds": 960}),
    *outside(exercise, "exercise_level_range", 1, 5),
    *outside(exercise, "exercise_default_sets_range", 1, 20),
    *outside(exercise, "exercise_default_amount_range", 1, 7200),
    Refused(
        "contacts on a strength exercise", "exercise_contacts_only_for_plyometrics", exercise, {"contacts_per_rep": 1}
    ),
    Refused(
        "plyometric exercise without a contact",
        "exercise_contacts_only_for_plyometrics",
        exercise,
        {"pattern": "plyometric", "contacts_per_rep": 0},
    ),
    Refused(
        "plyometric exercise whose contacts nobody stated",
        "exercise_contacts_only_for_plyometrics",
        exercise,
        {"pattern": "plyometric", "contacts_per_rep": None},
    ),
    Refused(
        "exercise easier than itself", "exercise_is_not_its_own_neighbor", exercise, {"id": 9000, "easier_id": 9000}
    ),
    Refused(
        "exercise harder than itself", "exercise_is_not_its_own_neighbor", exercise, {"id": 9000, "harder_id": 9000}
    ),
    Refused(
        "exercise merged into itself",
        "exercise_merged_is_archived",
        exercise,
        {"id": 9000, "status": "archived", "merged_into_id": 9000},
    ),
    Refused(
        "exercise merged and still offered",
        "exercise_merged_is_archived",
        lambda **changes: exercise(**changes, merged_into=Exercise.objects.first()),
        {"status": "published"},
    ),
    Refused(
        "second caution for the same condition",
        "caution_once_per_condition_and_exercise",
        caution,
        {"condition": lambda: Caution.objects.first().condition, "exercise": lambda: Caution.objects.first().exercise},
    ),
    Refused(
        "swap for the same exercise",
        "caution_swap_differs",
        caution,
        {"exercise": Exercise.objects.first, "swap": Exercise.objects.first},
    ),
    Refused("second published figure", "figure_correction_one_published", second_published_figure, {}),
    Refused("second figure in work", "figure_correction_one_in_work", second_figure_in_work, {}),
    Refused(
        "figure shown without its files", "figure_correction_reviewed_before_shown", published_figure, {"still": ""}
    ),
    Refused("published at no time", "figure_correction_published_says_when", published_figure, {"published_at": None}),
    Refused("second review of one drawing", "figure_review_once_per_drawing", second_figure_review, {}),
    Refused("figure refused without a word", "figure_review_says_what_is_wrong", figure_review, {"is_accepted": False}),
    Refused("second translation into one language", "exercise_translation_once_per_language", second_translation, {}),
    Refused(
        "translation reviewed against nothing",
        "exercise_translation_reviewed_against_a_text",
        translation,
        {"reviewed_at": timezone.now()},
    ),
    Refused("threshold below nothing", "threshold_value_range", threshold, {"value": -1}),
]


def constraints():
    """But what repeats a field's own rules: ``tests/clinic/test_field_checks.py`` breaks these."""
    found = []
    for model in apps.get_app_config("programs").get_models():
        found += [each for each in model._meta.constraints if not isinstance(each, FieldCheck)]
    return found


def is_named(constraint, error):
    """Whether the database blames this constraint; SQLite names the columns of a unique one instead."""
    if constraint.name in str(error):
        return True
    columns = str(error).partition("UNIQUE constraint failed: ")[2].split(", ")
    return [column.split(".")[-1].removesuffix("_id") for column in columns] == list(getattr(constraint, "fields", ()))


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.sentence)
def test_the_database_refuses_a(refused):
    row = refused.row()
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        type(row).objects.bulk_create([row])
    constraint = next(constraint for constraint in constraints() if constraint.name == refused.constraint)
    assert is_named(constraint, error.value) or "_halves" in str(
        error.value
    )  # efforts below 1 and above 10 are neither


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.sentence)
def test_a_form_says_why_it_refuses_a(refused):
    constraint = next(constraint for constraint in constraints() if constraint.name == refused.constraint)
    with pytest.raises(ValidationError) as error:
        refused.row().validate_constraints()
    assert str(constraint.violation_error_message) in error.value.messages


def test_every_constraint_has_a_row_that_breaks_it():
    assert {refused.constraint for refused in REFUSED} == {constraint.name for constraint in constraints()}


def test_every_constraint_has_words_of_its_own():
    silent = [
        constraint.name
        for constraint in constraints()
        if constraint.violation_error_message == BaseConstraint.default_violation_error_message
        or "%(" in str(constraint.violation_error_message)
    ]
    assert silent == []


@pytest.mark.parametrize(
    "build",
    [program, week, workout, prescription, alternative, dose, seconds, exercise, caution],
    ids=lambda f: f.__name__,
)
def test_the_sound_row_that_each_of_them_starts_from_is_stored(build):
    row = build()
    row.full_clean()
    row.save()
    row.refresh_from_db()


@pytest.mark.parametrize(
    ("build", "changes"),
    [
        (week, {"number": 51}),
        (prescription, {"rest_seconds": 0}),
        (prescription, {"rest_seconds": 900}),
        (
            dose,
            {"sets": 1, "reps_low": 1, "reps_high": 1, "load_kg": 0, "rpe_low": 1, "rpe_high": 1, "rest_seconds": 0},
        ),
        (dose, {"sets": 20, "reps_low": 1000, "reps_high": 1000, "load_kg": 1000, "rpe_low": 10, "rpe_high": 10}),
        (dose, {"ramp_up_sets": 5, "rest_seconds": 900}),
        (seconds, {"seconds": 1}),
        (seconds, {"seconds": 7200}),
        (exercise, {"level": 1, "default_sets": 1, "default_amount": 1}),
        (exercise, {"level": 5, "default_sets": 20, "default_amount": 7200}),
        (exercise, {"pattern": "plyometric", "contacts_per_rep": 1}),
        (caution, {"swap": None}),
        (program, {"is_template": True, "slug": "spring-block"}),
    ],
)
def test_the_outermost_values_are_stored(build, changes):
    row = build(**changes)
    row.full_clean()
    row.save()


def test_an_alternative_may_be_there_for_two_reasons():
    first = Alternative.objects.first()
    alternative(prescription=first.prescription, exercise=first.exercise, reason="equipment").save()
    assert Alternative.objects.filter(prescription=first.prescription, exercise=first.exercise).count() == 2


def test_programs_of_athletes_share_having_no_address():
    Program.objects.create(name="For one")
    Program.objects.create(name="For another")
    assert Program.objects.filter(slug=None).count() == 2


@pytest.mark.parametrize(
    "build",
    [
        lambda: program(slug=Program.objects.templates().first().slug),
        lambda: exercise(slug=Exercise.objects.first().slug),
        lambda: Equipment(slug=Equipment.objects.first().slug, name="Another chair"),
    ],
    ids=["program", "exercise", "equipment"],
)
def test_an_address_is_taken_once(build):
    row = build()
    with pytest.raises(IntegrityError, match="slug"), transaction.atomic():
        type(row).objects.bulk_create([row])
