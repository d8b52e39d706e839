"""What the list of athletes is filtered by."""

from __future__ import annotations

import pytest

from athletes.models import Athlete
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def names(client, **query) -> set[str]:
    page = client.get("/admin/athletes/athlete/", query)
    return {athlete.user.name for athlete in page.context["cl"].result_list}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"follows": "yes"}, {"Ana Silva"}),
        ({"follows": "no"}, {"Ben Carter"}),
        ({"reminder": "ignored"}, {"Ana Silva"}),
        ({"erasure": "asked"}, {"Ben Carter"}),
        ({"follows": "x"}, {"Ana Silva", "Ben Carter"}),
        ({"therapist": "x"}, {"Ana Silva", "Ben Carter"}),
    ],
)
def test_each_filter_finds_its_athletes(as_carla, ana, ben, enrollment, query, found):
    Athlete.objects.filter(pk=ana.pk).update(has_ignored_reminders=True)
    Athlete.objects.filter(pk=ben.pk).update(erasure_asked_at=MONDAY)
    assert names(as_carla, **query) == found


def test_a_clinic_admin_filters_by_therapist_and_a_therapist_is_not_offered_it(as_carla, as_thea, ana, ben, tom):
    assert names(as_carla, therapist=tom.pk) == {"Ben Carter"}
    assert f"?therapist={tom.pk}" in as_carla.get("/admin/athletes/athlete/").text
    assert "?therapist=" not in as_thea.get("/admin/athletes/athlete/").text
