"""What names a person beside the rows that are theirs: mail by address, tables on their way in, logs, browsers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from typing import Any

from allauth.account.models import EmailAddress
from auditlog.models import LogEntry
from django.conf import settings
from django.contrib.admin.models import LogEntry as AdminLogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session as BrowserSession
from django.db import models
from django.db.models import Q

from athletes.models import Athlete, AthleteImport, DiscoveryCall, Mail, User

#: Keys that one statement names.
BATCH = 500
#: The keys of the rows that go, by model.
Keys = Mapping[type[models.Model], Iterable[Any]]


@dataclass(frozen=True)
class Person:
    """Who is forgotten. addresses -- every e-mail address that we knew, in small letters; phones -- as typed"""

    key: int
    name: str
    addresses: frozenset[str]
    phones: frozenset[str]

    def is_named_in(self, value: object) -> bool:
        """Whether an address, the name or a telephone number of theirs stands anywhere in it."""
        text = json.dumps(value, default=str, ensure_ascii=False).casefold()
        return any(word in text for word in self._words())

    def _words(self) -> Iterator[str]:
        yield self.name.casefold()
        yield from self.addresses
        for phone in self.phones:
            yield phone.casefold()


#: What other packages keep about a person, and forget with the rest; each is told once, before the rows go.
OTHERS: list[Callable[[Person], None]] = []


def also_forget(forget: Callable[[Person], None]) -> None:
    """For the packages above: erasing tells them whom to forget, in its own transaction."""
    OTHERS.append(forget)


def person_of(athlete: Athlete) -> Person:
    """With former addresses, as the change log and their calls have them."""
    user = athlete.user
    calls = list(DiscoveryCall.objects.filter(Q(athlete=athlete) | Q(athlete=None, email__iexact=user.email)))
    addresses = {user.email, *_former_addresses(athlete)}
    addresses |= set(EmailAddress.objects.filter(user=user).values_list("email", flat=True))
    phones = {athlete.phone}
    for call in calls:
        addresses.add(call.email)
        phones.add(call.phone)
    known = set(map(str.lower, addresses))
    return Person(athlete.pk, user.name, frozenset(known - _of_others(athlete, known)), frozenset(phones - {""}))


def _of_others(athlete: Athlete, addresses: Iterable[str]) -> set[str]:
    """A former address may be somebody else's by now, and what names it is about them."""
    others = User.objects.exclude(pk=athlete.pk).filter(_any_of("email", addresses))
    return set(map(str.lower, others.values_list("email", flat=True)))


def _former_addresses(athlete: Athlete) -> set[str]:
    found = set()
    account = ContentType.objects.get_for_model(type(athlete.user))
    for entry in LogEntry.objects.filter(content_type=account, object_pk=str(athlete.pk)):
        changed = (entry.changes or {}).get("email", [])
        for address in changed:
            if address and "@" in address:
                found.add(address)
    return found


# -- by name and address ---------------------------------------------------------------------


def mails_to(person: Person) -> models.QuerySet[Mail]:
    """Rows of the ledger that only have an address."""
    return Mail.objects.filter(_any_of("address", person.addresses), recipient=None)


def calls_of(person: Person) -> models.QuerySet[DiscoveryCall]:
    """Requests for a call from their addresses that became nobody else: the same person asked again, or before."""
    is_nobody_elses = Q(athlete=None) | Q(athlete=person.key)
    return DiscoveryCall.objects.filter(_any_of("email", person.addresses), is_nobody_elses)


def imports_naming(person: Person) -> list[AthleteImport]:
    """Uploaded tables in which a row names the person: whoever brought one in uploads it again without."""
    found = []
    for upload in AthleteImport.objects.iterator():
        if person.is_named_in([upload.file_name, upload.rows, upload.refusals, upload.report, upload.notice]):
            found.append(upload)
    return found


def _any_of(field: str, addresses: Iterable[str]) -> Q:
    wanted = Q(pk__in=[])
    for address in addresses:
        wanted |= Q(**{f"{field}__iexact": address})
    return wanted


# -- logs of changes -------------------------------------------------------------------------


def forget_changes(person: Person, keys: Keys) -> None:
    """Both logs of changes: of the rows that go, of rows that went before, and what the person changed."""
    for model, own in keys.items():
        kind = {"content_type__app_label": model._meta.app_label, "content_type__model": model._meta.model_name}
        for some in _batches(own):
            LogEntry.objects.filter(object_pk__in=some, **kind).delete()
            AdminLogEntry.objects.filter(object_id__in=some, **kind).delete()
    key = str(person.key)
    LogEntry.objects.filter(Q(changes__athlete__0=key) | Q(changes__athlete__1=key)).delete()
    LogEntry.objects.filter(actor=person.key).delete()


def _batches(keys: Iterable[Any]) -> Iterator[list[str]]:
    texts = map(str, keys)
    while some := list(islice(texts, BATCH)):
        yield some


# -- sessions of browsers --------------------------------------------------------------------


def forget_browsers(person: Person) -> None:
    """The person is signed out everywhere; what other browsers keep about them is taken out of their sessions."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for row in BrowserSession.objects.iterator():
        kept = row.get_decoded()
        if kept.get("_auth_user_id") == str(person.key):
            row.delete()
            continue
        named = [name for name, value in kept.items() if _is_about(person, value)]
        if named:
            session = store(session_key=row.session_key)
            for name in named:
                del session[name]
            session.save()


def _is_about(person: Person, value: object) -> bool:
    """Also what only has their key, such as a message that was typed and refused."""
    is_theirs = isinstance(value, dict) and str(value.get("athlete")) == str(person.key)
    return is_theirs or person.is_named_in(value)
