"""make rehearsal: from an empty server to a clinic that lives, in a room of its own.

--bounded  the image's steps by hand instead of a builder, which fetches half of Debian and every package; on a machine
           where the upgrade would take it beyond six minutes, without that
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError

from tests.browser.conftest import CHROMIUM

from . import image, releases, room
from .containers import RehearsalError
from .story import Story

ROOT = Path(__file__).resolve().parents[2]
CADDY = Path(sys.prefix, "bin", "caddy")
#: Programs, and the packages of Debian that have them.
PROGRAMS = {
    "openssl": "openssl", "redis-server": "redis-server", "git": "git", "wget": "wget", "nsenter": "util-linux",
}  # fmt: skip


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--inside"]:
        return live(Path(arguments[1]), arguments[2], is_bounded="--bounded" in arguments)
    if missing := what_is_missing():
        say(f"The rehearsal is skipped: {missing}")
        return 0 if "--bounded" in arguments else 1
    name = "" if "--bounded" in arguments else build_the_image()
    folder = Path(tempfile.mkdtemp(prefix="clinic-rehearsal-"))
    folder.chmod(0o755)
    status = room.enter("tests.rehearsal", "--inside", str(folder), name, *arguments)
    room.clear(folder)
    return status


def what_is_missing() -> str:
    packages = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    packages += ["chromium"] if CHROMIUM is None else []
    packages += [] if image.postgres_programs() else ["postgresql"]
    if packages:
        return f"it needs more programs: apt-get install {' '.join(packages)}"
    return room.what_is_missing() or ("" if CADDY.exists() else "no Caddy for this machine among the packages")


def build_the_image() -> str:
    """Its name; empty where nobody can build here."""
    if not image.has_builder():
        say("No builder here (apt-get install buildah mmdebstrap): the steps of the Dockerfile are run by hand.")
        return ""
    if not image.has(image.BASE):
        say("A base of Debian's packages (once) ...")
        image.make_base()
    if not image.has(image.SERVER):
        say("PostgreSQL over the same base (once) ...")
        image.make_server(ROOT)
    build_the_former_image()
    say("The image, from deploy/Dockerfile as it is written ...")
    return image.build(ROOT, releases.current(ROOT))


def build_the_former_image() -> None:
    """Here, where packages can be fetched: the room has no way out."""
    if former := releases.former(ROOT):
        say(f"The image of {former.name}, from its own ...")
        with tempfile.TemporaryDirectory(prefix="clinic-former-") as folder:
            image.build(releases.check_out(ROOT, former, Path(folder)), former.name)


def live(folder: Path, name: str, *, is_bounded: bool) -> int:
    """Inside the room. name -- of the built image, if there is one"""
    room.settle(folder)
    story = Story(ROOT, folder, name, CADDY, is_bounded=is_bounded)
    try:
        story.tell()
    except (RehearsalError, AssertionError, PlaywrightError, subprocess.SubprocessError) as error:
        say(str(error))
        story.show_logs()
        return 1
    finally:
        story.end()
    return 0


def say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - a command


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
