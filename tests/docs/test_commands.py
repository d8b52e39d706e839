"""Every command in README and docs is one that there is: executed here or elsewhere, else parsed and marked why not."""

from __future__ import annotations

import io
import re

import pytest
import yaml
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import BaseCommand

from .commands import ROOT, Command, documented

#: Of manage.py: executed here as it stands, or the test that executes it, or why it is parsed and no more.
MANAGED = {
    "backup": "executed by tests/clinic/operations/backup",
    "backup_key": "executed here",
    "build_figures": "executed by tests/programs/figures",
    "check": "executed by tests/clinic/operations/test_doctor.py",
    "compilemessages": "parsed: it needs GNU gettext and a catalog",
    "check_mail": "executed by tests/athletes/management/test_check_mail.py",
    "createsuperuser": "executed by tests/browser/test_first_therapist.py",
    "doctor": "executed by tests/clinic/operations/test_doctor.py",
    "erase": "executed by tests/athletes/management",
    "field_key": "executed here",
    "forget_second_factor": "executed by tests/clinic/sign_in/test_second_factor.py",
    "import_library": "executed by tests/programs/library",
    "makemessages": "parsed: it needs GNU gettext and rewrites the catalog",
    "makemigrations": "parsed: it writes into the code",
    "pseudo_locale": "executed by tests/foreign.py",
    "restore": "executed by tests/clinic/operations/backup",
    "retain": "executed by tests/athletes/management",
    "rotate_secrets": "executed by tests/clinic/operations/test_rotating.py",
    "rules_table": "executed here",
    "send_reminders": "executed here",
    "show_mails": "executed by tests/athletes/management/test_show_mails.py",
    "vapid_keys": "executed here",
    "verify_audit": "executed by tests/clinic/audit",
}
#: Of the shell: why nothing here runs them.
NOT_RUN = {
    "cd": "goes into the clone",
    "cp": "keeps .env aside",
    "curl": "executed by tests/athletes/api/test_page.py",
    "docker": "needs a Docker Engine: services and words are compared with docker-compose.yml",
    "git": "needs the repository's address",
    "install": "copies .env.example, whose lines tests/clinic/operations/test_environment.py reads",
    "make": "its target is looked for in the Makefile",
    "sed": "fills in .env",
}
COMPOSE_WORDS = {
    "up", "ps", "logs", "run", "exec", "stop", "pull", "build", "restart", "down", "version",
}  # fmt: skip
DOCUMENTED = documented()
OF_DJANGO = [command for command in DOCUMENTED if command.managed]
OF_COMPOSE = [command for command in DOCUMENTED if command.words[:2] == ("docker", "compose")]
OF_MAKE = [command for command in DOCUMENTED if command.words[0] == "make"]


def parser_of(name: str) -> BaseCommand:
    return load_command_class(get_commands()[name], name)


@pytest.mark.parametrize("command", OF_DJANGO, ids=str)
def test_manage_py_has_the_command_with_these_options_and_it_is_said_how_it_is_tried(command: Command):
    name, *given = command.managed
    assert name in MANAGED, f"{command}: say in MANAGED who executes it, or why nobody does"
    arguments = [re.sub(r"^NUMBER$", "12", word) for word in given if word != "…"]
    if arguments:  # a name alone speaks of the command, and not of a call of it
        parser_of(name).create_parser("manage.py", name).parse_args(arguments)


def test_nothing_is_said_of_commands_that_no_page_names():
    assert set(MANAGED) == {command.managed[0] for command in OF_DJANGO}


def test_what_is_executed_elsewhere_has_tests_there():
    for how in MANAGED.values():
        place = how.partition("executed by ")[2]
        assert not place or (ROOT / place).exists(), how


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, how in MANAGED.items() if how == "executed here"])
def test_what_changes_nothing_is_executed(name):
    out = io.StringIO()
    call_command(name, *(["--dry-run"] if name == "send_reminders" else []), stdout=out, stderr=io.StringIO())
    assert out.getvalue()


@pytest.mark.parametrize("command", OF_COMPOSE, ids=str)
def test_compose_has_these_words_and_services(command: Command):
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    word, *rest = command.words[2:]
    assert word in COMPOSE_WORDS
    named = [each for each in rest if not each.startswith("-")]
    if word in {"run", "exec"}:
        assert named[0] in services
    elif word in {"logs", "stop", "pull", "restart"}:
        assert set(named) - {"NAME"} <= set(services)


@pytest.mark.parametrize("command", OF_MAKE, ids=str)
def test_make_has_the_target(command: Command):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = [word for word in command.words[1:] if "=" not in word]
    assert set(named) <= targets


def test_every_other_command_is_marked_with_the_reason():
    others = {command.words[0] for command in DOCUMENTED if not command.managed}
    assert others == set(NOT_RUN)
    assert len(OF_DJANGO) > 20  # it found them
