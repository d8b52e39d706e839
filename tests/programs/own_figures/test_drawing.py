"""What is wrong is said beside the part that fails, counted as a person counts."""

from __future__ import annotations

import pytest

from programs.figures.motions import MotionError, motions
from programs.own_figures.documents import document_of
from programs.own_figures.drawing import PartFinding, draw, findings_of, part_finding

TEMPO = "3-1-X-0"


@pytest.fixture
def document():
    return document_of(motions()["romanian-deadlift"])


def drawn_with(document, pose, part, **numbers):
    document["poses"][pose][part] |= numbers
    return draw(document, slug="romanian-deadlift", tempo=TEMPO)


def test_what_we_ship_has_no_finding_and_a_picture_of_each_pose(document):
    drawn = draw(document, slug="romanian-deadlift", tempo=TEMPO)
    assert drawn.findings == []
    assert [pose.startswith("<svg") for pose in drawn.poses] == [True, True]


def test_a_trunk_bent_too_far_is_said_at_the_trunk_of_its_pose(document):
    drawn = drawn_with(document, 1, "trunk", flex=85)
    assert PartFinding(2, "trunk", "Trunk flexion is 85 degrees, and goes from -32 to 62") in drawn.findings


def test_a_body_that_would_fall_is_said_at_the_pelvis(document):
    drawn = drawn_with(document, 1, "pelvis", at=[22, 48, 0])
    assert "pelvis" in {finding.part for finding in drawn.findings if "center of mass" in finding.words}
    assert list(findings_of(drawn.findings, 2, "pelvis"))


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        ("pose 0, knee flexion r is 160 degrees, and goes from -3 to 150",
         PartFinding(1, "leg_r", "Right knee flexion is 160 degrees, and goes from -3 to 150")),
        ("pose 1, elbow flexion l is 160 degrees, and goes from -3 to 152",
         PartFinding(2, "arm_l", "Left elbow flexion is 160 degrees, and goes from -3 to 152")),
        ("pose 1, heel_l is 3.0% of height under the floor",
         PartFinding(2, "leg_l", "Left heel is 3.0% of body height under the floor")),
        ("phase 0, ball_r slips by 2.0% of height, and may by 1",
         PartFinding(2, "leg_r", "Right ball slips by 2.0% of body height, and may by 1, on the way to pose 2")),
        ("knee r falls 2.0% of height inside its foot, and may by 1",
         PartFinding(0, "leg_r", "Right knee falls 2.0% of body height inside its foot, and may by 1")),
        ("a hand or foot lacks 3.0% of height to where it rests",
         PartFinding(0, "", "A hand or foot lacks 3.0% of body height to where it rests")),
    ],
)  # fmt: skip
def test_a_finding_of_the_engine_in_words(finding, expected):
    motion = motions()["romanian-deadlift"]
    assert part_finding(motion, f"romanian-deadlift: {finding}") == expected


def test_a_document_that_cannot_be_drawn_is_refused(document):
    document["poses"][0]["leg_r"]["foot"] = "x"
    with pytest.raises(MotionError):
        draw(document, slug="romanian-deadlift", tempo=TEMPO)
