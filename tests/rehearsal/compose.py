"""docker-compose.yml as Compose reads it: values filled in from .env, anchors merged, facts by service."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_REFERENCE = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<name>\w+)(?:(?P<how>:?[-?+])(?P<word>[^}]*))?\}|(?P<bare>\w+))")
_SECONDS = re.compile(r"(?:(\d+)m)?(?:(\d+)s)?")


class ComposeError(Exception):
    """Compose would refuse this file with these values."""


@dataclass(frozen=True)
class HealthCheck:
    """command -- as it is executed in the container; times in seconds"""

    command: list[str]
    interval: int
    timeout: int
    retries: int
    start_period: int


@dataclass(frozen=True)
class Volume:
    source: str
    target: str
    is_read_only: bool

    @property
    def is_named(self) -> bool:
        return not self.source.startswith((".", "/"))


@dataclass(frozen=True)
class Service:
    """One service, as its container is made. command -- empty for the image's own"""

    name: str
    image: str
    is_built: bool
    command: list[str]
    environment: dict[str, str]
    volumes: list[Volume]
    tmpfs: dict[str, str]
    after: dict[str, str]
    health_check: HealthCheck | None
    user: str
    is_read_only: bool
    capabilities: list[str]
    limits: dict[str, str]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its ``${NAME}``, ``${NAME:-default}``, ``${NAME:+instead}`` and ``${NAME:?complaint}``."""

    def value(match: re.Match[str]) -> str:
        if match["dollar"]:
            return "$"
        found, word = values.get(match["name"] or match["bare"], ""), match["word"] or ""
        kind = (match["how"] or "-")[-1]
        if kind == "+":
            return word if found else ""
        if kind == "?" and not found:
            raise ComposeError(word)
        return found or word

    return _REFERENCE.sub(value, text)


def read_env(text: str) -> dict[str, str]:
    """The lines of an .env file; a value may use those above it, and quotes are taken off."""
    values: dict[str, str] = {}
    for line in text.splitlines():
        name, is_set, value = line.partition("=")
        if is_set and not line.startswith("#"):
            values[name] = filled(value.strip().strip('"'), values)
    return values


def services(text: str, values: Mapping[str, str]) -> dict[str, Service]:
    """Every service in the order of the file. Raises ComposeError for a value that is missing."""
    document = _filled_in(yaml.safe_load(text), values)
    return {name: _service(name, facts, values) for name, facts in document["services"].items()}


def services_of(root: Path, values: Mapping[str, str]) -> dict[str, Service]:
    return services((root / "docker-compose.yml").read_text(), values)


def in_order(found: Mapping[str, Service]) -> list[Service]:
    """Each service after those it waits for."""
    ready: dict[str, Service] = {}
    while len(ready) < len(found):
        free = [each for each in found.values() if each.name not in ready and each.after.keys() <= ready.keys()]
        if not free:
            raise ComposeError("services wait for each other")
        ready |= {each.name: each for each in free}
    return list(ready.values())


def _filled_in(node: Any, values: Mapping[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: _filled_in(value, values) for key, value in node.items()}
    if isinstance(node, list):
        return [_filled_in(value, values) for value in node]
    return filled(node, values) if isinstance(node, str) else node


def _service(name: str, facts: dict[str, Any], values: Mapping[str, str]) -> Service:
    limits = ("mem_limit", "cpus", "pids_limit")
    return Service(
        name=name,
        image=facts["image"],
        is_built="build" in facts,
        command=facts.get("command", []),
        environment=_environment(facts.get("environment", {}), values),
        volumes=[_volume(each) for each in facts.get("volumes", [])],
        tmpfs={target: options for target, _colon, options in (each.partition(":") for each in facts.get("tmpfs", []))},
        after={other: how["condition"] for other, how in facts.get("depends_on", {}).items()},
        health_check=_health_check(facts.get("healthcheck", {})),
        user=facts.get("user", ""),
        is_read_only=facts.get("read_only", False),
        capabilities=facts.get("cap_add", []) if facts.get("cap_drop") == ["ALL"] else ["all"],
        limits={limit: str(facts[limit]) for limit in limits if limit in facts},
    )


def _environment(given: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, str]:
    """A name without a value is passed on where .env has it."""
    own = {name: str(value) for name, value in given.items() if value is not None}
    passed = {name: values[name] for name, value in given.items() if value is None and name in values}
    return own | passed


def _volume(given: str) -> Volume:
    source, target, *options = given.split(":")
    return Volume(source, target, "ro" in options)


def _health_check(given: Mapping[str, Any]) -> HealthCheck | None:
    if "test" not in given:
        return None
    kind, *command = given["test"]
    return HealthCheck(
        command=["/bin/sh", "-c", *command] if kind == "CMD-SHELL" else command,
        interval=_seconds(given.get("interval", "30s")),
        timeout=_seconds(given.get("timeout", "30s")),
        retries=given.get("retries", 3),
        start_period=_seconds(given.get("start_period", "0s")),
    )


def _seconds(given: str) -> int:
    match = _SECONDS.fullmatch(given)
    if match is None:
        raise ComposeError(f"no length of time: {given}")
    minutes, seconds = match.groups(default="0")
    return 60 * int(minutes) + int(seconds)
