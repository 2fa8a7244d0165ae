"""Identity's entry."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Organisations, accounts, roles, purposes, grants."""

    name = "serai.identity"
    label = "identity"

    def ready(self) -> None:
        from serai.identity import housekeeping

        housekeeping.register()
