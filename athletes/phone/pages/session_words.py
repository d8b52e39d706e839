"""What the session page's scripts say, in the athlete's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def tempo_words() -> dict[str, str]:
    """What the tempo guide says."""
    return {
        "lower": _("Lower"),
        "pause": _("Pause"),
        "lift": _("Lift"),
        "fast": _("Up fast"),
    }


def session_words() -> dict[str, str]:
    """What the script says, in the athlete's language."""
    return tempo_words() | {
        "saved": _("Saved"),
        "keeping": _("Saving"),
        "sending": _("Sending {count}"),
        "offline": _("Offline · {count} kept here"),
        "signedOut": _("Sign in to send {count} sets"),
        "signedOutOne": _("Sign in to send {count} set"),
        "refused": _("{count} sets need a look"),
        "refusedOne": _("{count} set needs a look"),
        "full": _("Phone storage is full. Keep this page open"),
        "log": _("Log set"),
        "left": _("Log left side"),
        "right": _("Log right side"),
        "start": _("Start the hold"),
        "startleft": _("Start left side"),
        "startright": _("Start right side"),
        "ready": _("Get ready"),
        "hold": _("Hold"),
        "change": _("Save change"),
        "reps": _("reps"),
        "allDone": _("All sets done"),
        "finish": _("Finish"),
        "stored": _("Set {number} saved."),
        "switchSide": _("Switch to the right side"),
        "next": _("Next: {name}"),
        "changed": _("Change saved"),
        "swapped": _("Changed"),
        "hopsEnded": _("Hops end here for today. What you did is kept."),
        "kept": _("As prescribed"),
        "short": _("Three exercises today"),
        "whole": _("All exercises again"),
        "seconds": _("seconds"),
        "letterleft": _("L"),
        "letterright": _("R"),
        "refusedItem": _("Set {number}, {name}: {amount}"),
        "undone": _("Undone"),
        "effort": _("{count} in reserve saved."),
        "noEffort": _("Skipped."),
        "newer": _("A newer value came from another phone"),
        "refusedSet": _("That set was not accepted. Correct it and log it again."),
        "minutes": _("{minutes} min"),
    }
