"""Loading what takes long, once the station runs: the first page is not delayed, and the next does not wait for it."""

from __future__ import annotations

import threading
import time

import structlog

from serai.core import hooks

log = structlog.get_logger(__name__)
LONGEST_WAIT = 2.0  # s


class WarmUp:
    """Runs every entry of `hooks.warm` in a thread of its own, after the first answer or two seconds."""

    def __init__(self) -> None:
        self._answered, self._stopped = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="serai-warm-up", daemon=True)

    def start(self) -> None:
        """Begin to wait."""
        self._thread.start()

    def answered(self) -> None:
        """A request was answered."""
        self._answered.set()

    def stop(self, timeout: float = 10.0) -> None:
        """Let it end what it is at: nothing may be loading while the process goes."""
        self._stopped.set()
        self._answered.set()
        self._thread.join(timeout)

    def _run(self) -> None:
        self._answered.wait(LONGEST_WAIT)
        for name, load in hooks.warm:
            if self._stopped.is_set():
                return
            began = time.perf_counter()
            try:
                load()
            except Exception as error:  # a cold engine is slow, not broken: whoever needs it will see what is wrong
                log.warning("warm_up_failed", what=name, error=type(error).__name__)
            else:
                log.info("warmed_up", what=name, ms=round((time.perf_counter() - began) * 1000))
