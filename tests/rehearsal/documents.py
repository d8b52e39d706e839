"""Commands of the documentation, to be run as they are written."""

from __future__ import annotations

import re

_BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def blocks_below(heading: str, text: str) -> list[str]:
    """The shell blocks of one section. Raises LookupError where the section is not there."""
    _before, found, rest = text.partition(f"\n## {heading}\n")
    if not found:
        raise LookupError(f"no section “{heading}”")
    return _BLOCK.findall(rest.partition("\n## ")[0])
