"""The record of an athlete at the desk: what it stores, what it refuses, and who may change what."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils.html import escape

from athletes.mail import links
from athletes.mail.loop import tick
from athletes.mail.preferences import stop
from athletes.models import Athlete, User
from athletes.records.pain import report_pain
from tests.people import MONDAY, let_cover

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def change(client: Client, athlete: Athlete, **values):
    path = f"/admin/athletes/athlete/{athlete.pk}/change/"
    html = client.get(path).content.decode()
    sent = {
        "name": athlete.user.name,
        "email": athlete.user.email,
        "time_zone": athlete.time_zone,
        "unit": athlete.unit,
    }
    sent |= {"reminder_weekday": 6, "reminder_hour": 18, "pain_limit": 3}
    sent |= dict(re.findall(r'name="(\w+-(?:TOTAL|INITIAL)_FORMS)" value="(\d+)"', html))
    if 'name="therapist"' in html:
        sent["therapist"] = athlete.therapist_id
    return client.post(path, sent | values)


def add(client: Client, therapist: User, **values):
    sent = {"name": "Nia Park", "email": "nia@stridewell.example", "therapist": therapist.pk}
    sent |= {"time_zone": "America/New_York", "unit": "lb", "reminder_weekday": 6, "reminder_hour": 18, "pain_limit": 3}
    return client.post("/admin/athletes/athlete/add/", sent | values)


def test_another_address_ends_the_old_one_s_link_and_session(as_thea, ana, as_ana):
    link = re.sub(r"^https?://[^/]+", "", links.sign_in_link(ana.user, links.INVITE))
    assert change(as_thea, ana, email="ana.silva@stridewell.example").status_code == 302
    assert Client().post(link).status_code == 404
    assert as_ana.get("/program/").status_code == 302
    tick(MONDAY)
    assert {(*message.to, message.subject) for message in outbox.outbox} == {
        ("ana.silva@stridewell.example", "Stridewell PT: your sign-in"),
        ("ana@stridewell.example", "Stridewell PT: another e-mail address for your account"),
    }


def test_an_address_of_somebody_else_is_refused(as_thea, ana, thea):
    page = change(as_thea, ana, email="THEA@stridewell.example")
    assert "Someone with this address already has an account" in page.content.decode()


def test_who_covers_cannot_take_an_athlete_over(ana, tom, thea):
    let_cover(ana, tom)
    as_tom = Client()
    as_tom.force_login(tom, backend="clinic.sign_in.auth.StaffPasswordBackend")
    assert change(as_tom, ana, therapist=tom.pk, name="Ana S.").status_code == 302
    ana.refresh_from_db()
    assert (ana.therapist, ana.user.name) == (thea, "Ana S.")


def test_a_stop_of_the_athlete_is_not_undone_at_the_desk(as_thea, ana):
    stop(ana)
    change(as_thea, ana, wants_reminders="on")
    ana.refresh_from_db()
    assert ana.wants_reminders is False


def test_a_new_athlete_is_on_the_own_caseload_in_one_step(as_thea, thea):
    assert add(as_thea, thea).status_code == 302
    nia = Athlete.objects.get(user__email="nia@stridewell.example")
    assert (nia.therapist, nia.user.has_usable_password()) == (thea, False)
    assert nia.reminder_due_at is not None


REFUSED = [
    ("time_zone", "America/New_Yrok", "is not a time zone"),
    ("time_zone", "../etc", "is not a time zone"),
    ("time_zone", "/usr/share/zoneinfo/UTC", "is not a time zone"),
    ("time_zone", "", "This field is required"),
    ("time_zone", "UTC\x00", "Null characters are not allowed"),
    ("goal_race_on", "9999-12-31", "Give a day from 2000 to a year from now"),
    ("born_on", "0001-01-01", "Give a day from 1900 to today"),
    ("pain_limit", "99", "The pain limit is 0 to 10"),
    ("pain_limit", "99999999999999999999", "Ensure this value is less than"),
]


@pytest.mark.parametrize(("field", "typed", "why"), REFUSED)
def test_what_a_record_refuses_stays_as_typed_and_says_why(as_thea, ana, thea, enrollment, field, typed, why):
    for page in (change(as_thea, ana, **{field: typed}), add(as_thea, thea, **{field: typed})):
        html = page.content.decode()
        assert page.status_code == 200
        assert why in html
        assert f'value="{escape(typed)}"' in html or not typed
    assert ana == Athlete.objects.get()
    assert Athlete.objects.get().time_zone == "America/New_York"


@pytest.mark.parametrize(("field", "typed", "why"), [row for row in REFUSED if row[0] == "time_zone"])
def test_the_settings_page_refuses_the_same_time_zones(as_ana, ana, field, typed, why):
    values = {"reminder_weekday": 6, "reminder_hour": 18, "unit": "kg", field: typed}
    page = as_ana.post("/settings/", values)
    html = page.content.decode()
    assert page.status_code == 422
    assert why in html
    assert f'value="{escape(typed)}"' in html or not typed
    assert Athlete.objects.get().time_zone == "America/New_York"


#: The second is short enough as typed; in small letters each İ is two characters, and it no longer fits.
TOO_LONG = [
    "a" * 60 + "@" + "b" * 60 + "." + "c" * 60 + "." + "d" * 60 + ".org" + "s" * 20,
    "a@" + ("İ" * 60 + ".") * 4 + "org",
]


@pytest.mark.parametrize("typed", TOO_LONG)
def test_an_address_that_is_too_long_stays_as_typed_and_says_why(as_thea, as_carla, ana, thea, typed):
    staff = {"name": "Nia Park", "email": typed, "role": "therapist"}
    pages = [change(as_thea, ana, email=typed), add(as_thea, thea, email=typed)]
    pages += [as_carla.post(f"/admin/athletes/user/{key}/", staff) for key in ("add", f"{thea.pk}/change")]
    for page in pages:
        html = page.content.decode()
        assert page.status_code == 200
        assert "at most 254 characters" in html
        assert f'value="{typed}"' in html
    assert not User.objects.filter(name="Nia Park").exists()


def test_a_profile_that_the_therapist_sets_is_signed_and_the_rules_look_again(as_thea, ana, thea):
    report_pain(athlete=ana, report_id=uuid.uuid4(), score=4, region="achilles", side="left", at=MONDAY)
    assert ana.flags.open().count() == 1
    profile = ana.pain_profiles.get()
    row = {"id": profile.pk, "athlete": ana.pk, "region": "achilles", "side": "left", "tissue": "tendon", "intake": "2"}
    sent = {"pain_profiles-TOTAL_FORMS": "1", "pain_profiles-INITIAL_FORMS": "1"}
    sent |= {f"pain_profiles-0-{name}": value for name, value in row.items()}
    assert change(as_thea, ana, **sent).status_code == 302
    profile.refresh_from_db()
    assert (profile.tissue, profile.intake, profile.set_by) == ("tendon", 2, thea)
