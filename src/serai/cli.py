"""`serai …`: one command line that mounts each room's own, importing a room only when it is asked for."""

from __future__ import annotations

ROOMS: dict[str, tuple[str, str]] = {
    # command: (module:attribute, one line for --help)
    "tracing": ("serai.tracing.cli:app", "Find who shared a seat row, a room or a street with a case."),
    "demo": ("serai.demo.cli:app", "Write a generated outbreak, with its truth."),
    "serve": ("serai.config.cli:serve", "Start this station: web, tasks and schedule in one process."),
    "backup": ("serai.core.cli:backup", "Copy this station into one file."),
    "restore": ("serai.core.cli:restore", "Bring a station back from a backup."),
    "retention": ("serai.core.cli:retention", "Delete what is past its time, and report it."),
    "manage": ("serai.config.cli:manage", "Django's own management commands."),
}
