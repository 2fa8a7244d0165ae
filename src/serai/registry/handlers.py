"""What registry gives to core's hooks."""

from __future__ import annotations

from typing import Any

from serai.core import hooks


def _export(person: str) -> Any:
    from serai.registry.selectors import person_export

    return person_export(person)


def register() -> None:
    """Called once when Django is ready. Erasure of the vault itself is `person_erase`, which calls the hooks."""
    hooks.export.register("registry.person", _export)
