"""The queue of a clinic without Redis: a folder of messages, each of which is there whole or not at all.

kombu's own file transport gives a message its name first and writes it then. A worker that looks in between reads half
a message, and ends over it (``JSONDecodeError``, "Unrecoverable error"); a busy machine looks in between once in a few
hundred times.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kombu.transport import filesystem


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **options: Any) -> None:  # type: ignore[override]
        """Write the message aside, on the same disk, and move it into the queue in one step."""
        queues = Path(self.data_folder_in)
        with TemporaryDirectory(dir=queues.parent, prefix="message-") as aside:
            self.data_folder_out = aside
            super()._put(queue, payload, **options)
            for written in Path(aside).iterdir():
                written.replace(queues / written.name)
        _drop_expired(queues, queue)


def _drop_expired(queues: Path, queue: str) -> None:
    """A worker that stands still finds a few bells when it comes back, and not a day of them; other tasks wait for it.

    It may take one of them at this moment: then it is gone already.
    """
    for message in queues.glob(f"*.{queue}.msg"):
        try:
            headers = json.loads(message.read_text())["headers"]
        except (FileNotFoundError, ValueError, KeyError):
            continue
        if _is_past(headers.get("expires")):
            message.unlink(missing_ok=True)


def _is_past(expires: str | None) -> bool:
    if not expires:
        return False
    return datetime.fromisoformat(expires) < datetime.now(UTC)


class Transport(filesystem.Transport):
    Channel = Channel
