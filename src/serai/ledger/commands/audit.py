"""`serai ledger audit`: a whole log, ours or not."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from serai.core.terminal import bar, clear
from serai.ledger.commands.failing import content, one_line

PLACE = "A log in the tlog-tiles layout: its folder or its address."
KEY = "Verifier key of the log; more than one where it signs with several, or its key was changed."
WITNESS = "Verifier key of a witness whose cosignature must be there and hold."
POLICY = "A C2SP tlog-policy that the checkpoint must satisfy."
STATE = "File that remembers the checkpoint, so that a rollback or a rewritten log shows next time."
EVERY = 10.0


def audit(
    place: Annotated[str, typer.Argument(metavar="DIR|URL", help=PLACE)],
    key: Annotated[list[str], typer.Option("--key", metavar="VKEY", help=KEY)],
    witness: Annotated[list[str] | None, typer.Option("--witness", metavar="VKEY", help=WITNESS)] = None,
    policy: Annotated[Path | None, typer.Option("--policy", metavar="P", help=POLICY)] = None,
    state: Annotated[Path | None, typer.Option("--state", metavar="FILE", help=STATE)] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on, every ten seconds, until something does not hold.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Check a whole log, ours or not. Exit code 0: consistent, 1: tampered with, 2: unreadable."""
    from serai.ledger.domain.audit import Trust
    from serai.ledger.domain.audit import audit as check
    from serai.ledger.domain.errors import Invalid
    from serai.ledger.domain.keys import VerifierKey
    from serai.ledger.domain.policy import parse
    from serai.ledger.domain.source import source

    with one_line():
        trust = Trust(
            [VerifierKey.parse(text, "--key") for text in key],
            [VerifierKey.parse(text, "--witness") for text in witness or ()],
            parse(content(policy), str(policy)) if policy else None,
        )
        log, known = source(place), _known(state)
        while True:
            try:
                found = check(log, trust, known, bar())
            except Invalid as error:
                if as_json:
                    bad = {"index": error.index, "kind": error.kind}
                    typer.echo(json.dumps({"ok": False, "size": _size(log), "first_bad": bad, "why": str(error)}))
                raise
            clear()
            if found.note != known:
                typer.echo(_told(found, as_json))
            known = found.note
            if state:
                _remember(state, known)
            if not watch:
                return
            time.sleep(EVERY)


def _known(state: Path | None) -> str | None:
    if state is None or not state.exists():
        return None
    from serai.registry.domain.errors import BadInput

    try:
        return content(state).decode()
    except UnicodeDecodeError as error:
        raise BadInput("no checkpoint", where=str(state), expected="a file written by an audit") from error


def _remember(state: Path, checkpoint: str) -> None:
    beside = state.with_name(f".{state.name}.new")
    beside.write_text(checkpoint)
    beside.replace(state)


def _size(log: Any) -> int | None:
    """The size that the log claims, for the report of what is wrong with it."""
    from serai.ledger.domain.checkpoint import Checkpoint
    from serai.ledger.domain.note import Note
    from serai.registry.domain.errors import BadInput

    try:
        return Checkpoint.parse(Note.parse(log.read("checkpoint") or b"").text).size
    except (BadInput, OSError):
        return None


def _told(found: Any, as_json: bool) -> str:
    from serai.ledger.domain.text import encoded

    head = found.checkpoint
    if as_json:
        return json.dumps({
            "ok": True, "origin": head.origin, "size": head.size, "root": encoded(head.root), "first_bad": None,
            "checked": "entries" if found.entries else "hashes", "witnesses": found.cosigned,
        })  # fmt: skip
    seen = "entries and hashes" if found.entries else "hashes alone: it serves no entries"
    by = f"; cosigned by {', '.join(found.cosigned)}" if found.cosigned else ""
    return f"Consistent: {head.origin}, {head.size} entries ({seen}), root {encoded(head.root)}{by}"
