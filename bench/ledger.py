"""The ledger: appends beside a bare SQLite insert, receipts beside raw Ed25519, audits, and ten million entries."""

from __future__ import annotations

import os
import shutil
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from serai.ledger.domain import policy
from serai.ledger.domain.audit import Trust, audit
from serai.ledger.domain.entry import commit
from serai.ledger.domain.keys import COSIGNATURE, SigningKey
from serai.ledger.domain.log import Log
from serai.ledger.domain.note import Note
from serai.ledger.domain.reader import Reader
from serai.ledger.domain.receipt import Receipt, made
from serai.ledger.domain.source import Folder

ROOT = Path(__file__).parent.parent / "var" / "bench"
ENTRIES = int(os.environ.get("SERAI_BENCH_ENTRIES", "10000000"))
BATCH = 4096
KEY = SigningKey.generate("bench.example/log")
WITNESSES = [SigningKey.generate(f"w{number}.example", COSIGNATURE) for number in range(3)]


def payloads(count: int, first: int = 0) -> list[dict[str, Any]]:
    """Records of the size of an access to a person's data."""
    return [
        {"at": "2026-11-25T08:00:00Z", "by": "tracer@zarhan", "case": f"C-{n}", "fields": ["name", "phone"], "n": n}
        for n in range(first, first + count)
    ]


def rate(work: Callable[[], Any], count: int, repeats: int = 3) -> float:
    """The best of some runs, in things a second of wall time."""
    best = 0.0
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        best = max(best, count / (time.perf_counter() - began))
    return best


def ours(log: Log, size: int, batches: int) -> Callable[[], None]:
    """Appends: canonical JSON, salt, commitment, tree, signature, journal, files."""

    def work() -> None:
        for _ in range(batches):
            found = [commit("person.read", payload) for payload in payloads(size, log.size)]
            log.append([bytes(entry) for entry, _ in found], salts=[salt for _, salt in found])

    return work


def bare(con: sqlite3.Connection, size: int, batches: int) -> Callable[[], None]:
    """The same bytes into one table, one durable transaction a batch."""
    entry = bytes(commit("person.read", payloads(1)[0])[0])

    def work() -> None:
        for _ in range(batches):
            con.execute("BEGIN IMMEDIATE")
            con.executemany("INSERT INTO bare (entry) VALUES (?)", ((entry,) for _ in range(size)))
            con.execute("COMMIT")

    return work


def appends(folder: Path) -> Iterator[dict[str, Any]]:
    """Batches and single appends, in turns with the bare insert."""
    Log.create(folder / "log", [KEY])
    con = sqlite3.connect(folder / "bare.db", isolation_level=None)
    con.execute("PRAGMA journal_mode = WAL")
    con.execute("PRAGMA synchronous = FULL")
    con.execute("CREATE TABLE bare (idx INTEGER PRIMARY KEY, entry BLOB NOT NULL)")
    with Log(folder / "log", [KEY]) as log:
        for name, size, batches, target in (
            ("Batches of 4,096", BATCH, 16, "≥ 0.15"),
            ("Single appends", 1, 150, "≥ 0.3"),
        ):
            pairs = []
            for _ in range(5):
                mine = rate(ours(log, size, batches), size * batches, 1)
                pairs.append((mine, rate(bare(con, size, batches), size * batches, 1)))
            speed = statistics.median(mine for mine, _ in pairs)
            yield {"what": f"{name}, entries/s", "value": round(speed), "unit": "1/s"} | (
                {"target": "≥ 40,000"} if size > 1 else {}
            )
            yield {"what": f"{name}, over a bare SQLite insert", "unit": "×", "target": target,
                   "value": round(statistics.median(mine / other for mine, other in pairs), 3)}  # fmt: skip
    con.close()


def receipts(folder: Path) -> Iterator[dict[str, Any]]:
    """Receipts of the log that `appends` left, each under four signatures."""
    with Log(folder / "log", [KEY]) as log:
        signed, size = Note.parse(log.head.checkpoint), log.size
    for key in WITNESSES:
        signed = signed.signed(key, 1_700_000_000)
    lines = [f"log {KEY.verifier}", *(f"witness W{i} {key.verifier}" for i, key in enumerate(WITNESSES))]
    rule = policy.parse("\n".join([*lines, "group g all W0 W1 W2", "quorum g", ""]).encode())
    reader, step = Reader(Folder(folder / "log"), size), max(1, size // 2000)
    contents = [bytes(made(reader, index, str(signed), bytes(32))) for index in range(0, size, step)]
    private = Ed25519PrivateKey.generate()
    public, text = private.public_key(), signed.text.encode()
    signature = private.sign(text)
    pairs = []
    for _ in range(5):
        whole = rate(lambda: [Receipt.parse(c).check(rule) for c in contents], len(contents), 1)
        raw = rate(lambda: [public.verify(signature, text) for _ in range(4 * len(contents))], len(contents), 1)
        pairs.append((whole, raw))
    yield {"what": "Receipts read and checked, each with its four signatures", "unit": "1/s",
           "value": round(statistics.median(mine for mine, _ in pairs))}  # fmt: skip
    yield {"what": "The same, over raw Ed25519 of those signatures", "unit": "×", "target": "≥ 0.7",
           "value": round(statistics.median(mine / raw for mine, raw in pairs), 2)}  # fmt: skip
    head = Receipt.parse(contents[0]).check(rule).checkpoint
    parsed = [Receipt.parse(c) for c in contents]
    yield {"what": "Receipts checked once their checkpoint is", "unit": "1/s", "target": "≥ 30,000",
           "value": round(rate(lambda: [r.check_path(head) for r in parsed], len(parsed)))}  # fmt: skip
    read = rate(lambda: [Receipt.parse(content).check_path(head) for content in contents], len(contents))
    yield {"what": "The same, read from bytes as well", "value": round(read), "unit": "1/s"}
    found = Trust([KEY.verifier])
    (folder / "log" / "checkpoint").write_text(str(signed))
    yield {"what": "Audit", "unit": "entries/s", "target": "≥ 100,000",
           "value": round(rate(lambda: audit(Folder(folder / "log"), found), size, 2))}  # fmt: skip


def many(folder: Path) -> Iterator[dict[str, Any]]:
    """Appends up to ENTRIES: does it slow down?"""
    Log.create(folder / "many", [KEY])
    spent: list[float] = []
    with Log(folder / "many", [KEY]) as log:
        work = ours(log, BATCH, 1)
        while log.size < ENTRIES:
            began = time.perf_counter()
            work()
            spent.append(time.perf_counter() - began)
    part = max(20, len(spent) // 100)
    first, last = (statistics.quantiles(some, n=20)[-1] for some in (spent[:part], spent[-part:]))
    yield {"what": f"{ENTRIES:,} entries: p95 of the last 1 % of batches over that of the first", "unit": "×",
           "target": "≤ 1.5", "value": round(last / first, 2)}  # fmt: skip
    disk = sum(path.stat().st_size for path in (folder / "many").rglob("*") if path.is_file())
    yield {"what": "Bytes on disk an entry, salts included", "unit": "", "value": round(disk / log.size)}


def run() -> dict[str, Any]:
    """Every figure of the ledger."""
    folder = ROOT / "ledger"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    figures = [*appends(folder), *receipts(folder), *many(folder)]
    shutil.rmtree(folder)
    return {
        "title": "Ledger",
        "figures": figures,
        "note": "One process, one thread. An append is durable (`synchronous=FULL`) and includes canonical JSON, salt, "
        "commitment, tree, Ed25519 signature, journal, tiles and bundles. Median of five pairs in turns. Under a "
        "profiler, of a single append's time 43 % writes files (15 % the swap of `checkpoint`: ext4 flushes a file "
        "that replaces another), 22 % is the journal's transaction, 10 % packs the unfinished bundle again and 5 % "
        "signs. What a station appends comes in batches.",
    }
