"""PDF files, where WeasyPrint and the system libraries it needs (Pango) are present."""

from __future__ import annotations

import base64
import importlib
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders


@cache
def _weasyprint() -> Any:
    """The library, or None: it is optional, slow to load, and needs what pip cannot install."""
    try:
        return importlib.import_module("weasyprint")
    except (ImportError, OSError):
        return None


def is_available() -> bool:
    return _weasyprint() is not None


def pdf(html: str) -> bytes:
    """An HTML page as PDF. Its pictures are ``data:`` addresses: nothing is fetched, from disk or network."""
    library = _weasyprint()
    fetcher = library.urls.URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    style = library.CSS(string=_static_file("css/sheet.css").read_text(), url_fetcher=fetcher)
    return bytes(library.HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=[style]))


def data_address(name: str) -> str:
    """A static picture as an address that carries it."""
    picture = base64.b64encode(_static_file(name).read_bytes()).decode()
    return f"data:image/svg+xml;base64,{picture}"


def _static_file(name: str) -> Path:
    return Path(str(finders.find(name)))
