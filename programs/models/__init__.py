"""What therapists prescribe: the exercise library and the plan. No table here knows an athlete."""

from .figure_correction import FigureCorrection, FigureStanding
from .figure_review import FigureReview
from .imports import ExerciseImport
from .library import (
    Caution,
    Condition,
    Equipment,
    Exercise,
    ExerciseAlternative,
    Laterality,
    LoadType,
    Measure,
    Pattern,
    Quality,
    Status,
    SwapReason,
)
from .plan import Alternative, Dose, Prescription, Program, ProgressionMode, Tissue, Week, Workout
from .revision import ProgramDraft, ProgramRevision
from .threshold import Threshold
from .translation import ExerciseTranslation

__all__ = [
    "Alternative",
    "Caution",
    "Condition",
    "Dose",
    "Equipment",
    "Exercise",
    "ExerciseAlternative",
    "ExerciseImport",
    "ExerciseTranslation",
    "FigureCorrection",
    "FigureReview",
    "FigureStanding",
    "Laterality",
    "LoadType",
    "Measure",
    "Pattern",
    "Prescription",
    "Program",
    "ProgramDraft",
    "ProgramRevision",
    "ProgressionMode",
    "Quality",
    "Status",
    "SwapReason",
    "Threshold",
    "Tissue",
    "Week",
    "Workout",
]
