"""A report as a file for a spreadsheet, and the days that an address asks for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest, HttpResponse

from programs.imports.writing import write_lines

#: What an address may ask for lies within these years: no calendar overflows.
FIRST_YEAR, LAST_YEAR = 2000, 2999


def csv_answer(lines: Iterable[list[str]], name: str) -> HttpResponse:
    """name -- of the file, without its ending; it names nobody"""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "private, no-store"}
    return HttpResponse(write_lines(lines), content_type="text/csv; charset=utf-8", headers=headers)


def is_csv(request: HttpRequest) -> bool:
    return request.GET.get("as") == "csv"


def day_asked(request: HttpRequest, name: str) -> date | None:
    """The day that the address names; None where it names none that could be."""
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
