"""What holds an athlete back: a stop, plyometrics after red, a region that waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.evaluation.evaluate import evaluate
from athletes.evaluation.holds import held_sites
from athletes.evaluation.pain.warning_signs import answer_signs
from athletes.mail.loop import tick
from athletes.models import Athlete, Flag, FlagKind, MailKind, MailState, PainProfile
from athletes.problems.episodes import Finding
from athletes.problems.figures import PersistentFigures, StopFigures
from athletes.training.clearance import clear
from athletes.training.targets import offer
from programs.models import Exercise, Prescription, Tissue
from tests.doing import do, go_back, hurt
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


KNEE = PersistentFigures(place="Left knee", region="knee", side="left", scores=(2, 2, 2))
HIP = PersistentFigures(place="Hip or buttock", region="hip", scores=(2, 2, 2))


def test_a_region_waits_from_the_moment_its_discomfort_is_found_until_the_flag_is_resolved():
    standing = Flag(kind=FlagKind.PERSISTENT, figures=KNEE.to_json())
    answered = Flag(kind=FlagKind.PERSISTENT, figures=HIP.to_json(), resolved_at=MONDAY)
    assert held_sites([standing, answered], []) == {("knee", "left")}
    assert held_sites([], [Finding(FlagKind.PERSISTENT, "x", HIP)]) == {("hip", "")}


def test_no_other_flag_holds_a_region():
    stop = StopFigures(place="Left shin", region="shin", side="left")
    flag = Flag(kind=FlagKind.STOP, figures=stop.to_json())
    assert held_sites([flag], [Finding(FlagKind.STOP, "x", stop)]) == set()


def test_red_anywhere_takes_jumps_out_for_a_week_the_low_back_too(ana):
    hurt(ana, 6, region="low_back")
    ana.refresh_from_db()
    assert ana.plyometrics_off_until == MONDAY.date() + 7 * DAY


def test_plyometrics_that_are_out_for_longer_already_stay_out(ana):
    ana.plyometrics_off_until = MONDAY.date() + 30 * DAY
    ana.save()
    hurt(ana, 6, region="calf")
    ana.refresh_from_db()
    assert ana.plyometrics_off_until == MONDAY.date() + 30 * DAY


def test_any_pain_over_bone_stops_training_until_the_return_is_signed(ana, thea):
    PainProfile.objects.create(athlete=ana, region="shin", side="left", tissue=Tissue.BONE, set_by=thea)
    hurt(ana, 1, region="shin")
    ana.refresh_from_db()
    assert ana.stopped_at == MONDAY
    go_back(ana, thea, MONDAY + DAY)
    ana.refresh_from_db()
    assert ana.stopped_at is None


def test_a_stop_mails_the_therapist_at_once_once_and_without_a_name_or_a_word_of_health(ana, thea, mailoutbox):
    answer_signs(athlete=ana, region="shin", side="left", signs=["night"], at=MONDAY)
    tick(MONDAY + timedelta(minutes=1))
    evaluate(ana, MONDAY + timedelta(minutes=2))
    tick(MONDAY + timedelta(minutes=3))
    assert thea.mails.get(kind=MailKind.URGENT).state == MailState.SENT
    said = " ".join(f"{each.subject} {each.body}" for each in mailoutbox if each.to == [thea.email]).lower()
    assert "now" in said
    assert not [word for word in ("ana", "silva", "pain", "shin", "night") if word in said.split()]


def test_a_stop_closes_the_session_that_has_not_begun_and_keeps_the_one_that_has(as_ana, ana, enrollment, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    first, second = enrollment.sessions.order_by("planned_on")[:2]
    do(first, ana, MONDAY, finish=False)
    answer_signs(athlete=ana, region="knee", side="", signs=["pop"], at=MONDAY)
    today = as_ana.get("/").text
    assert "Training is stopped for now" in today
    assert "In this session" not in today
    assert as_ana.get(f"/session/{first.pk}/").status_code == 200
    assert as_ana.get(f"/session/{second.pk}/").url == "/"


def test_red_takes_plyometrics_out_of_the_sessions_of_the_next_seven_days(ana, thea, weeks):
    row = Prescription.objects.filter(workout=weeks[2].workout).last()
    row.exercise = Exercise.objects.filter(pattern="plyometric").first()
    row.save()
    clear(athlete=ana, by=thea, at=MONDAY)

    def has_jumps(session):
        session.athlete = Athlete.objects.get(pk=ana.pk)
        return any(target.pattern == "plyometric" for target in offer(session).targets)

    assert has_jumps(weeks[2])
    hurt(ana, 6, region="calf")
    assert has_jumps(weeks[2])  # seven days later
    hurt(ana, 6, days=1, region="calf")
    assert not has_jumps(weeks[2])
