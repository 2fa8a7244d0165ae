"""Run as a process of its own, and killed: a search that has written half of what it found."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serai.config.settings")


def main() -> None:
    import django

    django.setup()
    from serai.core.worker import Worker
    from serai.tracing.models import Exposure

    real = Exposure.objects.bulk_create

    def half(*args: Any, **kwargs: Any) -> Any:
        done = real(*args, **kwargs)
        Path(os.environ["TEST_HALF_WAY"]).touch()
        time.sleep(60)
        return done

    Exposure.objects.bulk_create = half  # type: ignore[method-assign]
    worker = Worker()
    worker.beat()
    worker.work()


if __name__ == "__main__":
    main()
