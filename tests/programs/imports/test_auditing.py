"""Many rows in few statements, and each change in the log with who made it."""

from __future__ import annotations

import copy

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.imports.auditing import create_all, log_created, log_links, overwrite, update_all
from programs.imports.plans import ChangedMeanwhileError
from programs.models import Exercise

pytestmark = pytest.mark.django_db
SOUND = {
    "pattern": "trunk", "laterality": "bilateral", "load_type": "none", "level": 1, "default_amount": 8
}  # fmt: skip


@pytest.fixture
def pairs():
    """Every shipped exercise as it is, and with another short cue."""
    found = []
    for exercise in Exercise.objects.order_by("pk"):
        changed = copy.copy(exercise)
        changed.short_cue = f"{exercise.short_cue[:50]} now"
        found.append((exercise, changed))
    return found


def test_changed_rows_are_stored_with_who_changed_what_in_three_statements(pairs, carla):
    LogEntry.objects.get_for_objects(Exercise.objects.all()).count()  # the content type is asked once in a process
    with CaptureQueriesContext(connection) as asked:
        update_all(pairs, by=carla)
    assert len(asked) == 3
    old, new = pairs[7]
    stored = Exercise.objects.get(pk=old.pk)
    assert stored.short_cue == new.short_cue
    entry = LogEntry.objects.get_for_object(stored).latest("id")
    assert entry.changes == {"short_cue": [old.short_cue, new.short_cue]}
    assert (entry.actor, entry.actor_email, entry.get_action_display()) == (carla, carla.email, "update")


def test_what_somebody_changed_meanwhile_is_not_overwritten(pairs, carla):
    Exercise.objects.filter(pk=pairs[3][0].pk).update(common_fault="Changed at the desk")
    with pytest.raises(ChangedMeanwhileError):
        update_all(pairs, by=carla)
    assert Exercise.objects.get(pk=pairs[0][0].pk).short_cue == pairs[0][0].short_cue


def test_what_somebody_deleted_meanwhile_does_not_come_back(carla):
    exercise = Exercise(slug="gone", name="Gone", **SOUND)
    exercise.save()
    former, changed = copy.copy(exercise), copy.copy(exercise)
    changed.name = "Here"
    Exercise.objects.filter(pk=exercise.pk).delete()
    with pytest.raises(ChangedMeanwhileError):
        update_all([(former, changed)], by=carla)


def test_new_rows_get_their_keys_and_a_line_each(carla):
    new = [Exercise(slug=f"new-{n}", name=f"New {n}", **SOUND) for n in range(3)]
    create_all(new)
    new[0].easier = new[1]
    overwrite(new[:1])
    log_created(new, by=carla)
    assert Exercise.objects.get(slug="new-0").easier.slug == "new-1"
    entry = LogEntry.objects.get_for_object(new[0]).get()
    assert (entry.get_action_display(), entry.changes["easier"], entry.actor) == (
        "create",
        ["None", str(new[1].pk)],
        carla,
    )


def test_links_are_logged_as_a_form_would_log_them(carla):
    squat = Exercise.objects.get(slug="split-squat")
    log_links([(squat, "equipment", "add", ["Hoop"])], by=carla)
    entry = LogEntry.objects.get_for_object(squat).latest("id")
    assert entry.changes == {"equipment": {"type": "m2m", "operation": "add", "objects": ["Hoop"]}}


def test_nothing_is_no_statement(carla, django_assert_num_queries):
    with django_assert_num_queries(0):
        create_all([])
        update_all([], by=carla)
        overwrite([])
        log_created([], by=carla)
