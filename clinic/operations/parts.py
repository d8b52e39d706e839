"""Which processes of the demo clinic run on a data folder: noted at each start, so that the next names what is left."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

NOTE = "running.json"
#: Stands in the command line of each of them.
MARK = b"clinic"


def note_running(folder: Path, parts: Mapping[str, int]) -> None:
    """Keep the process numbers by name, for the next start on this folder."""
    (folder / NOTE).write_text(json.dumps(parts))


def left_running(folder: Path) -> dict[str, int]:
    """Those of the last start that still run, by name. A number that another program has by now is not ours."""
    try:
        noted = json.loads((folder / NOTE).read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return {name: pid for name, pid in noted.items() if _runs(pid)}


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    command = Path(f"/proc/{pid}/cmdline")
    return not command.exists() or MARK in command.read_bytes()
