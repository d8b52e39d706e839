"""Where somebody ran never touches a disk, whatever the size of what is sent."""

from __future__ import annotations

import pytest
from django.core.files import uploadhandler
from django.core.files.uploadedfile import SimpleUploadedFile

from athletes.models import Run
from tests.athletes import watch

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_disk(monkeypatch) -> list[str]:
    """Names of the files that are put on a disk while they come in."""
    names: list[str] = []
    kept = uploadhandler.TemporaryUploadedFile

    def put(name: str, *args: object):
        names.append(name)
        return kept(name, *args)

    monkeypatch.setattr(uploadhandler, "TemporaryUploadedFile", put)
    return names


def test_more_than_memory_should_hold_is_not_taken_in_and_said(as_ana, ana, settings, on_disk):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 2000
    page = as_ana.post("/runs/upload/", {"file": SimpleUploadedFile("run.gpx", watch.gpx())})
    assert page.status_code == 422
    assert "That is more than 30 MB at once." in page.content.decode()
    assert on_disk == []
    assert Run.objects.count() == 0


def test_other_files_may_wait_on_a_disk(as_ana, ana, settings, on_disk):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 2000
    as_ana.post("/messages/", {"text": "Hello", "file": SimpleUploadedFile("picture.png", bytes(3000))})
    assert on_disk == ["picture.png"]
