"""The therapist's desk: prescribing, hand-over, and what an address is worth."""

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
from athletes.models import Athlete, Enrollment, Mail, MailKind, User
from athletes.records.pain import report_pain
from programs.models import Prescription, Program
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def form_for(ana, template, **changes) -> dict[str, object]:
    values = {"athlete": ana.pk, "program": template.pk, "starts_on": "2026-11-02"}
    return values | {"first_weekday": 0, "second_weekday": 3} | changes


def test_prescribing_makes_an_independent_copy_and_ends_at_the_hand_over(as_thea, ana, base_template):
    answer = as_thea.post("/admin/athletes/enrollment/add/", form_for(ana, base_template))
    enrollment = Enrollment.objects.get(athlete=ana)
    assert answer.url == f"/admin/athletes/enrollment/{enrollment.pk}/handover/"
    assert enrollment.program != base_template
    assert enrollment.program.copied_from == base_template
    assert enrollment.sessions.count() == 16
    page = as_thea.get(answer.url).content.decode()
    assert "<svg" in page
    assert "/in/invite-" in page
    tick(MONDAY)
    assert [message.to for message in outbox.outbox] == [["ana@stridewell.example"]]


@pytest.mark.parametrize(("first", "second"), [(0, 0), (0, 1), (6, 0), (0, 6), (3, 2)])
def test_days_next_to_each_other_are_refused(as_thea, ana, base_template, first, second):
    page = as_thea.post(
        "/admin/athletes/enrollment/add/", form_for(ana, base_template, first_weekday=first, second_weekday=second)
    )
    assert "Strength days need a day between them" in page.content.decode()
    assert not Enrollment.objects.exists()


def test_the_form_sent_twice_prescribes_once(as_thea, ana, base_template):
    first, second = (as_thea.post("/admin/athletes/enrollment/add/", form_for(ana, base_template)) for _ in range(2))
    assert first.url == second.url
    assert Enrollment.objects.count() == 1
    assert Mail.objects.filter(kind=MailKind.INVITE).count() == 1


def test_an_enrollment_is_shown_and_not_saved_again(as_thea, enrollment):
    path = f"/admin/athletes/enrollment/{enrollment.pk}/change/"
    assert 'name="_save"' not in as_thea.get(path).content.decode()
    assert as_thea.post(path, {}).status_code == 403


def test_a_new_program_finishes_the_one_before_and_keeps_what_was_done(as_thea, enrollment, ana, templates_by_slug):
    as_thea.post(
        "/admin/athletes/enrollment/add/", form_for(ana, templates_by_slug["half-marathon-12"], starts_on="2026-11-16")
    )
    enrollment.refresh_from_db()
    assert enrollment.status == "finished"
    assert ana.enrollments.active().count() == 1
    assert not enrollment.sessions.filter(planned_on__gte="2026-11-16").exists()


@pytest.fixture
def templates_by_slug(db) -> dict[str, Program]:
    return {program.slug: program for program in Program.objects.templates()}


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
    assert [message.to for message in outbox.outbox] == [["ana.silva@stridewell.example"]]


def test_an_address_of_somebody_else_is_refused(as_thea, ana, thea):
    page = change(as_thea, ana, email="THEA@stridewell.example")
    assert "Someone with this address already has an account" in page.content.decode()


def test_who_covers_cannot_take_an_athlete_over(ana, tom, thea):
    ana.covering.add(tom)
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


def test_the_library_is_found_by_pattern_level_equipment_and_quality(as_thea):
    page = as_thea.get(
        "/admin/programs/exercise/?pattern__exact=hip_hinge&level__exact=3&quality=force&equipment=dumbbell"
    )
    names = [exercise.name for exercise in page.context["cl"].result_list]
    assert "Dumbbell Romanian deadlift" in names
    assert {exercise.pattern for exercise in page.context["cl"].result_list} == {"hip_hinge"}


def test_an_exercise_in_use_cannot_be_deleted(carla, enrollment):
    used = enrollment.program.workouts.first().prescriptions.first().exercise
    as_carla = Client()
    as_carla.force_login(carla, backend="clinic.sign_in.auth.StaffPasswordBackend")
    assert as_carla.post(f"/admin/programs/exercise/{used.pk}/delete/", {"post": "yes"}).status_code == 403


def test_clinic_admins_add_therapists_and_not_athletes_without_a_therapist(carla):
    as_carla = Client()
    as_carla.force_login(carla, backend="clinic.sign_in.auth.StaffPasswordBackend")
    page = as_carla.get("/admin/athletes/user/add/").content.decode()
    assert 'value="therapist"' in page
    assert 'value="athlete"' not in page
    as_carla.post(
        "/admin/athletes/user/add/",
        {"name": "New", "email": "new@stridewell.example", "role": "therapist", "is_active": "on"},
    )
    assert not User.objects.get(email="new@stridewell.example").has_usable_password()


def test_how_far_the_rules_go_is_set_for_each_exercise(as_thea, enrollment, base_template):
    rows = list(Prescription.objects.filter(workout__program=enrollment.program).order_by("pk"))
    address = f"/admin/programs/program/{enrollment.program_id}/progression/"
    sent = {f"mode-{rows[0].pk}": "apply", f"mode-{rows[1].pk}": "off", f"mode-{rows[2].pk}": "always"}
    assert "2 changed" in as_thea.post(address, sent, follow=True).text
    kept = list(Prescription.objects.filter(pk__in=[row.pk for row in rows[:3]]).order_by("pk"))
    assert [row.progression for row in kept] == ["apply", "off", "suggest"]
    template = f"/admin/programs/program/{base_template.pk}/progression/"
    assert as_thea.get(template).status_code == 200
    assert as_thea.post(template, {}).status_code == 404


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


def test_the_brief_and_the_gate_say_what_is_known_and_what_is_not(as_thea, ana, enrollment):
    do(enrollment.sessions.order_by("planned_on").first(), ana, MONDAY)
    report_pain(athlete=ana, report_id=uuid.uuid4(), score=6, region="knee", side="left", at=MONDAY)
    brief = as_thea.get(f"/admin/athletes/athlete/{ana.pk}/brief/").text
    assert "Pain over limit: 6 in Left Knee, the limit is 3" in brief
    assert "? (birthday or sex for norms missing) asked for" in brief
