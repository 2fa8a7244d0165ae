#!/usr/bin/env python3
"""Check a receipt of a Serai ledger with nothing but Python 3.11 and the package `cryptography` (50 or newer).

    python verify_receipt.py RECEIPT POLICY [RECORD.json]

Exit code 0: it holds, 1: it does not, 2: it cannot be read. One file of some two hundred lines, to be read in one
sitting by whoever has to trust it. A receipt proves that an entry is in the log, not that nothing was left out.

Formats: c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature, tlog-policy, tlog-proof; hashes of RFC 6962; canonical
JSON of RFC 8785, but for fractions and names beyond ASCII, which are left to `serai ledger verify`.
"""

import base64
import json
import re
import struct
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

Key = tuple[str, bytes, int, bytes]  # name, id, kind, public key
Policy = tuple[list[Key], dict[str, Key], dict[str, tuple[int, list[str]]], str]  # logs, witnesses, groups, quorum
ED25519, COSIGNATURE, MLDSA = 1, 4, 6
SIGNATURE_BYTES = {ED25519: 64, COSIGNATURE: 8 + 64, MLDSA: 8 + 2420}


class Unreadable(Exception):
    """Exit code 2."""


class NotValid(Exception):
    """Exit code 1."""


def need(condition: object, what: str) -> None:
    if not condition:
        raise Unreadable(what)


def unbase64(text: str) -> bytes:
    data = base64.b64decode(text, validate=True)
    need(data and base64.b64encode(data).decode() == text, "base64 in another spelling")
    return data


def number(text: str) -> int:
    need(re.fullmatch("0|[1-9][0-9]{0,19}", text) and int(text) < 2**64, "no number")
    return int(text)


def canonical(value: Any) -> bytes:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    need(
        not isinstance(value, dict) or all(key.isascii() for key in value),
        "names beyond ASCII: use serai ledger verify",
    )
    need(not isinstance(value, float), "fractions: use serai ledger verify")
    need(not isinstance(value, int) or abs(value) < 2**53, "a number beyond 2^53")
    for part in parts:
        canonical(part)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read_key(text: str) -> Key:
    name, mark, encoded = text.split("+", 2)
    need(name and not any(c.isspace() for c in name), "bad key name")
    data = unbase64(encoded)
    need(data[0] in SIGNATURE_BYTES and len(data) == 1 + (1312 if data[0] == MLDSA else 32), "bad key")
    need(mark == sha256(name.encode() + b"\n" + data).hexdigest()[:8], "a key that does not fit its id")
    return name, bytes.fromhex(mark), data[0], data[1:]


def read_policy(content: bytes) -> Policy:
    need(re.fullmatch(rb"[\t\n\x20-\x7e\x80-\xff]*", content), "control characters in the policy")
    logs: list[Key] = []
    witnesses: dict[str, Key] = {}
    groups: dict[str, tuple[int, list[str]]] = {}
    quorum, grouped = "", set[str]()
    for line in content.decode(errors="surrogateescape").split("\n"):
        words = re.split(r"[ \t]+", line.strip(" \t"))
        known = {"none", *witnesses, *groups}
        if not words[0] or words[0].startswith("#"):
            continue
        if words[0] == "log" and len(words) in (2, 3):
            logs.append(read_key(words[1]))
            need(logs[-1][2] != COSIGNATURE and logs[-1][3] not in [log[3] for log in logs[:-1]], "bad log line")
        elif words[0] == "witness" and len(words) in (3, 4) and words[1] not in known:
            key = read_key(words[2])
            need(key[2] != ED25519 and key[3] not in [other[3] for other in witnesses.values()], "bad witness line")
            witnesses[words[1]] = key
        elif words[0] == "group" and len(words) > 3 and words[1] not in known:
            of = words[3:]
            need(set(of) <= known - {"none"} and len(set(of)) == len(of) and not grouped & set(of), "bad group line")
            least = {"all": len(of), "any": 1}.get(words[2]) or number(words[2])
            need(1 <= least <= len(of), "bad group line")
            groups[words[1]], grouped = (least, of), grouped | set(of)
        else:
            need(words[0] == "quorum" and len(words) == 2 and not quorum and words[1] in known, "bad policy line")
            quorum = words[1]
    need(quorum, "no quorum line")
    return logs, witnesses, groups, quorum


def holds(key: Key, text: str, signature: bytes) -> bool:
    name, _, kind, public = key
    at, raw, signed = 0, signature, text.encode()
    if len(signature) != SIGNATURE_BYTES[kind]:
        return False
    if kind != ED25519:
        at, raw = struct.unpack(">Q", signature[:8])[0], signature[8:]
        signed = f"cosignature/v1\ntime {at}\n{text}".encode()
        if not 0 < at < 2**63:
            return False
    if kind == MLDSA:
        origin, size, root, *_ = text.split("\n")
        names = [bytes([len(n)]) + n for n in (name.encode(), origin.encode())]
        signed = b"subtree/v1\n\0" + names[0] + struct.pack(">Q", at) + names[1]
        signed += struct.pack(">QQ", 0, int(size)) + unbase64(root)
    try:
        (MLDSA44PublicKey if kind == MLDSA else Ed25519PublicKey).from_public_bytes(public).verify(raw, signed)
    except InvalidSignature:
        return False
    return True


def check_checkpoint(content: str, policy: Policy) -> tuple[int, bytes]:
    logs, witnesses, groups, quorum = policy
    text, gap, tail = content.rpartition("\n\n")
    need(gap and tail.endswith("\n") and not re.search(r"[\x00-\x09\x0b-\x1f]", content), "no signed note")
    lines, text = tail[:-1].split("\n"), text + "\n"
    head = text[:-1].split("\n")
    need(len(lines) <= 64 and len(head) >= 3 and all(head) and len(unbase64(head[2])) == 32, "no checkpoint")
    size, good = number(head[1]), list[Key]()
    signatures = [line.removeprefix("— ").split(" ") for line in lines if re.fullmatch(r"— [^\s+]+ \S+", line)]
    need(len(signatures) == len(lines) and all(len(unbase64(data)) > 4 for _, data in signatures), "no signature line")
    for name, data in ((name, unbase64(data)) for name, data in signatures):
        for key in [k for k in (*logs, *witnesses.values()) if k[:2] == (name, data[:4])]:
            if not holds(key, text, data[4:]):
                raise NotValid(f"signature: that of {name} does not hold")
            good.append(key)
    if not any(key in good for key in logs):
        raise NotValid("signature: not signed by a log of the policy")
    if not any(key in good and key[0] == head[0] for key in logs):
        raise NotValid("origin: signed by another log")
    reached = {"none", *(name for name, key in witnesses.items() if key in good)}
    for name, (least, of) in groups.items():
        reached |= {name} if sum(member in reached for member in of) >= least else set()
    if quorum not in reached:
        raise NotValid("quorum: too few witnesses cosigned")
    return size, unbase64(head[2])


def check_path(index: int, size: int, found: bytes, path: list[bytes], root: bytes) -> None:
    at, last, fits = index, size - 1, index < size  # RFC 9162, section 2.1.3.2
    for sibling in path:
        fits = fits and last > 0
        if at & 1 or at == last:
            found = sha256(b"\x01" + sibling + found).digest()
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = sha256(b"\x01" + found + sibling).digest()
        at, last = at >> 1, last >> 1
    if not fits or last or found != root:
        raise NotValid("proof: the entry is not in this log at this place")


def check(receipt: bytes, policy: bytes, record: bytes | None = None) -> tuple[int, str]:
    """Index and type of the entry. Raises NotValid, or what `main` calls unreadable."""
    head, gap, checkpoint = receipt.decode().partition("\n\n")
    lines = head.split("\n")
    need(gap and lines[0] == "c2sp.org/tlog-proof@v1" and len(lines) >= 3, "no tlog-proof")
    need(lines[1].startswith("extra ") and lines[2].startswith("index "), "no receipt")
    index, extra = number(lines[2][6:]), json.loads(unbase64(lines[1][6:]))
    need(isinstance(extra, dict) and {"entry"} <= extra.keys() <= {"entry", "salt"}, "no receipt")
    need(canonical(extra) == unbase64(lines[1][6:]), "not in canonical form")
    entry, salt = extra["entry"], unbase64(extra["salt"]) if "salt" in extra else b""
    need(entry.keys() == {"v", "type", "commit"} and entry["v"] == 1 and entry["v"] is not True, "no entry")
    need(re.fullmatch(r"[a-z][a-z0-9._-]{0,99}", entry["type"]) and len(unbase64(entry["commit"])) == 32, "no entry")
    path = [unbase64(line) for line in lines[3:]]
    need(len(path) < 64 and {len(sibling) for sibling in path} <= {32} and len(salt) in (0, 32), "no receipt")
    rule, payload = read_policy(policy), canonical(json.loads(record)) if record is not None else b""
    size, root = check_checkpoint(checkpoint, rule)
    check_path(index, size, sha256(b"\x00" + canonical(entry)).digest(), path, root)
    if record is not None and not salt:
        raise NotValid("payload: the salt was destroyed, so no record can be compared")
    if record is not None and sha256(b"serai/v1\0" + salt + payload).digest() != unbase64(entry["commit"]):
        raise NotValid("payload: the entry does not commit to this record")
    return index, entry["type"]


def main(arguments: list[str]) -> int:
    """Says what it found in one line."""
    try:
        need(len(arguments) in (2, 3), "usage: verify_receipt.py RECEIPT POLICY [RECORD.json]")
        index, kind = check(*(Path(name).read_bytes() for name in arguments))
    except NotValid as error:
        print(f"NOT VALID: {error}")
        return 1
    except (Unreadable, OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        print(f"cannot be read: {error}", file=sys.stderr)
        return 2
    print(f"valid: entry {index} ({kind}){'; the record is the one it commits to' if len(arguments) == 3 else ''}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
