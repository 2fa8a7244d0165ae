"""Tracing's entry."""

from django.apps import AppConfig


class TracingConfig(AppConfig):
    """Who shared a seat row, a room or a street with a case."""

    name = "serai.tracing"
    label = "tracing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from serai.tracing import handlers, tasks  # noqa: F401 - importing tasks puts its periodic work on the schedule
        from serai.tracing.lookup import hooks

        handlers.register()
        hooks.register()
