"""Keep it as written: a therapist takes back what a rule holds by itself, with a reason that stays (safety.md 2.3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from athletes.errors import RefusedError
from athletes.models import Athlete, KeptPlan, PainProfile, Suggestion, User
from athletes.problems.problem import is_held_for, pain_of
from programs.models import Tissue
from programs.rules.advice import AdviceReason
from programs.rules.pain.levels import Level

from .evaluate import evaluate
from .pain.levels import PlaceLevel
from .suggestions import set_aside

#: How long the word holds at most; and the rules of a place that are switched off.
KEPT_FOR, OFF_FOR = timedelta(days=14), timedelta(weeks=26)
MAX_REASON = 500


@transaction.atomic
def keep_as_written(*, athlete: Athlete, reason: str, by: User, at: datetime, subject: str = "") -> list[KeptPlan]:
    """The coming sessions are due as they are written; returns what now stands against the rules, place by place.

    subject -- the problem that is decided: what the rules hold for another stays; empty: all that they hold
    A place holds afresh by a higher level, a new episode, or after two weeks.
    Raises RefusedError without a reason, where training is stopped, and where no rule holds anything that may be
    taken back: a bone never is, nor a jump above the step.
    """
    reason = reason.strip()[:MAX_REASON]
    if not reason:
        raise RefusedError(_("Say why the plan stays as it is written. The reason is kept."), field="note")
    locked = Athlete.objects.select_for_update().get(pk=athlete.pk)
    if locked.stopped_at is not None:
        raise RefusedError(_("Training is stopped. A stop ends only with a return to training."))
    places = [place for place in evaluate(athlete, at).levels if _may_be_kept(place, subject)]
    held = []
    for suggestion in athlete.suggestions.by_rule().exclude(reason=AdviceReason.STEP):
        if is_held_for(suggestion, subject) and _is_about(suggestion, places):
            held.append(suggestion)
    if not places and not held:
        raise RefusedError(_("No rule holds anything back for {name}.").format(name=athlete))
    kept = KeptPlan.objects.bulk_create(_words(athlete, places, reason, by, at, athlete.today(at)))
    set_aside(suggestions=held, by=by, at=at)
    evaluate(athlete, at)
    return kept


def _may_be_kept(place: PlaceLevel, subject: str) -> bool:
    if subject not in ("", pain_of(*place.region.site)):
        return False
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


# -- the rules of one place, switched off --------------------------------------------------------


@transaction.atomic
def switch_off(*, athlete: Athlete, place: PainProfile, until: date, reason: str, by: User, at: datetime) -> KeptPlan:
    """The rules hold nothing back for pain of that place, up to and with a day; a stop, and warning signs, still do.

    Raises RefusedError without a reason, for a day that is past or more than half a year away, for a bone, and where
    they are off already.
    """
    reason = reason.strip()[:MAX_REASON]
    today = athlete.today(at)
    if not reason:
        raise RefusedError(_("Say why the rules are switched off here. The reason is kept."), field="reason")
    if not today <= until <= today + OFF_FOR:
        raise RefusedError(_("Choose a last day from today to half a year from now."), field="until")
    if place.tissue == Tissue.BONE:
        raise RefusedError(_("The rules for a bone cannot be switched off."), field="place")
    if rules_off(athlete, today).filter(region=place.region, side=place.side).exists():
        raise RefusedError(_("They are already switched off. Switch them on first."), field="place")
    word = KeptPlan.objects.create(
        athlete=athlete, region=place.region, side=place.side, level=max(Level), is_policy_off=True, reason=reason,
        by=by, at=at, until=until,
    )  # fmt: skip
    # what a red of this place closed opens again; what another place closes, the look that follows says anew
    athlete.plyometrics_off_until = None
    athlete.save(update_fields=["plyometrics_off_until"])
    evaluate(athlete, at)
    return word


@transaction.atomic
def switch_on(*, word: KeptPlan, by: User, at: datetime) -> None:
    """The rules hold again from now on; that they were off, and why, stays on record."""
    word.until = word.athlete.today(at) - timedelta(days=1)
    word.save(update_fields=["until"])
    evaluate(word.athlete, at)


def rules_off(athlete: Athlete, today: date) -> QuerySet[KeptPlan]:
    """The places whose rules are off today."""
    return athlete.kept_plans.filter(is_policy_off=True, until__gte=today)
