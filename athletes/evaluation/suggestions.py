"""Suggestions: what the rules say of one exercise of one planned session, and what the therapist does with it.

Whatever asks for less is applied by rule: accepted as it is made, by nobody. What asks for more waits for the
therapist's one click, or is accepted as it is made where the plan says apply. Accepted, it is part of the targets
that the session is opened with; pain takes back every one that asks for more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from athletes.errors import RefusedError
from athletes.models import Athlete, Session, Suggestion, SuggestionState, User
from athletes.models.pain import place_to_store
from programs.models import Exercise, ProgressionMode
from programs.models.keys import by_key, keys_of
from programs.rules.advice import PAIN, Advice, AdviceReason, Change
from programs.rules.prescription.dose import print_dose

from .pain.levels import PlaceLevel
from .recent_training import DueDose

#: Advice that only the plan can follow: another exercise, a load for one without.
BY_PLAN = frozenset({Change.HARDER, Change.EASIER, Change.ASK})
#: What asks for less: it holds at once, and a therapist may take it back.
LESS = frozenset({Change.LIGHTER, Change.FEWER_SETS})
#: Columns that a fresher suggestion overwrites.
_FRESHENED = [
    "change",
    "reason",
    "figures",
    "load_kg",
    "load_unit",
    "reps",
    "sets_off",
    "dose",
    "instead",
    "state",
    "made_at",
    "decided_by",
    "decided_at",
]


@dataclass(frozen=True, slots=True)
class AdvisedDose:
    """One due dose, and what the rules say to it.

    instead -- the exercise that comes instead; place -- where it hurts, where that is why
    is_by_rule -- it holds by itself
    """

    due: DueDose
    advice: Advice
    instead: Exercise | None = None
    place: PlaceLevel | None = None
    is_by_rule: bool = False


def new_suggestion(athlete: Athlete, advised: AdvisedDose, at: datetime) -> Suggestion:
    """One piece of advice as a suggestion, not yet stored; accepted at once where it needs nobody's click."""
    session, row, advice = advised.due.session, advised.due.prescription, advised.advice
    suggestion = Suggestion(
        id=Suggestion.key(session.pk, row.pk),
        athlete=athlete,
        session=session,
        exercise=row.exercise,
        target=row.pk,
        change=advice.change,
        reason=advice.reason,
        figures=_figures_of(advised),
        reps=advice.reps,
        sets_off=advice.sets_off,
        dose="" if advice.dose is None else print_dose(advice.dose),
        instead=advised.instead,
        made_at=at,
    )
    if advice.load is not None:
        suggestion.load_kg, suggestion.load_unit = advice.load.kg, advice.load.unit
    if _is_applied(row.progression, advised):
        suggestion.state, suggestion.decided_at = SuggestionState.ACCEPTED, at
    return suggestion


def _figures_of(advised: AdvisedDose) -> dict[str, str]:
    """What the rule saw, and where it hurts in words."""
    if advised.place is None:
        return advised.advice.figures
    region, side = advised.place.region.site
    place = place_to_store(region, side)
    where = {"place": place, "region": region, "side": side, "calm": str(advised.place.region.calm_at)}
    return advised.advice.figures | where


def _is_applied(progression: str, advised: AdvisedDose) -> bool:
    """Whether it needs nobody's click: less, and one repetition more within the range that the therapist wrote."""
    advice = advised.advice
    if advised.is_by_rule or advice.change in LESS or advice.reason == AdviceReason.ONE_MORE:
        return True
    return progression == ProgressionMode.APPLY and advice.change not in BY_PLAN


# -- storing ---------------------------------------------------------------------------------


@dataclass(slots=True)
class SuggestionChanges:
    """What becomes of the suggestions of the coming sessions.

    new -- made for the first time; changed -- the rules say something else now
    unchanged -- said again, so it stands as it is; stale -- nobody decided it and nothing asks for it any more
    withdrawn -- accepted raises that pain forbids now
    """

    new: list[Suggestion] = field(default_factory=list)
    changed: list[Suggestion] = field(default_factory=list)
    unchanged: list[Suggestion] = field(default_factory=list)
    stale: list[Suggestion] = field(default_factory=list)
    withdrawn: list[Suggestion] = field(default_factory=list)

    @classmethod
    def sort(
        cls, made: Sequence[Suggestion], stored: Sequence[Suggestion], unsafe: Collection[int]
    ) -> SuggestionChanges:
        """made -- by the rules now; stored -- all of the same sessions; unsafe -- exercises that pain holds, by id"""
        changes = cls()
        fresh = by_key(made)
        for suggestion in stored:
            changes._sort_stored(suggestion, fresh.pop(suggestion.pk, None), unsafe)
        changes.new = list(fresh.values())
        return changes

    def _sort_stored(self, stored: Suggestion, fresh: Suggestion | None, unsafe: Collection[int]) -> None:
        """fresh -- what the rules say to the same exercise of the same session now, where they say anything"""
        if fresh is None and stored.is_undecided:
            self.stale.append(stored)
            return
        if fresh is not None and _differs(stored, fresh):
            self.changed.append(fresh)
            return
        if fresh is not None:
            self.unchanged.append(stored)
        if _is_accepted_raise(stored) and stored.exercise_id in unsafe:
            self.withdrawn.append(stored)

    @property
    def standing(self) -> list[Suggestion]:
        """Everything that the rules say now."""
        return [*self.new, *self.changed, *self.unchanged]


def store_suggestions(
    made: Sequence[Suggestion], sessions: Sequence[Session], unsafe: Collection[int]
) -> list[Suggestion]:
    """Bring the suggestions of these sessions to what the rules say now; returns those that stand.

    made -- by the rules now; unsafe -- exercises that pain holds, by id
    One query, and three statements at most.
    """
    if not sessions:
        return []
    changes = SuggestionChanges.sort(made, list(Suggestion.objects.filter(session__in=sessions)), unsafe)
    if changes.stale:
        Suggestion.objects.filter(pk__in=_ids(changes.stale)).delete()
    if changes.new or changes.changed:
        Suggestion.objects.bulk_create(
            [*changes.new, *changes.changed], update_conflicts=True, unique_fields=["id"], update_fields=_FRESHENED
        )
    if changes.withdrawn:
        Suggestion.objects.filter(pk__in=_ids(changes.withdrawn)).update(state=SuggestionState.WITHDRAWN)
    return changes.standing


def _ids(suggestions: Iterable[Suggestion]) -> list[UUID]:
    return keys_of(suggestions)


def _is_accepted_raise(stored: Suggestion) -> bool:
    return stored.state == SuggestionState.ACCEPTED and stored.is_raise


def _differs(stored: Suggestion, fresh: Suggestion) -> bool:
    """Whether the rules say something else now, and may."""
    return _gives_way(stored, fresh) and _content(stored) != _content(fresh)


def _gives_way(stored: Suggestion, fresh: Suggestion) -> bool:
    """What a therapist decided stays, but for pain that came after it, for a step up that is too much since, and for
    a jump above the step: that is decided by the clearance alone.
    """
    if fresh.reason == AdviceReason.STEP or stored.is_undecided or stored.state == SuggestionState.WITHDRAWN:
        return True
    if _gravity_of(fresh) > _gravity_of(stored):
        return True
    return _is_accepted_raise(stored) and not fresh.is_raise


def _gravity_of(suggestion: Suggestion) -> int:
    """How grave the pain is that speaks; 0 where none does."""
    return PAIN.index(suggestion.reason) + 1 if suggestion.reason in PAIN else 0


def _content(suggestion: Suggestion) -> tuple[object, ...]:
    """What is said, why, and where it hurts: the same step for another reason is said anew."""
    figures = suggestion.figures
    return (
        suggestion.reason,
        figures.get("region"),
        figures.get("side"),
        figures.get("calm"),
        suggestion.change,
        suggestion.load,
        suggestion.reps,
        suggestion.sets_off,
        suggestion.dose,
        suggestion.instead_id,
    )


# -- decisions -------------------------------------------------------------------------------


@transaction.atomic
def accept(*, suggestions: Iterable[Suggestion], by: User, at: datetime) -> list[Suggestion]:
    """They become part of the targets of their session; returns them. One that was decided already stays as it was.

    Raises RefusedError for advice that only the plan can follow.
    """
    accepted = []
    for suggestion in suggestions:
        if suggestion.change in BY_PLAN:
            raise RefusedError(_("Change {exercise} in the program itself.").format(exercise=suggestion.exercise))
        if suggestion.state == SuggestionState.WAITING:
            _decide(suggestion, SuggestionState.ACCEPTED, by, at)
            accepted.append(suggestion)
    return accepted


@transaction.atomic
def decline(*, suggestions: Iterable[Suggestion], by: User, at: datetime) -> list[Suggestion]:
    """The plan stays as it is for their session; returns those that were still waiting."""
    declined = []
    for suggestion in suggestions:
        if suggestion.state == SuggestionState.WAITING:
            _decide(suggestion, SuggestionState.DECLINED, by, at)
            declined.append(suggestion)
    return declined


@transaction.atomic
def set_aside(*, suggestions: Iterable[Suggestion], by: User, at: datetime) -> None:
    """What holds by itself is taken back for its session: the plan is due there as it is written."""
    for suggestion in suggestions:
        if suggestion.is_undecided:
            _decide(suggestion, SuggestionState.DECLINED, by, at)


def _decide(suggestion: Suggestion, state: SuggestionState, by: User, at: datetime) -> None:
    suggestion.state, suggestion.decided_by, suggestion.decided_at = state, by, at
    suggestion.save(update_fields=["state", "decided_by", "decided_at"])
