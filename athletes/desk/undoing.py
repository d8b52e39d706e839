"""A decision on the caseload is taken back a moment later: its problems are open again, what it changed is as before.

One click is one transaction with one time: what was decided is found by who decided it, and when.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.errors import RefusedError
from athletes.evaluation.coming_sessions.repeating import take_back_opening
from athletes.evaluation.evaluate import evaluate
from athletes.models import Athlete, CareContact, CareReview, Flag, FlagAct, KeptPlan, Suggestion, User
from athletes.problems import episodes
from athletes.problems.figures import PhaseFigures
from athletes.problems.kinds import figures_of
from athletes.training.clearance import withdraw

#: How long a decision can be taken back; the page offers it for half a minute.
WITHIN = timedelta(minutes=10)


@transaction.atomic
def undo(*, athlete: Athlete, decided_at: datetime, by: User, at: datetime) -> None:
    """Take back what this person decided about the athlete at that moment.

    Its flags open again, with a word in their history; a plan that was kept as written is governed again; a yes or no
    to advice is asked anew, where its session has not begun; a call that was logged was none, and a look was none. A
    phase that was opened waits again, and a clearance is withdrawn.
    Raises RefusedError where it was too long ago, where nothing of it is left, and where a session has begun with the
    phase or the clearance: what was trained by it was trained.
    """
    if at - decided_at > WITHIN:
        raise RefusedError(_("That was too long ago to undo. Open {name} instead.").format(name=athlete))
    kinds = (FlagAct.Kind.RESOLVED, FlagAct.Kind.SNOOZED)
    decided = Flag.objects.filter(athlete=athlete, acts__by=by, acts__at=decided_at, acts__kind__in=kinds).distinct()
    flags = list(decided)
    episodes.take_back(flags=flags, by=by, at=at)
    has_opened = _close_phases(athlete, flags, decided_at)
    has_cleared = _withdraw_clearance(athlete, decided_at, by, at)
    kept, _rows = KeptPlan.objects.filter(athlete=athlete, by=by, at=decided_at).delete()
    answers = Suggestion.objects.filter(athlete=athlete, decided_by=by, decided_at=decided_at)
    answered, _rows = answers.filter(session__targets__isnull=True).delete()  # made anew by the look that follows
    called, _rows = CareContact.objects.filter(athlete=athlete, by=by, logged_at=decided_at).delete()
    reviewed, _rows = CareReview.objects.filter(athlete=athlete, by=by, at=decided_at).delete()
    if not any((flags, kept, answered, called, reviewed, has_opened, has_cleared)):
        raise RefusedError(_("There is nothing left to take back for {name}.").format(name=athlete))
    evaluate(athlete, at)


def _close_phases(athlete: Athlete, flags: Sequence[Flag], decided_at: datetime) -> bool:
    """Whether one of these was decided by opening its phase; then it waits again."""
    enrollment = athlete.enrollments.active().exclude(opened_phase="").first()
    if enrollment is None:
        return False
    for flag in flags:
        figures = figures_of(flag)
        is_opened = flag.cause.startswith(f"{enrollment.pk}:{enrollment.opened_phase}:")
        if is_opened and isinstance(figures, PhaseFigures):
            _refuse_once_begun(athlete, decided_at)
            take_back_opening(enrollment=enrollment, phase=enrollment.opened_phase, repeats=figures.repeats)
            return True
    return False


def _withdraw_clearance(athlete: Athlete, decided_at: datetime, by: User, at: datetime) -> bool:
    """Whether they were cleared by it; the row stays, with who withdrew it."""
    if not athlete.clearances.standing().filter(cleared_by=by, cleared_at=decided_at).exists():
        return False
    _refuse_once_begun(athlete, decided_at)
    withdraw(athlete=athlete, by=by, at=at)
    return True


def _refuse_once_begun(athlete: Athlete, decided_at: datetime) -> None:
    if athlete.sessions.filter(opened_at__gte=decided_at).exists():
        raise RefusedError(_("{name} has begun a session with it. Open their page instead.").format(name=athlete))
