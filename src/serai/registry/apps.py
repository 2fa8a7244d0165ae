"""Registry's entry."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The shared nouns."""

    name = "serai.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from serai.registry import handlers

        handlers.register()
