"""The matrix can fail: each guard is switched off once, and each time the matrix must go red."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from copy import deepcopy
from typing import Any

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from rest_framework.permissions import IsAuthenticated

from athletes.access import roles
from athletes.desk.views.people import cover_several, record
from athletes.models import Athlete, Role, Session, User
from athletes.models.athletes import AthleteQuerySet, OwnedQuerySet
from athletes.models.care.covers import CoverQuerySet
from athletes.models.discovery_calls import DiscoveryCallQuerySet
from athletes.models.mail import MailQuerySet, PushDeviceQuerySet
from athletes.phone import api
from athletes.records import sessions
from athletes.wording import stops
from clinic.http.middleware import StaffAreaMiddleware
from clinic.operations import first_steps, metrics
from clinic.sign_in import second_factor
from clinic.site import ClinicAdminSite
from programs.admin.exercises import ExerciseAdmin
from programs.admin.imports import ImportPages
from programs.models.imports import UploadedImportQuerySet

from .matrix import failures
from .policy import TABLE, Row

pytestmark = pytest.mark.django_db


def rows_of_caseload(monkeypatch):
    monkeypatch.setattr(OwnedQuerySet, "visible_to", lambda self, user: self.all())


def athletes_of_caseload(monkeypatch):
    monkeypatch.setattr(AthleteQuerySet, "visible_to", lambda self, user: self.all())


def covering_is_not_seen(monkeypatch):
    monkeypatch.setattr(
        AthleteQuerySet, "visible_to", lambda self, user: self.filter(therapist=user) if user.is_staff else self
    )


def a_cover_has_a_last_day(monkeypatch):
    monkeypatch.setattr(CoverQuerySet, "standing", lambda self, on: self.filter(from_on__lte=on))


def a_cover_has_a_first_day(monkeypatch):
    monkeypatch.setattr(CoverQuerySet, "standing", CoverQuerySet.not_over)


def who_covers_only_reads_the_cover(monkeypatch):
    monkeypatch.setattr(User, "sees_everyone", True)


def who_covers_ends_no_care(monkeypatch):
    monkeypatch.setattr(record, "is_responsible_for", lambda user, athlete: True)


def everybody_is_on_my_caseload(monkeypatch):
    monkeypatch.setattr(cover_several, "_caseload_of", lambda user, request: list(Athlete.objects.all()))


def programs_of_caseload(monkeypatch):
    from athletes.desk.admin import programs
    from programs.models import Program

    monkeypatch.setattr(programs, "programs_visible_to", lambda user: Program.objects.all())


def mail_of_caseload(monkeypatch):
    monkeypatch.setattr(MailQuerySet, "visible_to", lambda self, user: self.all())


def calls_that_became_athletes_of_caseload(monkeypatch):
    monkeypatch.setattr(DiscoveryCallQuerySet, "visible_to", lambda self, user: self.all())


def admin_is_for_staff(monkeypatch):
    monkeypatch.setattr(ClinicAdminSite, "has_permission", lambda self, request: request.user.is_active)


def no_second_factor(monkeypatch):
    monkeypatch.setattr(second_factor, "needs_second_factor", lambda user: False)


def roles_limit_the_library(monkeypatch):
    everything = roles.PERMISSIONS[Role.CLINIC_ADMIN]
    monkeypatch.setattr(roles, "PERMISSIONS", dict.fromkeys(Role.values, everything))


def api_is_for_athletes(monkeypatch):
    monkeypatch.setattr(api.IsAthlete, "has_permission", IsAuthenticated.has_permission)


def api_needs_a_person(monkeypatch):
    monkeypatch.setattr(api.ExerciseListView, "permission_classes", [])


def session_belongs_to_who_writes(monkeypatch):
    real = sessions._claim

    def claim(athlete, session_id, at, *, may_create):
        owner = Session.objects.filter(pk=session_id).values_list("athlete_id", flat=True).first()
        return real(Athlete.objects.get(pk=owner) if owner else athlete, session_id, at, may_create=may_create)

    monkeypatch.setattr(sessions, "_claim", claim)


def a_stop_ends_by_their_therapist(monkeypatch):
    monkeypatch.setattr(stops, "may_end_stop", lambda user, athlete_id: True)


def an_upload_is_its_owner_s(monkeypatch):
    monkeypatch.setattr(UploadedImportQuerySet, "visible_to", lambda self, user: self.all())


def imports_ask_for_the_right(monkeypatch):
    monkeypatch.setattr(ImportPages, "_let_in", lambda self, request: request)


def a_contact_is_its_author_s(monkeypatch):
    from athletes.desk.views.contact import log

    def correct(request, found, context):
        found.note = request.POST.get("contact-note", "")
        return HttpResponse(status=422 if request.POST else 200)

    monkeypatch.setattr(log, "_correct", correct)


def everybody_publishes(monkeypatch):
    monkeypatch.setattr(ExerciseAdmin, "_publishes", lambda self, request: True)


def nobody_may_add_to_the_library(monkeypatch):
    monkeypatch.setattr(ExerciseAdmin, "has_add_permission", lambda self, request: False)


def staff_area_is_for_staff(monkeypatch):
    monkeypatch.setattr(StaffAreaMiddleware, "__call__", lambda self, request: self.get_response(request))


def devices_of_everybody(monkeypatch):
    monkeypatch.setattr(PushDeviceQuerySet, "visible_to", lambda self, user: self.all())


def passkeys_of_everybody(monkeypatch):
    from allauth.mfa.models import Authenticator

    from athletes.phone.views import passkeys

    monkeypatch.setattr(passkeys.passkeys, "passkeys_of", lambda user: Authenticator.objects.all())


def first_steps_are_everybody_s(monkeypatch):
    monkeypatch.setattr(first_steps, "may_take", lambda user: True)


def figures_ask_for_no_token(monkeypatch):
    monkeypatch.setattr(metrics, "may_read", lambda request: True)


def everybody_decides_about_mail(monkeypatch):
    monkeypatch.setattr(User, "sees_everyone", property(lambda user: user.is_staff))


GUARDS = [
    (figures_ask_for_no_token, "metrics"),
    (first_steps_are_everybody_s, "first-steps"),
    (everybody_decides_about_mail, "mail/addresses/"),
    (athletes_of_caseload, "athlete_id>/mail/"),
    (covering_is_not_seen, "athlete_id>/mail/"),
    (rows_of_caseload, "session"),
    (devices_of_everybody, "settings/phones/<int"),
    (devices_of_everybody, "admin/notifications"),
    (passkeys_of_everybody, "settings/passkeys/<int"),
    (athletes_of_caseload, "admin/athletes"),
    (covering_is_not_seen, "admin/athletes"),
    (programs_of_caseload, "admin/programs/program"),
    (mail_of_caseload, "admin/athletes/mail"),
    (calls_that_became_athletes_of_caseload, "admin/athletes/discoverycall"),
    (admin_is_for_staff, "admin/"),
    (no_second_factor, "admin/"),
    (roles_limit_the_library, "admin/programs"),
    (roles_limit_the_library, "admin/athletes/messagetemplate"),
    (roles_limit_the_library, "admin/athletes/billingcode"),
    (api_is_for_athletes, "api/"),
    (api_needs_a_person, "api/"),
    (session_belongs_to_who_writes, "api/"),
    (a_stop_ends_by_their_therapist, "return-to-training"),
    (athletes_of_caseload, "handover/"),
    (roles_limit_the_library, "admin/clinic/accesslog"),
    (athletes_of_caseload, "athlete/<int:athlete_id>/"),
    (athletes_of_caseload, "notes/"),
    (athletes_of_caseload, "contacts/"),
    (a_contact_is_its_author_s, "contacts/<int"),
    (athletes_of_caseload, "next-visit/"),
    (athletes_of_caseload, "outcomes/"),
    (covering_is_not_seen, "outcomes/"),
    (athletes_of_caseload, "cover/"),
    (covering_is_not_seen, "cover/"),
    (a_cover_has_a_last_day, "cover/"),
    (a_cover_has_a_last_day, "admin/athletes"),
    (a_cover_has_a_first_day, "cover/"),
    (a_cover_has_a_first_day, "admin/athletes"),
    (who_covers_only_reads_the_cover, "cover/"),
    (everybody_is_on_my_caseload, "athlete/cover/"),
    (athletes_of_caseload, "record/"),
    (covering_is_not_seen, "record/"),
    (athletes_of_caseload, "record.zip"),
    (covering_is_not_seen, "record.zip"),
    (athletes_of_caseload, "archive/"),
    (who_covers_ends_no_care, "archive/"),
    (athletes_of_caseload, "erase/"),
    (who_covers_only_reads_the_cover, "erase/"),
    (roles_limit_the_library, "admin/athletes/erasure"),
    (athletes_of_caseload, "brief.txt"),
    (covering_is_not_seen, "brief.txt"),
    (athletes_of_caseload, "policy/"),
    (athletes_of_caseload, "athlete_id>/monitoring/"),
    (covering_is_not_seen, "athlete_id>/monitoring/"),
    (athletes_of_caseload, "report/monitoring/"),
    (athletes_of_caseload, "admin/report/"),
    (athletes_of_caseload, "caseload/<int"),
    (covering_is_not_seen, "caseload/<int"),
    (an_upload_is_its_owner_s, "athlete/import/"),
    (imports_ask_for_the_right, "exercise/import/"),
    (everybody_publishes, "exercise_id>/standing/"),
    (roles_limit_the_library, "exercise/merge/"),
    (roles_limit_the_library, "exercise/figures/"),
    (roles_limit_the_library, "exercise_id>/figure/standing/"),
    (admin_is_for_staff, "exercise_id>/figure/preview/"),
    (admin_is_for_staff, "exercise_id>/figure/drawing.svg"),
    (nobody_may_add_to_the_library, "exercise_id>/copy/"),
    (staff_area_is_for_staff, "staff/"),
]


#: The victim still asks first, so that caches are warm.
TELLING_FIRST = ("ana", "tom", "ben", "cora", "halfway", "thea", "carla", "gone", "anonymous")


def test_without_any_one_guard_the_matrix_is_red(clients, things):
    """With every guard it is green: ``test_policy`` asks that, of every row.

    Each is taken back with all that came of it: making Ana and her things anew for each takes longer than asking.
    """
    still_green = []
    for guard, part in GUARDS:
        rows = [row for row in TABLE.rows if part in row.route and "logout" not in row.route]
        with pytest.MonkeyPatch.context() as patch, taken_back(clients):
            guard(patch)
            if not is_red(clients, things, rows):
                still_green.append(f"{guard.__name__}: {part}")
    assert still_green == []


def is_red(clients: dict[str, Client], things: dict[str, Any], rows: list[Row]) -> bool:
    with closing(failures(clients, things, rows, TELLING_FIRST)) as found:
        return next(found, None) is not None


@contextmanager
def taken_back(clients: dict[str, Client]) -> Iterator[None]:
    """What was stored, cached, or given to a browser is afterwards as it was."""
    cookies = {name: deepcopy(client.cookies) for name, client in clients.items()}
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for name, client in clients.items():
        client.cookies = cookies[name]
    cache.clear()


def test_with_all_guards_back_the_matrix_is_green(clients, things):
    """Nothing of a mutant is left to the next one."""
    (row,) = [row for row in TABLE.rows if row.name == "GET admin/athletes/athlete/"]
    with pytest.MonkeyPatch.context() as patch, taken_back(clients):
        athletes_of_caseload(patch)
        assert is_red(clients, things, [row])
    assert not is_red(clients, things, [row])


def test_the_site_registers_only_its_own_apps():
    assert {model._meta.app_label for model in admin.site._registry} == {"programs", "athletes", "clinic"}
