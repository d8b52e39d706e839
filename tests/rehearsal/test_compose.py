"""docker-compose.yml as it is written: every service bounded, pinned, looked after, and given what it reads alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from .compose import ComposeError, filled, in_order, read_env, services

ROOT = Path(settings.BASE_DIR)
TEXT = (ROOT / "docker-compose.yml").read_text()
#: Such as docs/deploy.md, step 2, leaves it.
WHOLE = read_env((ROOT / ".env.example").read_text()) | {
    "SECRET_KEY": "a-key",
    "FIELD_KEYS": "a-field-key",
    "POSTGRES_PASSWORD": "p",
    "REDIS_PASSWORD": "r",
    "DATABASE_URL": "postgres://clinic:p@postgres:5432/clinic",
    "REDIS_URL": "redis://:r@redis:6379/0",
}
SERVICES = services(TEXT, WHOLE)
OF_THE_APP = {"migrate", "web", "worker", "urgent", "beat"}
#: What each line of .env.example names, commented or not.
NAMES = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
#: Set in the file for every process, whatever .env says, or only used to put other values together.
FIXED = {"DATABASE_POOL", "DEMO_CLINIC", "DEBUG", "DATA_DIR", "STATIC_ROOT", "BACKUP_DIR"}


@pytest.fixture(params=SERVICES, ids=str)
def service(request):
    return SERVICES[request.param]


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("${A}-$A-$$A", {"A": "1"}, "1-1-$A"),
        ("${A:-2}${B-3}", {"A": ""}, "23"),
        ("${A:+on}|${B:+on}", {"A": "1"}, "on|"),
        ("${A:?no A}", {"A": "1"}, "1"),
    ],
)
def test_values_are_filled_in_as_compose_does(text, values, expected):
    assert filled(text, values) == expected


def test_a_value_of_env_may_use_those_above_it_and_loses_its_quotes():
    text = 'HOST=clinic.org\nURL=https://${HOST}\n#GONE=1\nFROM="Clinic <hello@${HOST}>"\n'
    assert read_env(text) == {
        "HOST": "clinic.org", "URL": "https://clinic.org", "FROM": "Clinic <hello@clinic.org>"
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["CLINIC_HOST", "SITE_URL", "SECRET_KEY", "FIELD_KEYS", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "REDIS_URL"]
)
def test_a_missing_value_is_named_before_anything_starts(name):
    with pytest.raises(ComposeError, match=f"{name} is missing in .env"):
        services(TEXT, WHOLE | {name: ""})


def test_images_from_elsewhere_have_an_exact_version(service):
    if not service.is_built:
        assert re.search(r":\d+\.\d+\.\d+(-|$)|^postgres:\d+\.\d+-", service.image), service.image


def test_every_service_is_bounded_and_hardened(service):
    assert service.limits.keys() == {"mem_limit", "cpus", "pids_limit"}
    assert service.is_read_only
    assert service.capabilities in ([], ["NET_BIND_SERVICE"])


def test_every_service_that_stays_is_asked_how_it_is(service):
    assert (service.health_check is None) == (service.name == "migrate")


def test_services_start_after_what_they_need():
    order = [each.name for each in in_order(SERVICES)]
    assert order[:3] == ["postgres", "redis", "migrate"]
    assert order[-1] == "proxy"


def test_no_service_reads_the_whole_of_env(service):
    assert "env_file" not in yaml.safe_load(TEXT)["services"][service.name]


def test_each_line_of_env_reaches_a_process_or_puts_a_value_together():
    given = set().union(*(services(TEXT, WHOLE | {name: "1"})[each].environment for name in NAMES for each in SERVICES))
    put_together = set(re.findall(r"\$\{(\w+)", TEXT + (ROOT / ".env.example").read_text()))
    assert NAMES - given - put_together == set()
    assert given >= FIXED


def test_a_line_of_env_does_not_switch_on_what_the_file_holds():
    switched = services(TEXT, WHOLE | {"DEMO_CLINIC": "yes", "DEBUG": "yes", "DATA_DIR": "/tmp"})
    assert {(each.environment["DEMO_CLINIC"], each.environment["DATA_DIR"]) for each in of_the_app(switched)} == {
        ("no", "/data")
    }


@pytest.mark.parametrize(
    ("name", "readers"),
    [
        ("POSTGRES_PASSWORD", {"postgres"}),
        ("REDIS_PASSWORD", {"redis"}),
        ("METRICS_TOKEN", {"web"}),
        ("VAPID_PRIVATE_KEY", {"web", "worker", "urgent"}),
        ("SECRET_KEY", OF_THE_APP),
        ("CLINIC_VERSION", set()),  # the image knows it
    ],
)
def test_a_secret_is_given_to_those_who_use_it(name, readers):
    given = services(TEXT, WHOLE | {name: "s"})
    assert {each.name for each in given.values() if name in each.environment} == readers


def test_the_queue_asks_for_its_password_and_shows_it_to_nobody():
    redis = SERVICES["redis"]
    assert "requirepass $REDIS_PASSWORD" in redis.command[-1]
    assert not any(WHOLE["REDIS_PASSWORD"] == part for part in redis.command)
    assert redis.health_check.command[-1].startswith('REDISCLI_AUTH="$REDIS_PASSWORD"')


def of_the_app(found):
    return [each for each in found.values() if each.is_built]
