"""The menu of staff pages: what somebody may open, in the clinic's words, with where one is."""

from __future__ import annotations

import pytest

from tests.seen import see

pytestmark = pytest.mark.django_db


def labels(client, path: str) -> list[str]:
    menu = client.get(path).context["menu"]
    return [str(entry.label) for entry in menu]


def here(client, path: str) -> list[str]:
    return [str(entry.label) for entry in client.get(path).context["menu"] if entry.is_here]


def test_a_therapist_has_six_entries_and_the_caseload_is_the_first(as_thea):
    assert labels(as_thea, "/admin/") == ["Today", "Athletes", "Programs", "Library", "Calls", "Clinic"]


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/admin/", "Today"),
        ("/admin/athletes/athlete/", "Athletes"),
        ("/admin/athletes/session/", "Athletes"),
        ("/admin/programs/program/", "Programs"),
        ("/admin/programs/caution/", "Library"),
        ("/admin/athletes/discoverycall/", "Calls"),
        ("/admin/programs/threshold/", "Clinic"),
    ],
)
def test_each_page_says_where_one_is_and_only_there(as_thea, path, entry):
    assert here(as_thea, path) == [entry]


def test_accounts_and_the_access_log_are_the_clinic_admins(as_thea, as_carla):
    def clinic(client):
        return [str(link.label) for entry in client.get("/admin/").context["menu"] for link in entry.more]

    assert "users" not in map(str.lower, clinic(as_thea))
    assert {"users"} <= set(map(str.lower, clinic(as_carla)))


def test_texts_and_codes_are_in_the_menu_of_who_may_change_them(as_thea, as_carla):
    def clinic(client) -> set[str]:
        return {str(link.url) for entry in client.get("/admin/").context["menu"] for link in entry.more}

    kept = {"/admin/athletes/messagetemplate/", "/admin/athletes/billingcode/"}
    assert not kept & clinic(as_thea)
    assert kept <= clinic(as_carla)
    assert as_thea.get("/admin/athletes/messagetemplate/").status_code == 200


def test_a_list_is_named_after_what_is_in_it(as_thea):
    page = see(as_thea, "/admin/athletes/session/")
    assert "<h1>Sessions</h1>" in page
    assert "Select session" not in page


def test_who_may_open_nothing_has_no_menu(client):
    assert "rail" not in see(client, "/staff/sign-in/")


def test_clinic_admins_read_which_release_runs_and_therapists_are_not_told(as_carla, as_thea, settings):
    settings.RELEASE = "v1.4.0"
    assert "Release v1.4.0" in see(as_carla, "/admin/")
    assert "v1.4.0" not in see(as_thea, "/admin/")


def test_a_release_without_a_name_is_nothing_to_read(as_carla, settings):
    settings.RELEASE = settings.UNNAMED_RELEASE
    assert "rail-release" not in see(as_carla, "/admin/")
