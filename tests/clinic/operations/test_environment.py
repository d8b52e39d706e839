"""Every slip in a variable is said by name, with what would be right, and all at once."""

from __future__ import annotations

import os

import pytest
from django.core.exceptions import ImproperlyConfigured

from clinic.operations.environment import Environment, is_example, is_placeholder_number

READ = {
    "DIGEST_HOUR": lambda env, name: env.number(name, default=7, least=0, most=23),
    "DEBUG": lambda env, name: env.yes(name, default=False),
    "LOG_LEVEL": lambda env, name: env.choice(name, default="INFO", of=("INFO", "DEBUG")),
    "CLINIC_TIME_ZONE": lambda env, name: env.time_zone(name, default="America/New_York"),
    "REDIS_URL": lambda env, name: env.url(name, schemes=("redis", "rediss"), example="redis://redis:6379/0"),
    "ANYMAIL": lambda env, name: env.json(name),
    "DATABASE_URL": lambda env, name: env.database(name, default="sqlite:///clinic.sqlite3")["ENGINE"],
    "MAIL_URL": lambda env, name: env.mail_server(name),
}
SLIPS = [
    ("DIGEST_HOUR", "7am", 7, "DIGEST_HOUR is “7am”: it must be a whole number from 0 to 23"),
    ("DIGEST_HOUR", "24", 7, "DIGEST_HOUR is “24”: it must be a whole number from 0 to 23"),
    ("DIGEST_HOUR", "٧", 7, "DIGEST_HOUR is “٧”: it must be a whole number from 0 to 23"),
    ("DIGEST_HOUR", "1_0", 7, "DIGEST_HOUR is “1_0”: it must be a whole number from 0 to 23"),
    ("DEBUG", "ture", False, "DEBUG is “ture”: it must be yes or no"),
    ("LOG_LEVEL", "LOUD", "INFO", "LOG_LEVEL is “LOUD”: it must be one of INFO, DEBUG"),
    ("CLINIC_TIME_ZONE", "Boston", "America/New_York", "CLINIC_TIME_ZONE is “Boston”: it must be a name such as"),
    ("REDIS_URL", "redis:6379", "", "REDIS_URL is “redis:6379”: it must be an address such as redis://redis:6379/0"),
    ("REDIS_URL", "redis://redis:port/0", "", "REDIS_URL is “redis://redis:port/0”: it must be an address"),
    ("ANYMAIL", "[1]", {}, "ANYMAIL is not JSON such as {}"),
    ("DATABASE_URL", "postgre://x", "django.db.backends.sqlite3", "DATABASE_URL is not an address such as postgres://"),
    ("MAIL_URL", "mailto:relay", {}, "MAIL_URL is not an address such as smtp+tls://"),
]


@pytest.mark.parametrize(("name", "given", "stands", "said"), SLIPS)
def test_a_slip_is_named_with_what_would_be_right_and_the_default_stands(monkeypatch, name, given, stands, said):
    monkeypatch.setenv(name, given)
    env = Environment()
    assert READ[name](env, name) == stands
    assert len(env.wrong) == 1
    assert env.wrong[0].startswith(said)


RIGHT = [
    ("DIGEST_HOUR", "0", 0),
    ("DEBUG", "Yes", True),
    ("DEBUG", "", False),
    ("CLINIC_TIME_ZONE", "Europe/Berlin", "Europe/Berlin"),
    ("REDIS_URL", "rediss://:secret@cache:6379/1", "rediss://:secret@cache:6379/1"),
    ("ANYMAIL", '{"a": 1}', {"a": 1}),
    ("DATABASE_URL", "postgres://clinic@localhost/clinic", "django.db.backends.postgresql"),
]


@pytest.mark.parametrize(("name", "given", "read"), RIGHT)
def test_what_is_right_is_read_and_nothing_said(monkeypatch, name, given, read):
    monkeypatch.setenv(name, given)
    env = Environment()
    assert (READ[name](env, name), env.wrong) == (read, [])


def test_all_that_is_wrong_is_refused_at_once_without_a_password(monkeypatch):
    monkeypatch.setenv("REDIS_URL", "http://:secret@cache")
    monkeypatch.setenv("DIGEST_HOUR", "")
    env = Environment()
    for name, read in READ.items():
        if name in os.environ and name != "DATABASE_URL":
            read(env, name)
    with pytest.raises(ImproperlyConfigured) as refused:
        env.refuse("SECRET_KEY is missing")
    assert str(refused.value).splitlines() == [
        "This clinic is half configured:",
        "  REDIS_URL is “cache”: it must be an address such as redis://redis:6379/0",
        "  SECRET_KEY is missing",
    ]
    Environment().refuse()


@pytest.mark.parametrize(
    ("host", "is_one"),
    [("smtp.example.org", True), ("example.org", True), ("hello@stridewell.example>", True), ("harbor-pt.com", False)],
)
def test_hosts_of_examples(host, is_one):
    assert is_example(host) is is_one


@pytest.mark.parametrize(
    ("phone", "is_one"), [("(617) 555-0142", True), ("+1 617 555 0199", True), ("(617) 867-5309", False), ("", False)]
)
def test_numbers_of_films(phone, is_one):
    assert is_placeholder_number(phone) is is_one
