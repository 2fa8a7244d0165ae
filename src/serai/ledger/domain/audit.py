"""Following a log: every signature, every hash, every entry, and that it still begins with what it showed before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from serai.ledger.domain import hashing, merkle, note, tiles
from serai.ledger.domain.checkpoint import Checkpoint
from serai.ledger.domain.errors import Invalid
from serai.ledger.domain.keys import VerifierKey
from serai.ledger.domain.policy import Policy
from serai.ledger.domain.reader import Reader, first
from serai.ledger.domain.source import Source
from serai.ledger.domain.tiles import WIDTH
from serai.registry.domain.errors import BadInput


@dataclass(slots=True)
class Trust:
    """Whom an audit believes: the log's keys, witnesses whose cosignatures must hold, and a policy if there is one."""

    keys: Sequence[VerifierKey]
    witnesses: Sequence[VerifierKey] = ()
    policy: Policy | None = None


@dataclass(slots=True)
class Audited:
    """What an audit saw. `entries`: whether it read the entries, or the log has only hashes."""

    checkpoint: Checkpoint
    note: str
    cosigned: dict[str, int] = field(default_factory=dict)
    entries: bool = True


def audit(
    source: Source, trust: Trust, known: str | None = None, progress: Callable[[float], None] | None = None
) -> Audited:
    """Check a log from its checkpoint to its last entry.

    Args: known: the checkpoint (signed note) of the last audit, from which the log may only have grown. progress: told
    how much is done, 0 to 1.
    Raises BadInput when the checkpoint cannot be read, OSError when the source cannot; Invalid, with the first entry
    that is not as it should be, of kind: `signature`, `origin`, `quorum` (the checkpoint is not to be believed),
    `rollback`, `split`, `rewritten` (it contradicts the known one), `missing`, `entry`, `order`, `tile`, `root`.
    """
    content = source.read("checkpoint")
    if content is None:
        raise BadInput("no checkpoint", where=str(source), expected="a log in the tlog-tiles layout")
    found = believed(content, trust, str(source))
    before = believed(known, trust, "the checkpoint of the last audit").checkpoint if known else None
    if before:
        _not_back(found.checkpoint, before)
    reader = Reader(source, found.checkpoint.size)
    _walk(reader, found, progress)
    if before and before.size and reader.root(before.size) != before.root:
        raise Invalid("rewritten", f"the first {before.size} entries are not those of the last audit")
    return found


def believed(content: str | bytes, trust: Trust, where: str) -> Audited:
    """A checkpoint that carries the signatures it must. Raises BadInput, Invalid."""
    logs = [*trust.keys, *(trust.policy.logs if trust.policy else ())]
    signed = note.Note.parse(content, where)
    head = Checkpoint.parse(signed.text, where)
    valid = signed.verified([*logs, *trust.witnesses])
    by_log = [v.key for v in valid if v.key in logs]
    if not by_log:
        raise Invalid("signature", f"{where}: not signed by the log")
    if all(key.name != head.origin for key in by_log):
        raise Invalid("origin", f"{where}: signed by {by_log[0].name}, but its origin is {head.origin}")
    cosigned = {v.key.name: v.at or 0 for v in valid if v.key in trust.witnesses}
    if missing := [key.name for key in trust.witnesses if key.name not in cosigned]:
        raise Invalid("quorum", f"{where}: not cosigned by {', '.join(missing)}")
    if trust.policy:
        cosigned |= trust.policy.judge(content, where).witnesses
    return Audited(head, str(signed), cosigned)


def _not_back(head: Checkpoint, before: Checkpoint) -> None:
    if head.origin != before.origin:
        raise Invalid("origin", f"the log of {head.origin}; the last audit was of {before.origin}")
    if head.size < before.size:
        raise Invalid("rollback", f"{head.size} entries; there were {before.size} at the last audit", index=head.size)
    if head.size == before.size and head.root != before.root:
        raise Invalid("split", f"two trees of {head.size} entries: another root than at the last audit")


def _walk(reader: Reader, found: Audited, progress: Callable[[float], None] | None) -> None:
    """Every bundle against its tile, every tile against the one above, the top against the checkpoint."""
    size = reader.size
    for index in range(-(-size // WIDTH)):
        hashes = reader.hashes(0, index)
        entries = reader.entries(index) if found.entries else None
        if entries is None:
            if found.entries and index:
                raise Invalid("missing", f"the bundle of entry {index * WIDTH} is missing", index=index * WIDTH)
            found.entries = False
        elif (leaves := [hashing.leaf(entry) for entry in entries]) != hashes:
            raise _blamed(reader, index, leaves, hashes)
        _under(reader, 0, index, hashes)
        if progress:
            progress(min(1.0, (index + 1) * WIDTH / size))
    if reader.root() != found.checkpoint.root:
        raise Invalid("root", "the tree has another root than the checkpoint says")


def _under(reader: Reader, level: int, index: int, hashes: list[bytes]) -> None:
    """A full tile hashes into the tile above, and that one, once it is full, into the next."""
    while len(hashes) == WIDTH:
        above = reader.hashes(level + 1, index // WIDTH)
        if tiles.fold(hashes) != above[index % WIDTH]:
            tile = tiles.tile_of(level, index, reader.size)
            raise Invalid("tile", f"{tile.path} does not hash to what the tile above it says", index=first(tile))
        if index % WIDTH != WIDTH - 1:
            return
        level, index, hashes = level + 1, index // WIDTH, above


def _blamed(reader: Reader, index: int, leaves: list[bytes], hashes: list[bytes]) -> Invalid:
    """Entries and tile disagree: the one that does not fit the rest of the tree was changed."""
    at = next(i for i, (leaf, held) in enumerate(zip(leaves, hashes, strict=True)) if leaf != held)
    entry = index * WIDTH + at
    if _fits(reader, index, leaves):
        return Invalid("tile", f"the hash of entry {entry} was changed", index=entry)
    if sorted(leaves) == sorted(hashes):
        return Invalid("order", f"entries stand in another order from entry {entry} on", index=entry)
    return Invalid("entry", f"entry {entry} was changed", index=entry)


def _fits(reader: Reader, index: int, leaves: list[bytes]) -> bool:
    if len(leaves) == WIDTH:
        return tiles.fold(leaves) == reader.hashes(1, index // WIDTH)[index % WIDTH]
    above = reader.hashes
    swapped = tiles.nodes(lambda level, tile: leaves if (level, tile) == (0, index) else above(level, tile))
    head = note.Note.parse(reader.source.read("checkpoint") or b"").text
    return merkle.root(reader.size, swapped) == Checkpoint.parse(head).root
