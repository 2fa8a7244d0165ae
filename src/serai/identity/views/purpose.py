"""The page that asks why."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from serai.identity.access import signed_in
from serai.identity.forms import PurposeForm
from serai.identity.purposes import purpose_open

FOR = re.compile(r"[a-z_]{1,40}:[\w.:-]{1,120}")


@signed_in
def purpose(request: Any) -> HttpResponse:
    """Ask for a purpose on one object (`for=type:id`), then lead back to `next`."""
    target = request.GET.get("for", "")
    if not FOR.fullmatch(target):
        raise Http404
    object_type, object_id = target.split(":", 1)
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    form = PurposeForm(request.POST or None, initial={"reference": object_id})
    if request.method == "POST" and form.is_valid():
        purpose_open(by=request.actor, object_type=object_type, object_id=object_id, **form.cleaned_data)
        return HttpResponseRedirect(back)
    context = {"form": form, "object_type": object_type, "object_id": object_id, "back": back}
    return render(request, "identity/purpose.html", context, status=400 if form.errors else 200)
