"""Core's own entry."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Mechanisms without product words."""

    name = "serai.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from serai.core import housekeeping, retention  # noqa: F401 - importing retention puts it on the schedule

        housekeeping.register()
