"""A picture is measured before it is decoded, and what cannot be drawn in the memory of its process is refused."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from programs.uploads.bounded import read_bounded
from programs.uploads.errors import UnreadableError
from programs.uploads.pictures import drawn_anew
from tests import hostile_files

READER = "programs.uploads.pictures"


def test_a_picture_is_measured_before_it_is_decoded():
    with pytest.raises(UnreadableError, match="25 megapixels"):
        drawn_anew(BytesIO(hostile_files.picture_of_zeros(25_001, 1000)))


def test_25_megapixels_are_drawn_within_the_memory_of_the_process():
    assert read_bounded(READER, [hostile_files.picture_of_zeros(5000, 5000)]).all()


def test_what_is_transparent_lies_on_black_and_keeps_its_proportions():
    out = BytesIO()
    Image.new("RGBA", (3200, 800), (0, 0, 0, 0)).save(out, "PNG")
    drawn = Image.open(BytesIO(drawn_anew(BytesIO(out.getvalue()))))
    assert (drawn.mode, drawn.size, drawn.getpixel((9, 9))) == ("RGB", (1600, 400), (0, 0, 0))
