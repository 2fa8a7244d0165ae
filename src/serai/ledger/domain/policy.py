"""Trust policies: which logs, which witnesses, and how many of them are enough. Source: C2SP tlog-policy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from serai.ledger.domain import note
from serai.ledger.domain.checkpoint import Checkpoint
from serai.ledger.domain.errors import Invalid
from serai.ledger.domain.keys import COSIGNATURE, ED25519, MLDSA, VerifierKey
from serai.registry.domain.errors import BadInput

NONE = "none"
MOST_BYTES = 1_000_000
_OCTETS = re.compile(rb"[\x09\x0a\x20-\x7e\x80-\xff]*")


@dataclass(frozen=True, slots=True)
class Group:
    """Named members, of which `least` are enough."""

    least: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A checkpoint that a policy accepts: whose it is, and who cosigned it when (POSIX seconds)."""

    checkpoint: Checkpoint
    log: VerifierKey
    witnesses: dict[str, int]


@dataclass(slots=True)
class Policy:
    """Logs and witnesses by name, with their addresses where they are known; groups; and the quorum's name."""

    quorum: str = NONE
    logs: list[VerifierKey] = field(default_factory=list)
    witnesses: dict[str, VerifierKey] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    addresses: dict[VerifierKey, str] = field(default_factory=dict)

    def satisfied(self, cosigned: Iterable[str]) -> bool:
        """Whether these witnesses, by name, are a quorum."""
        reached = set(cosigned)
        for name, group in self.groups.items():  # members stand before their group
            if sum(member in reached for member in group.members) >= group.least:
                reached.add(name)
        return self.quorum == NONE or self.quorum in reached

    def judge(self, checkpoint: str | bytes, where: str = "checkpoint") -> Judged:
        """Accept a checkpoint: signed by a log of the policy under its own origin, and cosigned by a quorum.

        Raises BadInput when it cannot be read; Invalid of kind `signature`, `origin` or `quorum`.
        """
        names = {key: name for name, key in self.witnesses.items()}
        signed = note.Note.parse(checkpoint, where)
        head = Checkpoint.parse(signed.text, where)
        valid = signed.verified([*self.logs, *names])
        logs = [found.key for found in valid if found.key in self.logs]
        if not logs:
            raise Invalid("signature", f"{where}: not signed by a log that the policy names")
        log = next((key for key in logs if key.name == head.origin), None)
        if log is None:
            raise Invalid("origin", f"{where}: signed by {logs[0].name}, but its origin is {head.origin}")
        witnesses = {names[found.key]: found.at or 0 for found in valid if found.key in names}
        if not self.satisfied(witnesses):
            raise Invalid("quorum", f"{where}: cosigned by {', '.join(witnesses) or 'nobody'}, which is no quorum")
        return Judged(head, log, witnesses)


def parse(content: bytes, where: str = "policy") -> Policy:
    """Read a policy. Raises BadInput with the line."""
    if len(content) > MOST_BYTES or not _OCTETS.fullmatch(content):
        raise BadInput("control characters, or more than a megabyte", where=where, expected="a policy of text lines")
    policy, quorum = Policy(), None
    # Names are octets to the policy; surrogates keep those that are no UTF-8 apart.
    for number, raw in enumerate(content.decode(errors="surrogateescape").split("\n"), 1):
        line = raw.strip(" \t")
        if not line or line.startswith("#"):
            continue
        at = f"{where}, line {number}"
        words = re.split(r"[ \t]+", line)
        if words[0] == "log" and len(words) in (2, 3):
            _log(policy, words, at)
        elif words[0] == "witness" and len(words) in (3, 4):
            _witness(policy, words, at)
        elif words[0] == "group" and len(words) >= 4:
            _group(policy, words, at)
        elif words[0] == "quorum" and len(words) == 2:
            if quorum is not None:
                raise BadInput("a second quorum", where=at, expected="one quorum line")
            quorum = words[1] if words[1] == NONE else _known(policy, words[1], at)
        else:
            raise BadInput(
                f"{words[0]!r} with {len(words) - 1} words", where=at, expected="log, witness, group or quorum"
            )
    if quorum is None:
        raise BadInput("no quorum", where=where, expected="one quorum line")
    policy.quorum = quorum
    return policy


def _log(policy: Policy, words: list[str], at: str) -> None:
    policy.logs.append(_key(words[1], (ED25519, MLDSA), policy.logs, at))
    policy.addresses |= {policy.logs[-1]: words[2]} if len(words) == 3 else {}


def _witness(policy: Policy, words: list[str], at: str) -> None:
    key = _key(words[2], (COSIGNATURE, MLDSA), policy.witnesses.values(), at)
    policy.witnesses[_new(policy, words[1], at)] = key
    policy.addresses |= {key: words[3]} if len(words) == 4 else {}


def _group(policy: Policy, words: list[str], at: str) -> None:
    name, least, members = words[1], words[2], tuple(words[3:])
    for member in members:
        _known(policy, member, at)
        if any(member in group.members for group in policy.groups.values()) or members.count(member) > 1:
            raise BadInput(f"{member} is a member twice", where=at, expected="each name in at most one group")
    words_for = {"all": len(members), "any": 1}
    count = words_for.get(least) or (int(least) if re.fullmatch("[1-9][0-9]{0,5}", least) else 0)
    if not 1 <= count <= len(members):
        raise BadInput(f"{least!r} of {len(members)}", where=at, expected=f"all, any, or 1 to {len(members)}")
    policy.groups[_new(policy, name, at)] = Group(count, members)


def _key(text: str, kinds: tuple[int, ...], others: Iterable[VerifierKey], at: str) -> VerifierKey:
    key = VerifierKey.parse(text, at)
    if key.kind not in kinds:
        raise BadInput(f"{key.name}: kind 0x{key.kind:02x} is not for this", where=at)
    if any(key.public == other.public for other in others):
        raise BadInput(f"{key.name}: this key stands there already", where=at)
    return key


def _new(policy: Policy, name: str, at: str) -> str:
    if name == NONE or name in policy.witnesses or name in policy.groups:
        raise BadInput(f"the name {name} is taken", where=at, expected="a new name")
    return name


def _known(policy: Policy, name: str, at: str) -> str:
    if name not in policy.witnesses and name not in policy.groups:
        raise BadInput(f"{name} is not defined above", where=at, expected="a witness or group of an earlier line")
    return name
