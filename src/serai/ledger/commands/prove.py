"""`serai ledger prove`: the receipt of an entry."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from serai.ledger.commands.failing import one_line


def prove(
    index: Annotated[int, typer.Argument(metavar="INDEX", help="The entry, from 0.")],
    log: Annotated[Path, typer.Option("--log", metavar="DIR", help="The log.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where it goes instead of stdout.")] = None,
) -> None:
    """Write the receipt of an entry: a C2SP tlog-proof under the newest published checkpoint."""
    from serai.ledger.domain.checkpoint import Checkpoint
    from serai.ledger.domain.log.journal import Journal
    from serai.ledger.domain.note import Note
    from serai.ledger.domain.reader import Reader
    from serai.ledger.domain.receipt import made
    from serai.ledger.domain.source import Folder
    from serai.registry.domain.errors import BadInput

    with one_line():
        source = Folder(log)
        content = source.read("checkpoint")
        if content is None:
            raise BadInput("is no log", where=str(log), expected="a folder with a checkpoint")
        checkpoint = str(Note.parse(content, str(log)))
        size = Checkpoint.parse(Note.parse(checkpoint).text, str(log)).size
        if not 0 <= index < size:
            raise BadInput(
                f"entry {index}", where=str(log), expected=f"0 to {size - 1}" if size else "a log with entries"
            )
        state, salt = log / "state" / "log.db", None
        if state.exists():
            journal = Journal(state)
            salt = journal.salt(index)
            journal.close()
        receipt = bytes(made(Reader(source, size), index, checkpoint, salt))
        if out:
            out.write_bytes(receipt)
        else:
            sys.stdout.buffer.write(receipt)
