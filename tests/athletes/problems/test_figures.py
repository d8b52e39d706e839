"""What raised a flag, into JSON and back."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from athletes.problems.figures import Figures, LightFigures, PainFigures, PersistentFigures, SilentFigures, StopFigures

from .examples import EVERY_EXAMPLE, MONDAY, SESSION


@pytest.mark.parametrize(("kind", "figures"), EVERY_EXAMPLE)
def test_every_shape_survives_the_database(kind, figures):
    stored = json.loads(json.dumps(figures.to_json()))
    assert type(figures).from_json(stored) == figures


def test_days_decimals_and_ids_are_stored_as_text_and_what_was_not_said_not_at_all():
    pain = PainFigures(place="Left knee", region="knee", side="left", score=6, limit=3, on=MONDAY, session=SESSION)
    assert pain.to_json() == {
        "place": "Left knee",
        "region": "knee",
        "side": "left",
        "score": 6,
        "limit": 3,
        "on": "2026-11-02",
        "session": str(SESSION),
    }
    assert LightFigures(weeks=4, rpe=Decimal("6.0")).to_json() == {"weeks": 4, "rpe": "6.0"}
    assert Figures().to_json() == {}


def test_a_zero_that_was_said_is_stored():
    assert PainFigures(place="Knee", score=0, limit=0, on=MONDAY).to_json()["score"] == 0


def test_what_older_flags_stored_reads_on():
    older = {"place": "Left knee", "score": 6, "limit": 3, "on": "2026-11-02", "exercise": "", "session": "", "x": 1}
    assert PainFigures.from_json(older) == PainFigures(place="Left knee", score=6, limit=3, on=date(2026, 11, 2))
    assert StopFigures.from_json({"place": "Left shin"}).signs == ()


def test_a_figure_without_which_nothing_can_be_said_is_missed_at_once():
    with pytest.raises(TypeError, match="since"):
        SilentFigures.from_json({"days": 9})


def test_a_site_is_region_and_side():
    assert PersistentFigures(place="Left knee", region="knee", side="left").site == ("knee", "left")
