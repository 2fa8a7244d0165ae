"""`serai ledger append`: commit to records, one JSON value a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from serai.core.terminal import bar, clear, counted
from serai.ledger.commands.failing import one_line, signing_keys
from serai.registry.domain.errors import BadInput

FILES = "Files with one JSON value a line. What stands in them stays there: the log holds salted commitments."
TYPE = "What the records are, such as case.register."
RECEIPTS = "Folder for one receipt a record, named by its index."
BATCH = 4096
LONGEST = 2**20


def append(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=FILES)],
    log: Annotated[Path, typer.Option("--log", metavar="DIR", help="The log.")],
    key: Annotated[Path, typer.Option("--key", metavar="FILE", help="Its signing key.")],
    receipts: Annotated[Path | None, typer.Option("--receipts", metavar="DIR", help=RECEIPTS)] = None,
    kind: Annotated[str, typer.Option("--type", metavar="T", help=TYPE)] = "record",
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Commit to records in a log. All lines are read before any is written: a bad one refuses them all."""
    from serai.ledger.domain.checkpoint import Checkpoint
    from serai.ledger.domain.entry import commit
    from serai.ledger.domain.log import Log
    from serai.ledger.domain.note import Note
    from serai.ledger.domain.text import encoded

    with one_line():
        made = [commit(kind, record, where=where) for path in files for where, record in records(path)]
        if not made:
            raise BadInput("no records", where=str(files[0]), expected="one JSON value a line")
        with Log(log, signing_keys(key)) as opened:
            first, progress = opened.size, bar()
            for at in range(0, len(made), BATCH):
                batch = made[at : at + BATCH]
                opened.append([bytes(entry) for entry, _ in batch], salts=[salt for _, salt in batch])
                if progress:
                    progress((at + len(batch)) / len(made))
            checkpoint = opened.head.checkpoint
            if receipts:
                write_receipts(log, receipts, first, checkpoint, [salt for _, salt in made])
    clear()
    head = Checkpoint.parse(Note.parse(checkpoint).text)
    if as_json:
        found = {"first": first, "appended": len(made), "size": head.size, "root": encoded(head.root)}
        typer.echo(json.dumps(found))
    else:
        typer.echo(
            f"{counted(len(made), 'entries') if len(made) != 1 else '1 entry'} from index {first}; {head.size} in all"
        )


def records(path: Path) -> Iterator[tuple[str, Any]]:
    """The JSON values of a file, one a line, with its place; empty lines are none. Raises BadInput with the line."""
    try:
        with path.open("rb") as file:
            number = 0
            while line := file.readline(LONGEST + 1):
                number += 1
                where = f"{path}, line {number}"
                if len(line) > LONGEST:
                    raise BadInput(f"more than {LONGEST} bytes", where=where)
                if not line.strip():
                    continue
                try:
                    yield where, json.loads(line, object_pairs_hook=unique)
                except (ValueError, RecursionError) as error:
                    raise BadInput(f"no JSON ({error})", where=where, expected="one JSON value a line") from error
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", where=str(path)) from error


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def write_receipts(log: Path, folder: Path, first: int, checkpoint: str, salts: list[bytes]) -> None:
    """One file an entry, `<index>.tlog-proof`."""
    from serai.ledger.domain.checkpoint import Checkpoint
    from serai.ledger.domain.note import Note
    from serai.ledger.domain.reader import Reader
    from serai.ledger.domain.receipt import made
    from serai.ledger.domain.source import Folder

    folder.mkdir(parents=True, exist_ok=True)
    reader = Reader(Folder(log), Checkpoint.parse(Note.parse(checkpoint).text).size)
    for index, salt in enumerate(salts, first):
        (folder / f"{index}.tlog-proof").write_bytes(bytes(made(reader, index, checkpoint, salt)))
