"""make bench-uploads: what each file of an attacker costs the process that reads it, and long honest ones beside them.

CPU and largest memory are that process's own, its start included.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests import hostile_files as files

RUN, TABLE, PICTURE = "athletes.records.run_files.reading", "programs.imports.workbooks", "programs.uploads.pictures"
#: Started by a small process: memory that a parent had at the start would count as the child's.
MEASURED = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-s", "-m", "programs.uploads.child", *sys.argv[1:]], stdin=sys.stdin,
    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{used.ru_utime + used.ru_stime:.2f}", used.ru_maxrss // 1024, done.returncode, done.stdout[:90].decode())
"""
CASES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "FIT, a message a byte, 8 MB": (RUN, files.fit_of_tiny_messages),
    "FIT, definitions alone, 8 MB": (RUN, files.fit_of_definitions),
    "FIT, 255 fields a message, 8 MB": (RUN, files.fit_of_wide_messages),
    "FIT, 5 h": (RUN, lambda: files.long_fit(5 * 3600)),
    "FIT, 24 h": (RUN, lambda: files.long_fit(24 * 3600)),
    "GPX, tracks alone, 8 MB": (RUN, files.gpx_of_tracks),
    "GPX, points alone, 8 MB": (RUN, files.gpx_of_points),
    "GPX, a name each, 8 MB": (RUN, files.gpx_of_names),
    "GPX, characters, 8 MB": (RUN, files.gpx_of_characters),
    "GPX, depth, 8 MB": (RUN, files.gpx_of_depth),
    "GPX, 5 h": (RUN, lambda: files.long_gpx(5 * 3600)),
    "GPX, 24 h": (RUN, lambda: files.long_gpx(24 * 3600)),
    "XLSX, a cell far to the right": (TABLE, files.workbook_far_to_the_right),
    "XLSX, cells far apart": (TABLE, files.workbook_far_apart),
    "XLSX, one row of 8 million": (TABLE, files.workbook_of_one_row),
    "XLSX, depth": (TABLE, files.workbook_of_depth),
    "XLSX, one text in every cell": (TABLE, files.workbook_of_one_text),
    "XLSX, texts nobody uses": (TABLE, files.workbook_of_texts),
    "XLSX, 10,000 rows of 40": (TABLE, lambda: files.long_workbook(10_000, 40)),
    "PNG, 25 megapixels": (PICTURE, lambda: files.picture_of_zeros(5000, 5000)),
    "PNG, 25 megapixels, see-through": (PICTURE, lambda: files.picture_of_zeros(5000, 5000, kind=6)),
    "PNG, 60,000 notes": (PICTURE, files.picture_of_notes),
}


def main() -> None:
    say(f"{'':34}{'kB':>8}{'CPU s':>8}{'MB':>6}")
    for title, (reader, make) in CASES.items():
        content = make()
        arguments = {"files": [("x", len(content))]} if reader == RUN else {}
        with tempfile.TemporaryFile() as upload:
            upload.write(content)
            upload.seek(0)
            command = [sys.executable, "-c", MEASURED, reader, json.dumps(arguments)]
            told = subprocess.run(
                command, stdin=upload, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
            )
        seconds, megabytes, code, words = told.stdout.strip("\n").split(" ", 3)
        outcome = f"ended by signal {-int(code)}" if int(code) < 0 else words.splitlines()[0]
        say(f"{title:34}{len(content) // 1024:>8}{seconds:>8}{megabytes:>6}  {outcome}")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
