"""Addresses of identity."""

from django.urls import path

from serai.identity import views

app_name = "identity"
urlpatterns = [
    path("purpose/", views.purpose, name="purpose"),
    path("staff/", views.accounts.index, name="accounts"),
    path("staff/new/", views.accounts.create, name="account_create"),
    path("staff/<uuid:account_id>/", views.accounts.change, name="account"),
    path("staff/<uuid:account_id>/close/", views.accounts.close, name="account_close"),
    path("staff/<uuid:account_id>/reopen/", views.accounts.reopen, name="account_reopen"),
    path("log/", views.log.index, name="log"),
]
