"""The process that reads one upload: limits first, then the reader, then a line of JSON for each value that it yields.

Started by ``bounded.py`` as ``python -m programs.uploads.child MODULE ARGUMENTS``, with the upload as its input and an
empty environment: no settings, no secrets, no database. It answers in JSON, never by pickle: whoever takes it over can
only send words back.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

from programs.uploads.errors import UnreadableError

#: Of this whole process, its start included; the system ends it at the second number.
CPU_SECONDS = (2, 3)
#: Beside what Python and the reader take before the upload is opened.
MEMORY = 150 * 1024 * 1024
#: Pages keep their share of the machine while uploads are read.
NICENESS = 10
STATM = Path("/proc/self/statm")


def main() -> None:
    name, arguments = sys.argv[1:]
    reader = importlib.import_module(name)
    set_limits()
    try:
        for value in reader.read(sys.stdin.buffer, **json.loads(arguments)):
            say({"read": value})
    except UnreadableError as error:
        say({"refused": [error.words, error.values]})
    except MemoryError:
        say({"gave_up": "memory"})
    else:
        say({"done": True})


def set_limits() -> None:
    """CPU, memory, no file but the upload, no process of its own. macOS counts memory otherwise: there is no limit."""
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_CPU, CPU_SECONDS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    if STATM.exists():
        pages = int(STATM.read_text().split()[0])
        most = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
