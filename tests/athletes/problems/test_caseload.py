"""The caseload as it is read: who is in it, in which order, and how much of each is read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from athletes.enrollment.prescribing import add_athlete
from athletes.models import FlagKind, PainProfile
from athletes.problems import episodes
from athletes.problems.caseload import PAGE, caseload, weeks_of
from athletes.problems.episodes import Finding
from athletes.problems.figures import Figures
from athletes.problems.kinds import CaseGroup
from programs.models import Threshold
from tests.athletes.problems.examples import EXAMPLES
from tests.doing import do, hurt
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def another(thea, name):
    return add_athlete(email=f"{name.lower()}@x.example", name=f"{name} Runner", therapist=thea, at=MONDAY)


def flag(athlete, kind, at=MONDAY, figures: Figures | None = None):
    finding = Finding(kind, f"{kind}:{at}", figures or EXAMPLES[kind][0])
    return episodes.raise_flags(athlete=athlete, findings=[finding], known=[], at=at)


def names(user, at=MONDAY, **query) -> list[str]:
    return [case.name.split(" ")[0] for case in caseload(user, at, **query).cases]


def test_the_most_urgent_kind_comes_first_whoever_was_flagged_last(ana, thea, enrollment):
    zoe, adam = another(thea, "Zoe"), another(thea, "Adam")
    flag(adam, FlagKind.READY, MONDAY + DAY)
    flag(zoe, FlagKind.STOP)
    flag(ana, FlagKind.MISSED)
    assert names(thea, MONDAY + DAY) == ["Zoe", "Ana", "Adam"]


def test_of_one_kind_the_newest_comes_first(ana, thea):
    zoe = another(thea, "Zoe")
    flag(ana, FlagKind.SILENT, MONDAY)
    flag(zoe, FlagKind.SILENT, MONDAY + DAY)
    assert names(thea, MONDAY + DAY) == ["Zoe", "Ana"]


def test_the_worst_flag_of_an_athlete_decides_their_group(ana, thea):
    flag(ana, FlagKind.READY, MONDAY + DAY)
    flag(ana, FlagKind.MISSED)
    (case,) = caseload(thea, MONDAY + DAY).cases
    assert [found.kind for found in case.flags] == [FlagKind.MISSED, FlagKind.READY]
    assert (case.worst.kind, case.group) == (FlagKind.MISSED, CaseGroup.MISSED)


def test_who_has_no_program_comes_before_whom_nothing_is_asked_for_each_by_name(ana, thea, enrollment):
    another(thea, "Zoe")
    another(thea, "adam")
    assert names(thea) == ["adam", "Zoe", "Ana"]
    assert [case.group for case in caseload(thea, MONDAY).cases] == [
        CaseGroup.NO_PROGRAM,
        CaseGroup.NO_PROGRAM,
        CaseGroup.ON_TRACK,
    ]


def test_every_athlete_is_counted_in_one_group_whatever_is_asked_for(ana, thea, enrollment):
    flag(another(thea, "Zoe"), FlagKind.PAIN)
    another(thea, "Adam")
    found = caseload(thea, MONDAY, group=CaseGroup.MISSED)
    assert found.cases == []
    assert {group: count for group, count in found.counts.items() if count} == {
        CaseGroup.PAIN: 1,
        CaseGroup.NO_PROGRAM: 1,
        CaseGroup.ON_TRACK: 1,
    }
    assert found.total == sum(found.counts.values()) == 3


def test_a_flag_that_was_put_off_does_not_count_until_it_comes_back(ana, thea, enrollment):
    flags = flag(ana, FlagKind.PAIN)
    episodes.snooze(flags=flags, until=MONDAY + 2 * DAY, by=thea, at=MONDAY)
    assert caseload(thea, MONDAY + DAY).cases[0].group == CaseGroup.ON_TRACK
    assert caseload(thea, MONDAY + 2 * DAY).cases[0].group == CaseGroup.PAIN


def test_pages_hold_so_many_rows_and_a_page_that_is_not_there_is_the_nearest_one(thea):
    for number in range(PAGE + 1):
        another(thea, f"R{number:02}")
    pages = {page: caseload(thea, MONDAY, page=page) for page in (-1, 1, 2, 9)}
    assert [(found.page, found.pages, len(found.cases)) for found in pages.values()] == [
        (1, 2, PAGE),
        (1, 2, PAGE),
        (2, 2, 1),
        (2, 2, 1),
    ]
    empty = caseload(thea, MONDAY, group=CaseGroup.PAIN)
    assert (empty.page, empty.pages) == (1, 1)


def test_a_row_has_what_it_shows_and_of_six_weeks_only(ana, thea, first_session, enrollment):
    do(first_session, ana, MONDAY)
    hurt(ana, 2)
    (case,) = caseload(thea, MONDAY).cases
    assert (case.enrollment, case.enrollment.weeks) == (enrollment, 8)
    assert case.sessions[0][:3] == (ana.pk, first_session.planned_on, "completed")
    assert [report.score for report in case.reports] == [2]
    assert all(session.planned_on <= MONDAY.date() + 8 * DAY for session in case.sessions)
    (later,) = caseload(thea, MONDAY + 49 * DAY).cases
    assert later.reports == []


def test_whom_another_therapist_cares_for_is_not_in_it(ana, ben, thea):
    assert names(thea) == ["Ana"]


def test_the_six_weeks_of_a_row_end_with_this_one():
    assert weeks_of(date(2026, 11, 4)) == [date(2026, 9, 28) + weeks * timedelta(weeks=1) for weeks in range(6)]


@pytest.mark.parametrize(("profile", "limit"), [(None, 3), ({"tissue": "tendon"}, 4), ({"limit": 1}, 1)])
def test_a_row_knows_what_its_places_may_reach_by_the_clinics_own_numbers(ana, thea, profile, limit):
    Threshold.objects.filter(code="limit_tendon").update(value=4)
    if profile is not None:
        PainProfile.objects.create(athlete=ana, region="knee", side="left", set_by=thea, **profile)
    hurt(ana, 2)
    (case,) = caseload(thea, MONDAY).cases
    assert case.limits.at("knee", "left") == limit
