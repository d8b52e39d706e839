"""manage.py pseudo_locale: the made-up language, for tests and for looking at the demo clinic in it."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import CommandError

from clinic.language.catalogs import of_libraries, pseudo_catalog
from clinic.language.pseudo import LOCALE

from . import makemessages

#: No words of the product, or none that a page shows.
IGNORED = ["tests", "var", "static", "node_modules"]


class Command(makemessages.Command):
    help = "Writes the made-up language into the data folder, from the words that makemessages finds."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_CLINIC:
            raise CommandError("Only a demo clinic (DEMO_CLINIC=yes) speaks the made-up language.")
        super().handle(*args, **options | {"locale": [LOCALE], "ignore_patterns": [*IGNORED]})
        self._write("djangojs", pseudo_catalog(of_libraries("djangojs")))
        if options["verbosity"]:
            self.stdout.write(
                f"{self._folder()}\nStart the demo clinic again, and choose the language in the settings."
            )

    def write_po_file(self, potfile: str, locale: str) -> None:
        """In place of a catalog for translators one that is translated, with what the libraries say."""
        self._write("django", pseudo_catalog(chain([polib.pofile(potfile)], of_libraries("django"))))

    def _write(self, domain: str, catalog: polib.POFile) -> None:
        self._folder().mkdir(parents=True, exist_ok=True)
        catalog.save_as_mofile(str(self._folder() / f"{domain}.mo"))

    def _folder(self) -> Path:
        return Path(settings.PSEUDO_LOCALES) / LOCALE / "LC_MESSAGES"
