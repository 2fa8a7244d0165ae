"""Django, started for a command line."""

from __future__ import annotations

import os
import sys
from typing import NoReturn


def ready() -> None:
    """Set Django up; settings that are refused end the command with one line and exit code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serai.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        refuse(error)


def refuse(error: object) -> NoReturn:
    """End the command: one line on stderr, exit code 2."""
    sys.stderr.write(" ".join(str(error).split()) + "\n")
    sys.exit(2)
