"""Every page of the shell answers, in every language, with its landmarks."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/data/", "/offline/", "/accounts/login/", "/nothing/"])
def test_pages_for_strangers_have_one_heading_a_main_and_a_skip_link(client: Client, address: str) -> None:
    text = client.get(address).content.decode()
    assert text.count("<h1") == 1
    assert text.count("<main") == 1
    assert 'class="ds-skip-link" href="#main"' in text
