"""The page base's entry: widgets that every room's templates share."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Template tags and partial templates; no tables."""

    name = "serai.core.ui"
    label = "ui"
