"""How many examples a property is tried with: few while one works, ``HYPOTHESIS_PROFILE=thorough`` in ``.ci/run``.

Loaded by ``-p``, like ``tests.installation``. Neither profile has a deadline for one example: on a busy machine it
measures the neighbors, and a red test must say something of the code.
"""

from __future__ import annotations

import os

from hypothesis import settings

#: Whether the walks through the demo, whole lives and storms of documents go all their way: ``make walks``. Elsewhere
#: each goes the part in which most begins and ends.
WALKS_ARE_WHOLE = os.environ.get("WALKS") == "whole"

settings.register_profile("fast", max_examples=10, deadline=None)
settings.register_profile("thorough", max_examples=100, deadline=None)
settings.register_profile("lives", max_examples=20_000, deadline=None)  # ``make random-lives``
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))
