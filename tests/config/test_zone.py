"""The zone of pages is one that exists, or the station says so and does not start."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from serai.config import env

pytestmark = pytest.mark.pure


def test_a_zone_goes_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERAI_ZONE", "Asia/Samarkand")
    assert str(env.zone("ZONE")) == "Asia/Samarkand"
    monkeypatch.delenv("SERAI_ZONE")
    assert str(env.zone("ZONE")) == "UTC"


@pytest.mark.parametrize("wrong", ["Samarkand", "+05:00", "../../etc/passwd", "Asia", ""])
def test_a_zone_that_does_not_exist_is_refused(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("SERAI_ZONE", wrong)
    with pytest.raises(ImproperlyConfigured, match="SERAI_ZONE: expected a time zone"):
        env.zone("ZONE")
