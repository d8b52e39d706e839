"""Two exercises side by side: what is the same of them, and what is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.models import Exercise, SwapReason
from programs.regions import regions_loaded

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class ComparedRow:
    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return self.first != self.second


def dose_words(exercise: Exercise) -> str:
    """“3 × 8 each side, rest 60 s”."""
    units = {"seconds": _("{amount} s"), "steps": _("{amount} steps")}
    amount = units.get(exercise.measure, "{amount}").format(amount=exercise.default_amount)
    words = _("{sets} × {amount}").format(sets=exercise.default_sets, amount=amount)
    if exercise.is_unilateral:
        words = _("{dose} each side").format(dose=words)
    return _("{dose}, rest {seconds} s").format(dose=words, seconds=exercise.default_rest_seconds)


def equipment_words(exercise: Exercise) -> str:
    """“Bench, dumbbell or kettlebell”: items of one group stand in for each other. They are expected loaded."""
    needs: dict[str, list[str]] = {}
    for item in exercise.equipment.all():
        needs.setdefault(item.group or item.slug, []).append(item.name)
    words = list(map(_either, needs.values()))
    return ", ".join(words).capitalize() or _("No equipment")


def _either(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("{first} or {last}").format(first=", ".join(names[:-1]), last=names[-1])


def _load(exercise: Exercise) -> str:
    words = exercise.get_load_type_display()
    if exercise.load_step_kg is None:
        return words
    return _("{load}, steps of {step} kg").format(load=words, step=f"{exercise.load_step_kg.normalize():f}")


def _regions(exercise: Exercise) -> str:
    names = regions_loaded(exercise.slug, exercise.pattern, is_loaded=exercise.is_loaded)
    return ", ".join(name.replace("_", " ") for name in names).capitalize()


def _cautions(exercise: Exercise) -> str:
    return "; ".join(f"{caution.get_condition_display()}: {caution.reason}" for caution in exercise.cautions.all())


def _instead(reason: SwapReason) -> Callable[[Exercise], str]:
    def words(exercise: Exercise) -> str:
        rows = exercise.library_alternatives.all()
        return ", ".join(row.instead.name for row in rows if row.reason == reason)

    return words


def _name_of(neighbor: Exercise | None) -> str:
    return neighbor.name if neighbor else ""


ROWS: tuple[tuple[object, Callable[[Exercise], str]], ...] = (
    (gettext_lazy("Pattern"), lambda exercise: exercise.get_pattern_display()),
    (gettext_lazy("Level"), lambda exercise: str(exercise.level)),
    (gettext_lazy("Sides"), lambda exercise: exercise.get_laterality_display()),
    (gettext_lazy("Equipment"), equipment_words),
    (gettext_lazy("Load"), _load),
    (gettext_lazy("Usual dose"), dose_words),
    (gettext_lazy("Tempo"), lambda exercise: exercise.default_tempo),
    (gettext_lazy("Cue"), lambda exercise: exercise.short_cue),
    (gettext_lazy("Set-up"), lambda exercise: exercise.setup_cue),
    (gettext_lazy("Execution"), lambda exercise: exercise.execution_cue),
    (gettext_lazy("Common fault"), lambda exercise: exercise.common_fault),
    (gettext_lazy("Loads"), _regions),
    (gettext_lazy("Careful with"), _cautions),
    (gettext_lazy("If it hurts"), _instead(SwapReason.HURTS)),
    (gettext_lazy("If equipment is taken"), _instead(SwapReason.EQUIPMENT)),
    (gettext_lazy("If it is too easy"), _instead(SwapReason.EASY)),
    (gettext_lazy("Easier neighbor"), lambda exercise: _name_of(exercise.easier)),
    (gettext_lazy("Harder neighbor"), lambda exercise: _name_of(exercise.harder)),
)


def compared(keys: list[int]) -> list[Exercise]:
    """The exercises of these keys in their order, with all that a comparison says; four queries."""
    related = Exercise.objects.select_related("easier", "harder")
    found = related.prefetch_related("equipment", "cautions", "library_alternatives__instead").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def compare(first: Exercise, second: Exercise) -> list[ComparedRow]:
    """Row by row, those that neither has left out."""
    rows = []
    for label, words in ROWS:
        row = ComparedRow(str(label), words(first) or NOTHING, words(second) or NOTHING)
        if row.first != NOTHING or row.second != NOTHING:
            rows.append(row)
    return rows
