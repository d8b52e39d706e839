"""The log of a rehearsal: what was done, and how many seconds it took; the first step that fails ends it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Steps:
    def __init__(self) -> None:
        self.began = time.monotonic()

    def part(self, title: str) -> None:
        self._print(f"\n{title}")

    def note(self, words: str) -> None:
        self._print(f"           {words}")

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        began = time.monotonic()
        try:
            yield
        except BaseException:
            self._print(f"{time.monotonic() - began:7.1f} s  FAILED: {what}")
            raise
        self._print(f"{time.monotonic() - began:7.1f} s  {what}")

    def seconds(self) -> float:
        return time.monotonic() - self.began

    def finish(self) -> None:
        self._print(f"\n{self.seconds():7.1f} s  in all. The clinic lives.")

    def _print(self, line: str) -> None:
        print(line, flush=True)  # noqa: T201 - it is what this program is for
