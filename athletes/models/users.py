"""Who signs in: one account for each person, by e-mail address, with one role."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.models.fields import no_control_characters, one_of


class Role(models.TextChoices):
    ATHLETE = "athlete", _("Athlete")
    THERAPIST = "therapist", _("Therapist")
    CLINIC_ADMIN = "clinic_admin", _("Clinic admin")


class UserQuerySet(models.QuerySet["User"]):
    def staff(self) -> Self:
        return self.filter(Q(is_superuser=True) | ~Q(role=Role.ATHLETE))

    def to_join(self) -> Self:
        """Staff at work who have not chosen a password yet, or have to choose one anew."""
        return self.staff().filter(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, role=Role.CLINIC_ADMIN, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """One person who signs in, by e-mail address."""

    email = models.EmailField(_("e-mail"), unique=True, error_messages={"unique": _("This address is already in use.")})
    name = models.CharField(_("name"), max_length=120, validators=[no_control_characters])
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.ATHLETE)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    wants_digest = models.BooleanField(
        _("daily digest"),
        default=True,
        help_text=_("For therapists: one mail each weekday, and only when someone on the caseload needs attention."),
    )
    language = models.CharField(_("language"), max_length=12, blank=True, validators=[no_control_characters])
    bad_address_since = models.DateTimeField(
        _("mail not arriving since"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The mail server rejected this address for good. With another address, mail goes out again."),
    )
    bad_address_said = models.CharField(_("what was said of the address"), max_length=240, blank=True, editable=False)
    soft_bounces = models.PositiveSmallIntegerField(_("bounces that may pass, in a row"), default=0, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        ordering = ["name"]
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            one_of("role", Role.values, model="user"),
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_ignores_case",
                violation_error_message=_("This address is already in use."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        return self.is_superuser or self.role in {Role.THERAPIST, Role.CLINIC_ADMIN}

    @property
    def is_athlete(self) -> bool:
        return not self.is_staff

    @property
    def sees_everyone(self) -> bool:
        return self.is_superuser or self.role == Role.CLINIC_ADMIN

    @property
    def reads(self) -> str:
        """The code of the language of their pages and mails: as chosen while it is offered, else the clinic's."""
        return self.language if self.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
