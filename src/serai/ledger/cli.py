"""`serai ledger …`: each command lives in its own module, imported only when it runs."""

from __future__ import annotations

import typer

from serai.core.commands import lazy

COMMANDS: dict[str, tuple[str, str]] = {
    # command: (module:function, one line for --help)
    "init": ("serai.ledger.commands.init:init", "Make an empty log and its key."),
    "append": ("serai.ledger.commands.append:append", "Commit to records in a log."),
    "prove": ("serai.ledger.commands.prove:prove", "Write the receipt of an entry."),
    "verify": ("serai.ledger.commands.verify:verify", "Check a receipt without a network."),
    "witness": ("serai.ledger.commands.witness:witness", "Cosign the checkpoints of other logs."),
    "audit": ("serai.ledger.commands.audit:audit", "Check a whole log, ours or not."),
}

app = typer.Typer(
    cls=lazy(COMMANDS),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Keep records that no single office can rewrite, and check those of others.",
)


@app.callback()
def ledger() -> None:
    """Keep records that no single office can rewrite, and check those of others."""
