"""What a PDF holds, as far as tests ask: the size of each of its pages."""

from __future__ import annotations

import re
import zlib

LETTER, A4 = (612, 792), (595, 842)

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_PAGE = re.compile(rb"/Type\s*/Page\b")
_BOX = re.compile(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]")


def page_sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page, in whole points. Pages without a size of their own are an error."""
    text = pdf + b"".join(_inflated(stream) for stream in _STREAM.findall(pdf))
    sizes = [(round(float(width)), round(float(height))) for width, height in _BOX.findall(text)]
    assert len(sizes) == len(_PAGE.findall(text))
    return sizes


def _inflated(stream: bytes) -> bytes:
    """What a compressed stream holds, whatever line end follows it; nothing of one that is not compressed this way."""
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""
