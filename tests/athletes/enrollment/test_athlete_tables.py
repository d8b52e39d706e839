"""Athletes out of a table: new ones as if added by hand, known ones changed by whom may see them, nobody written to."""

from __future__ import annotations

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from athletes.enrollment.athlete_tables import AthleteTables
from athletes.enrollment.prescribing import add_athlete
from athletes.models import Athlete, Mail, Role, User
from programs.imports.columns import suggested
from programs.imports.plans import MappedRow, mapped_rows
from tests.people import MONDAY, let_cover

pytestmark = pytest.mark.django_db

KIND = AthleteTables()


def plan_of(user, *rows: dict[str, str]):
    return KIND.plan([MappedRow(number, row) for number, row in enumerate(rows, start=2)], user)


def store(user, *rows: dict[str, str]):
    plan = plan_of(user, *rows)
    assert plan.errors == []
    return KIND.store(plan, by=user, at=MONDAY)


def row(name="Nora Neu", email="nora@runner.example", **more: str) -> dict[str, str]:
    return {"name": name, "email": email, **more}


def test_a_new_athlete_is_as_one_that_is_added_by_hand(thea):
    done = store(thea, row(phone="(617) 555-0100"))
    imported = Athlete.objects.get(user__email="nora@runner.example")
    by_hand = add_athlete(
        email="hand@runner.example", name="Nora Neu", therapist=thea, at=MONDAY, phone="(617) 555-0100"
    )
    assert done == {"added_keys": [imported.pk]}
    own = {"user", "calendar_key", "reminder_due_at", "nudge_due_at"}  # an hour is drawn by the key
    for field in Athlete._meta.concrete_fields:
        if field.name not in own:
            assert getattr(imported, field.attname) == getattr(by_hand, field.attname), field.name
    assert imported.reminder_due_at.hour in {by_hand.reminder_due_at.hour + shift for shift in (-1, 0, 1)}
    assert imported.nudge_due_at is not None
    assert (imported.user.joined_at, imported.user.role) == (MONDAY, Role.ATHLETE)
    assert not imported.user.has_usable_password()


def test_nobody_is_written_to(thea):
    store(thea, row())
    assert not Mail.objects.exists()


def test_each_new_athlete_has_a_line_in_the_history_of_account_and_record(thea):
    store(thea, row())
    athlete = Athlete.objects.get(user__email="nora@runner.example")
    for thing in (athlete, athlete.user):
        entry = LogEntry.objects.get_for_object(thing).get()
        assert (entry.get_action_display(), entry.actor) == ("create", thea)
    assert "password" not in LogEntry.objects.get_for_object(athlete.user).get().changes


def test_a_known_athlete_is_found_by_the_address_and_keeps_what_the_file_does_not_say(ana, thea):
    Athlete.objects.filter(pk=ana.pk).update(phone="1")
    plan = plan_of(thea, row("Ana Silva-Lind", "ANA@stridewell.example", phone=""))
    assert [(difference.is_new, difference.changes) for difference in plan.differences] == [
        (False, [("Name", "Ana Silva", "Ana Silva-Lind")])
    ]
    assert plan.extra["shown"] == [ana.pk]
    KIND.store(plan, by=thea, at=MONDAY)
    ana.refresh_from_db()
    assert (ana.user.name, ana.phone, ana.therapist) == ("Ana Silva-Lind", "1", thea)
    store(thea, row("Ana Silva-Lind", "ana@stridewell.example", phone="2"))
    ana.refresh_from_db()
    assert ana.phone == "2"


def test_what_is_there_already_is_left_alone(ana, thea):
    plan = plan_of(thea, row(ana.user.name, ana.user.email))
    assert (plan.unchanged, plan.differences) == (1, [])


def test_first_and_last_name_may_stand_apart(thea):
    columns = KIND.columns(thea)
    table = [(1, ["First name", "Surname", "Mail", "Cell phone"]), (2, ["Nora", "Neu", "n@runner.example", "1"])]
    plan = KIND.plan(mapped_rows(table, 0, suggested(table[0][1], columns)), thea)
    assert plan.differences[0].name == "Nora Neu"
    assert plan.planned[0].phone == "1"


# -- whose caseload ----------------------------------------------------------------------------------


def test_a_therapist_brings_in_the_own_caseload_whatever_the_file_says(thea, tom):
    assert "therapist" not in [column.name for column in KIND.columns(thea)]
    store(thea, row(therapist="Tom Okoro"))
    assert Athlete.objects.get(user__email="nora@runner.example").therapist == thea


@pytest.mark.parametrize("named", ["Tom Okoro", "tom okoro", "TOM@stridewell.example"])
def test_a_clinic_admin_says_whose_by_name_or_address(carla, thea, tom, named):
    store(carla, row(therapist=named))
    assert Athlete.objects.get(user__email="nora@runner.example").therapist == tom


def test_a_clinic_admin_may_choose_one_therapist_for_all_rows(carla, thea, tom):
    (column,) = [column for column in KIND.columns(carla) if column.name == "therapist"]
    assert column.is_required
    assert column.constants == ((thea.email, "Thea Lind"), (tom.email, "Tom Okoro"))


def test_a_clinic_admin_moves_a_known_athlete_and_an_empty_cell_does_not(carla, ana, thea, tom):
    store(carla, row(ana.user.name, ana.user.email, therapist=""))
    ana.refresh_from_db()
    assert ana.therapist == thea
    plan = plan_of(carla, row(ana.user.name, ana.user.email, therapist="Tom Okoro"))
    assert plan.differences[0].changes == [("Therapist", "Thea Lind", "Tom Okoro")]
    KIND.store(plan, by=carla, at=MONDAY)
    ana.refresh_from_db()
    assert ana.therapist == tom


def test_who_covers_changes_name_and_telephone_and_keeps_whose_athlete_it_is(ana, thea, tom):
    let_cover(ana, tom)
    store(tom, row("Ana S", ana.user.email, phone="5"))
    ana.refresh_from_db()
    assert (ana.user.name, ana.phone, ana.therapist) == ("Ana S", "5", thea)


@pytest.mark.parametrize("whose", ["another therapist's athlete", "a therapist", "a deactivated account"])
def test_an_address_that_is_taken_is_refused_the_same_way_whosever_it_is(whose, thea, tom, ben):
    address = {"another therapist's athlete": ben.user.email, "a therapist": tom.email}.get(whose)
    if address is None:
        address = User.objects.create_user("gone@x.example", name="Gone", is_active=False).email
    plan = plan_of(thea, row(email=address.upper()))
    assert [str(error) for error in plan.errors] == [
        f"row 2, E-mail: somebody with this address has an account already: “{address}”"
    ]
    assert plan.extra["shown"] == []


REFUSED = {
    "no name": (row(name=""), "Name: empty"),
    "not an address": (row(email=""), "E-mail: empty"),
    "no real address": (row(email="nora at runner"), "E-mail: Enter a valid email address: “nora at runner”"),
    "a name of two lines": (row(name="Nora\nNeu"), "Name: Names have no line breaks"),
    "a name of 121 letters": (row(name="x" * 121), "Name: longer than 120 characters"),
    "a telephone of 41 digits": (row(phone="1" * 41), "Phone number: longer than 40 characters"),
    "nobody's therapist": (
        row(therapist="Nobody"),
        "Therapist: no active therapist has this name or address: “Nobody”",
    ),
    "no therapist": (row(therapist=""), "Therapist: empty"),
}


@pytest.mark.parametrize(("bad", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_a_row_is_refused_for(bad, why, carla, thea):
    plan = plan_of(carla, {"therapist": "Thea Lind", **bad})
    assert [str(error).startswith(f"row 2, {why}") for error in plan.errors] == [True]
    assert plan.planned == []


def test_a_deactivated_therapist_gets_no_athletes(carla, thea, tom):
    tom.is_active = False
    tom.save()
    assert len(plan_of(carla, row(therapist="Tom Okoro")).errors) == 1


def test_the_same_address_twice_is_refused(thea):
    plan = plan_of(thea, row(), row("Other", "NORA@runner.example"))
    assert [str(error) for error in plan.errors] == [
        "row 3, E-mail: is already in an earlier row: “nora@runner.example”"
    ]


@pytest.mark.parametrize("kind", ["new", "changed"])
def test_five_hundred_rows_are_at_most_thirty_queries(kind, thea):
    rows = [row(f"Runner {number}", f"{number}@runner.example", phone="1") for number in range(500)]
    if kind == "changed":
        store(thea, *rows)
        rows = [{**one, "name": f"{one['name']} Neu", "phone": "2"} for one in rows]
    with CaptureQueriesContext(connection) as asked:
        store(thea, *rows)
    assert len(asked) <= 30
    assert Athlete.objects.filter(therapist=thea, phone="1" if kind == "new" else "2").count() == 500
