"""One exercise: at which tempo this athlete does it, and the last five days it was done."""

from __future__ import annotations

from typing import Any

from athletes.models import Athlete, Enrollment, SetLog
from athletes.wording.doses import tempo_sentence
from programs.models import Exercise, Prescription
from programs.rules.prescription.tempo import Tempo

#: Repetitions that the figure shows.
SHOWN_REPS = 5
DAYS = 5


def exercise_page(athlete: Athlete, exercise: Exercise) -> dict[str, Any]:
    """tempo as prescribed, else the library's; last: the best set of each of the last five days, the latest first."""
    followed = Enrollment.objects.active().filter(athlete=athlete).values("program")
    own = Prescription.objects.filter(exercise=exercise, workout__program__in=followed)
    tempo = Tempo(own.values_list("tempo", flat=True).first() or exercise.default_tempo)
    sets = SetLog.objects.kept().filter(athlete=athlete, exercise=exercise).order_by("-performed_on", "-load_kg")
    by_day = {row.performed_on: row.amount for row in reversed(sets[: DAYS * 12])}
    return {
        "tempo": str(tempo),
        "tempo_words": tempo_sentence(tempo),
        "reps": SHOWN_REPS if tempo.parts else 0,
        "last": sorted(by_day.items(), reverse=True)[:DAYS],
    }
