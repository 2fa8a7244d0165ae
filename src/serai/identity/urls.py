"""Addresses of identity."""

from django.urls import path

from serai.identity import views

app_name = "identity"
urlpatterns = [path("purpose/", views.purpose, name="purpose")]
