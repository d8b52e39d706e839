"""Runs as they are recorded: by phone and page alike, the highest revision wins, and pain is a report of its own."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from athletes.errors import NotTheirsError
from athletes.models import PainReport, Run
from athletes.records.runs import RunItem, WorstPain, join_runs, keep_apart, record_run, record_runs, twin_of, twins_of
from programs.rules.distance import Distance
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
FIRST = uuid.UUID(int=1)
EASY = RunItem("easy", MONDAY.date(), 1, uuid.UUID(int=5), minutes=40, effort=4)
LONG = replace(EASY, kind="long", minutes=90, distance=Distance(Decimal("10.5"), "mi"), rev=2)


def keep(ana, item: RunItem = EASY, pk: uuid.UUID = FIRST, at=MONDAY) -> Run:
    return record_run(athlete=ana, run_id=pk, item=item, at=at).run


def test_a_run_keeps_what_was_typed(ana):
    run = keep(ana, LONG)
    run.refresh_from_db()
    assert (run.distance, run.distance_km) == (Distance(Decimal("10.5"), "mi"), Decimal("16.8981"))
    assert (run.amount, run.load) == ("90 min · 10.5 mi", 360)
    assert str(run) == "2026-11-02 · Long run · 90 min · 10.5 mi"


def test_without_effort_or_minutes_there_is_no_load(ana):
    assert keep(ana, replace(EASY, effort=None)).load is None
    far = replace(EASY, minutes=None, distance=Distance(Decimal(8)), rev=2)
    assert (keep(ana, far).load, keep(ana, far).amount) == (None, "8 km")


def test_the_same_document_again_writes_nothing(ana, django_assert_max_num_queries):
    assert record_run(athlete=ana, run_id=FIRST, item=EASY, at=MONDAY).verdict == "applied"
    with django_assert_max_num_queries(4) as asked:
        again = record_run(athlete=ana, run_id=FIRST, item=EASY, at=MONDAY + timedelta(hours=1))
    assert again.verdict == "duplicate"
    assert not [each for each in asked if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(4)), doubled=st.lists(st.integers(0, 3), max_size=4))
def test_in_any_order_the_highest_revision_stands(ana, order, doubled):
    pk = uuid.uuid4()
    edits = [replace(EASY, rev=1 + place // 2, edit_id=uuid.UUID(int=place), minutes=10 + place) for place in range(4)]
    for place in [*order, *doubled]:
        keep(ana, edits[place], pk)
    assert Run.objects.get(pk=pk).minutes == 13


def test_a_later_edit_replaces_and_an_older_one_is_stale(ana):
    keep(ana, LONG)
    recorded = record_run(athlete=ana, run_id=FIRST, item=EASY, at=MONDAY)
    assert (recorded.verdict, recorded.run.kind) == ("stale", "long")


def test_the_worst_pain_is_a_report_on_the_day_of_the_run(ana):
    yesterday = MONDAY.date() - timedelta(days=1)
    hurt = replace(EASY, ran_on=yesterday, pain=WorstPain(4, "shin", "left"))
    run = keep(ana, hurt)
    report = ana.pain_reports.get()
    assert (report, report.score, report.place, report.moment) == (run.pain, 4, "Left shin", "during")
    assert report.reported_on == yesterday
    keep(ana, replace(hurt, rev=2, ran_on=MONDAY.date(), pain=WorstPain(2, "shin", "left")))
    report.refresh_from_db()
    assert (report.score, report.reported_on) == (2, MONDAY.date())
    keep(ana, replace(hurt, rev=3, pain=None))
    assert not PainReport.objects.exists()
    assert Run.objects.get().pain is None


def test_a_deleted_run_leaves_the_pain_and_comes_back_with_it(ana):
    hurt = replace(EASY, pain=WorstPain(4, "shin"))
    keep(ana, hurt)
    keep(ana, replace(EASY, rev=2, is_deleted=True))
    assert Run.objects.kept().count() == 0
    assert ana.pain_reports.get().score == 4
    keep(ana, replace(hurt, rev=3))
    assert Run.objects.kept().get().pain.score == 4


def test_a_day_that_has_not_come_is_a_wrong_clock(ana):
    assert keep(ana, replace(EASY, ran_on=date(2031, 1, 1))).ran_on == MONDAY.date()


def test_somebody_elses_run_is_not_there(ana, ben):
    keep(ana)
    with pytest.raises(NotTheirsError):
        record_run(athlete=ben, run_id=FIRST, item=LONG, at=MONDAY)
    assert Run.objects.get().kind == "easy"


def test_a_former_log_comes_in_at_once_and_never_over_what_is_here(ana, ben):
    keep(ana, LONG)
    new = uuid.uuid4()
    record_runs(athlete=ana, items={FIRST: EASY, new: EASY}, at=MONDAY)
    record_runs(athlete=ben, items={new: LONG}, at=MONDAY)
    assert {run.pk: run.kind for run in Run.objects.all()} == {FIRST: "long", new: "easy"}


# -- the same run from two sources -----------------------------------------------------------

WATCH = uuid.UUID(int=2)


def measured(ana, **values) -> Run:
    item = replace(EASY, edit_id=WATCH, effort=None, minutes=43, distance=Distance(Decimal("5.1"), "mi"), source="fit")
    return keep(ana, replace(item, **values), pk=WATCH, at=MONDAY + timedelta(hours=1))


@pytest.mark.parametrize(
    ("other", "is_twin"),
    [
        ({}, True),
        ({"minutes": 45}, False),
        ({"ran_on": MONDAY.date() - timedelta(days=1)}, False),
        ({"source": "typed"}, False),
        ({"minutes": None}, False),
    ],
)
def test_a_run_of_a_file_looks_like_one_of_that_day_that_is_about_as_long(ana, other, is_twin):
    typed = keep(ana)
    found = twin_of(measured(ana, **other))
    assert (found == typed) is is_twin


SEVEN = MONDAY.replace(hour=7, minute=0)


@pytest.mark.parametrize(
    ("began", "minutes", "is_twin"),
    [
        (SEVEN, 43, True),
        (SEVEN + timedelta(minutes=2), 70, True),
        (SEVEN + timedelta(minutes=20), 20, True),
        (SEVEN + timedelta(minutes=42), 43, False),
        (SEVEN + timedelta(hours=10), 43, False),
    ],
    ids=["both watches", "one was stopped late", "a second half", "begun as the other ended", "home from work"],
)
def test_two_files_are_one_run_where_both_were_run_at_the_same_time(ana, began, minutes, is_twin):
    phone = keep(ana, replace(EASY, source="gpx", minutes=43, began_at=SEVEN))
    found = twin_of(measured(ana, began_at=began, minutes=minutes))
    assert (found == phone) is is_twin


def test_one_run_is_one_where_a_watch_and_a_phone_disagree_about_the_day(ana):
    late = MONDAY.replace(hour=23, minute=50)
    phone = keep(ana, replace(EASY, source="gpx", minutes=43, began_at=late))
    other = measured(ana, began_at=late, ran_on=MONDAY.date() - timedelta(days=1))
    assert twin_of(other) == phone


def test_when_it_was_run_is_kept_until_the_day_is_another(ana):
    run = measured(ana, began_at=SEVEN)
    later = replace(RunItem.again(run, is_deleted=False), effort=5)
    assert keep(ana, later, pk=WATCH).began_at == SEVEN
    moved = replace(later, rev=later.rev + 1, ran_on=MONDAY.date() - timedelta(days=1))
    assert keep(ana, moved, pk=WATCH).began_at is None


def test_what_was_said_of_a_run_stays_with_what_a_watch_measured(ana):
    told = keep(ana, replace(EASY, pain=WorstPain(3, "knee", "left"), note="Hills"))
    joined = join_runs(told=told, measured=measured(ana), at=MONDAY + timedelta(hours=2))
    assert (joined.pk, joined.minutes, joined.effort, joined.note) == (FIRST, 43, 4, "Hills")
    assert joined.distance == Distance(Decimal("5.1"), "mi")
    assert joined.pain.score == 3
    assert [run.pk for run in ana.runs.kept()] == [FIRST]
    assert twin_of(joined) is None


def test_the_page_of_a_run_asks_and_one_tap_joins_them(as_ana, ana, time_machine):
    time_machine.move_to(MONDAY + timedelta(hours=3), tick=False)
    told = keep(ana)
    page = f"/runs/{measured(ana).pk}/"
    assert "Looks like a run you have" in as_ana.get(page).text
    assert as_ana.post(page, {"do": "join", "twin": told.pk}).status_code == 302
    assert [(run.pk, run.minutes) for run in ana.runs.kept()] == [(FIRST, 43)]


def test_who_keeps_both_is_not_asked_again(as_ana, ana, time_machine):
    time_machine.move_to(MONDAY + timedelta(hours=3), tick=False)
    typed, other = keep(ana), measured(ana)
    assert as_ana.post(f"/runs/{other.pk}/", {"do": "apart", "twin": typed.pk}).status_code == 302
    for run in (typed, other):
        assert "Looks like a run you have" not in as_ana.get(f"/runs/{run.pk}/").text
    as_ana.post(f"/runs/{other.pk}/", {"kind": "long", "day": "0", "minutes": "44", "rev": "1"})
    assert "Looks like a run you have" not in as_ana.get(f"/runs/{other.pk}/").text
    assert Run.objects.kept().count() == 2


def test_a_kept_pair_says_nothing_about_a_third_run(as_ana, ana):
    typed, other = keep(ana), measured(ana)
    keep_apart(run=other, twin=typed)
    third = keep(ana, replace(EASY, edit_id=uuid.UUID(int=3), minutes=43, source="gpx"), pk=uuid.UUID(int=3))
    assert set(twins_of(third)) == {typed, other}
    assert twins_of(other) == [third]


def test_a_double_click_joins_the_run_that_the_page_named_and_no_other(as_ana, ana, time_machine):
    time_machine.move_to(MONDAY + timedelta(hours=3), tick=False)
    typed = keep(ana)
    first = measured(ana)
    third = keep(ana, replace(EASY, edit_id=uuid.UUID(int=3), minutes=43, source="gpx"), pk=uuid.UUID(int=3))
    for _click in range(2):
        assert as_ana.post(f"/runs/{typed.pk}/", {"do": "join", "twin": first.pk}).status_code == 302
    assert {run.pk for run in ana.runs.kept()} == {typed.pk, third.pk}
