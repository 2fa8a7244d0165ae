"""What registry gives to core's hooks."""

from __future__ import annotations

from typing import Any

from serai.core import hooks


def _export(person: str) -> Any:
    from serai.registry.selectors import person_export

    return person_export(person)


def _erase(person: str) -> int:
    from serai.registry.services import vault_empty

    return vault_empty(person)


def register() -> None:
    """Called once when Django is ready."""
    hooks.export.register("registry.person", _export)
    hooks.erasure.register("registry.vault", _erase)
