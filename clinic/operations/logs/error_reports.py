"""Errors told to an address of the clinic's choice (Sentry, GlitchTip and the like), without a word about a person.

Off without ``ERROR_REPORTS_DSN``; the library is an extra (``requirements-sentry.txt``). What is sent: which error, at
which lines of code, at which address without its query. No body, no cookie, no header, no variable, no breadcrumb.
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

from .masking import mask
from .request_id import current_request_id

#: What is left of an event; everything else that the library collects is dropped.
KEPT = frozenset(
    [
        "event_id", "timestamp", "platform", "level", "logger", "release", "environment", "sdk", "transaction",
        "exception",
    ]
)  # fmt: skip


def is_installed() -> bool:
    return importlib.util.find_spec("sentry_sdk") is not None


def start(dsn: str, *, release: str, transport: Any = None) -> None:
    """Report from now on, in this process. transport -- in place of HTTPS, for tests"""
    sentry = importlib.import_module("sentry_sdk")
    sentry.init(
        dsn=dsn,
        release=release,
        transport=transport,
        before_send=scrubbed,
        before_breadcrumb=lambda crumb, hint: None,
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        auto_session_tracking=False,
        server_name="",
    )


def scrubbed(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any]:
    """An event with what helps to mend the error, and nothing that tells whose page it was."""
    kept = {name: value for name, value in event.items() if name in KEPT}
    for error in kept.get("exception", {}).get("values", []):
        error["value"] = mask(str(error.get("value", "")))
        for frame in error.get("stacktrace", {}).get("frames", []):
            frame.pop("vars", None)
    if "logentry" in event:  # the words of the code, without what was put into them
        kept["logentry"] = {"message": mask(str(event["logentry"].get("message", "")))}
    asked = event.get("request", {})
    if asked:
        kept["request"] = {"method": asked.get("method"), "url": mask(str(asked.get("url", "")).partition("?")[0])}
    return kept | {"tags": {"request_id": current_request_id()}}
