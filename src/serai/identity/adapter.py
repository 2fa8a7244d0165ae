"""How allauth behaves here: accounts are made by an administrator, not by whoever comes along."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No open sign-up."""

    def is_open_for_signup(self, request: Any) -> bool:  # noqa: ARG002 - nobody, whatever the request
        """Always closed."""
        return False
