"""What a therapist does with one click: on one athlete of the caseload, and on the grid.

Each act is one verb and one transaction: what was decided is stored together with the flags that asked for it, or
nothing is. All of them raise RefusedError, with a sentence for the therapist, and change nothing then.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.enrollment.plan_changes import save_plan
from athletes.errors import RefusedError
from athletes.evaluation.coming_sessions.repeating import open_phase
from athletes.evaluation.evaluate import evaluate
from athletes.evaluation.keeping import keep_as_written
from athletes.evaluation.suggestions import accept, decline
from athletes.models import (
    Athlete,
    CareContact,
    CareReview,
    Clearance,
    ContactKind,
    Flag,
    FlagKind,
    KeptPlan,
    Message,
    Suggestion,
    User,
)
from athletes.problems import episodes
from athletes.problems.kinds import ADVICE_KINDS
from athletes.problems.problem import subject_of
from athletes.records.care.contacts import log_contact
from athletes.records.messages import send_message
from athletes.training.clearance import clear
from athletes.wording.suggestions import acceptable
from programs.grid import drafts
from programs.grid.shape import Grid
from programs.models import ProgramRevision

#: What "keep it as written" is an answer to.
KEPT_KINDS = (
    FlagKind.PAIN,
    FlagKind.MORNING,
    FlagKind.PERSISTENT,
    FlagKind.UNSAID,
    FlagKind.HEAVY,
    FlagKind.LIGHTER,
)


@transaction.atomic
def accept_and_settle(*, athlete: Athlete, by: User, at: datetime, note: str = "") -> list[Suggestion]:
    """Accept every suggestion that one click may accept, and resolve the flags that asked for it.

    Returns what was accepted: it is part of the targets of its session.
    """
    accepted = accept(suggestions=_acceptable_suggestions(athlete), by=by, at=at)
    episodes.resolve(flags=_open_flags(athlete, ADVICE_KINDS), by=by, at=at, note=note)
    return accepted


@transaction.atomic
def decline_and_settle(*, athlete: Athlete, by: User, at: datetime, note: str = "") -> list[Suggestion]:
    """Decline every suggestion that waits, and resolve the flags that asked for it.

    What only the program can follow is declined too: where nothing else was earned, it is the one answer on the page.
    """
    declined = decline(suggestions=athlete.suggestions.waiting().select_related("exercise"), by=by, at=at)
    episodes.resolve(flags=_open_flags(athlete, ADVICE_KINDS), by=by, at=at, note=note)
    return declined


@transaction.atomic
def keep_and_settle(*, athlete: Athlete, by: User, at: datetime, subject: str = "", note: str = "") -> list[KeptPlan]:
    """The plan stays as it is written, though a rule would hold it; the note is the reason. Resolves what asked for it.

    subject -- the problem that is decided; what the rules hold for another place stays, and stays open
    Refused without a reason, in a stop, and where nothing is held.
    """
    kept = keep_as_written(athlete=athlete, reason=note, subject=subject, by=by, at=at)
    answered = [flag for flag in _of_subject(athlete, subject) if flag.kind in KEPT_KINDS]
    episodes.resolve(flags=answered, by=by, at=at, note=note)
    return kept


@transaction.atomic
def leave_as_it_is(*, athlete: Athlete, by: User, at: datetime, subject: str = "", note: str = "") -> list[Flag]:
    """What the rules did is right: the problem of that subject closes, all of them without one.

    Refused where a stop is among them, which ends by a return to training.
    """
    flags = _of_subject(athlete, subject)
    episodes.resolve(flags=flags, by=by, at=at, note=note)
    return flags


@transaction.atomic
def mark_seen(*, athlete: Athlete, by: User, at: datetime, note: str = "") -> list[Flag]:
    """Acknowledge every open flag; the athlete stays in the list."""
    flags = _open_flags(athlete)
    episodes.acknowledge(flags=flags, by=by, at=at, note=note)
    return flags


@transaction.atomic
def put_off(*, athlete: Athlete, until: datetime, by: User, at: datetime, note: str = "") -> list[Flag]:
    """Take every flag that waits out of the list until then; one that is put off already keeps its day.

    Refused where one of them is a stop.
    """
    flags = list(athlete.flags.waiting(at))
    episodes.snooze(flags=flags, until=until, by=by, at=at, note=note)
    return flags


@transaction.atomic
def clear_and_settle(*, athlete: Athlete, by: User, at: datetime, note: str = "") -> Clearance:
    """Clear the athlete for plyometrics at the first step, and resolve the flag that said they are ready.

    Refused where the athlete is cleared already.
    """
    clearance = clear(athlete=athlete, by=by, at=at)
    evaluate(athlete, at)
    episodes.resolve(flags=_open_flags(athlete, [FlagKind.GATE]), by=by, at=at, note=note)
    return clearance


@transaction.atomic
def open_phase_and_settle(*, athlete: Athlete, by: User, at: datetime, note: str = "") -> str:
    """Begin the phase that waits, though its conditions are not met, and resolve the flag that said so.

    Returns the name of the phase. Refused where no program runs, or none of its phases waits.
    """
    enrollment = athlete.enrollments.active().select_related("program").first()
    if enrollment is None:
        raise RefusedError(_("This program has ended."))
    phase = open_phase(enrollment=enrollment)
    episodes.resolve(flags=_open_flags(athlete, [FlagKind.PHASE]), by=by, at=at, note=note)
    evaluate(athlete, at)
    return phase


@transaction.atomic
def write_and_settle(*, athlete: Athlete, text: str, by: User, at: datetime, subject: str = "") -> Message:
    """Send a message of 1 to 2,000 characters: the decision about the problem of that subject, where one is named.

    Everything else is seen. A stop is not decided by a message.
    """
    message = send_message(athlete=athlete, author=by, text=text, at=at)
    _settle(athlete, subject, by, at, _("Wrote to them."))
    mark_seen(athlete=athlete, by=by, at=at)
    return message


@transaction.atomic
def call_and_settle(
    *, athlete: Athlete, result: str, by: User, at: datetime, subject: str = "", note: str = ""
) -> CareContact:
    """Log a call. Whoever was reached has decided the problem of that subject, but for a stop; else it was only seen.

    result -- of ``ContactResult``
    """
    call = log_contact(athlete=athlete, kind=ContactKind.CALL, result=result, note=note, by=by, took_place_at=at, at=at)
    words = ": ".join(filter(None, [str(call.get_result_display()), note]))
    if call.is_reached:
        _settle(athlete, subject, by, at, words)
    else:
        episodes.acknowledge(flags=_of_subject(athlete, subject), by=by, at=at, note=words)
    return call


@transaction.atomic
def settle_by_change(*, athlete: Athlete, subject: str, by: User, at: datetime, note: str = "") -> None:
    """The program was changed for it: the problem of that subject closes, but for a stop."""
    _settle(athlete, subject, by, at, note or _("Changed the program."))


def _settle(athlete: Athlete, subject: str, by: User, at: datetime, note: str) -> None:
    if subject:
        flags = [flag for flag in _of_subject(athlete, subject) if flag.kind != FlagKind.STOP]
        episodes.resolve(flags=flags, by=by, at=at, note=note)


@transaction.atomic
def mark_reviewed(*, athletes: Collection[int], upto: datetime, by: User, at: datetime) -> list[int]:
    """What these athletes did is as planned; returns the keys of those of whom nobody had said so. Safe to repeat.

    upto -- when the page was made that showed it: what came in since was seen by nobody. Nothing else is decided.
    """
    upto = min(upto, at)
    known = set(CareReview.objects.filter(athlete__in=athletes, upto__gte=upto).values_list("athlete", flat=True))
    reviewed = [key for key in athletes if key not in known]
    CareReview.objects.bulk_create([CareReview(athlete_id=key, upto=upto, by=by, at=at) for key in reviewed])
    return reviewed


@transaction.atomic
def save_typed_plan(*, grid: Grid, by: User, at: datetime, reason: str = "") -> ProgramRevision:
    """Store what was typed as the program's next revision; the author's draft of it has done its work and goes.

    Raises ConflictError when somebody else saved the program since the grid was opened; the draft stays then.
    """
    revision = save_plan(grid=grid, by=by, at=at, reason=reason)
    drafts.discard(program=grid.program, author=by)
    return revision


def _open_flags(athlete: Athlete, kinds: Collection[str] = ()) -> list[Flag]:
    """The flags that nobody has resolved, of these kinds only where some are given."""
    flags = athlete.flags.open()
    if kinds:
        flags = flags.filter(kind__in=kinds)
    return list(flags)


def _of_subject(athlete: Athlete, subject: str) -> list[Flag]:
    """The open flags of one problem; all of them where none is named."""
    return [flag for flag in _open_flags(athlete) if subject in ("", subject_of(flag))]


def _acceptable_suggestions(athlete: Athlete) -> list[Suggestion]:
    return acceptable(list(athlete.suggestions.waiting().select_related("exercise")))
