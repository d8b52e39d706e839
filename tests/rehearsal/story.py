"""The rehearsal in its order: first start, people, mail, backup and restore, then the upgrade and the way back."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import psycopg
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.conftest import CHROMIUM

from . import image, releases, room
from .compose import read_env
from .containers import ASK_SECONDS, Image, RehearsalError
from .documents import blocks_below
from .relay import Relay
from .stack import Stack
from .steps import Steps
from .walk import Person, Walk, eve_of_the_next_session

SITE = f"https://{room.HOST}"
NAME = "Harbor Runners PT"
OWNER = Person("Olga Brandt", f"olga@{room.HOST}")
THERAPIST = Person("Nora Quist", f"nora@{room.HOST}")
ATHLETE = Person("Ines Falk", f"ines@{room.HOST}")
#: Of the demo clinic, whose data stand for those of the former release.
FORMER_THERAPIST = Person("Thea Lind", "thea@stridewell.example", password="two strength days")
FILLED_IN = {
    "MAIL_URL": "smtp://relay:25", "MAIL_FROM": f'"{NAME} <hello@{room.HOST}>"', "CLINIC_NAME": f'"{NAME}"',
    "CLINIC_PHONE": '"(617) 867-5309"', "CLINIC_ADDRESS": '"12 Harbor Street, Boston, MA"',
}  # fmt: skip
#: Of the proxy's own authority: it signs the certificate, and is sent with it.
CERTIFICATE = "volumes/certificates/caddy/pki/authorities/local/intermediate.crt"
DEMO = "from clinic.operations.demo.build import build_demo; build_demo(progress=print)"
#: The bounded form ends within six minutes: an upgrade that begins later than this would not.
LATEST_UPGRADE_SECONDS = 210
#: Beat rings the mail loop each minute; a slow machine has longer to hear it.
MINUTES_OF_BEAT = 3
WRITERS = ("proxy", "web", "worker", "urgent", "beat")


class Story:
    """folder -- everything that is made lies there; built -- the name of the image, or empty: its steps by hand

    stack, walk, private -- from the first start on: the services, the people, the key that opens backups
    """

    stack: Stack
    walk: Walk
    private: bytes

    def __init__(self, root: Path, folder: Path, built: str, caddy: Path, *, is_bounded: bool) -> None:
        self.root, self.folder, self.built, self.caddy = root, folder, built, caddy
        self.is_bounded = is_bounded
        self.release = releases.current(root)
        self.steps, self.relay = Steps(), Relay()
        self.playwright: Playwright | None = None

    def tell(self) -> None:
        self.first_start()
        self.first_people()
        self.a_week_of_care()
        self.backup_and_restore()
        if self.is_bounded and self.steps.seconds() > LATEST_UPGRADE_SECONDS:
            self.steps.part("The upgrade is left to the whole form (make rehearsal): this machine is slow, or busy.")
        else:
            self.upgrade_and_the_way_back()
        self.steps.finish()

    # -- from an empty server --------------------------------------------------------------------

    def first_start(self) -> None:
        self.steps.part("An empty server")
        with self.steps.step("the image, built by its file" if self.built else "the image, its steps run by hand"):
            ours = self.image_of(self.root, self.folder / "image", self.release)
            others = image.stand_ins(self.folder / "servers", self.caddy, is_built=bool(self.built))
        with self.steps.step("settings, by the commands of docs/deploy.md"):
            values = self.settings()
        self.relay.start()
        shelf = self.folder / "shelf"
        shelf.mkdir()
        self.stack = Stack(self.root, shelf, values, ours, others)
        for name in self.stack.order():
            with self.steps.step(f"{name}: started as the compose file says, and healthy"):
                self.stack.up([name])
        with self.steps.step("the browser trusts the proxy's own certificate; http leads to https"):
            self.walk = Walk(SITE, self.open_browser(shelf / CERTIFICATE), self.relay)
            self.look_at_the_door()

    def image_of(self, source: Path, folder: Path, release: str) -> Image:
        if self.built and source == self.root:
            return image.opened(source, release)
        return image.by_hand(source, folder, release)

    def settings(self) -> dict[str, str]:
        """Step 2 of the document, in a folder that has what a checkout has; then what it asks to fill in."""
        place = self.folder / "checkout"
        place.mkdir()
        (place / ".env.example").write_text((self.root / ".env.example").read_text())
        (block,) = blocks_below("2. Settings", (self.root / "docs" / "deploy.md").read_text())
        commands = "\n".join(line for line in block.splitlines() if not line.startswith("git clone"))
        commands = commands.replace("YOUR.HOST.NAME", room.HOST).replace("git describe", f"git -C {self.root} describe")
        subprocess.run(["sh", "-ec", commands], cwd=place, check=True)
        text = (place / ".env").read_text()
        for name, value in FILLED_IN.items():
            text = re.sub(rf"^{name}=.*$", f"{name}={value}", text, flags=re.MULTILINE)
        return read_env(text)

    def open_browser(self, certificate: Path) -> Browser:
        """With the key of the proxy's authority known: what a passkey asks for is a certificate without a fault."""
        authority = x509.load_pem_x509_certificate(certificate.read_bytes())
        public = authority.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        trusted = base64.b64encode(hashlib.sha256(public).digest()).decode()
        self.playwright = sync_playwright().start()
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
        trust = f"--ignore-certificate-errors-spki-list={trusted}"
        return self.playwright.chromium.launch(executable_path=CHROMIUM, args=[*quiet, trust])

    def look_at_the_door(self) -> None:
        page = self.walk.page("a passer-by")
        page.goto(f"http://{room.HOST}/readyz")
        if page.url != f"{SITE}/readyz" or '"database": "ok"' not in page.content():
            raise RehearsalError(f"{page.url} answers {page.content()}")

    # -- people ----------------------------------------------------------------------------------

    def first_people(self) -> None:
        self.steps.part("The first people")
        with self.steps.step("the owner: made by createsuperuser, signs in, sets up a second factor"):
            own = ["createsuperuser", "--noinput", "--email", OWNER.email, "--name", OWNER.name]
            self.stack.manage(*own, of="web", DJANGO_SUPERUSER_PASSWORD=OWNER.password)
            self.walk.sign_in_for_the_first_time(OWNER)
        with self.steps.step("the therapist: invited by mail, chooses a password, sets up a second factor"):
            self.walk.add_therapist(OWNER, THERAPIST)
            self.walk.join(THERAPIST)
        with self.steps.step("a key pair for backups; started again with the public half, a first backup"):
            self.private = self.stack.manage("backup_key").encode()
            public = re.search(rb"age1[0-9a-z]+", self.private)
            self.stack.values["BACKUP_RECIPIENTS"] = public[0].decode() if public else ""
            self.stack.up(["worker", "web"])
            self.steps.note(self.stack.manage("backup").strip())
        with self.steps.step("doctor: nothing is wrong with settings, servers, disk and people; its letter arrives"):
            said = self._word_of_the_doctor()
            self.relay.wait(OWNER.email, "manage.py doctor")
        for line in said.splitlines():
            if line.startswith("?"):
                self.steps.note(line)

    def _word_of_the_doctor(self) -> str:
        """What it says once beat has rung the mail loop, which it does each minute: before that it is silent."""
        deadline = time.monotonic() + MINUTES_OF_BEAT * 60
        while True:
            try:
                return self.stack.manage("doctor", "--mail", OWNER.email)
            except RehearsalError as error:
                if "mail loop is silent" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(ASK_SECONDS)

    def a_week_of_care(self) -> None:
        self.steps.part("A week of care")
        with self.steps.step("an athlete is added, gets a program, and is invited by mail"):
            self.walk.add_athlete(THERAPIST, ATHLETE)
            self.walk.prescribe(THERAPIST, ATHLETE)
            self.walk.open_invitation(ATHLETE)
        with self.steps.step("a session is logged on a phone"):
            sets = self.walk.log_session(ATHLETE)
        with self.steps.step(f"the therapist reads its {sets} sets"):
            self.walk.read_the_session(THERAPIST, ATHLETE, sets)
        with self.steps.step("a passkey is set up, and opens the page without a mail"):
            self.walk.set_up_passkey(ATHLETE)
        with self.steps.step("the mail on the eve of the next session arrives, once"):
            eve = eve_of_the_next_session().isoformat()
            for _again in range(2):
                self.stack.run("worker", "celery", "-A", "clinic", "call", "athletes.tasks.tick_reminders",
                               "--kwargs", f'{{"at": "{eve}"}}')  # fmt: skip
            self.relay.wait(ATHLETE.email, "Tomorrow")

    # -- what is kept ----------------------------------------------------------------------------

    def backup_and_restore(self) -> None:
        self.steps.part("Backup, and restore on a second database")
        with self.steps.step("a backup, by the command; how it was made is read under the menu"):
            self.steps.note(self.stack.manage("backup").strip())
            self.walk.read_the_menu(OWNER, self.stack.built.variables["CLINIC_VERSION"])
        with self.steps.step("restored into an empty clinic on a second database"):
            self.move_to("second")
            self.stack.up(["migrate"])
            self.restore()
        with self.steps.step("started again; the therapist signs in with the app, the athlete with the passkey"):
            self.start_again()
            self.walk.sign_in_again(THERAPIST)
            self.walk.use_passkey(ATHLETE)
        with self.steps.step("mail is held until somebody lets it go out"):
            self.stack.manage("send_reminders", "--resume")

    def restore(self, *, replacing: bool = False) -> None:
        (*_older, newest) = sorted((self.stack.shelf / "volumes" / "backups").glob("clinic-*.age"))
        given = self.private.strip().splitlines()[-1] + b"\n" + (f"{NAME}\n".encode() if replacing else b"")
        how = ["--replace"] if replacing else []
        said = self.stack.manage("restore", *how, f"/backups/{newest.name}", given=given)
        if "Every table and every file is as it was" not in said:
            raise RehearsalError(said)

    def move_to(self, database: str) -> None:
        """Another, empty database; what writes or sends is stopped first."""
        self.stack.stop(*WRITERS)
        password = self.stack.values["POSTGRES_PASSWORD"]
        with psycopg.connect(f"postgres://clinic:{password}@127.0.0.1/postgres", autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{database}"')
        self.stack.values["DATABASE_URL"] = f"postgres://clinic:{password}@postgres:5432/{database}"

    def start_again(self) -> None:
        self.stack.up(["migrate", "web", "worker", "urgent", "beat", "proxy"])

    # -- from release to release -----------------------------------------------------------------

    def upgrade_and_the_way_back(self) -> None:
        former = releases.former(self.root)
        if former is None:
            self.steps.part("No upgrade: there is no history here, and so no former release.")
            return
        self.steps.part(f"From {former.name} to {self.release}")
        if not former.is_tagged:
            self.steps.note(
                "no release has a tag before this one: the first commit that had these tables stands for it"
            )
        today = self.stack
        self.move_to("former")
        how = "built by its own file" if self.built else "made by hand"
        with self.steps.step(f"the former release, its image {how}"):
            before = self.image_of_former(former)
        self.stack = replace(today, built=before, containers={})
        with self.steps.step("it lives through three months of its demo clinic, and makes a backup"):
            self.stack.manage("migrate", "--verbosity", "0")
            self.stack.manage("shell", "--command", DEMO, DEMO_CLINIC="yes", BACKUP_DIR="")
            self.steps.note(self.stack.manage("backup").strip())
        self.stack = replace(today, containers={})
        with self.steps.step("the new release is started over its data; a therapist of before signs in"):
            self.start_again()
            self.walk.sign_in_for_the_first_time(FORMER_THERAPIST)
        with self.steps.step("the way back: the former release restores what it had"):
            self.stack.stop(*WRITERS)
            self.stack = replace(today, built=before, containers={})
            self.restore(replacing=True)
            self.stack.up(["web"])
            self.stack.stop("web")

    def image_of_former(self, former: releases.Release) -> Image:
        """As its own Dockerfile says: by hand this machine's pg_dump would have to be as new as the built server."""
        source = releases.check_out(self.root, former, self.folder / "former")
        if self.built:
            return image.opened(source, former.name, of_former=True)
        nobody_looks_at_its_pages = ("collectstatic",)
        return image.by_hand(source, self.folder / "former-image", former.name, leaving_out=nobody_looks_at_its_pages)

    # -- its end ---------------------------------------------------------------------------------

    def show_logs(self) -> None:
        if not hasattr(self, "stack"):
            return
        for container in self.stack.containers.values():
            self.steps.note(f"-- {container.name}\n{container.last_words()[-1500:]}")

    def end(self) -> None:
        if self.playwright:
            self.playwright.stop()
