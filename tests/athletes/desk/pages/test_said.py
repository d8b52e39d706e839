"""Who said what: answers and words of the athlete, notes and calls of the clinic, the latest first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.desk import actions
from athletes.desk.pages.said import noted_at_the_clinic, said_of
from athletes.models import Moment, Session
from athletes.problems.caseload import CaseReport
from tests.doing import hurt
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def lines(ana, reports=(), session=None, **more) -> list[tuple[str, str]]:
    return [
        (line.words, line.by) for line in said_of("Ana Silva", reports, session, noted_at_the_clinic(ana.pk), **more)
    ]


def test_nobody_said_anything(ana, enrollment):
    assert lines(ana) == []


def test_notes_calls_and_the_athletes_words_stand_by_time(ana, thea, tom, enrollment):
    hurt(ana, 6)
    actions.mark_seen(athlete=ana, by=tom, at=MONDAY + DAY, note="Squat to 60° clean.")
    actions.call_and_settle(athlete=ana, result="voicemail", by=thea, at=MONDAY + 2 * DAY)
    session = Session(note="Sore on the stairs.", finished_at=MONDAY)
    assert lines(ana, session=session) == [
        ("Voicemail", "Thea Lind"),
        ("Squat to 60° clean.", "Tom Okoro"),
        ("“Sore on the stairs.”", "Ana Silva"),
    ]


def test_a_call_that_decided_two_flags_is_one_line_with_its_note(ana, thea, enrollment):
    for days in (0, 1, 2):
        hurt(ana, 6, days=days)
    assert ana.flags.open().count() > 1
    actions.call_and_settle(
        athlete=ana, result="reached", subject="pain:knee:left", by=thea, at=MONDAY + 3 * DAY, note="Better."
    )
    assert lines(ana) == [("Reached: Better.", "Thea Lind")]


def test_a_joint_that_was_not_calm_is_counted_and_the_rest_is_cut(ana, thea, enrollment):
    calm = CaseReport(ana.pk, None, None, "knee", "left", 2, Moment.DURING, MONDAY.date())
    restless = [calm._replace(asked_at=MONDAY + days * DAY) for days in (0, 3)]
    assert lines(ana, [calm, *restless]) == [("Not calm within an hour, 2 times.", "asked after sessions")]
    hurt(ana, 6)
    for days in range(1, 8):
        actions.mark_seen(athlete=ana, by=thea, at=MONDAY + days * DAY, note=f"Day {days}")
    assert lines(ana, shown=2) == [("Day 7", "Thea Lind"), ("Day 6", "Thea Lind")]
