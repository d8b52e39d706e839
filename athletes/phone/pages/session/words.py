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
        "trouble": _("Our side · {count} kept here"),
        "signedOut": _("Sign in to send {count} sets"),
        "signedOutOne": _("Sign in to send {count} set"),
        "refused": _("{count} sets need a look"),
        "refusedOne": _("{count} set needs a look"),
        "full": _("Phone storage is full. Keep this page open."),
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
        "firstLoad": _("One you could lift {count} more times after these {reps}."),
        "neighbor": _("Easier neighbor, {on}: {neighbor}"),
        "inAll": _("{unit} in all"),
        "pair": _("two {half}s"),
        "bar": _("the bar and {half} on each side"),
        "bareBar": _("the bar alone"),
        "useLoad": _("Use this load"),
        "loadKept": _("{load} {unit} it is{how}."),
        "noLoad": _("No load today."),
        "lighterSet": _("Lighter set done"),
        "lighterDone": _("Lighter set done."),
        "restOver": _("Rest is over."),
        "inTurn": _("Now {name}, no rest."),
        "extraAdded": _("One set added. It is your own extra, not part of the plan."),
        "extra": _("Extra"),
        "noteKept": _("Note kept for the next time."),
        "progress": _("{done} of {count} sets done"),
        "stateDone": _("done"),
        "stateNow": _("now"),
        "stateToDo": _("to do"),
        "row": _("Set {number}, {amount}, {state}. Edit"),
        "sideDone": _("{side} done"),
        "sideToDo": _("{side} to do"),
        "sideleft": _("left"),
        "sideright": _("right"),
        "rowDone": _("done"),
        "rowToDo": _("to do"),
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
