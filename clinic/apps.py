from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.utils.translation import gettext_lazy as _


class ClinicConfig(AppConfig):
    name = "clinic"
    verbose_name = _("Clinic")
    default_auto_field = "django.db.models.BigAutoField"


class ClinicAdminConfig(AdminConfig):
    """Makes ``admin.site`` the clinic's own, for every app that registers with it."""

    default_site = "clinic.site.ClinicAdminSite"


class FilesConfig(StaticFilesConfig):
    """Collects what is served: the API's pages come with two viewers, and one of them is used."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "redoc"]
