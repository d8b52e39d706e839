from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AthletesConfig(AppConfig):
    name = "athletes"
    verbose_name = _("Athletes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from athletes.access import audit  # noqa: PLC0415 - models exist only now
        from athletes.phone import this_phone  # noqa: F401, PLC0415 - listens to who signs in and out

        audit.register()
