"""No form writes back a whole row which rules also write: a stop or a mark that came in between would be undone."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext

from athletes.desk.admin.athlete_form import AthleteForm
from athletes.desk.admin.users import UserForm
from athletes.models import Athlete, User
from athletes.phone.forms.training import AthleteRowForm, SettingsForm
from athletes.phone.forms.welcome import GearForm, ReminderForm
from tests.athletes.desk.admin.test_athletes import change
from tests.athletes.desk.admin.test_users import save

pytestmark = pytest.mark.django_db
#: What only rules write, by table.
OF_RULES = {"athletes_athlete": "stopped_at", "athletes_user": "bad_address_since"}
SETTINGS = {"reminder_weekday": 2, "reminder_hour": 9, "time_zone": "America/New_York", "unit": "kg"}
#: A way through each form, as a person goes it.
WAYS = {
    SettingsForm: lambda ana, people: people["ana"].post("/settings/", SETTINGS | {"wants_reminders": "on"}),
    GearForm: lambda ana, people: people["ana"].post("/welcome/gear/", {"unit": "kg", "gear": []}),
    ReminderForm: lambda ana, people: people["ana"].post("/welcome/reminders/", SETTINGS | {"wants_reminders": "on"}),
    AthleteForm: lambda ana, people: change(people["thea"], ana, name="Ana Silva Ruiz", pain_limit=4),
    UserForm: lambda ana, people: save(people["carla"], ana.therapist, name="Thea L. Lind"),
}


def forms_below(base: type) -> set[type]:
    found = set(base.__subclasses__())
    for form in base.__subclasses__():
        found |= forms_below(form)
    return found


def test_every_form_of_such_a_row_is_tried_here():
    ours = set()
    for form in forms_below(forms.ModelForm):
        is_ours = form.__module__.startswith(("athletes.", "clinic."))
        if is_ours and form._meta.model in {Athlete, User}:
            ours.add(form)
    assert ours - {AthleteRowForm} == set(WAYS)


@pytest.mark.parametrize("form", WAYS, ids=lambda form: form.__name__)
def test_it_writes_what_was_changed_and_nothing_that_rules_write(form, ana, as_ana, as_thea, as_carla):
    people = {"ana": as_ana, "thea": as_thea, "carla": as_carla}
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert WAYS[form](ana, people).status_code == 302
    updates = []
    for query in captured.captured_queries:
        found = re.match(r'UPDATE "(\w+)" SET (.*) WHERE', query["sql"], re.DOTALL)
        if found and found[1] in OF_RULES:
            updates.append((found[1], found[2]))
    assert updates
    assert [columns for table, columns in updates if f'"{OF_RULES[table]}"' in columns] == []
