"""A phone's documents, shuffled, doubled and in part, over eight connections at once.

Builds a clinic in the database of the environment, lets one athlete's edits arrive in order and another's the
way a bad connection brings them, and prints what was stored for both as one line of JSON.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from athletes.enrollment.prescribing import add_athlete, prescribe
from athletes.models import Athlete, Role, Session, SetEdit, SetLog, User
from athletes.records.sets import set_id
from athletes.training.targets import offer
from programs.models import Program
from tests.profiles import WALKS_ARE_WHOLE

#: A thousand in ``make walks``.
SUBMISSIONS = 1000 if WALKS_ARE_WHOLE else 300
CONNECTIONS = 8
REVISIONS = 4


@dataclass(frozen=True)
class Edit:
    """One edit of one set, apart from any session: place -- of its exercise among the targets."""

    place: int
    number: int
    side: str
    rev: int
    edit_id: str
    amount: int
    is_deleted: bool


def main() -> None:
    settings.THROTTLES = {}  # a thousand documents in a minute are more than one person sends
    call_command("migrate", verbosity=0)
    call_command("import_library", verbosity=0)
    call_command("import_templates", verbosity=0)
    dice = random.Random(20261122)
    first, second = _athlete("in-order"), _athlete("shuffled")
    edits = _edits(first, dice)
    for edit in edits:
        _put(first, [edit])
    statuses = _scatter(second, edits, dice)
    again = [verdict for edit in edits for verdict in _put(second, [edit])[1]]
    found = {
        "statuses": sorted(statuses),
        "in_order": _stored(first),
        "shuffled": _stored(second),
        "edits": [SetEdit.objects.filter(set_log__session=session).count() for session in (first, second)],
        "losing": len(edits) - len({(edit.place, edit.number, edit.side) for edit in edits}),
        "again": sorted(set(again)),
    }
    print(json.dumps(found))  # noqa: T201


def _athlete(name: str) -> Session:
    at = timezone.now()
    therapist = User.objects.get_or_create(
        email="replay@stridewell.example", defaults={"name": "Replay", "role": Role.THERAPIST}
    )[0]
    athlete = add_athlete(email=f"{name}@stridewell.example", name=name, therapist=therapist, at=at, unit="kg")
    template = Program.objects.get(slug="runner-base-8")
    enrollment = prescribe(
        athlete=athlete, template=template, starts_on=at.date(), weekdays=(0, 3), by=therapist, at=at
    )
    session: Session = enrollment.sessions.select_related("week", "workout").order_by("planned_on")[0]
    session.athlete = athlete
    return session


def _edits(session: Session, dice: random.Random) -> list[Edit]:
    """Each set of the session edited a few times; two edits may claim the same revision, as two phones do."""
    edits = [
        Edit(place, number, side, rev, str(uuid.UUID(int=dice.getrandbits(128), version=4)), dice.randrange(1, 30),
             dice.random() < 0.2)
        for place, target in enumerate(offer(session).targets)
        for number in range(1, target.sets + 1)
        for side in target.sides
        for rev in (*range(1, REVISIONS), dice.randrange(1, REVISIONS))
    ]  # fmt: skip
    return sorted(edits, key=lambda edit: (edit.rev, edit.edit_id))


def _scatter(session: Session, edits: list[Edit], dice: random.Random) -> set[int]:
    """A thousand documents, each a part of the edits; every edit is in some of them. The statuses of the answers."""
    parts = [dice.sample(edits, dice.randrange(1, 9)) for _each in range(SUBMISSIONS - len(edits))]
    documents = [*parts, *([edit] for edit in edits)]
    dice.shuffle(documents)
    with ThreadPoolExecutor(CONNECTIONS) as phones:
        return {status for status, _verdicts in phones.map(_closing(lambda part: _put(session, part)), documents)}


def _closing(act: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Each request over a connection of its thread, as a server has them."""

    def closed(given: Any) -> Any:
        try:
            return act(given)
        finally:
            connection.close_if_unusable_or_obsolete()

    return closed


def _put(session: Session, edits: list[Edit]) -> tuple[int, list[str]]:
    client = Client(
        raise_request_exception=False, SERVER_NAME="localhost", headers={"X-Athlete": session.athlete.owner_mark}
    )
    client.cookies[settings.SESSION_COOKIE_NAME] = _signed_in(session.athlete)
    body = json.dumps({"sets": list(_items(session, edits))})
    answer = client.put(f"/api/v1/sessions/{session.pk}/", body, content_type="application/json")
    found = answer.json().get("sets", []) if answer.status_code == 200 else []
    return answer.status_code, [each["verdict"] for each in found]


@cache
def _signed_in(athlete: Athlete) -> str:
    """The key of one sign-in: eight connections of one phone."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(athlete.user, backend="clinic.sign_in.auth.LinkBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _items(session: Session, edits: list[Edit]) -> Iterator[dict[str, Any]]:
    targets = offer(session).targets
    for edit in edits:
        target = targets[edit.place]
        kind = "seconds" if target.is_timed else "reps"
        pk = set_id(session.pk, target.prescription_id, edit.number, edit.side)
        yield {
            "id": str(pk), "target": target.prescription_id, "exercise": target.exercise_slug, "number": edit.number,
            "side": edit.side, kind: edit.amount, "rev": edit.rev, "edit_id": edit.edit_id,
            "is_deleted": edit.is_deleted,
        }  # fmt: skip


def _stored(session: Session) -> list[list[Any]]:
    rows = SetLog.objects.filter(session=session).select_related("exercise")
    return sorted(
        [row.exercise.slug, row.number, row.side, row.reps, row.seconds, row.rev, str(row.edit_id), row.is_deleted]
        for row in rows
    )
