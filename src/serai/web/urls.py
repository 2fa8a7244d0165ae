"""Addresses of the shell."""

from django.urls import path

from serai.web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("me/", views.me.me, name="me"),
    path("me/copy/", views.me.copy, name="copy"),
    path("me/erasure/", views.me.erasure, name="erasure"),
    path("me/question/", views.me.question, name="question"),
    path("staff/requests/", views.asked.index, name="asked"),
    path("staff/requests/<uuid:request_id>/", views.asked.answer, name="answer"),
    path("data/", views.data, name="data"),
    path("language/", views.language, name="language"),
    path("look/", views.look, name="look"),
    path("offline/", views.offline, name="offline"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("robots.txt", views.robots, name="robots"),
]
