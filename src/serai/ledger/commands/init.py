"""`serai ledger init`: an empty log and its key."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from serai.ledger.commands.failing import one_line

FOLDER = "Folder to make: `checkpoint` and `tile/` in it are for everybody, `state/` for this machine alone."
ORIGIN = "The log's name for ever, an address without its scheme, such as health.zarhan.example/log."


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=FOLDER)],
    origin: Annotated[str, typer.Option("--origin", metavar="NAME", help=ORIGIN)],
    key_out: Annotated[Path, typer.Option("--key-out", metavar="FILE", help="Where the signing key goes; a new file.")],
    ml_dsa: Annotated[
        bool, typer.Option("--ml-dsa", help="Sign with ML-DSA-44 as well (a second key, line two).")
    ] = False,
) -> None:
    """Make an empty log and its key. Prints the verifier key, which whoever checks the log needs."""
    from serai.ledger.domain.keys import ED25519, MLDSA, SigningKey, name_checked
    from serai.ledger.domain.log import Log
    from serai.registry.domain.errors import BadInput

    with one_line():
        name_checked(origin, "--origin")
        keys = [SigningKey.generate(origin, kind) for kind in ([ED25519, MLDSA] if ml_dsa else [ED25519])]
        try:
            handle = os.open(key_out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise BadInput("is there already", where=str(key_out), expected="a new file") from None
        with os.fdopen(handle, "w") as file:
            file.write("".join(f"{key}\n" for key in keys))
            file.flush()
            os.fsync(file.fileno())
        try:
            Log.create(folder, keys)
        except BaseException:
            key_out.unlink()
            raise
    for key in keys:
        typer.echo(str(key.verifier))
