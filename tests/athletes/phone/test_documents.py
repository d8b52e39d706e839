"""PDF files, where their libraries are; pictures that a document carries with it."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from athletes.phone import documents

needs_libraries = pytest.mark.skipif(not documents.is_available(), reason="WeasyPrint or its libraries are missing")


def test_a_picture_is_an_address_that_holds_it():
    address = documents.data_address("figures/split-squat.svg")
    kind, _comma, encoded = address.partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(encoded) == Path(str(finders.find("figures/split-squat.svg"))).read_bytes()


def test_without_the_library_no_pdf_is_offered(monkeypatch):
    monkeypatch.setattr(documents, "_weasyprint", lambda: None)
    assert not documents.is_available()


@needs_libraries
def test_a_page_is_one_page_of_pdf():
    content = documents.pdf("<article class='sheet'><h1>Week 1</h1></article>")
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") <= 1


@needs_libraries
def test_nothing_is_fetched_from_disk_or_network(tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg'><text>secret</text></svg>")
    page = "<p>Week 1</p>"
    with_picture = documents.pdf(f"<p>Week 1</p><img src='file://{secret}'>")
    assert abs(len(with_picture) - len(documents.pdf(page))) < 200
