"""PDF files, where WeasyPrint and the system libraries it needs (Pango) are present."""

from __future__ import annotations

import base64
import importlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

#: What a page is printed on, as CSS names it; the first where nobody chose.
PAPERS = ("letter", "A4")
#: A variable of a figure and its color: “--n:#6d8577”; the light scheme comes first.
_COLOR = re.compile(r"(--\w+):(#\w+)")


@cache
def _weasyprint() -> Any:
    """The library, or None: it is optional, slow to load, and needs what pip cannot install."""
    try:
        return importlib.import_module("weasyprint")
    except (ImportError, OSError):
        return None


def is_available() -> bool:
    return _weasyprint() is not None


def pdf(html: str, paper: str = PAPERS[0]) -> bytes:
    """An HTML page as PDF. Its pictures are ``data:`` addresses: nothing is fetched, from disk or network.

    paper -- one of ``PAPERS``
    """
    library = _weasyprint()
    fetcher = library.urls.URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    rules = [_static_file("css/sheet.css").read_text(), f"@page {{ size: {paper} }}"]
    styles = [library.CSS(string=rule, url_fetcher=fetcher) for rule in rules]
    return bytes(library.HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=styles))


def data_address(drawing: str) -> str:
    """A drawing (SVG) as an address that carries it, in its colors for light paper."""
    picture = _with_plain_colors(drawing)
    return f"data:image/svg+xml;base64,{base64.b64encode(picture.encode()).decode()}"


def _with_plain_colors(svg: str) -> str:
    """Each variable as the color that the drawing gives it first: WeasyPrint draws a variable black."""
    for name, color in _COLOR.findall(svg):
        svg = svg.replace(f"var({name})", color)
    return svg


def _static_file(name: str) -> Path:
    return Path(str(finders.find(name)))
