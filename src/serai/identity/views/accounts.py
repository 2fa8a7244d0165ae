"""Who has an account here: for administrators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from serai.identity import selectors, services
from serai.identity.access import roles
from serai.identity.forms import AccountForm, RolesForm
from serai.identity.models import Account
from serai.identity.roles import Role

PAGE = 50


@roles(Role.ADMIN)
def index(request: Any) -> HttpResponse:
    """The list, by name; `q` searches."""
    search = request.GET.get("q", "").strip()[:100]
    page = Paginator(selectors.accounts_matching(search), PAGE).get_page(request.GET.get("page"))
    context = {"lines": [selectors.account_line(a) for a in page], "page": page, "search": search}
    return render(request, "identity/accounts.html", context)


@roles(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def create(request: Any) -> HttpResponse:
    """A new account; its first password is shown once."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account, password = services.account_create_with_password(
            by=request.actor,
            email=form.cleaned_data["email"],
            display_name=form.cleaned_data["display_name"],
            language=form.cleaned_data["language"],
            roles=[Role(r) for r in form.cleaned_data["roles"]],
            organisation=form.cleaned_data["organisation"],
        )
        return _first_password(request, account, password)
    return render(request, "identity/account_create.html", {"form": form}, status=400 if form.errors else 200)


@roles(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def change(request: Any, account_id: UUID) -> HttpResponse:
    """What one account may do."""
    account = get_object_or_404(Account, pk=account_id)
    held = list(account.memberships.all())
    initial = {
        "roles": [m.role for m in held],
        "organisation": next((m.organisation_id for m in held if m.organisation_id), None),
    }
    form = RolesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.account_change(
                by=request.actor,
                account_id=str(account_id),
                roles=[Role(r) for r in form.cleaned_data["roles"]],
                organisation=form.cleaned_data["organisation"],
            )
        except ValidationError as error:
            form.add_error("roles", error)
        else:
            return HttpResponseRedirect(reverse("identity:accounts"))
    context = {
        "form": form,
        "line": selectors.account_line(account),
        "own": str(account_id) == request.actor.account_id,
    }
    return render(request, "identity/account.html", context, status=400 if form.errors else 200)


@roles(Role.ADMIN)
@require_POST
def close(request: Any, account_id: UUID) -> HttpResponse:
    """End an account now."""
    account = get_object_or_404(Account, pk=account_id)
    try:
        services.account_close(by=request.actor, account_id=str(account_id))
    except ValidationError as error:
        context = {"form": RolesForm(), "line": selectors.account_line(account), "refusal": " ".join(error.messages)}
        return render(request, "identity/account.html", context, status=400)
    return HttpResponseRedirect(reverse("identity:accounts"))


@roles(Role.ADMIN)
@require_POST
def reopen(request: Any, account_id: UUID) -> HttpResponse:
    """Let someone in again who lost their passkey or was closed: a new first password, shown once."""
    account = get_object_or_404(Account, pk=account_id)
    password = services.account_reopen(by=request.actor, account_id=str(account_id))
    return _first_password(request, account, password)


def _first_password(request: Any, account: Account, password: str) -> HttpResponse:
    answer = render(request, "identity/first_password.html", {"account": account, "password": password})
    answer["Cache-Control"] = "no-store, private"
    return answer
