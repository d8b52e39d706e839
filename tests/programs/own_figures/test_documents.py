"""A motion as a document and back: nothing is lost, and the other side of the other side is the same."""

from __future__ import annotations

import pytest

from programs.figures.drawing import Drawing
from programs.figures.motions import MotionError, motions, tempos
from programs.own_figures.documents import document_of, mirrored_document, motion_of

SLUGS = sorted(motions())


@pytest.mark.parametrize("slug", SLUGS[::9])
def test_a_document_draws_what_its_motion_draws(slug):
    motion = motions()[slug]
    again = motion_of(document_of(motion), slug, tempos()[slug])
    assert Drawing(again).moving() == Drawing(motion).moving()


@pytest.mark.parametrize("slug", SLUGS)
def test_the_other_side_of_the_other_side_is_the_same(slug):
    document = document_of(motions()[slug])
    assert mirrored_document(mirrored_document(document)) == document


def test_changed_over_the_other_leg_works():
    document = document_of(motions()["single-leg-rdl"])
    other = mirrored_document(document)
    for pose, mirrored in zip(document["poses"], other["poses"], strict=True):
        right, left = pose["leg_r"], mirrored["leg_l"]
        assert {key for key in right if right[key] != left[key]} <= {"foot", "pole", "pin"}
        assert mirrored["pelvis"]["roll"] == -pose["pelvis"]["roll"] if "roll" in pose["pelvis"] else True
    assert other["muscles"] == [name[:-1] + "l" if name.endswith("_r") else name for name in document["muscles"]]


def test_a_change_of_a_document_changes_nothing_of_what_we_ship():
    document = document_of(motions()["hinge" if "hinge" in motions() else "romanian-deadlift"])
    document["poses"][0]["pelvis"]["pitch"] = 77
    assert motions()["romanian-deadlift"].poses[0]["pelvis"]["pitch"] != 77


@pytest.mark.parametrize(
    "broken", [{}, {"title": "x", "phases": [{}], "poses": [{}]}, {"phases": 3, "poses": [], "title": ""}]
)
def test_what_is_no_motion_is_refused_by_name(broken):
    with pytest.raises(MotionError, match="split-squat"):
        motion_of(broken, "split-squat", "3-1-X-0")
