"""`serai …`: one command line that mounts each room's own, importing a room only when it is asked for."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

ROOMS: dict[str, tuple[str, str]] = {
    # command: (module:attribute, one line for --help)
    "tracing": ("serai.tracing.cli:app", "Find who shared a seat row, a room or a street with a case."),
    "ledger": ("serai.ledger.cli:app", "Keep records that no single office can rewrite, and check those of others."),
    "demo": ("serai.demo.cli:app", "Write a generated outbreak, with its truth."),
    "account": ("serai.identity.cli:app", "Make an account for someone who works here or lives here."),
    "person": ("serai.registry.cli:app", "Export or erase one person, or link them to their account."),
    "serve": ("serai.config.cli:serve", "Start this station: web, tasks and schedule in one process."),
    "backup": ("serai.core.cli:backup", "Copy this station into one file."),
    "restore": ("serai.core.cli:restore", "Bring a station back from a backup."),
    "retention": ("serai.core.cli:retention", "Delete what is past its time, and report it."),
    "manage": ("serai.config.cli:manage", "Django's own management commands."),
}


def command() -> Any:
    """The whole command tree, lazily: a room is imported when its command is looked into."""
    from typer.core import TyperCommand, TyperGroup

    class Root(TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the base class calls it so
            return list(ROOMS)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
            if cmd_name == "manage":
                return TyperCommand("manage", help=ROOMS["manage"][1])
            return built(cmd_name) if cmd_name in ROOMS else None

        def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
            with formatter.section("Commands"):
                formatter.write_dl([(name, line) for name, (_, line) in ROOMS.items()])

    return Root(name="serai", help="Serai: prevent and control an epidemic together.", no_args_is_help=True,
                rich_markup_mode=None)  # fmt: skip


def built(name: str) -> Any:
    """The real command behind a name."""
    import typer
    from typer.main import get_command

    module, attribute = ROOMS[name][0].split(":")
    found = getattr(import_module(module), attribute)
    if not isinstance(found, typer.Typer):
        single = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        single.command(name)(found)
        found = single
    made = get_command(found)
    made.name = name
    return made


def main() -> None:
    """The entry point: exit codes are 0 done, 1 no, 2 bad usage or input, 3 refused."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["manage"]:
        from serai.config.cli import manage

        sys.exit(manage(arguments[1:]))
    try:
        command()(prog_name="serai")
    except Exception as error:
        if (told := _told(error)) is None:
            raise
        sys.stderr.write(f"{told[0]}\n")
        sys.exit(told[1])


def _told(error: Exception) -> tuple[str, int] | None:
    """One line and an exit code for what no command can foresee; None for a mistake of ours, which keeps its traceback.

    By name, for `--help` must not import what raises them.
    """
    text, kind = " ".join(str(error).split()), type(error).__name__
    if kind in ("InterruptException", "RuntimeError") and "interrupt" in text.lower():
        return "stopped", 130  # Ctrl-C while the engine works: it answers in its own way
    if isinstance(error, MemoryError):
        return "not enough memory for this", 2
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else text, 2
    if kind in ("OperationalError", "ProgrammingError") and ("no such table" in text or "does not exist" in text):
        return "this station holds nothing yet; `serai serve` sets it up", 2
    return None
