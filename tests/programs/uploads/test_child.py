"""The process that reads uploads: it holds no secret, and readers start without Django."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
READERS = (
    "athletes.records.run_files.reading",
    "programs.imports.texts",
    "programs.imports.workbooks",
    "programs.uploads.pictures",
)
ASK = f"""
import importlib, json, os, resource, sys
for name in {READERS}:
    importlib.import_module(name)
from programs.uploads.child import set_limits
set_limits()
def tries(what):
    try:
        what()
    except (OSError, MemoryError) as error:
        return type(error).__name__
    return "done"
def write():
    with open(sys.argv[1], "w") as file:
        file.write("x" * 9000)
print(json.dumps([
    "django" in sys.modules,
    tries(lambda: bytearray(200 * 1024 * 1024)),
    tries(lambda: bytearray(20 * 1024 * 1024)),
    tries(write),
    resource.getrlimit(resource.RLIMIT_CPU),
]))
"""


def test_readers_know_no_django_and_their_process_can_neither_grow_nor_write(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(tmp_path / "x")], cwd=ROOT, env={}, capture_output=True, text=True, check=True
    )
    knows_django, large, small, written, cpu = json.loads(done.stdout)
    assert not knows_django
    assert (large, small, written) == ("MemoryError", "done", "OSError")
    assert cpu[0] == 2
