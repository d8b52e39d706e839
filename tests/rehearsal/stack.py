"""The services of one installation: started, asked, stopped and updated as an administrator does with Compose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from . import compose
from .containers import Container, Image, RehearsalError

#: A service that is not healthy by then would not be: beat's check, asked twice a second, must see it sleep and wake.
PATIENCE = 400.0


@dataclass
class Stack:
    """source -- the checkout; shelf -- volumes and logs; built -- the image of the clinic's own services"""

    source: Path
    shelf: Path
    values: dict[str, str]
    built: Image
    stand_ins: dict[str, Image]
    containers: dict[str, Container] = field(default_factory=dict)

    def services(self) -> dict[str, compose.Service]:
        return compose.services_of(self.source, self.values)

    def order(self) -> list[str]:
        return [each.name for each in compose.in_order(self.services())]

    def up(self, names: Iterable[str]) -> None:
        """Start these anew with what .env says now; each is healthy before the next one starts."""
        for name in names:
            if name in self.containers:
                self.containers[name].stop()
            container = self.container(name)
            container.start()
            self.containers[name] = container
            container.wait_until_healthy(PATIENCE)

    def stop(self, *names: str) -> None:
        for name in names:
            self.containers[name].stop()

    def container(self, name: str) -> Container:
        service = self.services()[name]
        image = self.built if service.is_built else self.stand_ins[name]
        return Container(service, image, self.shelf, self.source)

    def run(self, name: str, *command: str, given: bytes = b"", **variables: str) -> str:
        """``docker compose run --rm --no-deps`` and, of what keeps nothing in its container, ``exec``."""
        return self.container(name).run(*command, given=given, **variables)

    def manage(self, *arguments: str, of: str = "worker", given: bytes = b"", **variables: str) -> str:
        return self.run(of, "python", "manage.py", *arguments, given=given, **variables)

    def check_all(self) -> None:
        """Raises RehearsalError for a service that has ended or is not healthy any more."""
        for name, container in self.containers.items():
            check = container.service.health_check
            if check and check.interval < 300 and not container.is_healthy():
                raise RehearsalError(f"{name} is not healthy any more:\n{container.last_words()}")
