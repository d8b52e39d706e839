"""What a page or mail in the made-up language still says in plain English, to a reader's eye or ear."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.test import override_settings
from django.utils import translation

from athletes.models import Cover, DiscoveryCall
from clinic.language.pseudo import CLOSES, OPENS
from clinic.language.pseudo import CODE as CODE_OF_LANGUAGE
from programs.figures.catalog import drawn_exercises, figure_of
from programs.models import Equipment, Program

#: What is said of an element beside its text.
SPOKEN = {
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "aria-valuetext",
    "alt",
    "title",
    "placeholder",
    "label",
}
#: What is in these is no language of people, or what somebody typed.
SILENT = {"script", "style", "code", "kbd", "samp", "textarea"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
#: A message may hold these; at any other element it has ended.
INLINE = {
    "a",
    "abbr",
    "b",
    "bdi",
    "br",
    "cite",
    "code",
    "em",
    "i",
    "kbd",
    "mark",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "var",
    "wbr",
}
ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:example|csv|xlsx|json|test)\b|/[\w/<>:{}-]+/")
#: The notation of a tempo, as it is typed.
TEMPO = re.compile(r"\b(?:hold|free|rebound|stick)\b")
#: Written alike in every language.
UNITS = re.compile(r"\b(?:kg|lb|km|mi|cm|mm|ms|min|RPE|RIR|NPRS|VISA-A|UWRI|PSFS|PDF|CSV|JSON|ZIP|API|QR|UTC|ID|IP)\b")
CODE = re.compile(r"[a-z0-9_:.-]+|.{1,2}")
COMMA = re.compile(r"(?<![\d,])-?\d+,\d+(?![\d,])")
#: Elements whose attributes are numbers, beside all that is drawn.
MEASURED = {"input", "meter", "progress", "li", "td", "th", "div", "button"}
#: Words, and lists of numbers that have commas between them.
SAID_OR_TYPED = {*SPOKEN, "value", "points", "d", "href", "content", "datetime"}
#: What Django's own templates say in English whatever the language, of the icons of its admin; and its list of choices
#: (Select2) where it brings no file for the language.
DJANGO_S = {"True", "False", "None", "Search", "Remove all items"}
KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|^[a-z0-9]+(?:-[a-z0-9]+)+$")
WORD = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture(scope="session")
def pseudo_locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalog of the made-up language, written once: makemessages leaves files in the project while it reads."""
    if shutil.which("xgettext") is None:
        pytest.skip("no gettext here; install it with: apt-get install gettext")
    root = tmp_path_factory.getbasetemp()
    folder = (root.parent if "PYTEST_XDIST_WORKER" in os.environ else root) / "pseudo-locales"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            with override_settings(PSEUDO_LOCALES=folder):
                call_command("pseudo_locale", verbosity=0)
    return folder


@pytest.fixture
def translated(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Django looks words up, also where the settings offer one language and spare it that."""
    settings.USE_I18N = True
    monkeypatch.setattr(translation, "_trans", type(translation._trans)())


@pytest.fixture
def made_up_language(settings: Any, translated: None, pseudo_locales: Path) -> str:
    """The clinic offers the made-up language beside its own."""
    settings.LOCALE_PATHS = [pseudo_locales]
    settings.LANGUAGES = [*settings.LANGUAGES, (CODE_OF_LANGUAGE, "Pseudo-English")]
    return CODE_OF_LANGUAGE


class Texts(HTMLParser):
    """The texts of a page, each with what stands around its messages."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.depth = 0
        self.is_json = self.is_drawing = False
        self.commas: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_drawing |= tag == "svg"
        if self.is_drawing or tag in MEASURED:
            self.commas += [f"{tag} {name}={value}" for name, value in attrs if is_wrong_number(name, value or "")]
        if tag not in INLINE:
            self.depth = 0
        given = {name: value or "" for name, value in attrs}
        if not self.is_silent:
            self._read_attributes(tag, given)
        self.is_json = given.get("type") == "application/json"
        if tag not in VOID:
            self.open.append((tag, tag in SILENT or given.get("translate") == "no"))

    def _read_attributes(self, tag: str, given: dict[str, str]) -> None:
        spoken = [value for name, value in given.items() if name in SPOKEN]
        if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
            spoken.append(given.get("value", ""))
        if tag == "meta" and given.get("name") == "description":
            spoken.append(given.get("content", ""))
        if given.get("translate") != "no":
            self.found += [outside(value)[0] for value in spoken]

    def handle_endtag(self, tag: str) -> None:
        self.is_json = False
        self.is_drawing &= tag != "svg"
        if tag not in INLINE:
            self.depth = 0
        while any(name == tag for name, _silent in self.open):
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if self.is_json:
            self.found += [outside(text)[0] for text in strings_of(json.loads(data))]
            return
        text, self.depth = outside(data, self.depth)
        if not self.is_silent:
            self.found.append(text)

    @property
    def is_silent(self) -> bool:
        return any(silent for _name, silent in self.open)


def is_wrong_number(name: str, value: str) -> bool:
    """Whether a program would read a number there that is written for people, with a comma."""
    return name not in SAID_OR_TYPED and COMMA.search(value) is not None


def strings_of(document: Any) -> Iterator[str]:
    """Each text of a document of JSON that is no code: what a script may show."""
    if isinstance(document, dict):
        document = list(document.values())
    if isinstance(document, list):
        for each in document:
            yield from strings_of(each)
    elif isinstance(document, str) and not CODE.fullmatch(document) and not document.startswith("<!doctype"):
        yield document


def outside(text: str, depth: int = 0) -> tuple[str, int]:
    """What stands outside the brackets of messages, and how deep in them the text ends."""
    kept = []
    for letter in text:
        if letter == OPENS:
            depth += 1
        if depth == 0:
            kept.append(letter)
        if letter == CLOSES:
            depth = max(0, depth - 1)
            kept.append(" ")
    return " ".join("".join(kept).split()), depth


def numbers_for_people(page: str) -> list[str]:
    """Where a page of HTML has a decimal comma that a program, a drawing or a style would read."""
    texts = Texts()
    texts.feed(page)
    return texts.commas


def left_in_english(page: str, known: re.Pattern[str]) -> Iterator[str]:
    """Each text of a page of HTML that is no message, no unit, and nothing that people typed."""
    texts = Texts()
    texts.feed(page)
    yield from _left(texts.found, known)


def left_in_text(text: str, known: re.Pattern[str]) -> Iterator[str]:
    """The same of plain text, such as a mail's."""
    yield from _left(outside(text)[0].split("\n"), known)


def _left(texts: Iterable[str], known: re.Pattern[str]) -> Iterator[str]:
    for text in texts:
        rest = TEMPO.sub("", UNITS.sub("", known.sub("", ADDRESS.sub("", KEY.sub("", text)))))
        if WORD.search(rest) and text not in DJANGO_S and not text.startswith("Exercise-equipment relationship"):
            yield text


def typed_by_people() -> re.Pattern[str]:
    return pattern_of(texts_of_people())


def texts_of_people() -> set[str]:
    """Names, library texts and notes: every text of the database that is no choice and no code."""
    found = set()
    for label in ("athletes", "programs", "clinic", "auth"):
        for model in apps.get_app_config(label).get_models():
            found |= set(_texts_of(model))
    figures = filter(None, map(figure_of, drawn_exercises()))
    found |= {words for figure in figures for words in (figure.alt, figure.fault_alt) if words}
    found |= set(Equipment.objects.values_list("slug", flat=True))
    found |= set(Program.objects.values_list("plyometrics", flat=True))
    found |= {name for _code, name in settings.LANGUAGES}
    found |= set(Cover.objects.values_list("reason", flat=True)) | set(
        DiscoveryCall.objects.values_list("times", flat=True)
    )
    found |= set(settings.CLINIC.values())
    return found


def pattern_of(texts: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(filter(None, texts), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in longest_first))


def _texts_of(model: type[models.Model]) -> Iterator[str]:
    kinds = (models.CharField, models.TextField, models.EmailField)
    fields = [field for field in model._meta.fields if isinstance(field, kinds) and not field.choices]
    for row in model._default_manager.values_list(
        *(field.name for field in fields if not isinstance(field, models.SlugField))
    ):
        for value in filter(None, row):
            lines = [" ".join(line.split()) for line in str(value).splitlines()]
            lines += [line.partition(":")[0] for line in lines]
            yield from (line for line in lines if WORD.search(line) and not CODE.fullmatch(line))
            if model.__name__ == "User":
                yield from str(value).split()
