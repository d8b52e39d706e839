"""Flags: raised once per cause, freshened by newer facts, and gone only by an act."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from athletes.evaluation.evaluate import evaluate
from athletes.models import FlagKind
from athletes.problems import episodes
from athletes.problems.episodes import Finding
from athletes.problems.figures import MissedFigures, PainFigures, RunSpikeFigures
from athletes.records.barriers import name_barrier
from athletes.records.check_ins import CheckInItem, check_in_id, record_check_in
from athletes.records.messages import send_message
from athletes.records.runs import RunItem, record_run
from programs.rules.distance import Distance
from tests.doing import hurt, open_kinds
from tests.people import MONDAY

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


# -- raising ---------------------------------------------------------------------------------


def missed(count, week="2026-W45") -> Finding:
    return Finding(FlagKind.MISSED, week, MissedFigures(missed=count, planned=2, on=MONDAY.date()))


def over_the_limit(score, cause="2026-11-02:knee:left") -> Finding:
    figures = PainFigures(place="Left knee", region="knee", side="left", score=score, limit=3, on=MONDAY.date())
    return Finding(FlagKind.PAIN, cause, figures)


def raise_at(athlete, at, *findings):
    return episodes.raise_flags(athlete=athlete, findings=findings, known=episodes.remembered(athlete, at), at=at)


def test_the_same_cause_is_the_same_flag_with_the_newer_figures(ana):
    (flag,) = raise_at(ana, MONDAY, over_the_limit(5))
    assert raise_at(ana, MONDAY + DAY, over_the_limit(7)) == []
    flag.refresh_from_db()
    assert (flag.figures["score"], flag.raised_at) == (7, MONDAY)


def test_another_cause_is_another_flag(ana):
    spikes = [Finding(FlagKind.RUN_SPIKE, cause, RunSpikeFigures(percent=20, on=MONDAY.date())) for cause in "ab"]
    raise_at(ana, MONDAY, *spikes)
    assert open_kinds(ana) == [FlagKind.RUN_SPIKE, FlagKind.RUN_SPIKE]


def test_pain_of_one_place_is_one_flag_which_says_the_latest_and_of_another_place_another(ana):
    again = over_the_limit(6, "2026-11-03:knee:left")
    figures = PainFigures(place="Left hip", region="hip", side="left", score=5, limit=3, on=MONDAY.date())
    raise_at(ana, MONDAY, over_the_limit(5), again, Finding(FlagKind.PAIN, "2026-11-03:hip:left", figures))
    raise_at(ana, MONDAY + DAY, over_the_limit(7, "2026-11-04:knee:left"))
    scores = {flag.figures["region"]: flag.figures["score"] for flag in ana.flags.open()}
    assert scores == {"knee": 7, "hip": 5}
    assert ana.flags.count() == 2


def test_of_some_kinds_one_at_a_time_stands_and_another_cause_freshens_it(ana):
    raise_at(ana, MONDAY, missed(1))
    assert raise_at(ana, MONDAY + 7 * DAY, missed(2, "2026-W46")) == []
    flag = ana.flags.get()
    assert (flag.cause, flag.figures["missed"]) == ("2026-W45", 2)


def test_a_resolved_flag_comes_back_only_by_another_cause(ana, thea):
    raise_at(ana, MONDAY, missed(1))
    episodes.resolve(flags=ana.flags.open(), by=thea, at=MONDAY)
    assert raise_at(ana, MONDAY + DAY, missed(2)) == []
    assert ana.flags.get().figures["missed"] == 1
    assert len(raise_at(ana, MONDAY + 7 * DAY, missed(1, "2026-W46"))) == 1


def test_two_writers_at_once_raise_one_flag(ana):
    for _writer in range(2):
        episodes.raise_flags(athlete=ana, findings=[over_the_limit(5)], known=[], at=MONDAY)
    assert ana.flags.count() == 1


def test_resolved_flags_are_remembered_for_four_weeks(ana, thea):
    raise_at(ana, MONDAY, missed(1))
    episodes.resolve(flags=ana.flags.open(), by=thea, at=MONDAY)
    assert len(episodes.remembered(ana, MONDAY + 28 * DAY)) == 1
    assert episodes.remembered(ana, MONDAY + 29 * DAY) == []


def test_several_athletes_are_remembered_apart_in_one_query(ana, ben, django_assert_num_queries):
    raise_at(ana, MONDAY, missed(1))
    with django_assert_num_queries(1):
        known = episodes.remembered_of([ana.pk, ben.pk], MONDAY)
    assert [len(known[ana.pk]), known[ben.pk]] == [1, []]


# -- acts ------------------------------------------------------------------------------------


def test_acts_are_kept_with_who_when_and_the_note_and_a_flag_that_is_put_off_comes_back(ana, thea):
    hurt(ana, 6)
    flag = ana.flags.get()
    episodes.acknowledge(flags=[flag], by=thea, at=MONDAY)
    episodes.acknowledge(flags=[flag], by=thea, at=MONDAY + DAY)
    episodes.note(flag=flag, text="Called, no answer.", by=thea, at=MONDAY)
    episodes.snooze(flags=[flag], until=MONDAY + 2 * DAY, by=thea, at=MONDAY)
    assert not ana.flags.waiting(MONDAY + DAY).exists()
    assert ana.flags.waiting(MONDAY + 2 * DAY).exists()
    episodes.resolve(flags=[flag], by=thea, at=MONDAY + DAY, note="Lighter week.")
    episodes.resolve(flags=[flag], by=thea, at=MONDAY + 2 * DAY, note="Again.")
    kept = list(flag.acts.order_by("id").values_list("kind", "note"))
    assert kept == [
        ("acknowledged", ""),
        ("noted", "Called, no answer."),
        ("snoozed", ""),
        ("resolved", "Lighter week."),
    ]
    evaluate(ana, MONDAY + DAY)
    assert open_kinds(ana) == []


# -- raised by a single write ----------------------------------------------------------------


def ran(ana, km, days):
    item = RunItem("long", (MONDAY + days * DAY).date(), 1, uuid.uuid4(), distance=Distance(Decimal(km), "km"))
    record_run(athlete=ana, run_id=uuid.uuid4(), item=item, at=MONDAY + days * DAY)


def test_a_run_much_longer_than_any_in_thirty_days_is_flagged_with_its_figure(ana):
    ran(ana, 10, 0)
    ran(ana, 11, 7)
    assert open_kinds(ana) == []
    ran(ana, "13", 14)
    flag = ana.flags.get()
    assert (flag.kind, flag.figures["percent"]) == (FlagKind.RUN_SPIKE, 18)


def test_the_same_barrier_twice_is_a_matter_to_look_at_together(ana):
    name_barrier(athlete=ana, week="2026-W44", kind="time", at=MONDAY)
    name_barrier(athlete=ana, week="2026-W45", kind="away", at=MONDAY + DAY)
    assert open_kinds(ana) == []
    name_barrier(athlete=ana, week="2026-W46", kind="time", at=MONDAY + 7 * DAY)
    name_barrier(athlete=ana, week="2026-W46", kind="time", at=MONDAY + 8 * DAY)
    assert ana.flags.get().figures == {"kind": "time", "times": 2}


def test_a_weekly_answer_of_a_lot_is_flagged_once(ana):
    item = CheckInItem("2026-W45", 2, 1, uuid.uuid4())
    for _again in range(2):
        record_check_in(athlete=ana, check_in_id=check_in_id(ana, "2026-W45"), item=item, at=MONDAY + 6 * DAY)
    assert open_kinds(ana) == [FlagKind.CHECK_IN]


def test_an_answer_of_the_athlete_waits_until_somebody_writes_back(ana, thea):
    send_message(athlete=ana, author=ana.user, text="My calf is tight.", at=MONDAY)
    send_message(athlete=ana, author=ana.user, text="And my knee.", at=MONDAY + timedelta(hours=1))
    assert open_kinds(ana) == [FlagKind.MESSAGE]
    send_message(athlete=ana, author=thea, text="Rest today.", at=MONDAY + timedelta(hours=2))
    assert open_kinds(ana) == []
