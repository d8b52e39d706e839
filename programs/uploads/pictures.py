"""A picture, drawn anew. Runs in a process of its own, without Django (``uploads``)."""

from __future__ import annotations

import struct
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from programs.uploads.errors import UnreadableError, gettext_noop

MAX_PIXELS = 25_000_000
MAX_SIDE = 1600
FORMATS = ("JPEG", "PNG", "WEBP")
#: What can be made smaller as it is; the rest takes a second copy of the whole.
PLAIN_MODES = ("RGB", "RGBA", "L")
NO_PICTURE = gettext_noop("This is not a JPEG, PNG or WebP picture.")
#: Pillow only warns, and of far more pixels; the check below refuses.
Image.MAX_IMAGE_PIXELS = None


def read(stream: BinaryIO) -> Iterator[str]:
    """The picture as a JPEG, in base64: no EXIF, nothing hidden in it. Pixels are checked before it is decoded.

    Raises UnreadableError for anything but a JPEG, PNG or WebP picture of up to 25 megapixels.
    """
    try:
        yield b64encode(drawn_anew(stream)).decode()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, struct.error) as error:
        raise UnreadableError(NO_PICTURE) from error


def drawn_anew(stream: BinaryIO) -> bytes:
    """Smaller first: a turned or converted copy of 25 megapixels would take as much memory again."""
    with Image.open(BytesIO(stream.read()), formats=FORMATS) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise UnreadableError(gettext_noop("The picture has more than 25 megapixels."))
        small = picture if picture.mode in PLAIN_MODES else picture.convert("RGB")
        small.thumbnail((MAX_SIDE, MAX_SIDE))
        drawn = ImageOps.exif_transpose(small).convert("RGB")
    drawn.info.clear()  # comments and profiles
    out = BytesIO()
    drawn.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()
