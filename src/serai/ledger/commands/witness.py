"""`serai ledger witness`: serves tlog-witness."""

from __future__ import annotations

import os
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from serai.ledger.commands.failing import content, one_line, signing_keys
from serai.registry.domain.errors import BadInput

if TYPE_CHECKING:
    from serai.ledger.domain.keys import SigningKey, VerifierKey
    from serai.ledger.domain.witness import Witness

STATE = "Folder of the witness: its key, the logs it knows, and what it has seen. Made when it is new."
NAME = "The witness's name for ever, an address without its scheme. Needed once."
LOG = "Verifier key of a log to witness; remembered."
SECONDS = 30


def witness(
    state: Annotated[Path, typer.Option("--state", metavar="DIR", help=STATE)],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=NAME)] = "",
    log: Annotated[list[str] | None, typer.Option("--log", metavar="VKEY", help=LOG)] = None,
    listen: Annotated[str, typer.Option("--listen", metavar="HOST:PORT", help="Where to serve.")] = "127.0.0.1:8450",
    ml_dsa: Annotated[bool, typer.Option("--ml-dsa", help="Make an ML-DSA-44 key instead of Ed25519.")] = False,
    setup: Annotated[bool, typer.Option("--setup", help="Print the verifier key and end.")] = False,
) -> None:
    """Serve tlog-witness: cosign what only grows. Prints the verifier key."""
    from serai.ledger.domain.witness import Witness

    with one_line():
        keys, logs = _state(state, name, log or [], ml_dsa)
        typer.echo(str(keys[0].verifier))
        if setup:
            return
        sys.stdout.flush()
        host, _, port = listen.rpartition(":")
        if not port.isdigit():
            raise BadInput(f"--listen {listen}", expected="HOST:PORT")
        served = Witness(state / "seen.db", keys, logs)
        server = ThreadingHTTPServer((host or "127.0.0.1", int(port)), handler(served))
        signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass
        finally:
            server.server_close()
            served.close()


def _state(folder: Path, name: str, logs: list[str], ml_dsa: bool) -> tuple[list[SigningKey], list[VerifierKey]]:
    """Keys and logs, from the folder or made in it."""
    from serai.ledger.domain.keys import COSIGNATURE, MLDSA, SigningKey, VerifierKey

    key, known = folder / "key", folder / "logs"
    if not key.exists():
        if not name:
            raise BadInput("is no witness yet", where=str(folder), expected="--name, to make one")
        made = SigningKey.generate(name, MLDSA if ml_dsa else COSIGNATURE)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"{made}\n")
    keys = signing_keys(key)
    if name and keys[0].name != name:
        raise BadInput(f"is the witness {keys[0].name}", where=str(folder), expected=f"{name}, or no --name")
    written = content(known).decode().split() if known.exists() else []
    found = {str(parsed): parsed for parsed in (VerifierKey.parse(text, "--log") for text in [*written, *logs])}
    known.write_text("".join(f"{vkey}\n" for vkey in found))
    return keys, list(found.values())


def handler(served: Witness) -> type[BaseHTTPRequestHandler]:
    """The two calls of tlog-witness over HTTP/1.1."""
    from serai.ledger.domain.witness import LARGEST, Answer

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = SECONDS

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if self.path != "/add-checkpoint":
                self._answer(Answer(404), close=True)
            elif not length.isdigit() or int(length) > LARGEST:
                self._answer(Answer(413 if length.isdigit() else 411), close=True)
            else:
                self._answer(served.add_checkpoint(self.rfile.read(int(length))))

        def do_GET(self) -> None:
            parts = self.path.split("/")
            found = served.checkpoint(parts[1]) if len(parts) == 3 and parts[2] == "checkpoint" else None
            self._answer(Answer(404) if found is None else Answer(200, found))

        def _answer(self, answer: Answer, *, close: bool = False) -> None:
            body = answer.content.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(body)))
            if close:
                self.send_header("Connection", "close")
                self.close_connection = True
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:
            """Requests are not news."""

    return Handler
