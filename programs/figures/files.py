"""The files of the figures under ``static/figures``: written ahead by a command, never in a request."""

from __future__ import annotations

from pathlib import Path

from .checks import fault_findings, findings
from .drawing import Drawing
from .motions import FOLDER, BodyMotion, MotionError, motions


def files_of(motion: BodyMotion) -> dict[str, str]:
    """Name and text of a motion's files. Raises MotionError where a check finds something."""
    drawing = Drawing(motion)
    wrong = findings(drawing) + fault_findings(motion)
    if wrong:
        raise MotionError("\n".join(wrong))
    files = {f"{motion.slug}.svg": drawing.moving(), f"{motion.slug}.still.svg": drawing.still()}
    if motion.fault:
        files[f"{motion.slug}.fault.svg"] = Drawing(motion.fault.motion).fault()
    return files


def build(folder: Path = FOLDER) -> list[str]:
    """Writes every figure, and removes what no motion draws any more; the names of what changed.

    Raises MotionError, with all that was found, before anything is written.
    """
    drawn = all_files()
    stale = [path for path in sorted(folder.glob("*.svg")) if path.name not in drawn]
    changed = [name for name, text in drawn.items() if not _holds(folder / name, text)]
    for path in stale:
        path.unlink()
    for name in changed:
        (folder / name).write_text(drawn[name])
    return [*(path.name for path in stale), *changed]


def all_files() -> dict[str, str]:
    drawn: dict[str, str] = {}
    wrong: list[str] = []
    for motion in motions().values():
        try:
            drawn |= files_of(motion)
        except MotionError as error:
            wrong.append(str(error))
    if wrong:
        raise MotionError("\n".join(wrong))
    return drawn


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text
