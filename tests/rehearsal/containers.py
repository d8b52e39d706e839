"""A service run as docker-compose.yml says, by what every Linux has: namespaces, bind mounts and chroot.

What holds as under Docker: the command, its variables and no others, the user, no capabilities, the read-only root,
volumes, tmpfs, process 1, the host name and the health check. What does not: limits of memory and cores.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from .compose import Service

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
#: Health is asked for this often while a service starts: Docker would wait for the interval.
ASK_SECONDS = 1


class RehearsalError(Exception):
    """What a clinic would have met."""


@dataclass(frozen=True)
class Image:
    """A file system, and what runs in it where the service does not say."""

    root: Path
    variables: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    user: str = "0:0"
    command: list[str] = field(default_factory=list)


def inside(root: Path, target: str) -> Path:
    """Where a path of the image is; links lead to places of the image, not to those of this machine."""
    found = root
    for part in Path(target).parts[1:]:
        found = found / part
        if found.is_symlink():
            link = found.readlink()
            found = inside(root, str(link if link.is_absolute() else "/" / found.parent.relative_to(root) / link))
    return found


def _ids_of(user: str, root: Path) -> tuple[int, int]:
    """The numbers of a user by name, as the image has them."""
    (line,) = [each for each in (root / "etc/passwd").read_text().splitlines() if each.startswith(f"{user}:")]
    _name, _password, number, group, *_more = line.split(":")
    return int(number), int(group)


@dataclass
class Container:
    """One service over its image. shelf -- where volumes and logs lie; home -- what relative volumes belong to"""

    service: Service
    image: Image
    shelf: Path
    home: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def name(self) -> str:
        return self.service.name

    @property
    def log(self) -> Path:
        return self.shelf / f"{self.name}.log"

    def start(self) -> None:
        command = self._in_a_new_container(self.service.command or self.image.command, {})
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)

    def run(self, *command: str, given: bytes = b"", **variables: str) -> str:
        """As ``docker compose run --rm --no-deps`` does, with another command; what it printed."""
        done = subprocess.run(
            self._in_a_new_container(list(command), variables),
            input=given, capture_output=True, check=False, start_new_session=True,
        )  # fmt: skip
        if done.returncode:
            raise RehearsalError(f"{self.name}: {shlex.join(command)}\n{(done.stdout + done.stderr).decode()[-3000:]}")
        return done.stdout.decode()

    def wait_until_healthy(self, patience: float) -> None:
        """Until its health check, run as written, says so; a service without one until it has ended well."""
        deadline = time.monotonic() + patience
        while not self._is_there():
            if self.process and self.process.poll():
                raise RehearsalError(f"{self.name} ended with {self.process.returncode}:\n{self.last_words()}")
            if time.monotonic() > deadline:
                raise RehearsalError(f"{self.name} is not healthy after {patience:.0f} s:\n{self.last_words()}")
            time.sleep(ASK_SECONDS)

    def is_healthy(self) -> bool:
        check = self.service.health_check
        if check is None or not self._first_process():
            return False
        entered = ["nsenter", "--target", self._first_process(), "--mount", "--uts", "--pid"]
        command = [*entered, *self._as_its_user(check.command, {})]
        try:
            done = subprocess.run(command, capture_output=True, timeout=check.timeout, check=False)
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def stop(self, patience: float = 60) -> None:
        """As Docker does: a word to process 1, and after a while no more words."""
        if self.process is None or self.process.poll() is not None:
            return
        if first := self._first_process():
            os.kill(int(first), signal.SIGTERM)
        try:
            self.process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise RehearsalError(f"{self.name} did not end within {patience:.0f} s") from None

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-3000:] if self.log.exists() else ""

    def _is_there(self) -> bool:
        if self.service.health_check is None:
            return self.process is not None and self.process.poll() == 0
        return self.is_healthy()

    def _first_process(self) -> str:
        """Process 1 of the container, as this machine counts; empty where it has ended."""
        if self.process is None or self.process.poll() is not None:
            return ""
        return Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().partition(" ")[0]

    # -- what stands around the command --

    def _in_a_new_container(self, command: list[str], variables: dict[str, str]) -> list[str]:
        own = ["unshare", "--mount", "--uts", "--pid", "--fork", "--kill-child"]
        entered = f"exec {shlex.join(self._as_its_user(command, variables))}"
        return [*own, "sh", "-ec", "\n".join([*self._mounts(), entered])]

    def _mounts(self) -> list[str]:
        root = self.image.root
        lines = [
            f"hostname {self.name}",
            f"mount --rbind {root} {root}",
            f"mount -t proc proc {root}/proc",
            f"mount --rbind /dev {root}/dev",
            f"mount --bind /etc/hosts {root}/etc/hosts",
        ]
        for target, options in self.service.tmpfs.items():
            place = self._mount_point(target, is_folder=True)
            lines.append(f"mount -t tmpfs -o {options or 'mode=755'} tmpfs {place}")
        for volume in self.service.volumes:
            source = self._named(volume.source, volume.target) if volume.is_named else self.home / volume.source
            place = self._mount_point(volume.target, is_folder=source.is_dir())
            lines.append(f"mount --bind {source} {place}")
            if volume.is_read_only:
                lines.append(f"mount -o remount,bind,ro {place}")
        if self.service.is_read_only:
            lines.append(f"mount -o remount,bind,ro {root}")
        return lines

    def _mount_point(self, target: str, *, is_folder: bool) -> Path:
        place = inside(self.image.root, target)
        folder = place if is_folder else place.parent
        folder.mkdir(parents=True, exist_ok=True)
        if not is_folder:
            place.touch()
        return place

    def _named(self, name: str, target: str) -> Path:
        """A named volume: at first it belongs to whom the folder of the image belongs to, or to who runs."""
        volume = self.shelf / "volumes" / name
        if not volume.exists():
            volume.mkdir(parents=True)
            place = inside(self.image.root, target)
            if place.is_dir() and place.stat().st_uid:
                os.chown(volume, place.stat().st_uid, place.stat().st_gid)
            elif self.service.user:
                os.chown(volume, *_ids_of(self.service.user, self.image.root))
        return volume

    @property
    def _user(self) -> str:
        return self.service.user or self.image.user

    def _as_its_user(self, command: list[str], variables: dict[str, str]) -> list[str]:
        user, _colon, group = self._user.partition(":")
        bounds = ["-all", *(f"+{each.lower()}" for each in self.service.capabilities)]
        rights = ["setpriv", f"--reuid={user}", f"--regid={group or user}", "--clear-groups", "--no-new-privs",
                  f"--inh-caps={','.join(bounds)}", f"--bounding-set={','.join(bounds)}"]  # fmt: skip
        given = {"PATH": PATH, "HOSTNAME": self.name, "HOME": "/"} | self.image.variables
        given |= self.service.environment | variables
        pairs = [f"{name}={value}" for name, value in given.items()]
        go = ["sh", "-c", 'cd "$0" && exec "$@"', self.image.folder]
        return ["chroot", str(self.image.root), *rights, "env", "-i", *pairs, *go, *command]
