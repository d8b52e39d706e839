"""The numbers of a motion as fields: each is there once, and only a number within its bounds gets in."""

from __future__ import annotations

import pytest

from programs.figures.motions import motions
from programs.own_figures.documents import document_of
from programs.own_figures.fields import (
    Typed,
    phase_fields,
    pose_fields,
    prop_groups,
    read_typed,
    view_group,
    with_plain_view,
)


@pytest.fixture
def document():
    return document_of(motions()["romanian-deadlift"])


def names_of(document):
    typed = Typed(with_plain_view(document))
    groups = [view_group(typed), *prop_groups(typed)]
    groups += [group for pose in pose_fields(typed) for group in pose.groups]
    fields = [field for group in groups for field in group.fields]
    return {field.name: field.value for field in fields}, len(fields)


def test_every_motion_has_each_of_its_numbers_once_and_gives_it_back():
    for motion in motions().values():
        document = with_plain_view(document_of(motion))
        named, count = names_of(document)
        assert len(named) == count
        typed = read_typed(document, named)
        assert (typed.document, typed.errors) == (document, {}), motion.slug


def test_pelvis_trunk_head_legs_and_arms_are_groups_of_every_pose(document):
    poses = pose_fields(Typed(document))
    assert [pose.number for pose in poses] == [1, 2]
    for pose in poses:
        assert {group.part for group in pose.groups} == {"pelvis", "trunk", "head", "leg_r", "leg_l", "arm_r", "arm_l"}


def test_a_number_is_taken_where_it_stands(document):
    typed = read_typed(document, {"poses.1.pelvis.pitch": "55,5", "poses.1.leg_r.foot.0": "−6"})
    assert typed.document["poses"][1]["pelvis"]["pitch"] == 55.5
    assert typed.document["poses"][1]["leg_r"]["foot"][0] == -6
    assert document["poses"][1]["pelvis"]["pitch"] == 64


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Write a number."), ("nan", "Write a number."), ("1e999", "Write a number."), ("500", "From -180 to 180."),
     ("<b>", "Write a number.")],
)  # fmt: skip
def test_what_is_no_number_within_its_bounds_is_refused_beside_its_field(document, text, said):
    typed = read_typed(document, {"poses.1.pelvis.pitch": text})
    assert typed.errors == {"poses.1.pelvis.pitch": said}
    assert typed.document["poses"][1]["pelvis"]["pitch"] == 64
    pelvis = pose_fields(typed)[1].groups[0]
    field = next(field for field in pelvis.fields if field.name == "poses.1.pelvis.pitch")
    assert (field.value, field.error) == (text, said)


def test_what_the_document_does_not_have_does_not_get_in(document):
    typed = read_typed(
        document, {"poses.0.leg_r.hip.0": "5", "poses.9.pelvis.pitch": "5", "slow": "", "props.0.hand": "3"}
    )
    assert typed.document == with_plain_view(document)


def test_seconds_are_typed_only_where_no_tempo_gives_them(document):
    assert [phase.seconds for phase in phase_fields(Typed(document))] == [None] * 4
    jump = document_of(motions()["jump-squat-stick"])
    assert any(phase.seconds for phase in phase_fields(Typed(jump)))


def test_words_poses_speeds_and_muscles_are_taken_where_they_are_known(document):
    given = {"title": "  Hips\nback. ", "show": "0", "ghost": "7", "phases.0.ease": "lin", "phases.1.ease": "warp"}
    typed = read_typed(document, given, ["calf_r", "heart"])
    assert (typed.document["title"], typed.document["show"], typed.document["ghost"]) == ("Hips back.", 0, 0)
    assert [phase["ease"] for phase in typed.document["phases"][:2]] == ["lin", "io"]
    assert typed.document["muscles"] == ["calf_r"]
    assert "title" in read_typed(document, {"title": " "}).errors
