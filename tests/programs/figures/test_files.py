"""The files: what is committed is what the data draws, small enough for a phone, and safe to show."""

from __future__ import annotations

import gzip
from xml.etree import ElementTree

import pytest

from programs.figures.files import all_files, build, files_of
from programs.figures.motions import FOLDER, motions
from programs.figures.shapes import PALETTE

#: Bytes gzipped: a moving picture with its style; most are below 3.3 kB.
MOST, USUAL = 4_600, 3_700
#: Inline, by the view.
FROM_THE_SIDE, BETWEEN = 2_500, 3_300


#: Drawn once, by one worker.
pytestmark = pytest.mark.xdist_group("figures")


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return all_files()


def test_the_files_are_those_that_the_data_draws(drawn):
    assert {path.name for path in FOLDER.glob("*.svg")} == drawn.keys()
    stale = [name for name, text in drawn.items() if (FOLDER / name).read_text() != text]
    assert stale == [], "run: python manage.py build_figures"


def test_a_file_is_small(drawn):
    sizes = sorted(len(gzip.compress(text.encode(), 9)) for name, text in drawn.items() if name.count(".") == 1)
    assert sizes[-1] <= MOST
    assert sizes[len(sizes) // 2] <= USUAL


def test_in_a_page_that_has_the_colors_a_figure_is_smaller(drawn):
    """Inline, what all figures wear is not its own: 2.5 kB from the side, 3.3 between the sides."""
    large = {}
    for slug, motion in motions().items():
        size = len(gzip.compress(drawn[f"{slug}.svg"].replace(PALETTE, "").encode(), 9))
        is_from_the_side = not motion.view.get("azimuth") and not motion.view.get("tilt")
        if size > (FROM_THE_SIDE if is_from_the_side else BETWEEN):
            large[slug] = size
    assert large == {}


def test_a_file_is_xml_with_its_words_and_without_script_or_style_attribute(drawn):
    for name, text in drawn.items():
        root = ElementTree.fromstring(text)
        motion = motions()[name.split(".")[0]]
        said = motion.fault.motion if ".fault" in name else motion
        assert root[0].text == said.title
        assert "<script" not in text
        assert not any("style" in element.attrib for element in root.iter()), name


def test_a_still_does_not_move_and_a_moving_one_stands_where_that_is_wished(drawn):
    still, moving = drawn["split-squat.still.svg"], drawn["split-squat.svg"]
    assert "@keyframes" not in still
    assert 'class="y"' in still  # the other pose and the arrow
    assert "@media(prefers-reduced-motion:no-preference){.split-squat.run .j{animation-duration" in moving


def test_in_forced_colors_a_picture_brings_its_own_ground(drawn):
    """An image gets the system's light colors on a dark page too: without a ground it was black on black."""
    for name, text in drawn.items():
        assert "@media(forced-colors:active){.fig{background:Canvas;" in text, name


def test_every_animated_class_has_its_keyframes(drawn):
    for name, text in drawn.items():
        for element in ElementTree.fromstring(text).iter():
            classes = element.attrib.get("class", "").split()
            if classes[:1] == ["j"]:
                assert f".{classes[1]}{{animation-name:" in text, name


def test_a_motion_is_drawn_the_same_twice():
    motion = motions()["split-squat"]
    assert files_of(motion) == files_of(motion)


def test_building_writes_what_changed_and_removes_what_nothing_draws(tmp_path, drawn, monkeypatch):
    monkeypatch.setattr("programs.figures.files.all_files", lambda: drawn)
    (tmp_path / "former.svg").write_text("<svg/>")
    assert set(build(tmp_path)) == {"former.svg", *drawn}
    (tmp_path / "split-squat.svg").write_text("<svg/>")
    assert build(tmp_path) == ["split-squat.svg"]
    assert build(tmp_path) == []
