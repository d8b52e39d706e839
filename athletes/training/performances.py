"""What was done of an exercise the last time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import OuterRef, Subquery, UUIDField

from athletes.models import Athlete, Session, SetLog
from programs.models import Exercise


def last_performances(
    athlete: Athlete, slugs: Iterable[str], *, before: Session | None = None
) -> dict[str, list[SetLog]]:
    """The sets of the latest session with each exercise, by its slug, in order.

    before -- leave out this session: the one that is shown.
    Two queries whatever the history's length.
    """
    exercises = _last_sessions(athlete, slugs, before)
    sets = SetLog.objects.kept().filter(
        session__in={session_id for _slug, session_id in exercises.values()}, exercise__in=exercises
    )
    performances: dict[str, list[SetLog]] = defaultdict(list)
    for done in sets.order_by("number", "side"):
        slug, last_session_id = exercises[done.exercise_id]
        if done.session_id == last_session_id:
            performances[slug].append(done)
    return dict(performances)


def _last_sessions(athlete: Athlete, slugs: Iterable[str], before: Session | None) -> dict[int, tuple[str, UUID]]:
    """Slug and latest session of each exercise that was done at all, by its key."""
    sets = SetLog.objects.kept().filter(athlete=athlete, exercise=OuterRef("pk"))
    if before is not None:
        sets = sets.exclude(session=before)
    latest = sets.order_by("-performed_on", "-received_at").values("session")[:1]
    exercises = Exercise.objects.filter(slug__in=list(slugs)).annotate(
        last_session=Subquery(latest, output_field=UUIDField())  # SQLite gives text back for a foreign key
    )
    found = {}
    for key, slug, session_id in exercises.values_list("pk", "slug", "last_session"):
        if session_id is not None:
            found[key] = (slug, session_id)
    return found
