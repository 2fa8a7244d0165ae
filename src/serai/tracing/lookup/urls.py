"""Addresses of the public look-up, under `tracing/trips/`."""

from __future__ import annotations

from django.urls import path

from serai.tracing.lookup import views

urlpatterns = [
    path("", views.page, name="trips"),
    path("list/", views.listed, name="trips-list"),
    path("list.csv", views.download, name="trips-csv"),
    path("list/<uuid:trip>/withdraw/", views.withdraw, name="trip-withdraw"),
]
