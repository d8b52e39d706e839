"""The library in the admin: what clinic admins look after and therapists search."""

from .exercises import ExerciseAdmin
from .library import CautionAdmin, EquipmentAdmin
from .thresholds import ThresholdAdmin

__all__ = ["CautionAdmin", "EquipmentAdmin", "ExerciseAdmin", "ThresholdAdmin"]
