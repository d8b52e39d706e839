"""The first steps of a clinic: each says what is missing, and is done when it is."""

from __future__ import annotations

import pytest
from django.core import mail as outbox
from django.utils import timezone

from athletes.mail.loop import tick
from athletes.models import LoopBeat, User
from clinic.models import BackupState
from clinic.operations.first_steps import STEPS, StepTaken, count_left, steps_taken
from programs.models import Threshold
from programs.thresholds import sign
from tests.seen import see

pytestmark = pytest.mark.django_db
TITLES = [str(step.title) for step in STEPS]


@pytest.fixture(autouse=True)
def _real_clinic(settings, carla):
    """Addresses of its own and a loop that has just run; nothing else is done yet."""
    LoopBeat.objects.create(at=timezone.now())
    settings.DEMO_CLINIC = False
    settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = "https://clinic.harbor-pt.com", "hello@harbor-pt.com"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "clinic.harbor-pt.com"]
    settings.BACKUP_DIR, settings.BACKUP_RECIPIENTS = "", []


def open_steps() -> list[str]:
    return [str(taken.step.title) for taken in steps_taken(timezone.now()) if not taken.is_done]


def make_a_backup(settings) -> None:
    settings.BACKUP_DIR, settings.BACKUP_RECIPIENTS = "/backups", ["age1"]
    BackupState.objects.create(made_at=timezone.now())


def test_a_new_clinic_has_everything_before_it_but_its_facts_and_each_step_ends_with_what_it_asks(
    settings, as_carla, carla, request
):
    assert open_steps() == TITLES[1:]
    as_carla.post("/admin/first-steps/")
    tick(timezone.now())
    assert open_steps() == TITLES[2:]
    request.getfixturevalue("thea")
    assert open_steps() == TITLES[3:]
    sign(Threshold.objects.all(), by=carla, at=timezone.now())
    assert open_steps() == TITLES[4:]
    make_a_backup(settings)
    assert open_steps() == []
    assert "Everything is done" in see(as_carla, "/admin/first-steps/")


def test_the_test_mail_goes_the_way_of_every_other_and_the_page_says_what_became_of_it(as_carla):
    assert "No test mail was sent yet" in see(as_carla, "/admin/first-steps/")
    as_carla.post("/admin/first-steps/")
    assert "waits: the worker sends it within a minute" in see(as_carla, "/admin/first-steps/")
    tick(timezone.now())
    assert [message.to for message in outbox.outbox] == [["carla@stridewell.example"]]
    assert "A test mail to carla@stridewell.example was accepted" in see(as_carla, "/admin/first-steps/")


def test_who_was_invited_and_has_not_come_is_named(as_carla):
    User.objects.create_user("nora@stridewell.example", None, name="Nora Quist", role="therapist")
    assert "Nora Quist has not chosen a password yet" in see(as_carla, "/admin/first-steps/")
    assert TITLES[2] in open_steps()


def test_the_caseload_counts_what_is_open_for_who_can_do_it(as_carla, as_thea, carla, thea, settings):
    assert "Before the first patient: 3 steps are open." in see(as_carla, "/admin/")
    assert "Before the first patient" not in see(as_thea, "/admin/")
    settings.DEMO_CLINIC = True
    assert count_left(carla, timezone.now()) == 0


def test_what_was_not_looked_at_is_not_done():
    """The demo, which makes no backups, said that its backup every night was done."""
    assert [StepTaken(step, []).is_done for step in STEPS] == [False] * len(STEPS)
