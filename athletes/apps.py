from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AthletesConfig(AppConfig):
    name = "athletes"
    verbose_name = _("Athletes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from athletes.access import audit  # noqa: PLC0415 - models exist only now

        audit.register()
