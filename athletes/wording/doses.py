"""Targets and titles in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.models import Session
from athletes.training.target import Target
from programs.models import Dose, Prescription
from programs.rules.prescription.dose import DoseValue, plain, reserve_of
from programs.rules.prescription.tempo import Tempo


def dose_words(target: Target) -> str:
    """A target in words: “3 × 8 each side · 24 kg”."""
    words = f"{target.sets} × {_work_words(target)}"
    if target.is_unilateral:
        words = _("{dose} each side").format(dose=words)
    if target.load is not None and target.load.amount:
        words += f" · {target.load.amount} {target.unit}"
    if target.contacts:
        words += " · " + _("{count} contacts").format(count=target.contacts)
    return words


def amount_words(target: Target) -> str:
    """Sets, amount and load, as short as a row needs them: “2 × 6 · 45 lb”."""
    words = f"{target.sets} × {_work_words(target)}"
    if target.load is not None and target.load.amount:
        words += f" · {target.load.amount} {target.unit}"
    return words


def _work_words(target: Target) -> str:
    """One set, on one side: “8-10”, “30 s”."""
    if target.reps is None:
        return _("{seconds} s").format(seconds=target.seconds)
    return str(target.reps)


def effort_words(target: Target) -> str:
    """The effort in repetitions in reserve: “leave 2 to 3 in reserve”; empty where none is set."""
    if target.reserve is None:
        return ""
    return _("leave {count} in reserve").format(count=target.reserve)


def tempo_words(target: Target) -> str:
    """How fast, in words: “3 s down, pause 1, fast up”; empty for a hold, whose dose says it in seconds."""
    if target.is_timed:
        return ""
    return tempo_sentence(target.tempo)


def rest_words(target: Target) -> str:
    """“rest 90 s”; empty where no rest is set."""
    if not target.rest_seconds:
        return ""
    return _("rest {seconds} s").format(seconds=target.rest_seconds)


def planned_words(dose: Dose, row: Prescription) -> str:
    """A planned dose in words: “3 × 8-10 each side · 24 kg”."""
    return value_words(dose.value, is_unilateral=row.exercise.is_unilateral)


def value_words(value: DoseValue, *, is_unilateral: bool) -> str:
    """A dose in words, without its effort: “3 × 8-10 each side · 24 kg”."""
    work = _("{seconds} s").format(seconds=value.seconds) if value.reps is None else str(value.reps)
    words = f"{value.sets} × {work}"
    if is_unilateral:
        words = _("{dose} each side").format(dose=words)
    if value.load is not None and value.load.amount:
        words += f" · {plain(value.load.amount)} {value.load.unit}"
    return words


def left_words(value: DoseValue) -> str:
    """Its effort: “leave 2-3”; empty for a hold, and where none is set."""
    if value.rpe is None or value.reps is None:
        return ""
    return _("leave {count}").format(count=reserve_of(value.rpe))


def tempo_sentence(tempo: Tempo) -> str:
    """A tempo as people say it, never as a bare code (clinical.md 5.1): “3 s down, pause 1, fast up”."""
    if tempo.parts is None:
        return str(_TEMPO_WORDS[tempo.code])
    lower, bottom, lift, top = tempo.parts
    up = _("fast up") if tempo.code.split("-")[2] == "X" else _("{seconds} s up").format(seconds=lift)
    said = [_("{seconds} s down").format(seconds=lower) if lower else _("lower at your own pace")]
    said += [_("pause {seconds}").format(seconds=bottom)] if bottom else []
    said += [up] + ([_("pause {seconds} at the top").format(seconds=top)] if top else [])
    return ", ".join(said)


_TEMPO_WORDS = {
    "hold": gettext_lazy("hold still"),
    "free": gettext_lazy("at your own pace"),
    "rebound": gettext_lazy("springy, straight off the ground"),
    "stick": gettext_lazy("land, hold, reset"),
}


def span(low: object, high: object) -> str:
    return f"{low}" if low == high else f"{low}-{high}"


def title_of(session: Session) -> str:
    """What the session is called; an extra one has no workout."""
    return session.workout.title if session.workout else _("Trained elsewhere")
