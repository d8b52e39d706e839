"""No place asks in vain who may see what: without any one of them, a stranger is answered otherwise than is written."""

from __future__ import annotations

import pytest

from .guard_sites import Guards, Site, sites, words_at
from .matrix import filled, is_as_written
from .policy import TABLE, Row

pytestmark = pytest.mark.django_db
#: Another athlete, and a therapist of another caseload.
STRANGERS = ("ben", "tom")
OWN = "the athlete is the one who is signed in, or the row is asked whose it is once more below"
DOOR = "a door before it has asked for the same athlete"
CHOSEN = "it takes of what was chosen by visible_to two lines before"
BY_ITS_KEY = "a search asks for the patient before; fhir/test_views reads each by its key as a stranger"
TOLD = "of a task: webhooks/test_planning asks whose things are told to whom"
NUMBER = "a number, or news of an hour: test_news and test_caseload ask for them"
ELSEWHERE = "asked by test_attacks, which posts ids of others"
#: Places that guard a second time, or where the walk of the policy does not come to, by their line; and why.
TWICE = {
    "own = athlete.sessions.visible_to(request.user)": OWN,
    "own = Athlete.objects.visible_to(request.user)": OWN,
    "Enrollment.objects.visible_to(request.user).active().filter(athlete=athlete)": OWN,
    "Enrollment.objects.visible_to(request.user).active(), athlete=athlete": OWN,
    "self.athlete(request).sessions.visible_to": OWN,
    "Message.objects.visible_to(request.user).filter(athlete=athlete)": OWN,
    "athlete.enrollments.visible_to": OWN,
    "Run.objects.visible_to(request.user)": OWN,
    "athlete.sessions.visible_to": OWN,
    "mine = Athlete.objects.visible_to(user).in_care()": "a therapist's own are taken of them in the next line",
    "Athlete.objects.visible_to(request.user).filter(user__email__iexact=call.email)": DOOR,
    'Athlete.objects.visible_to(request.user).filter(pk=changing["athlete"])': "the key stands in the own session",
    'Athlete.objects.visible_to(user).filter(pk__in=decided["athletes"])': "the keys stand in the own session",
    "Athlete.objects.visible_to(user).filter(pk__in=found.keys)": CHOSEN,
    "Enrollment.objects.visible_to(request.user).filter(program=program)": DOOR,
    "visible = Athlete.objects.visible_to(user)": "imports are tables of one's own: test_athlete_tables",
    "added = Athlete.objects.visible_to(by)": "of one's own upload",
    "Enrollment.objects.visible_to(user).filter(athlete__user__name__icontains=asked)": CHOSEN,
    "followed = Enrollment.objects.visible_to(user).filter(program__in=programs)": CHOSEN,
    "enrollments = Enrollment.objects.visible_to(user).filter(program__in": CHOSEN,
    "calls = DiscoveryCall.objects.visible_to(user).waiting()": "calls that wait are everybody's",
    "return cast(VisibleRows, rows).visible_to(user)": ELSEWHERE,
    "sessions = Session.objects.visible_to(request.user)": ELSEWHERE,
    'rows = Enrollment.objects.visible_to(request.user).select_related("program", "prescribed_by")': OWN,
    "done = Session.objects.visible_to(user).completed()": BY_ITS_KEY,
    "return Run.objects.visible_to(user).kept()": BY_ITS_KEY,
    "return OutcomeTotal.objects.visible_to(user)": BY_ITS_KEY,
    "return Assessment.objects.visible_to(user)": BY_ITS_KEY,
    "count_with_problems(user, at)": NUMBER,
    "finished = Session.objects.visible_to(webhook.owner)": TOLD,
    "raised = Flag.objects.visible_to(webhook.owner)": TOLD,
    "flags = Flag.objects.visible_to(user).waiting(at)": NUMBER,
    "flags = Flag.objects.visible_to(therapist).waiting(at)": NUMBER,
    "return named - set(Athlete.objects.visible_to(request.user)": "what the log calls a refusal: audit/test_answers",
    "mine = Athlete.objects.visible_to(by)": "clinic admins alone search the log, and may see everybody",
    "waiting = Flag.objects.visible_to(user).waiting(at)": "only of athletes whom the line before names",
}


def test_every_place_that_asks_is_needed(clients, things, monkeypatch):
    guards = Guards(monkeypatch)
    asked_by: dict[Site, list[tuple[Row, str, str]]] = {site: [] for site in sites()}
    for written in (row for row in TABLE.rows if "logout" not in row.route):
        row = filled(written, things)
        path = row.path.format(**things)
        for stranger in STRANGERS:
            guards.asked.clear()
            assert is_as_written(clients[stranger], row, path, stranger), f"{row.name} as {stranger}"
            for site in guards.asked & asked_by.keys():
                asked_by[site].append((row, path, stranger))
    needless = []
    for site, requests in asked_by.items():
        guards.off = site
        for stranger in STRANGERS:
            clients[stranger].cookies.pop("messages", None)  # what the place before let through would be said now
        if all(is_as_written(clients[stranger], row, path, stranger) for row, path, stranger in requests):
            needless.append(words_at(site))
    unexplained = [line for line in needless if not any(known in line for known in TWICE)]
    assert not unexplained, "\n".join(unexplained)
    assert len(needless) < len(asked_by) * 2 / 3
    stale = [known for known in TWICE if not any(known in line for line in needless)]
    assert not stale, f"needed after all, or gone: {stale}"
