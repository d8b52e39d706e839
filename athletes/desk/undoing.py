"""A decision on the caseload is taken back a moment later: its problems are open again, what it changed is as before.

One click is one transaction with one time: what was decided is found by who decided it, and when.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.errors import RefusedError
from athletes.evaluation.evaluate import evaluate
from athletes.models import Athlete, CareContact, CareReview, Flag, FlagAct, KeptPlan, Suggestion, User
from athletes.problems import episodes

#: How long a decision can be taken back; the page offers it for half a minute.
WITHIN = timedelta(minutes=10)


@transaction.atomic
def undo(*, athlete: Athlete, decided_at: datetime, by: User, at: datetime) -> None:
    """Take back what this person decided about the athlete at that moment.

    Its flags open again, with a word in their history; a plan that was kept as written is governed again; a yes or no
    to advice is asked anew, where its session has not begun; a call that was logged was none, and a look was none.
    Raises RefusedError where it was too long ago, and where nothing of it is left.
    """
    if at - decided_at > WITHIN:
        raise RefusedError(_("That was too long ago to take back. Open {name} instead.").format(name=athlete))
    kinds = (FlagAct.Kind.RESOLVED, FlagAct.Kind.SNOOZED)
    decided = Flag.objects.filter(athlete=athlete, acts__by=by, acts__at=decided_at, acts__kind__in=kinds).distinct()
    flags = list(decided)
    episodes.take_back(flags=flags, by=by, at=at)
    kept, _rows = KeptPlan.objects.filter(athlete=athlete, by=by, at=decided_at).delete()
    answers = Suggestion.objects.filter(athlete=athlete, decided_by=by, decided_at=decided_at)
    answered, _rows = answers.filter(session__targets__isnull=True).delete()  # made anew by the look that follows
    called, _rows = CareContact.objects.filter(athlete=athlete, by=by, logged_at=decided_at).delete()
    reviewed, _rows = CareReview.objects.filter(athlete=athlete, by=by, at=decided_at).delete()
    if not any((flags, kept, answered, called, reviewed)):
        raise RefusedError(_("There is nothing left to take back for {name}.").format(name=athlete))
    evaluate(athlete, at)
