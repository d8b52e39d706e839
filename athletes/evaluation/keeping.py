"""Keep it as written: a therapist takes back what a rule holds by itself, with a reason that stays (safety.md 2.3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.errors import RefusedError
from athletes.models import Athlete, KeptPlan, Suggestion, User
from programs.models import Tissue
from programs.rules.pain.levels import Level

from .evaluate import evaluate
from .pain.levels import PlaceLevel
from .suggestions import set_aside

#: How long the word holds at most.
KEPT_FOR = timedelta(days=14)
MAX_REASON = 500


@transaction.atomic
def keep_as_written(*, athlete: Athlete, reason: str, by: User, at: datetime) -> list[KeptPlan]:
    """The coming sessions are due as they are written; returns what now stands against the rules, place by place.

    A place holds afresh by a higher level, a new episode, or after two weeks.
    Raises RefusedError without a reason, where training is stopped, and where no rule holds anything that may be
    taken back: a bone never is.
    """
    reason = reason.strip()[:MAX_REASON]
    if not reason:
        raise RefusedError(_("Say why the plan stays as it is written. The reason is kept."), field="note")
    locked = Athlete.objects.select_for_update().get(pk=athlete.pk)
    if locked.stopped_at is not None:
        raise RefusedError(_("Training is stopped. A stop ends by a return to training alone."))
    places = [place for place in evaluate(athlete, at).levels if _may_be_kept(place)]
    held = [suggestion for suggestion in athlete.suggestions.by_rule() if _is_about(suggestion, places)]
    if not places and not held:
        raise RefusedError(_("No rule holds anything back for {name}.").format(name=athlete))
    kept = KeptPlan.objects.bulk_create(_words(athlete, places, reason, by, at, athlete.today(at)))
    set_aside(suggestions=held, by=by, at=at)
    evaluate(athlete, at)
    return kept


def _may_be_kept(place: PlaceLevel) -> bool:
    is_kept_out = place.region.profile.tissue == Tissue.BONE or place.asked_since is not None
    return place.level > Level.CLEAR and not is_kept_out


def _is_about(suggestion: Suggestion, places: Iterable[PlaceLevel]) -> bool:
    """Whether it holds for one of these places, or for none: days off, a race, a session that was too much."""
    site = suggestion.figures.get("region", ""), suggestion.figures.get("side", "")
    return not site[0] or site in [place.region.site for place in places]


def _words(
    athlete: Athlete, places: Iterable[PlaceLevel], reason: str, by: User, at: datetime, today: date
) -> list[KeptPlan]:
    words = []
    for place in places:
        region, side = place.region.site
        word = KeptPlan(
            athlete=athlete,
            region=region,
            side=side,
            level=place.level,
            since=place.since,
            reason=reason,
            by=by,
            at=at,
            until=today + KEPT_FOR,
        )
        words.append(word)
    return words
