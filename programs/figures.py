"""Exercises that have a moving figure, and its file under ``static/figures``."""

from __future__ import annotations

FIGURES = {
    "bulgarian-split-squat": "split-squat",
    "bulgarian-split-squat-loaded": "split-squat",
    "bulgarian-split-squat-heavy": "split-squat",
    "single-leg-rdl": "single-leg-deadlift",
    "single-leg-rdl-loaded": "single-leg-deadlift",
    "single-leg-rdl-heavy": "single-leg-deadlift",
    "single-leg-heel-raise-step": "calf-raise",
}
