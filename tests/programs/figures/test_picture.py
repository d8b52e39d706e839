"""The picture: the camera, easing pieces, outlines and keyframes."""

from __future__ import annotations

import pytest

from programs.figures.camera import FLOOR, WIDTH, Camera
from programs.figures.motions import motions
from programs.figures.posing import solve
from programs.figures.shapes import hull, number, smooth
from programs.figures.timing import MOMENTS, moments_of, piece_of_easing


@pytest.mark.parametrize(
    ("azimuth", "ahead", "beside"),
    [(0, (6.2, 0), (0, 0)), (90, (0, 0), (-6.2, 0))],
)
def test_the_side_shows_what_is_ahead_and_the_front_what_is_beside(azimuth, ahead, beside):
    camera = Camera({"azimuth": azimuth})
    for point, moved in (((1, 0, 0), ahead), ((0, 0, 1), beside)):
        x, y = camera.xy(point)
        assert (x - WIDTH / 2, FLOOR - y) == pytest.approx(moved)


def test_what_is_nearer_to_the_viewer_is_deeper():
    assert Camera({}).depth((0, 0, 1)) > Camera({}).depth((0, 0, -1))
    front = Camera({"azimuth": 90})
    assert front.depth((1, 0, 0)) > front.depth((-1, 0, 0))


def test_a_turn_goes_the_short_way_from_the_moment_before():
    camera = Camera({})
    first = camera.bones(solve({"pelvis": {"at": [0, 53, 0], "pitch": 170}}))
    second = camera.bones(solve({"pelvis": {"at": [0, 53, 0], "pitch": -170}}), first)
    assert abs(second["pelvis"].turn - first["pelvis"].turn) == pytest.approx(20)


def test_the_pieces_of_an_easing_are_the_easing():
    assert piece_of_easing("io", 0, 1) == "cubic-bezier(.4,0,.6,1)"
    assert piece_of_easing("io", 0, 0.5) == "cubic-bezier(.4,0,.7,.5)"
    assert piece_of_easing("io", 0.5, 1) == "cubic-bezier(.3,.5,.6,1)"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(0.5, 1, ".5"), (-0.5, 2, "-.5"), (-0.01, 1, "0"), (12.0, 1, "12"), (3.25, 2, "3.25")],
)
def test_a_number_is_as_short_as_it_can_be(value, digits, text):
    assert number(value, digits) == text


def test_a_hull_holds_every_point():
    assert sorted(hull([(0, 0), (2, 0), (2, 2), (0, 2), (1, 1)])) == [(0, 0), (0, 2), (2, 0), (2, 2)]


def test_an_outline_is_closed_and_in_whole_numbers():
    data = smooth([(0, 0), (2, 0), (2, 2), (0, 2)], 6.2)
    assert data.startswith("M")
    assert data.endswith("z")
    assert "." not in data


def test_a_motion_is_looked_at_in_each_phase_and_ends_where_it_began():
    for motion in motions().values():
        moments = moments_of(motion, Camera(motion.view))
        assert len(moments) == MOMENTS * len(motion.phases)
        assert moments[-1].at == pytest.approx(motion.seconds)
        first, last = moments[0].body, moments[-1].body
        assert first.point("crown") == pytest.approx(last.point("crown"), abs=1e-6), motion.slug
