"""The demo's entry."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """A generated outbreak, and the station that shows it."""

    name = "serai.demo"
    label = "demo"

    def ready(self) -> None:
        from django.conf import settings

        if settings.DEMO:  # the sign-in page offers them; outside a demo there are none
            from serai.demo.station.accounts import ACCOUNTS, PASSWORD
            from serai.identity.roles import ROLE_LABELS

            settings.STATION_NAME = settings.STATION_NAME or "Ministry of Health of Zarhan"
            settings.HELP_NUMBER = settings.HELP_NUMBER or "1414"
            settings.DEMO_ACCOUNTS = [
                {"label": ROLE_LABELS[demo.roles[0]], "email": demo.email, "password": PASSWORD} for demo in ACCOUNTS
            ]
