"""PDF files, where their libraries are; pictures that a document carries with it."""

from __future__ import annotations

import base64

import pytest

from athletes.phone import documents
from programs.figures.motions import FOLDER
from tests.paper import A4, LETTER, page_sizes

DRAWING = FOLDER / "split-squat.still.svg"
needs_libraries = pytest.mark.skipif(not documents.is_available(), reason="WeasyPrint or its libraries are missing")


def test_a_picture_is_an_address_that_holds_it():
    address = documents.data_address(DRAWING.read_text())
    kind, _comma, encoded = address.partition(",")
    assert kind == "data:image/svg+xml;base64"
    carried = base64.b64decode(encoded).decode()
    drawn = DRAWING.read_text()
    assert carried[carried.index("<g") :] == drawn[drawn.index("<g") :]


def test_a_picture_has_the_colors_of_light_paper_and_no_variables():
    _kind, _comma, encoded = documents.data_address(DRAWING.read_text()).partition(",")
    carried = base64.b64decode(encoded).decode()
    assert ".fig .n{fill:#6d8577}" in carried
    assert "fill:var(" not in carried


def test_without_the_library_no_pdf_is_offered(monkeypatch):
    monkeypatch.setattr(documents, "_weasyprint", lambda: None)
    assert not documents.is_available()


@needs_libraries
def test_a_page_is_one_page_of_the_paper_that_was_chosen():
    page = "<article class='sheet'><h1>Week 1</h1></article>"
    assert page_sizes(documents.pdf(page)) == [LETTER]
    assert page_sizes(documents.pdf(page, "A4")) == [A4]
    longer = page + "<p style='break-before: page'>Week 2</p>"
    assert page_sizes(documents.pdf(longer)) == [LETTER, LETTER]


@needs_libraries
def test_nothing_is_fetched_from_disk_or_network(tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg'><text>secret</text></svg>")
    page = "<p>Week 1</p>"
    with_picture = documents.pdf(f"<p>Week 1</p><img src='file://{secret}'>")
    assert abs(len(with_picture) - len(documents.pdf(page))) < 200
