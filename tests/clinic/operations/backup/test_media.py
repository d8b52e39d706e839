"""Uploaded files: which are the clinic's, and where they may be put."""

from __future__ import annotations

import io

import pytest

from clinic.operations.backup import media
from clinic.operations.backup.errors import BackupError


def test_links_and_hidden_files_are_not_the_clinic_s(tmp_path):
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "squat.svg").touch()
    (tmp_path / ".restoring-1").mkdir()
    (tmp_path / ".restoring-1" / "half.png").touch()
    (tmp_path / "link").symlink_to("/etc/passwd")
    assert list(media.names(tmp_path)) == ["figures/squat.svg"]


@pytest.mark.parametrize("name", ["../settings.py", "/etc/passwd", "figures/../../x", ""])
def test_a_name_that_leads_elsewhere_writes_nothing(tmp_path, name):
    root = tmp_path / "media"
    with pytest.raises(BackupError, match="no file of a clinic"), media.filling(root) as files:
        files.write(name, io.BytesIO(b"x"))
    assert list(tmp_path.rglob("*")) == [root]


def test_what_is_there_goes_only_at_the_end(tmp_path):
    (tmp_path / "former.png").touch()
    with media.filling(tmp_path) as files:
        files.write("figures/new.svg", io.BytesIO(b"<svg/>"))
        assert (tmp_path / "former.png").exists()
        files.finish()
    assert list(media.names(tmp_path)) == ["figures/new.svg"]
