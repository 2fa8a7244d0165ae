"""How allauth behaves here: accounts are made by an administrator, not by whoever comes along."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No open sign-up."""

    def is_open_for_signup(self, request: Any) -> bool:  # noqa: ARG002 - nobody, whatever the request
        """Always closed."""
        return False

    def post_login(self, request: Any, user: Any, **kwargs: Any) -> Any:
        """Where no language was chosen in this browser, the account's own is spoken."""
        answer = super().post_login(request, user, **kwargs)
        name = settings.LANGUAGE_COOKIE_NAME
        if name not in request.COOKIES:
            answer.set_cookie(name, user.language, samesite="Lax", secure=request.is_secure(), httponly=True)
        return answer
