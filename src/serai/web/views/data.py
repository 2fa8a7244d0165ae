"""How Serai keeps data: for everyone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from serai.identity.access import public
from serai.web.selectors import retention_rules


@public
def data(request: Any) -> HttpResponse:
    """Public: the rules that protect people are for people to read. The figures come from the running policies."""
    context = {"rules": retention_rules(), "help": settings.HELP_NUMBER}
    return render(request, "web/data.html", context)
