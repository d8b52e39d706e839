"""An installation of its own for the suite, in a folder that goes away.

Loaded by ``-p`` in pyproject.toml: before pytest-django, and so before Django reads its settings.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_data = tempfile.TemporaryDirectory(prefix="clinic-tests-")
os.environ |= {"DATA_DIR": _data.name, "DEMO_CLINIC": "yes"}
Path(_data.name, "static").mkdir()
