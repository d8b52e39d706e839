"""What a clinic that was killed has left running is named at the next start on the same folder."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.management import CommandError

from clinic.management.commands.run import _check_nothing_left
from clinic.operations.parts import NOTE, left_running, note_running


def test_a_process_that_still_runs_is_named_with_how_to_end_it(tmp_path):
    waiting = [sys.executable, "-c", "print(flush=True); input()", "clinic.wsgi"]
    with subprocess.Popen(waiting, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()  # its name stands from now on: for a moment after the start there is none
        note_running(tmp_path, {"web": process.pid, "beat": 2**22 + 1})
        assert left_running(tmp_path) == {"web": process.pid}
        with pytest.raises(CommandError, match=f"web.*kill {process.pid}"):
            _check_nothing_left(tmp_path)
        process.kill()
    assert left_running(tmp_path) == {}
    _check_nothing_left(tmp_path)


def test_a_number_that_another_program_has_by_now_is_not_ours(tmp_path):
    note_running(tmp_path, {"web": 1})
    assert os.getpid() != 1
    assert left_running(tmp_path) == {}
    (tmp_path / NOTE).write_text("half a li")
    assert left_running(tmp_path) == {}
