"""`serai tracing …`: each command lives in its own module, imported only when it runs."""

from __future__ import annotations

import typer

from serai.core.commands import lazy

COMMANDS: dict[str, tuple[str, str]] = {
    # command: (module:function, one line for --help)
    "match": ("serai.tracing.commands.match:match", "Find who shared a place or a ride with a case, ranked by risk."),
    "import": ("serai.tracing.commands.imports:import_", "Bring files of movements into a movement store."),
    "infectors": ("serai.tracing.commands.infectors:infectors", "Rank the earlier cases who may have infected one."),
    "lookup": ("serai.tracing.commands.lookup:lookup", "Say whether a confirmed case was on a trip."),
}


app = typer.Typer(
    cls=lazy(COMMANDS),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Find who shared a seat row, a room or a street with a case.",
)


@app.callback()
def tracing() -> None:
    """Find who shared a seat row, a room or a street with a case."""
