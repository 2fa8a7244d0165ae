"""The ASGI application: Django, with a lifespan that starts and stops the worker and the warm-up."""

from __future__ import annotations

import asyncio
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serai.config.settings")

from django.core.asgi import get_asgi_application

from serai.core.warming import WarmUp

django_app = get_asgi_application()
warm_up = WarmUp()


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Django speaks http only; lifespan is ours."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    else:
        await django_app(scope, receive, send)
        warm_up.answered()


async def _lifespan(receive: Any, send: Any) -> None:
    from django.conf import settings

    from serai.core.worker import Worker

    worker = Worker() if settings.WORKER else None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            if worker:
                await asyncio.to_thread(worker.start)
            warm_up.start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            if worker:
                await asyncio.to_thread(worker.stop)
            await asyncio.to_thread(warm_up.stop)
            await send({"type": "lifespan.shutdown.complete"})
            return
