"""The installable app and what strangers may know: manifest, service worker, robots."""

from __future__ import annotations

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_manifest_names_the_station_and_icons_that_exist(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    document = answer.json()
    assert document["start_url"] == "/"
    for icon in document["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))


def test_the_service_worker_stands_at_the_root_and_is_asked_for_each_time(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript"
    assert "no-cache" in answer["Cache-Control"]
    assert "/offline/" in answer.content.decode()
    assert "import" not in answer.content.decode().split("{")[0]  # one file: a worker cannot load modules


def test_search_engines_find_the_front_page_only(client: Client) -> None:
    assert client.get("/robots.txt").content.decode() == "User-agent: *\nAllow: /$\nDisallow: /\n"


def test_the_rules_page_shows_the_policies_that_run(client: Client) -> None:
    text = client.get("/data/").content.decode()
    assert "Who looked at whose data, and why" in text
