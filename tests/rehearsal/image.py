"""The image of the clinic: by a builder over a base made of Debian's packages, or its steps by hand over this machine.

A base of Debian's packages has the Python of Debian 13 (3.13) in the place of the 3.11 that the Dockerfile names: no
registry of images is asked.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .containers import PATH, Image, RehearsalError, inside
from .dockerfile import Stage, copy_what_the_image_holds, stages_of

BASE = "localhost/clinic-rehearsal-base"
TAG = "localhost/clinic-rehearsal"
SERVER = "localhost/clinic-rehearsal-postgres"
DEBIAN, MIRROR = "trixie", "http://deb.debian.org/debian"
BASE_PACKAGES = "python3,python3-venv,ca-certificates"
#: What a machine behind a mirror of the registries needs to reach it, where it has such a file.
MIRROR_FILES = ("/etc/ssl/certs", "/etc/pip.conf")
#: Steps that fetch packages: by hand those of this machine stand in for them.
FETCHING = ("python -m venv", "pip install", "apt-get")
#: What stands for the official images of the others: the programs of this machine, begun as those images begin them.
POSTGRES = """\
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  printf %s "$POSTGRES_PASSWORD" > /tmp/password
  initdb --username "$POSTGRES_USER" --pwfile /tmp/password --auth-local trust --auth-host scram-sha-256 \
    --encoding UTF8 --locale C.UTF-8
  rm /tmp/password
  echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
  echo "CREATE DATABASE \\"$POSTGRES_DB\\"" | postgres --single postgres
fi
exec postgres -c listen_addresses='*' -c unix_socket_directories=/var/run/postgresql
"""
CADDY = ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]


def _run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RehearsalError(f"{' '.join(map(str, command))}\n{(done.stdout + done.stderr)[-3000:]}")
    return done.stdout


# -- by a builder ----------------------------------------------------------------------------


def has_builder() -> bool:
    return bool(shutil.which("buildah") and shutil.which("mmdebstrap"))


def has(name: str) -> bool:
    look = ["buildah", "inspect", "--type", "image", name]
    return subprocess.run(look, capture_output=True, check=False).returncode == 0


def make_base() -> None:
    """Debian's smallest, with Python: it stands for the image that ``FROM`` names. Kept for the next time."""
    with tempfile.TemporaryDirectory(prefix="clinic-base-") as folder:
        archive = Path(folder, "base.tar")
        _run("mmdebstrap", "--variant=minbase", f"--include={BASE_PACKAGES}", DEBIAN, archive, MIRROR)
        steps = "FROM scratch\nADD base.tar /\nRUN ln -s python3 /usr/bin/python\n"
        Path(folder, "Dockerfile").write_text(steps)
        _run("buildah", "build", "--isolation", "chroot", "--tag", BASE, folder)


def make_server(root: Path) -> None:
    """PostgreSQL as new as the clinic's pg_dump, over the same base: a newer client fills no older server."""
    (major,) = set(re.findall(r"postgresql-client-(\d+)", (root / "deploy" / "Dockerfile").read_text()))
    with tempfile.TemporaryDirectory(prefix="clinic-server-") as folder:
        steps = f"FROM {BASE}\nRUN apt-get update && apt-get install --yes --no-install-recommends postgresql-{major}\n"
        Path(folder, "Dockerfile").write_text(steps)
        _run("buildah", "build", "--isolation", "chroot", "--pull-never", "--tag", SERVER, folder)


def name_of(release: str) -> str:
    return f"{TAG}:{release}"


def build(root: Path, release: str) -> str:
    """The image from the file as it is written, by all of its steps; its name."""
    lent = [f"--volume={file}:{file}:ro" for file in MIRROR_FILES if Path(file).exists()]
    arguments = [f"--build-arg=BASE={BASE}", f"--build-arg=CLINIC_VERSION={release}"]
    name = name_of(release)
    _run("buildah", "build", "--isolation", "chroot", "--pull-never", "--layers", *arguments, *lent,
         "--file", root / "deploy" / "Dockerfile", "--tag", name, root)  # fmt: skip
    return name


def opened(root: Path, release: str, *, of_former: bool = False) -> Image:
    """The file system of the built image of a release. of_former -- beside that of today's"""
    place = "clinic-rehearsal-former" if of_former else "clinic-rehearsal"
    return _image(_mounted(name_of(release), place), _stages(root, release)[-1])


def _mounted(name: str, container: str) -> Path:
    """The file system of an image, in the place of that of an earlier rehearsal."""
    subprocess.run(["buildah", "rm", container], capture_output=True, check=False)
    _run("buildah", "from", "--pull-never", "--name", container, name)
    return Path(_run("buildah", "mount", container).strip())


# -- by hand ---------------------------------------------------------------------------------


def machine(folder: Path) -> Path:
    """This machine once more: what is written there is gone with the room."""
    folder.mkdir()
    _run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", folder)
    upper, work, merged = (folder / name for name in ("upper", "work", "root"))
    for each in (upper, work, merged):
        each.mkdir(mode=0o755)
    _run("mount", "-t", "overlay", "-o", f"lowerdir=/,upperdir={upper},workdir={work}", "overlay", merged)
    return merged


def by_hand(source: Path, folder: Path, release: str, *, leaving_out: tuple[str, ...] = ()) -> Image:
    """The steps of the file, run over a copy of this machine, whose own packages stand for those that are fetched.

    leaving_out -- words of further steps that nobody will miss
    """
    root = machine(folder)
    build_stage, final = _stages(source, release)
    _lend_the_environment(root)
    home = root / build_stage.folder.lstrip("/")
    copy_what_the_image_holds(source, home)
    for stage in (build_stage, final):
        _execute(stage, root, leaving_out)
    return _image(root, final)


def _execute(stage: Stage, root: Path, leaving_out: tuple[str, ...]) -> None:
    variables = [f"{name}={value}" for name, value in _variables(stage).items()]
    for command in stage.commands:
        is_left_out = any(word in command for word in leaving_out)
        if not is_left_out and not command.startswith(FETCHING):
            go = ["sh", "-c", f"cd {stage.folder} && {command}"]
            _run("chroot", root, "env", "-i", *variables, *go)


def _lend_the_environment(root: Path) -> None:
    """The packages of this Python, at the place where the image has them. Read-only: they are those of this machine."""
    home, packages = root / "opt" / "venv", Path(sysconfig.get_path("purelib"))
    _run(getattr(sys, "_base_executable", sys.executable), "-m", "venv", "--without-pip", "--copies", home)
    (place,) = home.glob("lib/python*/site-packages")
    _run("mount", "--bind", packages, place)
    _run("mount", "-o", "remount,bind,ro", place)
    for folder in (Path(sys.base_prefix), *Path(sys.base_prefix).parents):
        way = root / folder.relative_to("/")
        way.chmod(
            way.stat().st_mode | 0o055
        )  # a Python in somebody's home: the clinic's user finds it, in the copy alone
    for script in Path(sys.prefix, "bin").iterdir():
        _lend_script(script, home / "bin" / script.name)


def _lend_script(script: Path, copy: Path) -> None:
    """A command of a package; its first line names the Python of the other place."""
    content = script.read_bytes() if script.is_file() else b""
    if content.startswith(b"#!") and b"python" in content.partition(b"\n")[0]:
        copy.write_bytes(b"#!/opt/venv/bin/python\n" + content.partition(b"\n")[2])
        copy.chmod(0o755)


# -- what both end in ------------------------------------------------------------------------


def _stages(root: Path, release: str) -> Sequence[Stage]:
    return stages_of((root / "deploy" / "Dockerfile").read_text(), {"CLINIC_VERSION": release})


def _variables(stage: Stage) -> dict[str, str]:
    return stage.variables | {"PATH": stage.variables.get("PATH", PATH).replace("$PATH", PATH)}


def _image(root: Path, final: Stage) -> Image:
    return Image(root, _variables(final), final.folder, final.user, final.command)


def postgres_programs(root: Path = Path("/")) -> Path | None:
    """Where those of the newest server are."""
    found = sorted(root.glob("usr/lib/postgresql/*/bin/initdb"))
    return "/" / found[-1].parent.relative_to(root) if found else None


def stand_ins(folder: Path, caddy: Path, *, is_built: bool) -> dict[str, Image]:
    """The servers of this machine, in the place of their official images. is_built -- PostgreSQL has one of its own"""
    root = machine(folder)
    data_root = _mounted(SERVER, "clinic-rehearsal-postgres") if is_built else root
    shutil.copy(caddy, inside(root, "/usr/local/bin/caddy"))
    data = {"PATH": f"{postgres_programs(data_root)}:{PATH}", "PGDATA": "/var/lib/postgresql/data"}
    return {
        "postgres": Image(data_root, data, command=["sh", "-ec", POSTGRES]),
        "redis": Image(root, folder="/data"),
        "proxy": Image(root, {"XDG_DATA_HOME": "/data", "XDG_CONFIG_HOME": "/config"}, command=CADDY),
    }
