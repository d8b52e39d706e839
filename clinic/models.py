"""The access log with its seals: who opened which data; tokens and webhooks of programs; and the nightly backup."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connections, models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from athletes.access.events import EventKind
from athletes.localtime import clinic_time
from athletes.models import Athlete, User
from athletes.secret_text import SecretField
from programs.models.fields import one_of


class AccessLogQuerySet(models.QuerySet["AccessLog"]):
    def about(self, *athlete_ids: int) -> Self:
        """The rows that name one of these athletes.

        On PostgreSQL by the list's own index (``accesslog_athletes`` of ``clinic.audit.guard``); on SQLite, which has
        none for lists, every row's text is read.
        """
        if connections[self.db].vendor == "postgresql":
            return self.filter(_any(Q(athletes__contains=[key]) for key in athlete_ids))
        named = self.annotate(named=Cast("athletes", models.TextField()))
        return named.filter(_any(Q(named__regex=rf"[\[ ,]{int(key)}[\],]") for key in athlete_ids))

    def found_first(self) -> Self:
        """The latest first, of rows that something narrow finds.

        By no index's own order: PostgreSQL would sooner read the whole log backward than sort the rows of one athlete.
        """
        return self.order_by((F("id") + 0).desc())

    def of_person(self, *user_ids: int) -> Self:
        """The rows of what these people did, and of what was done to their accounts."""
        return self.filter(Q(actor__in=user_ids) | Q(account__in=user_ids))


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found


def _person(words: Any) -> models.ForeignKey[Any, Any]:
    """Someone's key, which the row keeps when the account is gone: nothing is ever written to a row again."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=words,
        db_constraint=False,
        db_index=False,
    )


class AccessLog(models.Model):
    """One answer that contained data of the athletes named, or one event around them.

    Written once: the database refuses every change but taking out an address (``clinic.audit.guard``).
    """

    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    kind = models.CharField(_("what"), max_length=24, choices=EventKind, default=EventKind.OPENED)
    actor = _person(_("who"))
    athletes = models.JSONField(_("athletes"), default=list, help_text=_("Their ids."))
    account = _person(_("whose account"))
    action = models.CharField(_("page"), max_length=80, blank=True)
    note = models.CharField(_("how"), max_length=60, blank=True)
    address = models.GenericIPAddressField(_("address"), null=True)
    request_id = models.UUIDField(_("request"), null=True)
    address_digest = models.CharField(max_length=32, blank=True, editable=False)
    #: NULL is any number of rows, a text is one: an empty text would be one, too.
    once = models.CharField(max_length=60, null=True, unique=True, editable=False)  # noqa: DJ001

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("access")
        verbose_name_plural = _("access log")
        indexes = [
            models.Index(fields=["-at"], name="accesslog_at"),
            models.Index(fields=["actor", "-at"], name="accesslog_actor"),
            models.Index(fields=["kind", "-at"], name="accesslog_kind", condition=~models.Q(kind=EventKind.OPENED)),
            models.Index(
                fields=["account", "-at"], name="accesslog_account", condition=models.Q(account__isnull=False)
            ),
        ]
        constraints = [
            one_of("kind", EventKind.values, model="accesslog"),
        ]

    def __str__(self) -> str:
        return f"{clinic_time(self.at):%Y-%m-%d %H:%M} {self.get_kind_display()}"


class AccessSeal(models.Model):
    """What the log was, from one row to another, when it was sealed; each seal holds the digest of the one before.

    root -- SHA-256 over the rows, in their order; digest -- over everything here
    """

    at = models.DateTimeField()
    first_row = models.BigIntegerField(unique=True)
    last_row = models.BigIntegerField()
    count = models.IntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pk}: {self.first_row}-{self.last_row}"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Everybody’s own; clinic admins see all: they revoke what somebody left behind."""
        if not user.is_authenticated or not user.is_active or not user.is_staff:
            return self.none()
        return self if user.sees_everyone else self.filter(owner=user)

    def working(self, at: datetime) -> Self:
        """Those that open something: neither revoked nor over, of somebody who can sign in."""
        return self.filter(revoked_at=None, expires_at__gt=at, owner__is_active=True)

    def ended(self, at: datetime) -> Self:
        return self.exclude(pk__in=self.working(at).values("pk"))


class ApiToken(models.Model):
    """What a program shows instead of a person. The text itself is nowhere: digest -- SHA-256 of it; hint -- its start

    owner -- whose view it has; made_by -- who made it, an admin for a program of the clinic
    scopes -- what it may read of that (``athletes.access.scopes``)
    """

    owner = models.ForeignKey(User, models.CASCADE, related_name="api_tokens", verbose_name=_("owner"))
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by"))
    name = models.CharField(_("what uses it"), max_length=80)
    scopes: Any = models.JSONField(_("scopes"), default=list)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=12, editable=False)
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("ends"))
    last_used_at = models.DateTimeField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return f"{self.name} {self.hint}…"


class WebhookEvent(models.TextChoices):
    """What others can be told of."""

    SESSION_FINISHED = "session.finished", _("A session is finished")
    PROBLEM_OPENED = "problem.opened", _("A problem has a new signal")


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def working(self) -> Self:
        """Those that send: not ended, of somebody who can sign in."""
        return self.filter(ended_at=None, owner__is_active=True)


class Webhook(models.Model):
    """An address that is told what happens to athletes whom its owner may see. secret -- signs what it gets"""

    owner = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("owner"))
    name = models.CharField(_("what listens"), max_length=80)
    url = models.CharField(_("address"), max_length=300)
    events: Any = models.JSONField(_("events"), default=list)
    secret = SecretField(_("secret"))
    made_at = models.DateTimeField(_("made"))
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.name


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("taken")
    GIVEN_UP = "given_up", _("given up")


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    def due(self, at: datetime) -> Self:
        """Those to be tried now."""
        working = Webhook.objects.working().values("pk")
        return self.filter(state=DeliveryState.WAITING, next_at__lte=at, webhook__in=working)


class WebhookDelivery(models.Model):
    """One thing that one webhook is told: a row of the ledger. subject -- the key of a session or a signal

    attempts -- how often it was tried; the number is the claim; said -- what became of the last
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    event = models.CharField(_("event"), max_length=20, choices=WebhookEvent.choices)
    subject = models.UUIDField()
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    planned_at = models.DateTimeField(_("planned"))
    next_at = models.DateTimeField(_("next try"))
    sent_at = models.DateTimeField(_("taken"), null=True)
    said = models.CharField(_("what became of it"), max_length=120, blank=True)

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_at", "pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(fields=["next_at"], name="delivery_due", condition=models.Q(state="waiting")),
        ]
        constraints = [
            one_of("event", WebhookEvent.values, model="delivery"),
            one_of("state", DeliveryState.values, model="delivery"),
            models.UniqueConstraint(fields=["webhook", "event", "subject"], name="delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.subject}"


class BackupState(models.Model):
    """How the nightly backup goes: one row. trouble -- why the last try failed; empty where it did not"""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    tried_at = models.DateTimeField(_("last tried"), null=True, blank=True)
    made_at = models.DateTimeField(_("last made"), null=True, blank=True)
    trouble = models.CharField(_("what went wrong"), max_length=240, blank=True)

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backup")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1),
                name="backup_state_is_one",
                violation_error_message=_("There is one row about the backup."),
            )
        ]

    def __str__(self) -> str:
        return f"{clinic_time(self.made_at):%Y-%m-%d %H:%M}" if self.made_at else "–"
