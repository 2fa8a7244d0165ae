"""`serai tracing …`: each command lives in its own module, imported only when it runs."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command as built

COMMANDS: dict[str, tuple[str, str]] = {
    # command: (module:function, one line for --help)
    "match": ("serai.tracing.commands.match:match", "Find who shared a place or a ride with a case, ranked by risk."),
    "import": ("serai.tracing.commands.imports:import_", "Bring files of movements into a movement store."),
    "infectors": ("serai.tracing.commands.infectors:infectors", "Rank the earlier cases who may have infected one."),
    "lookup": ("serai.tracing.commands.lookup:lookup", "Say whether a confirmed case was on a trip."),
}


class Lazy(TyperGroup):
    """Lists its commands without importing them."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (the base class calls it so)
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        return TyperCommand(cmd_name, help=COMMANDS[cmd_name][1])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] in COMMANDS:
            return args[0], load(args[0]), args[1:]
        return super().resolve_command(ctx, args)


def load(name: str) -> Any:
    """The real command behind a name."""
    module, function = COMMANDS[name][0].split(":")
    command = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    command.command(name)(getattr(import_module(module), function))
    return built(command)


app = typer.Typer(
    cls=Lazy,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Find who shared a seat row, a room or a street with a case.",
)


@app.callback()
def tracing() -> None:
    """Find who shared a seat row, a room or a street with a case."""
