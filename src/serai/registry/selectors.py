"""Placeholder until services land."""

from typing import Any


def person_export(code: str) -> Any:
    return {}
