"""Alternatives by reason: what an import refuses, and that what is shipped fits the reason it is named for.

The rules that every shipped alternative keeps:
- it is published, is another exercise, and is of the same pattern, so that a session still covers what it should;
- it springs off the ground only where its exercise does;
- *it hurts*: an easier load of the same place: of a lower level, or a hold of the same level in place of repetitions;
  it loads no region that its exercise does not;
- *equipment is taken*: it needs really less, a wall aside, and is not harder;
- *too easy*: one level up, or the next step that the library names; never a jump, which a therapist clears.
"""

from __future__ import annotations

import pytest

from programs.imports.refusals import ImportRefusedError
from programs.library.alternatives import COLUMNS, import_alternatives
from programs.library.importing import ImportResult
from programs.models import Exercise, ExerciseAlternative, Pattern, Status, SwapReason
from programs.regions import REBOUNDS, regions_loaded
from tests.people import DATA

from .files import as_csv, places, shipped

pytestmark = pytest.mark.django_db
SHIPPED = [tuple(row[column] for column in COLUMNS) for row in shipped("alternatives.csv")]
#: Nothing easier, or nothing harder that is not for a therapist to clear, is in the library.
WITHOUT_EASIER = 1


@pytest.fixture
def library() -> dict[str, Exercise]:
    exercises = Exercise.objects.select_related("harder").prefetch_related("equipment")
    return exercises.in_bulk(field_name="slug")


def springs(exercise: Exercise) -> bool:
    return exercise.pattern == Pattern.PLYOMETRIC or exercise.slug in REBOUNDS


def needs(exercise: Exercise) -> set[str]:
    """Items of one group stand in for each other, so that a group is one need; a wall is always there."""
    return {item.group or item.slug for item in exercise.equipment.all()} - {"wall"}


def places_of(exercise: Exercise) -> set[str]:
    return set(regions_loaded(exercise.slug, exercise.pattern, is_loaded=exercise.is_loaded))


def is_easier(exercise: Exercise, instead: Exercise) -> bool:
    is_hold = instead.measure == "seconds" and exercise.measure != "seconds"
    return instead.level < exercise.level or (instead.level == exercise.level and is_hold)


def broken_rules(exercise: Exercise, instead: Exercise, reason: str) -> list[str]:
    rules = {
        "another exercise": instead.pk != exercise.pk,
        "published": instead.status == Status.PUBLISHED,
        "the same pattern": instead.pattern == exercise.pattern,
        "no new jump": springs(exercise) or not springs(instead),
    }
    if reason == SwapReason.HURTS:
        rules["easier"] = is_easier(exercise, instead)
        rules["no other place"] = places_of(instead) <= places_of(exercise)
    elif reason == SwapReason.EQUIPMENT:
        rules["really less"] = needs(instead) < needs(exercise)
        rules["not harder"] = instead.level <= exercise.level
    elif reason == SwapReason.EASY:
        rules["one step up"] = instead.level == exercise.level + 1 or instead == exercise.harder
        rules["no jump"] = not springs(exercise) and not springs(instead)
    else:
        rules["a reason that an alternative answers"] = False
    return [rule for rule, is_kept in rules.items() if not is_kept]


def test_every_shipped_alternative_fits_the_reason_it_is_named_for(library):
    broken = {}
    for slug, reason, instead in SHIPPED:
        rules = broken_rules(library[slug], library[instead], reason)
        if rules:
            broken[slug, reason, instead] = rules
    assert broken == {}


@pytest.mark.parametrize(
    ("slug", "reason", "instead", "rule"),
    [
        ("split-squat", "hurts", "split-squat", "another exercise"),
        ("split-squat", "hurts", "glute-bridge", "the same pattern"),
        ("split-squat", "hurts", "goblet-split-squat", "easier"),
        ("step-up", "equipment", "low-step-up", "really less"),
        ("low-step-up", "equipment", "split-squat", "not harder"),
        ("split-squat", "easy", "bulgarian-split-squat-heavy", "one step up"),
        ("pogo-jump", "easy", "single-leg-pogo-supported", "no jump"),
        ("double-heel-raise-loaded", "easy", "rebound-double-heel-raise", "no new jump"),
        ("split-squat", "time", "step-up", "a reason that an alternative answers"),
    ],
)
def test_the_rules_refuse(library, slug, reason, instead, rule):
    assert rule in broken_rules(library[slug], library[instead], reason)


def test_every_exercise_of_the_templates_has_what_its_reasons_ask_for(library):
    used = Exercise.objects.filter(prescriptions__workout__program__is_template=True).distinct()
    assert used.count() == 68
    answered = {(slug, reason) for slug, reason, _instead in SHIPPED}
    missing = []
    for exercise in (library[slug] for slug in used.values_list("slug", flat=True)):
        if exercise.pattern == Pattern.MOBILITY:
            continue
        asked = {
            SwapReason.HURTS: exercise.level > WITHOUT_EASIER,
            SwapReason.EQUIPMENT: bool(needs(exercise)) and not springs(exercise),
            SwapReason.EASY: not springs(exercise),
        }
        missing += [(exercise.slug, reason) for reason, is_asked in asked.items() if is_asked]
    assert [pair for pair in missing if pair not in answered] == []


# -- the import --------------------------------------------------------------------------------


def imported(*rows: tuple[str, str, str]) -> ImportResult:
    return import_alternatives(as_csv(COLUMNS, *rows), Exercise.objects.in_bulk(field_name="slug"))


def test_a_second_import_writes_nothing_and_keeps_the_clinic_s_own_choice():
    own = ExerciseAlternative.objects.get(exercise__slug="split-squat", reason="hurts")
    own.instead = Exercise.objects.get(slug="low-step-up")
    own.save()
    text = (DATA / "alternatives.csv").read_text("utf-8")
    result = import_alternatives(text, Exercise.objects.in_bulk(field_name="slug"))
    assert result == ImportResult(unchanged=len(SHIPPED))
    kept = ExerciseAlternative.objects.get(exercise__slug="split-squat", reason="hurts")
    assert kept.instead.slug == "low-step-up"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("no-such", "hurts", "split-squat"), "slug"),
        (("split-squat", "hurts", "no-such"), "instead_slug"),
        (("split-squat", "hurts", "split-squat"), "instead_slug"),
        (("split-squat", "bored", "step-up"), "reason"),
        (("split-squat", "easy", "archived"), "instead_slug"),
    ],
)
def test_an_alternative_is_refused_and_none_is_stored(row, column):
    Exercise.objects.filter(slug="wall-sit").update(slug="archived", status="archived")
    before = ExerciseAlternative.objects.count()
    with pytest.raises(ImportRefusedError) as refused:
        imported(("step-up-knee-drive", "easy", "split-squat"), row)
    assert places(refused.value.errors) == {(3, column)}
    assert ExerciseAlternative.objects.count() == before


def test_a_repeated_alternative_is_named():
    with pytest.raises(ImportRefusedError) as refused:
        imported(("split-squat", "hurts", "low-step-up"), ("split-squat", "hurts", "step-up"))
    assert places(refused.value.errors) == {(3, "slug")}
