"""make load: what the clinic promises under load and when something is away, tried on this machine and nowhere else.

``FORM=short`` takes two minutes; ``RATE=`` is how many requests a second of the mix come, ``ATHLETES=`` how many there
are. Needs PostgreSQL's and Redis's programs, not their servers: it starts its own.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from .stack import Stack
from .trials import Form, Promise, Trials
from .visitors import Clinic

FORMS = {
    "long": Form(athletes=200, lives=8, rate=70, seconds=60, away=60),
    "short": Form(athletes=20, lives=2, rate=10, seconds=6, away=6),
}


def main() -> None:
    form = FORMS[os.environ.get("FORM") or "long"]
    form = replace(form, rate=float(os.environ.get("RATE") or form.rate))
    form = replace(form, athletes=int(os.environ.get("ATHLETES") or form.athletes))
    folder = Path(tempfile.mkdtemp(prefix="clinic-load-"))
    try:
        broken = [promise for promise in _tried(folder, form) if not promise.is_kept]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if broken:
        raise SystemExit(f"{len(broken)} promises broken")


def _tried(folder: Path, form: Form) -> list[Promise]:
    begun, promises = time.monotonic(), []
    with Stack(folder) as stack:
        _say(f"Building {form.athletes} athletes with twelve weeks of history ...")
        clinic = Clinic(stack.build(form.athletes, form.lives), stack.port)
        stack.start_web()
        _say(f"{len(clinic.phones)} phones; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        for promise in Trials(stack, clinic, form).all():
            promises.append(promise)
            _say(f"{'kept  ' if promise.is_kept else 'BROKEN'} {promise.text}: {promise.found}")
        if not all(promise.is_kept for promise in promises):
            _say(stack.tail())
    _say(f"{sum(each.is_kept for each in promises)} of {len(promises)} kept, in {time.monotonic() - begun:.0f} s")
    return promises


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
