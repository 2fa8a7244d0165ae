"""Every address of the house."""

from __future__ import annotations

from importlib.util import find_spec

from allauth.account.views import EmailView
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe

from serai.config import views
from serai.config.api import api
from serai.config.reference import reference

handler400 = "serai.config.views.bad_request"
handler403 = "serai.config.views.forbidden"
handler404 = "serai.config.views.not_found"
handler500 = "serai.config.views.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("metrics", views.metrics, name="metrics"),
    # An administrator knows the address and changes it: nobody adds another to their own account.
    path("accounts/email/", require_safe(EmailView.as_view())),
    path("accounts/", include("allauth.urls")),
    path("api/docs", reference, name="api_reference"),
    path("api/v1/", api.urls),
    path("", include("serai.identity.urls")),
]
if find_spec("serai.tracing.urls"):
    urlpatterns.append(path("tracing/", include("serai.tracing.urls")))
if find_spec("serai.web.urls"):
    urlpatterns.append(path("", include("serai.web.urls")))
