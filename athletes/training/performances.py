"""What was done of an exercise the last time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, UUIDField

from athletes.models import Athlete, Session, SetLog
from programs.models import Exercise
from programs.models.prepared import prepared


def last_performances(
    athlete: Athlete, slugs: Iterable[str], *, before: Session | None = None
) -> dict[str, list[SetLog]]:
    """The sets of the latest session with each exercise, by its slug, in order.

    before -- leave out this session: the one that is shown.
    Two queries whatever the history's length.
    """
    exercises = _last_sessions(athlete, slugs, before)
    sessions = {session_id for _slug, session_id in exercises.values()}
    performances: dict[str, list[SetLog]] = defaultdict(list)
    for done in _sets_in(sessions=list(sessions), exercises=list(exercises)):
        slug, last_session_id = exercises[done.exercise_id]
        if done.session_id == last_session_id:
            performances[slug].append(done)
    return dict(performances)


def _last_sessions(athlete: Athlete, slugs: Iterable[str], before: Session | None) -> dict[int, tuple[str, UUID]]:
    """Slug and latest session of each exercise that was done at all, by its key."""
    found = {}
    but = None if before is None else before.pk
    for key, slug, session_id in _latest_with(athlete=athlete.pk, slugs=list(slugs), but=but):
        if session_id is not None:
            found[key] = (slug, session_id)
    return found


@prepared
def _latest_with(
    *, athlete: int, slugs: list[str], but: UUID | None
) -> QuerySet[Exercise, tuple[int, str, UUID | None]]:
    """Each exercise with the latest session that it was done in. but -- leave out this one"""
    sets = SetLog.objects.kept().filter(athlete=athlete, exercise=OuterRef("pk"))
    if but is not None:
        sets = sets.exclude(session=but)
    latest = sets.order_by("-performed_on", "-received_at").values("session")[:1]
    exercises = Exercise.objects.filter(slug__in=slugs).annotate(
        last_session=Subquery(latest, output_field=UUIDField())  # SQLite gives text back for a foreign key
    )
    return exercises.values_list("pk", "slug", "last_session")


@prepared
def _sets_in(*, sessions: list[UUID], exercises: list[int]) -> QuerySet[SetLog]:
    rows = SetLog.objects.kept().filter(session__in=sessions, exercise__in=exercises)
    return rows.order_by("number", "side")
