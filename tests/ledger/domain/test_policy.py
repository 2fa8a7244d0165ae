from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.ledger.domain import hashing, note, policy
from serai.ledger.domain.checkpoint import Checkpoint
from serai.ledger.domain.errors import Invalid
from serai.ledger.domain.keys import COSIGNATURE, ED25519, MLDSA, SigningKey
from serai.registry.domain.errors import BadInput

ORIGIN = "log.example/a"
# The same keys in every process, for they stand in the names of tests.
LOG = SigningKey(ORIGIN, ED25519, bytes(32))
WITNESSES = {
    name: SigningKey(f"{name}.example", COSIGNATURE, bytes([number]) * 32)
    for number, name in enumerate(("X1", "X2", "X3", "Y1", "Y2"), 1)
}
TEXT = str(Checkpoint(ORIGIN, 1, hashing.leaf(b"x")))
LINES = [f"log {LOG.verifier} https://log.example/a", *(f"witness {n} {k.verifier}" for n, k in WITNESSES.items())]
TWO_LEVELS = """
\t# a comment
group X-witnesses 2 X1 X2 X3
group Y-witnesses any Y1  Y2
group X-and-Y all X-witnesses\tY-witnesses
quorum X-and-Y
"""


def made(*more: str) -> policy.Policy:
    return policy.parse("\n".join([*LINES, *more, ""]).encode())


def cosigned(*names: str) -> str:
    found = note.Note(TEXT, ()).signed(LOG)
    for name in names:
        found = found.signed(WITNESSES[name], 1_700_000_000)
    return str(found)


@given(st.sets(st.sampled_from(sorted(WITNESSES))))
def test_a_quorum_of_groups_is_what_its_words_say(names: set[str]) -> None:
    wanted = len(names & {"X1", "X2", "X3"}) >= 2 and bool(names & {"Y1", "Y2"})
    rule = made(TWO_LEVELS)
    assert rule.satisfied(names) is wanted
    if wanted:
        judged = rule.judge(cosigned(*names))
        assert set(judged.witnesses) == names
        assert judged.log == LOG.verifier
    else:
        with pytest.raises(Invalid, match="quorum"):
            rule.judge(cosigned(*names))


def test_a_cosignature_given_twice_counts_once() -> None:
    with pytest.raises(Invalid, match="quorum"):
        made("group g 2 X1 X2", "quorum g").judge(cosigned("X1", "X1"))


def test_without_witnesses_the_logs_own_signature_is_enough_only_where_the_policy_says_so() -> None:
    assert made("quorum none").judge(cosigned()).witnesses == {}
    with pytest.raises(Invalid) as said:
        made("quorum X1").judge(cosigned())
    assert said.value.kind == "quorum"


def test_a_log_signs_under_its_own_origin_only() -> None:
    other = str(note.Note(TEXT.replace(ORIGIN, "log.example/b"), ()).signed(LOG))
    with pytest.raises(Invalid) as said:
        made("quorum none").judge(other)
    assert said.value.kind == "origin"


def test_witnesses_alone_do_not_make_a_log() -> None:
    signed = str(note.Note(TEXT, ()).signed(WITNESSES["X1"], 5))
    with pytest.raises(Invalid) as said:
        made("quorum X1").judge(signed)
    assert said.value.kind == "signature"


def test_a_log_may_sign_with_ml_dsa() -> None:
    key = SigningKey.generate(ORIGIN, MLDSA)
    rule = policy.parse(f"log {key.verifier}\nquorum none\n".encode())
    assert rule.judge(str(note.Note(TEXT, ()).signed(key, 9))).log == key.verifier


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("quorum none\nquorum none", "second quorum"),
        ("", "no quorum"),
        ("quorum Z", "not defined"),
        ("group g 1 Z\nquorum g", "not defined"),
        ("group g 3 X1 X2\nquorum g", "1 to 2"),
        ("group g 0 X1\nquorum g", "1 to 1"),
        ("group g 01 X1\nquorum g", "1 to 1"),
        ("group g any\nquorum g", "words"),
        ("group g any X1\ngroup h any X1\nquorum g", "twice"),
        ("group g any X1 X1\nquorum g", "twice"),
        ("group X1 any X2\nquorum X1", "taken"),
        ("group none any X2\nquorum none", "taken"),
        (f"witness X9 {WITNESSES['X1'].verifier}\nquorum none", "already"),
        (f"log {LOG.verifier}\nquorum none", "already"),
        (f"witness X9 {LOG.verifier}\nquorum none", "not for this"),
        (f"log {WITNESSES['X1'].verifier}\nquorum none", "not for this"),
        ("log nonsense\nquorum none", "verifier key"),
        ("frob\nquorum none", "frob"),
        ("quorum none\r", "control"),
    ],
)
def test_a_wrong_policy_is_refused_with_its_line(line: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        made(line)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_policy_or_refused(content: bytes) -> None:
    try:
        found = policy.parse(content)
    except BadInput:
        return
    assert found.satisfied(found.witnesses) or found.quorum != policy.NONE


def test_names_are_octets() -> None:
    name = b"\xe2\x84\xaa"  # the Kelvin sign, which is not K
    key = str(WITNESSES["X1"].verifier).encode()
    found = policy.parse(b"witness " + name + b" " + key + b"\nquorum " + name + b"\n")
    assert not found.satisfied({"K"})
    with pytest.raises(BadInput):
        policy.parse(b"witness \xff " + key + b"\nquorum \xfe\n")
