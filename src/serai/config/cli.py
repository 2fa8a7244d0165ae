"""`serai serve` and `serai manage`."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec

import typer

from serai.core.startup import ready, refuse


def serve(
    port: int = typer.Option(8000, min=1, max=65535, help="port to listen on"),
    host: str = typer.Option("127.0.0.1", help="address to listen on"),
    demo: bool = typer.Option(False, "--demo", help="seed the demo once"),
    dev: bool = typer.Option(False, "--dev", help="accept development secrets"),
) -> None:
    """Start this station: web, tasks and schedule in one process."""
    if dev or demo:
        os.environ.setdefault("SERAI_DEV", "1")
    if demo:
        os.environ.setdefault("SERAI_DEMO", "1")
    ready()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    if demo and find_spec("serai.demo.services"):
        from importlib import import_module

        from django.core.exceptions import ImproperlyConfigured

        try:
            import_module("serai.demo.services").demo_seed()
        except ImproperlyConfigured as error:
            refuse(error)
    import uvicorn

    typer.echo(f"Serai is at http://{'localhost' if host == '127.0.0.1' else host}:{port}")
    sys.stdout.flush()
    uvicorn.run(
        "serai.config.asgi:application", host=host, port=port, lifespan="on", access_log=False, log_config=None,
        server_header=False, timeout_graceful_shutdown=10,
    )  # fmt: skip


def manage(arguments: list[str]) -> int:
    """Django's own management commands, with their own options and help."""
    ready()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["serai manage", *arguments])
    return 0
