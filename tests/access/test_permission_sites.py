"""No place asks in vain what somebody may do: if it always said yes, or always no, a line of the policy would tell."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from django.test import Client

from .matrix import filled, is_as_written
from .permission_sites import Place, Watch
from .policy import TABLE, Row

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
#: One of each kind: herself, another athlete, a therapist of another caseload, who covers, who has no second factor, a
#: clinic admin. Who is not signed in and who was deactivated are asked by ``test_policy``.
PERSONS = ("ana", "ben", "tom", "cora", "halfway", "carla")
#: So many requests are tried of those at which a place would say the contrary.
MOST = 24
Request = tuple[Row, str, str]
#: A place by its number, and what it is made to say.
Mutant = tuple[int, bool]
SHOWN = "what a page offers or says; the act behind it asks again"
FIELDS = "which fields of a form can be changed: the test of the admin's name"
VERB = "a verb asks for itself: the test of its name"
COMING_IN = "asked while somebody comes in or goes: tests/clinic/sign_in"
TWICE = "the same is asked once more, before or behind it"
NUMBER = "a number: test_news"
SENT_ON = "where somebody is sent on to: sign_in/test_auth and test_staff_accounts"
#: Places at which no line of the policy tells, by file and line as they are written; and why.
EXPLAINED = {
    "clinic/audit/answers.py: if response.status_code in REFUSES": "a denial is written: audit/test_answers",
    "clinic/http/media.py: exercises = Exercise": "pictures of drafts: programs/admin/test_exercises",
    "clinic/http/middleware.py: if request.user.is_authenticated": "no-store, a session's end: test_answers",
    "clinic/http/middleware.py: if getattr(request.user": "how long a session lasts: sign_in/test_auth",
    "clinic/http/throttles.py: if match is None": "test_throttles",
    "clinic/http/language.py: return redirect": SENT_ON,
    "clinic/tokens/making.py: ": VERB,
    "clinic/tokens/page.py: owners = ": SHOWN,
    "clinic/webhooks/making.py: ": VERB,
    "clinic/sign_in/adapter.py: ": COMING_IN,
    "clinic/sign_in/auth.py: ": COMING_IN,
    "clinic/sign_in/forms.py: ": COMING_IN,
    "clinic/sign_in/joining.py: ": COMING_IN,
    "clinic/sign_in/pages.py: ": COMING_IN,
    "clinic/sign_in/passkeys.py: ": COMING_IN,
    "clinic/operations/first_steps.py: ": SHOWN,
    "clinic/site.py: sees_it = ": SHOWN,
    "clinic/site.py: if user.is_authenticated": SENT_ON,
    "athletes/access/events.py: if user.is_athlete": "whose row it is: access/test_events",
    "athletes/access/roles.py: if user.is_athlete": "templates are not for athletes: access/test_roles",
    "athletes/access/roles.py: return user.is_staff and": "templates are clinic admins' to change: views/test_grid",
    "athlete_filters.py: if not current_user(request)": SHOWN,
    "admin/athletes.py: is_only_covering": FIELDS,
    "admin/discovery_calls.py: if current_user(request)": SHOWN,
    "admin/discovery_calls.py: if by.sees_everyone": FIELDS,
    "admin/flags.py: return ": "rows on the athlete's page, which nobody edits: admin/test_flags",
    "admin/enrollments.py: return False": FIELDS,
    "admin/scoped.py: return False": FIELDS,
    "admin/mail.py: return super().get_actions": SHOWN,
    "admin/mail.py: if request.method": SHOWN,
    "admin/users.py: if obj.is_athlete": FIELDS,
    "admin/users.py: if obj.is_staff and obj.is_active": SHOWN,
    "admin/users.py: if not self.has_change_permission": TWICE,
    "header/news.py: counts": NUMBER,
    "views/caseload.py: may_end": SHOWN,
    "people/addresses.py: log_access": "who is in the log: views/people/test_addresses",
    "people/cover_several.py: ": "whose list it is; who was ticked is asked again: views/people/test_cover_several",
    'people/erase.py: "may_': SHOWN,
    "people/erase.py: if not (user.sees_everyone or (do": VERB,
    'people/record.py: "may_decide"': SHOWN,
    "report/clinic.py: ": SHOWN,
    "athletes/enrollment/": VERB,
    "athletes/wording/staff.py: ": SHOWN,
    "athletes/mail/push/devices.py: ": VERB,
    "athletes/mail/eligibility.py: ": "athletes/mail/test_eligibility",
    "athletes/problems/caring.py: ": "who is told: evaluation/test_escalating",
    "admin/exercise_forms.py: ": "rows on the page of an exercise, whose form asks: programs/admin/test_exercises",
    "admin/exercises.py: return super().has_change_permission(request, obj) or": FIELDS,
    "admin/exercises.py: may_delete = ": "either is enough, and what is in use is kept: programs/admin/test_exercises",
    "admin/exercises.py: return super().has_add_permission": "either of two rights is enough",
    "admin/exercises.py: return exercise.proposed_by_id": "one's own draft: programs/admin/test_exercises",
    'admin/exercises.py: "may_propose"': SHOWN,
    "admin/figure_pages.py: may_": SHOWN,
    "admin/figure_pages.py: if draft.drawn_by_id": "somebody's draft: programs/admin/test_figure_pages",
    "admin/gallery.py: may_fix": SHOWN,
    'admin/thresholds.py: "may_sign"': SHOWN,
    "admin/thresholds.py: if posted is not None": "numbers that are signed: programs/admin/test_library",
}

#: Places that open nothing where they always say no; who is kept out by it is let in by the tests of that page.
KEEPS_OUT = (
    'athletes/desk/admin/programs.py: return request.user.has_perm("programs.add_program")',
    'admin/discovery_calls.py: return request.user.has_perm("athletes.delete_discoverycall")',
    "athletes/models/athletes.py: if user.sees_everyone",
    "athletes/models/athletes.py: if user.is_athlete",
    "athletes/models/discovery_calls.py: if user.sees_everyone",
    "athletes/models/mail.py: if user.sees_everyone",
)


def test_every_place_that_asks_for_a_right_is_needed(clients, things, monkeypatch):
    watch = Watch(monkeypatch)
    changed_by = requests_by_mutant(watch, clients, things)
    needless = never_asked(watch, changed_by)
    for mutant, requests in sorted(changed_by.items()):
        watch.told = mutant
        number, answer = mutant
        if all(is_as_written(clients[who], row, path, who) for row, path, who in likely(requests, answer)):
            needless.append(f"{said_of(watch.places[number])} may always be {answer}")
    unexplained = [line for line in needless if not is_explained(line)]
    assert not unexplained, "\n".join(unexplained)
    assert len(needless) < len(changed_by) * 2 / 3


def test_what_is_explained_stands_in_the_code(monkeypatch):
    written = [said_of(place) for place in Watch(monkeypatch).places]
    assert [known for known in (*EXPLAINED, *KEEPS_OUT) if not any(known in line for line in written)] == []


def is_explained(line: str) -> bool:
    if line.endswith("False") and any(known in line for known in KEEPS_OUT):
        return True
    return any(known in line for known in EXPLAINED)


def requests_by_mutant(watch: Watch, clients: dict[str, Client], things: dict[str, Any]) -> dict[Mutant, list[Request]]:
    """By place and answer, the requests of the policy at which it says the contrary; all are answered as is written."""
    changed_by: dict[Mutant, list[Request]] = defaultdict(list)
    for written in (row for row in TABLE.rows if "logout" not in row.route):
        row = filled(written, things)
        path = row.path.format(**things)
        for who in PERSONS:
            watch.said.clear()
            assert is_as_written(clients[who], row, path, who), f"{row.name} as {who}"
            for number, answer in watch.said:
                changed_by[number, not answer].append((row, path, who))
    return changed_by


def never_asked(watch: Watch, changed_by: dict[Mutant, list[Request]]) -> list[str]:
    """Places that no request of the policy comes to."""
    asked = {number for number, _answer in changed_by}
    places = [place for number, place in enumerate(watch.places) if number not in asked]
    return [f"{said_of(place)} is never asked" for place in places]


def said_of(place: Place) -> str:
    return f"{place.file}: {place.words}"


def likely(requests: list[Request], answer: bool) -> list[Request]:
    """Those first that would tell: refusals where a place begins to say yes, pages where it begins to say no."""
    wanted = {401, 403, 404} if answer else {200}
    telling = [request for request in requests if request[0].expected[request[2]] in wanted]
    others = [request for request in requests if request not in telling]
    return [*_spread(telling), *_spread(others)]


def _spread(requests: list[Request]) -> list[Request]:
    return requests[:: max(1, len(requests) // (MOST // 2))]
