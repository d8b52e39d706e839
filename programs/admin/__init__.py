"""The library in the admin: what clinic admins look after and therapists search."""

from .library import CautionAdmin, EquipmentAdmin, ExerciseAdmin
from .thresholds import ThresholdAdmin

__all__ = ["CautionAdmin", "EquipmentAdmin", "ExerciseAdmin", "ThresholdAdmin"]
