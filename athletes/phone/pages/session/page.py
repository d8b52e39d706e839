"""The session in progress: its exercises, sets and sides, as they are now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from athletes.models import ExerciseNote, PainReport, Session, SessionStatus, SetLog, Swap
from athletes.training.own_exercises import own_targets
from athletes.training.performances import last_performances
from athletes.training.swaps import by_prescription, choices_for, minimum_prescriptions, with_swaps
from athletes.training.target import Target, slugs_of
from athletes.training.targets import Offer, offer
from athletes.wording.doses import title_of
from programs.library.media import clips_of
from programs.models.prepared import prepared

from .card import ExerciseCard, Mark, SetRow, set_rows
from .first_load import first_loads
from .last_times import last_times

#: How long a session can be corrected from its own page (ui.md 2.5); after that a note says it.
EDITABLE_DAYS = 14
#: What the phone's document states of the session itself.
HEADER = ("rev", "status", "session_rpe", "minutes", "note", "excuse", "nothing_hurt")


@dataclass(frozen=True)
class SessionPage:
    """focused_row -- the set whose fields are open: the next to log, or the one that was not taken.

    added -- the prescription of the exercise that is being added
    """

    session: Session
    title: str
    offer: Offer
    cards: list[ExerciseCard]
    focused_row: SetRow | None
    added: int | None = None

    @property
    def current_card(self) -> ExerciseCard | None:
        """The one that is being added, else the first exercise that is not done."""
        for card in sorted(self.cards, key=lambda card: card.prescription_id != self.added):
            if not card.is_done:
                return card
        return None

    @property
    def focused_mark(self) -> Mark | None:
        """The side that the big button saves before, or without, the script; None once all is done."""
        if self.focused_row is None or self.current_card is None:
            return None
        for mark in self.focused_row.marks:
            if not mark.is_done:
                return mark
        return None

    @property
    def done(self) -> int:
        """Sets done, of what was asked for and is not left out."""
        return sum(card.done for card in self.cards if not (card.is_skipped or card.is_own))

    @property
    def count(self) -> int:
        """Sets to do, of what was asked for and is not left out."""
        return sum(card.count for card in self.cards if not (card.is_skipped or card.is_own))

    @property
    def is_completed(self) -> bool:
        return self.session.status == SessionStatus.COMPLETED

    @property
    def is_short(self) -> bool:
        """Whether something is left out for want of time."""
        return any(card.is_skipped_for_time for card in self.cards)

    def is_editable(self, today: date) -> bool:
        """Whether the page still offers to change it; what a phone kept longer is taken all the same."""
        began_at = self.session.opened_at
        if began_at is None:
            return True
        return (today - self.session.athlete.today(began_at)).days <= EDITABLE_DAYS

    def card_of(self, prescription_id: int) -> ExerciseCard | None:
        for card in self.cards:
            if card.prescription_id == prescription_id:
                return card
        return None

    def with_typed(self, prescription: str, number: str, *, load: str, amount: str) -> SessionPage:
        """The page after a set that was not taken: what was typed stays in its row, and the row is open."""
        cards = list(self.cards)
        focused = self.focused_row
        for position, card in enumerate(self.cards):
            if str(card.prescription_id) != prescription:
                continue
            cards[position] = card.with_typed(number, load=load, amount=amount)
            typed = [row for row in cards[position].rows if str(row.number) == number]
            focused = typed[0] if typed else focused
        return replace(self, cards=cards, focused_row=focused)

    # -- for the phone's scripts -------------------------------------------------------------

    @property
    def targets_done(self) -> list[dict[str, object]]:
        """The targets as they are done, swaps in place."""
        return [card.target.to_json() for card in self.cards]

    @property
    def header(self) -> dict[str, object]:
        """The session itself as the phone's document states it: who changes it has begun it."""
        header = {name: getattr(self.session, name) for name in HEADER}
        if header["status"] == SessionStatus.PLANNED:
            header["status"] = SessionStatus.OPEN
        return header

    @property
    def first_loads(self) -> dict[str, dict[str, str]]:
        """By exercise, what the dock proposes where there is no load yet; a swap brings another exercise."""
        proposed = {}
        for card in self.cards:
            if card.first_load is not None:
                proposed[card.target.exercise_slug] = card.first_load.to_json()
        return proposed

    @property
    def choices(self) -> dict[int, dict[str, dict[str, object]]]:
        """By prescription and choice, what the card shows then: for a phone without a connection."""
        return {card.prescription_id: card.variants for card in self.cards}


def session_page(session: Session, *, added: int | None = None) -> SessionPage:
    """The session with its sets; reading it opens nothing.

    added -- the prescription of an exercise that the athlete is adding: it stands behind the others
    """
    offered = offer(session)
    cards = _cards(session, offered, added)
    page = SessionPage(session, title_of(session), offered, cards, focused_row=None, added=added)
    if page.current_card is None:
        return page
    return replace(page, focused_row=page.current_card.next_row)


def _cards(session: Session, offered: Offer, added: int | None) -> list[ExerciseCard]:
    prescribed = offered.targets
    logs = {log.pk: log for log in _logs_of(session=session.pk)}
    own = own_targets(session, prescribed, logs.values(), added)
    last_choice = by_prescription(_swaps_of(session=session.pk))
    standing = {key: swap for key, swap in last_choice.items() if not swap.is_withdrawn}
    done = [*with_swaps(prescribed, standing), *own]
    last_sets = _last_sets(session, offered, done)
    pain = _worst_pain(session)
    choices = choices_for(prescribed, session.athlete.conditions)
    core = minimum_prescriptions(prescribed)
    proposals = first_loads(session.athlete, done, session)
    times = last_times(session.athlete, slugs_of(done), session)
    notes = dict(_notes_of(athlete=session.athlete.pk))
    clips = clips_of([target.exercise_slug for target in done])
    cards = []
    for place, (original, target) in enumerate(zip([*prescribed, *own], done, strict=True), start=1):
        key = target.prescription_id
        is_own = target in own
        card = ExerciseCard(
            place=place,
            target=target,
            original=original,
            rows=set_rows(session.pk, target, logs, last_sets.get(target.exercise_slug, []), is_own=is_own),
            pain=pain.get(target.exercise_slug),
            swap=standing.get(key),
            swap_rev=_rev_of(last_choice.get(key)),
            choices=choices.get(key, []),
            is_core=key in core,
            first_load=proposals.get(target.exercise_slug),
            last_times=times.get(target.exercise_slug, []),
            own_note=notes.get(target.exercise_slug, ""),
            is_own=is_own,
            clip=clips.get(target.exercise_slug),
        )
        cards.append(card)
    return cards


def _last_sets(session: Session, offered: Offer, done: list[Target]) -> Mapping[str, list[SetLog]]:
    """What was done the last time; asked again only where something is done that the plan does not have."""
    if offered.last_sets.keys() >= set(slugs_of(done)):
        return offered.last_sets
    return last_performances(session.athlete, slugs_of(done), before=session)


def _worst_pain(session: Session) -> dict[str, int]:
    """The worst that was noted in the session, by exercise."""
    return dict(_pain_in(session=session.pk))  # a later entry replaces an earlier one


# -- what is read ----------------------------------------------------------------------------


@prepared
def _logs_of(*, session: UUID) -> QuerySet[SetLog]:
    return SetLog.objects.filter(session=session).select_related("exercise")


@prepared
def _swaps_of(*, session: UUID) -> QuerySet[Swap]:
    return Swap.objects.filter(session=session).select_related("instead")


@prepared
def _notes_of(*, athlete: int) -> QuerySet[ExerciseNote, tuple[str, str]]:
    return ExerciseNote.objects.filter(athlete=athlete).values_list("exercise__slug", "text")


@prepared
def _pain_in(*, session: UUID) -> QuerySet[PainReport, tuple[str, int]]:
    """The worst comes last."""
    return PainReport.objects.filter(session=session).order_by("score").values_list("exercise__slug", "score")


def _rev_of(swap: Swap | None) -> int:
    if swap is None:
        return 0
    return swap.rev
