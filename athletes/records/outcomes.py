"""Verbs of outcome totals: a therapist enters one, and takes one back that was entered by mistake."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from athletes.errors import RefusedError
from athletes.localtime import clinic_day
from athletes.models import Athlete, OutcomeTotal, User
from programs.rules.outcomes import BY_CODE


@transaction.atomic
def enter_outcome(
    *,
    athlete: Athlete,
    measure: str,
    total: Decimal,
    taken_on: date,
    by: User,
    at: datetime,
    side: str = "",
    version: str = "",
    activity: str = "",
) -> OutcomeTotal:
    """Keep the total of one questionnaire; the items stay on its own form.

    Raises RefusedError for a total outside the measure's range, a day to come, a PSFS without its activity, and a
    second total of the same kind on one day.
    """
    rule = BY_CODE[measure]
    if not rule.low <= total <= rule.high:
        words = _("{measure} runs from {low} to {high}.").format(measure=rule.name, low=rule.low, high=rule.high)
        raise RefusedError(words, field="total")
    if taken_on > max(athlete.today(at), clinic_day(at)):
        raise RefusedError(_("That day is still to come."), field="taken_on")
    if measure == "psfs" and not activity.strip():
        raise RefusedError(_("Say what the PSFS was asked about, such as “run 10 miles”."), field="activity")
    activity = activity.strip() if measure == "psfs" else ""
    outcome = OutcomeTotal(
        athlete=athlete, measure=measure, version=version.strip(), activity=activity,
        side=side if rule.has_side else "", total=total, taken_on=taken_on, entered_by=by, entered_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            outcome.save()
    except IntegrityError as same:  # of a page sent twice, too: the database knows of the other first
        words = _("There is a total of this measure for that day. Remove it first.")
        raise RefusedError(words, field="taken_on") from same
    return outcome


def remove_outcome(*, outcome: OutcomeTotal) -> None:
    """Entered by mistake: it goes, and the history of changes keeps who took it away, and when."""
    outcome.delete()
