"""`serai ledger verify`: a receipt, without a network."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from serai.ledger.commands.failing import content, one_line

POLICY = "Whom to believe: a C2SP tlog-policy with the logs, the witnesses and how many of them are enough."
PAYLOAD = "The record itself, as JSON: check that the entry commits to it."


def verify(
    receipt: Annotated[Path, typer.Argument(metavar="RECEIPT", help="A receipt (.tlog-proof).")],
    policy: Annotated[Path, typer.Option("--policy", metavar="P", help=POLICY)],
    payload: Annotated[Path | None, typer.Option("--payload", metavar="F", help=PAYLOAD)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Check a receipt without a network. Exit code 0: it holds, 1: it does not (below quorum too), 2: unreadable."""
    from serai.ledger.domain.errors import Invalid
    from serai.ledger.domain.policy import parse
    from serai.ledger.domain.receipt import Receipt

    with one_line():
        rule = parse(content(policy), str(policy))
        found = Receipt.parse(content(receipt), str(receipt))
        record: Any = None
        if payload:
            record = _whole(payload)
        try:
            judged = found.check(rule, where=str(receipt))
            if payload:
                found.check_payload(record, str(receipt))
        except Invalid as error:
            if as_json:
                typer.echo(json.dumps({"ok": False, "kind": error.kind, "why": str(error)}))
            raise
    answer = {
        "ok": True, "log": judged.checkpoint.origin, "index": found.proof.index, "size": judged.checkpoint.size,
        "type": found.entry.type, "payload": "checked" if payload else "not given",
        "witnesses": {name: datetime.fromtimestamp(at, UTC).isoformat() for name, at in judged.witnesses.items()},
    }  # fmt: skip
    typer.echo(json.dumps(answer) if as_json else _words(answer))


def _whole(path: Path) -> Any:
    from serai.ledger.commands.append import unique
    from serai.registry.domain.errors import BadInput

    try:
        return json.loads(content(path), object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"no JSON ({error})", where=str(path), expected="one JSON value") from error


def _words(answer: dict[str, Any]) -> str:
    by = ", ".join(f"{name} at {at}" for name, at in answer["witnesses"].items()) or "nobody"
    record = (
        "The record is the one it commits to." if answer["payload"] == "checked" else "No record was given to compare."
    )
    return (
        f"Valid: entry {answer['index']} ({answer['type']}) of {answer['log']}, a log of {answer['size']}, "
        f"cosigned by {by}. {record} "
        "This proves that the entry is in the log, not that nothing is missing."
    )
