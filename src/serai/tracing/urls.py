"""Addresses of tracing."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from serai.tracing.views import cases, contacts, imports, rules

app_name = "tracing"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", cases.index, name="cases"),
    path("cases/new/", cases.register, name="register"),
    path("cases/<str:code>/", cases.case, name="case"),
    path("cases/<str:code>/find/", cases.find, name="find"),
    path("cases/<str:code>/progress/", cases.progress, name="progress"),
    path("cases/<str:code>/change/", cases.change, name="change"),
    path("cases/<str:code>/print/", contacts.paper, name="print"),
    path("cases/<str:code>/contacts/<int:contact_id>/", contacts.contact, name="contact"),
    path("cases/<str:code>/contacts/<int:contact_id>/mark/", contacts.mark, name="mark"),
    path("cases/<str:code>/contacts/<int:contact_id>/undo/", contacts.undo, name="undo"),
    path("imports/", imports.index, name="imports"),
    path("imports/<uuid:batch_id>/", imports.batch, name="import"),
    path("imports/<uuid:batch_id>/progress/", imports.batch_progress, name="import-progress"),
    path("imports/<uuid:batch_id>/rejections.csv", imports.rejections, name="rejections"),
    path("imports/<uuid:batch_id>/publish/", imports.publish, name="publish"),
    path("rules/", rules.index, name="rules"),
]
if find_spec("serai.tracing.lookup") and find_spec("serai.tracing.lookup.views"):
    urlpatterns.append(path("trips/", include("serai.tracing.lookup.urls")))
