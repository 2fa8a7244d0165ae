"""The shell's entry."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Navigation, language, look, home, the resident's own page, errors, the installable app. No tables."""

    name = "serai.web"
    label = "web"

    def ready(self) -> None:
        from serai.web import hooks

        hooks.register()
