"""The common fault: a pose of its own, struck out, that breaks what it says and nothing else."""

from __future__ import annotations

import gzip
from dataclasses import replace

import pytest

from programs.figures.catalog import figure_of
from programs.figures.checks import fault_findings
from programs.figures.files import files_of
from programs.figures.motions import BodyMotion, MotionError, motions, read_motions
from programs.own_figures.shown import fault_of

DRAWN = {slug: motion for slug, motion in motions().items() if motion.fault}
#: Bytes gzipped.
MOST = 2_300


def written(**fault: object) -> BodyMotion:
    """A plain bend of the right knee, with that fault."""
    pose = {"pelvis": {"at": [0, 52, 0]}, "legs": {"hip": [0, 0, 0], "knee": 0}, "arms": "hang"}
    motion = {
        "motion": "bend", "title": "The knees bend.", "phases": [{"to": 1, "s": 1}, {"to": 0, "s": 1}],
        "poses": [pose, pose | {"legs": {"hip": [20, 0, 0], "knee": 40}}],
        "exercises": {"bend": {"fault": fault}},
    }  # fmt: skip
    return next(iter(read_motions("bend", motion, {"bend": "3-1-1-0"})))


@pytest.mark.parametrize("slug", sorted(DRAWN))
def test_each_is_sound_small_and_struck_out(slug):
    assert fault_findings(DRAWN[slug]) == []
    text = files_of(DRAWN[slug])[f"{slug}.fault.svg"]
    assert len(gzip.compress(text.encode(), 9)) <= MOST
    assert "@keyframes" not in text
    assert 'class="a"' in text  # the ring, whose shape says it without its color


def test_a_fault_that_is_the_pose_itself_is_none():
    assert fault_findings(written(title="Nothing.", pose=1, breaks=[])) == [
        "bend: the fault is the pose that it is made from"
    ]


def test_a_fault_breaks_what_it_names_and_nothing_else():
    motion = written(title="The knees bend the wrong way.", pose=1, breaks=[], legs={"knee": -40})
    assert any("limits" not in line and "knee" in line for line in fault_findings(motion))
    assert motion.fault is not None
    named = replace(motion, fault=replace(motion.fault, breaks=frozenset(["limits", "nonsense"])))
    said = fault_findings(named)
    assert "bend: no check is called nonsense" in said
    assert not any("knee" in line and "its fault" in line for line in said)


def test_a_fault_without_its_words_is_refused():
    with pytest.raises(MotionError, match="missing"):
        written(pose=1, breaks=[])


def test_pages_find_it_where_it_is_drawn():
    with_fault, without = next(iter(DRAWN)), next(slug for slug in motions() if slug not in DRAWN)
    figure = figure_of(with_fault)
    assert figure is not None
    assert figure.fault == f"figures/{with_fault}.fault.svg"
    found = fault_of(with_fault)
    assert found is not None
    assert found.alt == DRAWN[with_fault].fault.motion.title
    assert fault_of(without) is None
    assert fault_of("no-such-exercise") is None


@pytest.mark.django_db
def test_the_page_of_an_exercise_shows_it_beside_its_words(as_ana):
    slug = next(iter(DRAWN))
    page = as_ana.get(f"/exercises/{slug}/").text
    assert f"figures/{slug}.fault" in page
    assert DRAWN[slug].fault.motion.title in page
