"""The application of the composition root, its admin site and its static files."""

import sqlite3

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.utils.translation import gettext_lazy as _

#: What SQLite takes in one statement since 3.32 (2020), unless it was built for less. Django 5.2 still asks with 999:
#: an import of 500 exercises would be 40 statements instead of 10.
SQLITE_PARAMETERS = 32_766


class ClinicConfig(AppConfig):
    name = "clinic"
    verbose_name = _("Clinic")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from athletes.access.events import written_by  # noqa: PLC0415
        from athletes.enrollment.accounts import also_end  # noqa: PLC0415
        from athletes.enrollment.leaving.forgetting import also_over  # noqa: PLC0415
        from athletes.enrollment.leaving.traces import also_forget  # noqa: PLC0415 - models exist only now
        from athletes.mail.watch.self_check import also_watch  # noqa: PLC0415
        from clinic.audit.cutting import cut_access_log  # noqa: PLC0415
        from clinic.audit.writing import forget_addresses, write_event  # noqa: PLC0415
        from clinic.operations.backup.nightly import findings  # noqa: PLC0415
        from clinic.operations.dev_mail import forget_mail_files  # noqa: PLC0415
        from clinic.operations.write_ahead_log import empty_write_ahead_log  # noqa: PLC0415
        from clinic.tokens.making import end_tokens_of  # noqa: PLC0415

        also_end(end_tokens_of)
        also_over(_("rows of the access log"), cut_access_log)
        also_watch(findings)
        written_by(write_event)
        also_forget(forget_addresses)
        also_forget(forget_mail_files)
        also_forget(empty_write_ahead_log)
        if sqlite3.sqlite_version_info >= (3, 32):
            DatabaseWrapper.features_class.max_query_params = SQLITE_PARAMETERS  # type: ignore[method-assign,assignment]


class ClinicAdminConfig(AdminConfig):
    """Makes ``admin.site`` the clinic's own, for every app that registers with it."""

    default_site = "clinic.site.ClinicAdminSite"


class FilesConfig(StaticFilesConfig):
    """Collects what is served: the API's pages come with two viewers, and one of them is used."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "redoc"]
