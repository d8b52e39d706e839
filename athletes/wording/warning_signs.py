"""Where the answers to the warning signs lead, in plain words (clinical.md 2.5 and 2.6)."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _


def instructions_for(route: str, therapist: str) -> str:
    """What to do now, for where the answers lead; empty route: nothing was ticked that needs anybody today."""
    clinic = settings.CLINIC
    words = {
        "emergency": _("Call {emergency} now. Do not wait for us. {therapist} has been told as well."),
        "urgent": _("See a doctor today, and stop training. Call us at {phone}. {therapist} has been told."),
        "therapist": _(
            "Stop training for now: no running, no jumping, no strength work. {therapist} has been told and "
            "calls you today; or call us at {phone}."
        ),
        "": _("Nothing here is urgent today. Note the pain in your next session; if it changes, come back here."),
    }[route]
    return words.format(emergency=clinic["emergency_number"], phone=clinic["phone"], therapist=therapist)
