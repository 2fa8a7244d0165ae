"""What takes long is loaded once the station answers, and a failure of it stops nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from serai.core import hooks, warming
from serai.core.warming import WarmUp


@pytest.fixture
def only() -> Iterator[None]:
    """No room's own entries."""
    kept = dict(hooks.warm._entries)
    hooks.warm._entries.clear()
    yield
    hooks.warm._entries.clear()
    hooks.warm._entries.update(kept)


@pytest.mark.usefixtures("only")
def test_it_waits_for_the_first_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "LONGEST_WAIT", 60.0)
    loaded = threading.Event()
    hooks.warm.register("test", loaded.set)
    warm_up = WarmUp()
    warm_up.start()
    assert not loaded.wait(0.05)
    warm_up.answered()
    assert loaded.wait(10)
    warm_up.stop()


@pytest.mark.usefixtures("only")
def test_without_a_request_it_begins_by_itself_and_one_failure_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "LONGEST_WAIT", 0.0)
    loaded = threading.Event()

    def broken() -> None:
        raise RuntimeError("no engine")

    hooks.warm.register("a", broken)
    hooks.warm.register("b", loaded.set)
    warm_up = WarmUp()
    warm_up.start()
    assert loaded.wait(10)
    warm_up.stop()


@pytest.mark.usefixtures("only")
def test_a_station_that_stops_at_once_loads_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "LONGEST_WAIT", 60.0)
    loaded: list[int] = []
    hooks.warm.register("test", lambda: loaded.append(1))
    warm_up = WarmUp()
    warm_up.start()
    warm_up.stop()
    assert loaded == []
