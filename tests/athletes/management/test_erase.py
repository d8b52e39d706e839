"""erase: a clinic admin's decision, by number, after what goes was said and the name was typed."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from athletes.enrollment.leaving.retention import hold
from athletes.models import Athlete, Erasure
from athletes.records.care_notes import write_care_note

pytestmark = pytest.mark.django_db
CARLA = "carla@stridewell.example"


@pytest.fixture
def typed(monkeypatch):
    def type_in(words: str) -> None:
        monkeypatch.setattr("builtins.input", lambda prompt="": words)

    type_in("ana  silva")
    return type_in


def erase(athlete: Athlete, by: str = CARLA) -> None:
    call_command("erase", str(athlete.pk), "--by", by, "--reason", "asked")


def test_what_goes_is_said_and_the_typed_name_erases_it(ana, ben, carla, typed, capsys):
    erase(ana)
    said = capsys.readouterr().out
    assert "1 athlete" in said
    assert "Erased. One row says so" in said
    assert set(Athlete.objects.all()) == {ben}
    assert (Erasure.objects.get().athlete_key, Erasure.objects.get().by) == (ana.pk, carla)


def test_another_name_erases_nothing(ana, carla, typed):
    typed("Ben Carter")
    with pytest.raises(CommandError, match="not the name of this record"):
        erase(ana)
    assert Athlete.objects.filter(pk=ana.pk).exists()


def test_a_hold_and_a_period_that_runs_are_said_and_nothing_is_asked(ana, thea, carla, monkeypatch):
    write_care_note(athlete=ana, author=thea, text="Visit", at=timezone.now())
    with pytest.raises(CommandError, match="keeps records for 7 years"):
        erase(ana)
    hold(athlete=ana, reason="Letter of counsel")
    with pytest.raises(CommandError, match="legal hold is on this record: Letter of counsel"):
        erase(ana)


@pytest.mark.parametrize("by", ["thea@stridewell.example", "nobody@elsewhere.example"])
def test_only_a_clinic_admin_decides(ana, thea, carla, typed, by):
    with pytest.raises(CommandError, match="is no clinic admin"):
        erase(ana, by=by)
    assert Athlete.objects.filter(pk=ana.pk).exists()


def test_a_number_that_is_nobody_s_is_said(carla, typed):
    with pytest.raises(CommandError, match="no record with the number 987654"):
        call_command("erase", "987654", "--by", CARLA, "--reason", "asked")
