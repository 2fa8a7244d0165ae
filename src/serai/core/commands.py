"""Command groups that list their commands without importing them: `--help` stays fast whatever a command needs."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command as built


def lazy(commands: dict[str, tuple[str, str]]) -> type[TyperGroup]:
    """A group of commands, each `name: ("module:function", one line for --help)`, imported when it runs."""

    class Lazy(TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (the base class calls it so)
            return list(commands)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
            return TyperCommand(cmd_name, help=commands[cmd_name][1]) if cmd_name in commands else None

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            if args and args[0] in commands:
                return args[0], load(commands[args[0]][0], args[0]), args[1:]
            return super().resolve_command(ctx, args)

    return Lazy


def load(place: str, name: str) -> Any:
    """The real command at `module:function`."""
    module, function = place.split(":")
    command = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    command.command(name)(getattr(import_module(module), function))
    return built(command)
