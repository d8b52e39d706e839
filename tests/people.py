"""The people in every test: two therapists, their athletes, a clinic admin and a stranger."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from athletes.enrollment.prescribing import add_athlete, prescribe
from athletes.models import Athlete, Cover, Enrollment, Role, Session, User
from clinic.audit import guard
from clinic.celery import app
from programs.library.exercises import import_library
from programs.models import Program
from programs.templates_io.importing import import_templates
from programs.thresholds import sync_thresholds

from .clock import at

DATA = Path(__file__).resolve().parents[1] / "programs" / "data"
MONDAY = at("2026-11-02 09:00 America/New_York")


def let_cover(athlete: Athlete, *therapists: User) -> None:
    """These therapists cover the athlete, on every day that a test plays on."""
    for therapist in therapists:
        Cover.objects.create(
            athlete=athlete, therapist=therapist, from_on=date(2026, 1, 1), reason="vacation", by=athlete.therapist,
            at=MONDAY,
        )  # fmt: skip


@pytest.fixture(autouse=True)
def _plain_settings(settings):
    """Fast hashes, mail in memory and at once, no second factor unless a test turns it on."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SIGN_IN_MAIL_BESIDE = False
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """The shipped library and templates are loaded once; every test rolls back to them.

    Where the tables come from the models, what the database does about the access log is installed here.
    """
    with django_db_blocker.unblock():
        if guard.missing(connection):
            guard.install(connection)
        sync_thresholds()
        import_library(
            exercises=(DATA / "exercises.csv").read_text("utf-8"),
            cautions=(DATA / "cautions.csv").read_text("utf-8"),
            alternatives=(DATA / "alternatives.csv").read_text("utf-8"),
        )
        import_templates(document=(DATA / "templates.json").read_text("utf-8"))


@pytest.fixture
def base_template(db) -> Program:
    return Program.objects.get(slug="runner-base-8")


@pytest.fixture
def thea(db) -> User:
    return User.objects.create_user(
        "thea@stridewell.example", "correct horse battery", name="Thea Lind", role=Role.THERAPIST
    )


@pytest.fixture
def tom(db) -> User:
    return User.objects.create_user(
        "tom@stridewell.example", "correct horse battery", name="Tom Okoro", role=Role.THERAPIST
    )


@pytest.fixture
def carla(db) -> User:
    return User.objects.create_user(
        "carla@stridewell.example", "correct horse battery", name="Carla Ruiz", role=Role.CLINIC_ADMIN
    )


@pytest.fixture
def ana(thea) -> Athlete:
    return add_athlete(email="ana@stridewell.example", name="Ana Silva", therapist=thea, at=MONDAY, unit="kg")


@pytest.fixture
def ben(tom) -> Athlete:
    return add_athlete(email="ben@stridewell.example", name="Ben Carter", therapist=tom, at=MONDAY)


@pytest.fixture
def stranger(tom) -> Athlete:
    return add_athlete(email="stranger@elsewhere.example", name="Sam Stranger", therapist=tom, at=MONDAY)


@pytest.fixture
def enrollment(ana, thea, base_template) -> Enrollment:
    """Ana follows the base program, Mondays and Thursdays, from 2 November 2026."""
    return prescribe(athlete=ana, template=base_template, starts_on=MONDAY.date(), weekdays=(0, 3), by=thea, at=MONDAY)


@pytest.fixture
def first_session(enrollment) -> Session:
    return enrollment.sessions.order_by("planned_on").first()


@pytest.fixture
def worker(monkeypatch) -> None:
    """A worker that does each task at the moment it is asked for."""
    monkeypatch.setattr(app.conf, "task_always_eager", True)
    monkeypatch.setattr(app.conf, "task_eager_propagates", True)


@pytest.fixture
def as_ana(ana) -> Client:
    client = Client(headers={"X-Athlete": ana.owner_mark})
    client.force_login(ana.user, backend="clinic.sign_in.auth.LinkBackend")
    return client


@pytest.fixture
def as_thea(thea) -> Client:
    client = Client()
    client.force_login(thea, backend="clinic.sign_in.auth.StaffPasswordBackend")
    return client


@pytest.fixture
def as_tom(tom) -> Client:
    client = Client()
    client.force_login(tom, backend="clinic.sign_in.auth.StaffPasswordBackend")
    return client


@pytest.fixture
def as_carla(carla) -> Client:
    client = Client()
    client.force_login(carla, backend="clinic.sign_in.auth.StaffPasswordBackend")
    return client
