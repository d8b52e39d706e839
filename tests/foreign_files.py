"""What a file says that people open: a table, an archive, a calendar, a page to be printed."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from openpyxl import load_workbook

#: A word that a program wrote, or several of them.
CODES = re.compile(r"[a-z0-9_.:-]+(?:[;,| ]+[a-z0-9_.:-]+)*")
#: How a page of an archive names a column, and a file.
COLUMN = re.compile(r"^  \w+:|\b\w+\.(?:csv|json)\b", re.MULTILINE)
WORD_OF_PDF = re.compile(r"<word [^>]*>(.*?)</word>")
#: “one-second”, where the line ends within it.
BROKEN = re.compile(r"(?<=\w)- (?=\w)")
#: Lines of a calendar that people read.
READ = re.compile(r"^(?:SUMMARY|DESCRIPTION|LOCATION|X-WR-CALNAME)[^:]*:(.*)$", re.MULTILINE)


def texts_of_file(kind: str, body: bytes) -> Iterator[str]:
    """Each text of a file of this media type. Names of columns and files are for programs, too, and left out."""
    yield from READERS[kind](body)


def _of_text(body: bytes) -> Iterator[str]:
    yield body.decode("utf-8-sig")


def _of_csv(body: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))):
        yield from filter(_is_for_people, row)


def _is_for_people(cell: str) -> bool:
    """No name of a column, no code, and no list of codes: an import reads those again."""
    return not CODES.fullmatch(cell)


def _of_workbook(body: bytes) -> Iterator[str]:
    for sheet in load_workbook(io.BytesIO(body), read_only=True):
        for row in sheet.iter_rows(values_only=True):
            yield from filter(_is_for_people, (cell for cell in row if isinstance(cell, str)))


def _of_calendar(body: bytes) -> Iterator[str]:
    yield from READ.findall(body.decode().replace("\r\n ", "").replace("\r\n", "\n"))


def _of_archive(body: bytes) -> Iterator[str]:
    """The pages of it; its tables and its document are in the words of programs, and a page says what they hold."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in archive.namelist():
            if not name.endswith((".csv", ".json")):
                yield COLUMN.sub("", archive.read(name).decode())


def _of_pdf(body: bytes) -> Iterator[str]:
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext here; install it with: apt-get install poppler-utils")
    read = subprocess.run(["pdftotext", "-bbox-layout", "-", "-"], input=body, capture_output=True, check=True)
    for block in read.stdout.decode().split("<block")[1:]:
        words = " ".join(map(unescape, WORD_OF_PDF.findall(block)))
        yield BROKEN.sub("-", words)


READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "text/plain": _of_text,
    "text/csv": _of_csv,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _of_workbook,
    "text/calendar": _of_calendar,
    "application/zip": _of_archive,
    "application/pdf": _of_pdf,
}
