"""An athlete is erased: nothing of them is left in any table or file, and nobody else loses a row."""

from __future__ import annotations

import pytest
from auditlog.models import LogEntry
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as BrowserSession
from django.core.exceptions import PermissionDenied
from django.db import models

from athletes.enrollment.leaving.erasing import ask_for_erasure, erase, what_goes, withdraw_erasure
from athletes.enrollment.leaving.retention import hold, lift_hold
from athletes.enrollment.prescribing import prescribe
from athletes.errors import RefusedError
from athletes.models import Athlete, DiscoveryCall, Erasure, User
from clinic.models import AccessLog
from programs.authoring import copy_program, save_as_template
from programs.models import Dose, Program, Week, Workout
from tests.people import MONDAY

from .canaries import CANARY, EMAIL, fill, rows_by_table, where_named

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(time_machine, settings):
    time_machine.move_to(MONDAY, tick=False)
    settings.RECORD_RETENTION_YEARS = 0


@pytest.fixture
def filled(ana, enrollment) -> Athlete:
    fill(enrollment)
    return Athlete.objects.get(pk=ana.pk)


def reached_by_the_athlete() -> set[type[models.Model]]:
    """Models of the project that go with an athlete, found through the foreign keys."""
    found: set[type[models.Model]] = set()
    waiting: list[type[models.Model]] = [User]
    while waiting:
        model = waiting.pop()
        found.add(model)
        for relation in model._meta.related_objects:
            is_theirs = relation.on_delete is models.CASCADE and relation.related_model not in found
            if is_theirs and relation.field.name not in {"owner", "author"} and not relation.field.many_to_many:
                waiting.append(relation.related_model)
    return {model for model in found if model._meta.app_label == "athletes"}


def test_nothing_of_the_athlete_is_left_in_any_table(filled, carla):
    named = where_named()
    logs = {"auditlog_logentry", "django_admin_log"}
    assert logs | {"athletes_user", "athletes_message", "athletes_athleteimport"} <= set(named)  # it would be found
    erase(athlete=filled, reason="asked", by=carla, at=MONDAY)
    assert where_named() == {}
    done = Erasure.objects.get()
    assert (done.athlete_key, done.reason, done.by, done.at) == (filled.pk, "asked", carla, MONDAY)


def test_each_kind_of_row_that_an_athlete_has_was_there_to_be_erased(filled):
    empty = {model.__name__ for model in reached_by_the_athlete() if not model._default_manager.exists()}
    assert empty == set()


def test_no_file_belongs_to_an_athlete():
    """Media are the library's; a model with a file of an athlete's needs its file deleted, and a test here."""
    for model in apps.get_app_config("athletes").get_models():
        assert not [field for field in model._meta.get_fields() if isinstance(field, models.FileField)], model


def rows_of(athlete: Athlete) -> dict[str, list[dict[str, object]]]:
    """Every row of theirs by column, with their plan and what the change log says of them."""
    found = {"User": list(User.objects.filter(pk=athlete.pk).values())}
    for model in reached_by_the_athlete():
        if any(field.name == "athlete" for field in model._meta.concrete_fields):
            found[model.__name__] = list(model._default_manager.filter(athlete=athlete.pk).order_by("pk").values())
    followed = athlete.enrollments.values("program")
    for model, path in ((Program, "pk"), (Week, "program"), (Workout, "program"), (Dose, "week__program")):
        found[model.__name__] = list(model.objects.filter(**{f"{path}__in": followed}).order_by("pk").values())
    found["LogEntry"] = list(LogEntry.objects.filter(changes__athlete__1=str(athlete.pk)).order_by("pk").values())
    return found


def test_the_rows_of_another_athlete_are_as_before_one_by_one(filled, ben, tom, carla, base_template):
    prescribe(athlete=ben, template=base_template, starts_on=MONDAY.date(), weekdays=(0, 3), by=tom, at=MONDAY)
    before = rows_of(ben)
    erase(athlete=filled, reason="asked", by=carla, at=MONDAY)
    assert rows_of(ben) == before
    assert all(before[kind] for kind in ("User", "Session", "Enrollment", "Dose", "LogEntry"))


def test_nothing_is_added_but_one_row_and_its_line_in_the_access_log(filled, ben, carla):
    before = rows_by_table()
    kept = {table for table in before if table not in where_named()}
    erase(athlete=filled, reason="asked", by=carla, at=MONDAY)
    after = rows_by_table()
    added = {table: [row for row in rows if row not in before[table]] for table, rows in after.items()}
    assert {table: len(rows) for table, rows in added.items() if rows} == {"athletes_erasure": 1, "clinic_accesslog": 2}
    for table in kept:
        if not table.startswith(("athletes_", "programs_", "auditlog_")):
            assert after[table] == before[table], table


def test_an_address_that_is_somebody_else_s_by_now_and_their_call_stay(ana, ben, carla):
    account = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(
        content_type=account, object_pk=str(ana.pk), object_id=ana.pk, object_repr="Ana", action=1,
        changes={"email": [ben.user.email, ana.user.email]},
    )  # fmt: skip
    terms = {"name": "Ben Carter", "story": "-", "times": "-", "asked_at": MONDAY}
    waiting = DiscoveryCall.objects.create(email=ben.user.email, **terms)
    became = DiscoveryCall.objects.create(
        email=ana.user.email, athlete=ben, state="became_athlete", handled_at=MONDAY, **terms
    )
    erase(athlete=ana, reason="asked", by=carla, at=MONDAY)
    assert set(DiscoveryCall.objects.all()) == {waiting, became}


def test_what_goes_is_counted_before(filled):
    counts = {each.name: each.count for each in what_goes(filled)}
    assert counts["sessions"] == 16
    assert counts["discovery calls"] == 2
    assert counts["program"] == 1
    assert counts["user"] == 1
    assert 0 not in counts.values()


def test_the_copy_goes_and_what_was_made_a_template_of_it_stays(enrollment, ana, ben, carla):
    program = enrollment.program
    unfollowed = copy_program(program=program, name="Try")
    template = save_as_template(program=program, name="Ours")
    erase(athlete=ana, reason="asked", by=carla, at=MONDAY)
    left = set(Program.objects.filter(pk__in=[program.pk, unfollowed.pk, template.pk]))
    assert left == {template}


def test_a_program_that_somebody_else_follows_too_stays(enrollment, ana, ben, carla):
    shared = enrollment.program
    ben.enrollments.create(
        program=shared, starts_on=MONDAY.date(), ends_on=MONDAY.date(), first_weekday=0, second_weekday=3,
        prescribed_at=MONDAY,
    )  # fmt: skip
    erase(athlete=ana, reason="asked", by=carla, at=MONDAY)
    assert ben.enrollments.get().program == shared


def test_browsers_forget_and_nobody_else_is_signed_out(filled, thea, carla):
    def browser(**kept: object) -> str:
        session = SessionStore()
        session.update(kept)
        session.save()
        return str(session.session_key)

    own = browser(_auth_user_id=str(filled.pk))
    typed = browser(_auth_user_id=str(thea.pk), caseload_typed={"athlete": str(filled.pk), "text": "how"}, seen=3)
    named = browser(_auth_user_id=str(thea.pk), words=f"Sent to {CANARY} Silva.")
    erase(athlete=filled, reason="asked", by=carla, at=MONDAY)
    left = {row.session_key: row.get_decoded() for row in BrowserSession.objects.all()}
    assert own not in left
    assert left[typed] == {"_auth_user_id": str(thea.pk), "seen": 3}
    assert left[named] == {"_auth_user_id": str(thea.pk)}


def test_the_access_log_keeps_that_it_was_opened_without_from_where(filled, carla):
    erase(athlete=filled, reason="asked", by=carla, at=MONDAY)
    row = AccessLog.objects.get(action="GET today")
    assert (row.athletes, row.actor_id, row.address, row.request_id) == ([filled.pk], filled.pk, None, None)
    said = AccessLog.objects.get(kind="erased")
    assert (said.athletes, said.actor) == ([filled.pk], carla)


def test_mail_in_files_goes_and_that_of_others_in_the_same_file_stays(
    filled, carla, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MAIL_DIR = tmp_path
    line = b"-" * 79
    file = tmp_path / "today.log"
    file.write_bytes(line.join([f"To: {EMAIL}\n\nHello\n".encode(), b"To: ben@stridewell.example\n\nHello\n"]))
    with django_capture_on_commit_callbacks(execute=True):
        erase(athlete=filled, reason="asked", by=carla, at=MONDAY)
    assert file.read_bytes() == b"To: ben@stridewell.example\n\nHello\n"


def test_a_legal_hold_keeps_everything_until_it_is_lifted(ana, carla):
    hold(athlete=ana, reason="Letter of counsel, May 4")
    with pytest.raises(RefusedError, match="legal hold"):
        erase(athlete=ana, reason="asked", by=carla, at=MONDAY)
    assert Athlete.objects.filter(pk=ana.pk).exists()
    lift_hold(athlete=ana)
    erase(athlete=ana, reason="asked", by=carla, at=MONDAY)
    assert not Athlete.objects.filter(pk=ana.pk).exists()


def test_only_a_clinic_admin_erases(ana, thea):
    with pytest.raises(PermissionDenied):
        erase(athlete=ana, reason="asked", by=thea, at=MONDAY)
    assert Athlete.objects.filter(pk=ana.pk).exists()


def test_erasing_asks_for_a_reason(ana, carla):
    with pytest.raises(RefusedError):
        erase(athlete=ana, reason="", by=carla, at=MONDAY)


def test_who_asked_for_it_stays_the_first_and_it_can_be_withdrawn(ana, thea, carla):
    ask_for_erasure(athlete=ana, by=thea, at=MONDAY)
    ask_for_erasure(athlete=ana, by=carla, at=MONDAY)
    assert ana.erasure_asked_by == thea
    withdraw_erasure(athlete=ana, by=carla)
    ana.refresh_from_db()
    assert (ana.erasure_asked_at, ana.erasure_asked_by) == (None, None)


def test_what_the_athlete_asked_for_only_they_take_back(ana, carla):
    ask_for_erasure(athlete=ana, by=ana.user, at=MONDAY)
    with pytest.raises(RefusedError, match="takes it back in their settings"):
        withdraw_erasure(athlete=ana, by=carla)
    withdraw_erasure(athlete=ana, by=ana.user)
    assert ana.erasure_asked_at is None
