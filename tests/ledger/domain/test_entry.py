from __future__ import annotations

import base64
import json
from hashlib import sha256
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from serai.ledger.domain import entry
from serai.ledger.domain.canonical import canonical
from serai.ledger.domain.proof import Proof
from serai.registry.domain.errors import BadInput

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False)
)
values = st.recursive(scalars, lambda held: st.lists(held) | st.dictionaries(st.text(), held), max_leaves=12)


@given(values)
def test_canonical_json_is_that_of_the_published_implementation(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


def test_canonical_json_of_the_rfc() -> None:
    # RFC 8785, sections 3.2.2 and 3.2.3.
    given_ = r"""{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
        "string":"€$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}"""
    wanted = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert canonical(json.loads(given_)) == wanted.encode()
    names = {"€": 1, "\r": 2, "\ufb33": 3, "1": 4, "😀": 5, "\u0080": 6, "ö": 7}
    assert [json.loads(canonical(names))[k] for k in json.loads(canonical(names))] == [2, 4, 6, 7, 1, 5, 3]


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), 2**53, -(2**53), "\ud800", {"a": "\udfff"}, {1: 2}, {1}, b"x"]
)
def test_what_json_cannot_hold_is_refused(value: Any) -> None:
    with pytest.raises(BadInput):
        canonical(value)


def test_a_deep_value_is_refused_and_not_a_crash() -> None:
    value: Any = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(BadInput):
        canonical(value)


@given(values, st.binary(min_size=32, max_size=32))
def test_an_entry_is_the_canonical_json_of_a_salted_commitment(payload: Any, salt: bytes) -> None:
    made, used = entry.commit("case.register", payload, salt=salt)
    commit = sha256(b"serai/v1" + b"\x00" + salt + rfc8785.dumps(payload)).digest()
    wanted = {"v": 1, "type": "case.register", "commit": base64.b64encode(commit).decode()}
    assert (bytes(made), used) == (rfc8785.dumps(wanted), salt)
    assert entry.Entry.parse(bytes(made)) == made


def test_two_entries_of_one_payload_have_nothing_in_common() -> None:
    one, two = entry.commit("t", {"who": "X"})[0], entry.commit("t", {"who": "X"})[0]
    assert one.commit != two.commit


COMMIT = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "content",
    [b"", b"1", b"[]", b"\xff", b'{"commit":"%s","type":"t","v":1}\n' % COMMIT.encode(),
     b'{"type":"t","commit":"%s","v":1}' % COMMIT.encode(), b'{"commit":"%s","type":"t","v":true}' % COMMIT.encode(),
     b'{"commit":"%s","type":"t","v":2}' % COMMIT.encode(), b'{"commit":"%s","type":"T","v":1}' % COMMIT.encode(),
     b'{"commit":"AAAA","type":"t","v":1}', b'{"commit":1,"type":"t","v":1}', b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_entry_of_ours_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        entry.Entry.parse(content)


hashes = st.binary(min_size=32, max_size=32)


@given(st.integers(0, 2**64 - 1), st.lists(hashes, max_size=63), st.text(max_size=40), st.binary(max_size=40))
def test_a_proof_is_read_as_it_was_written(index: int, path: list[bytes], checkpoint: str, extra: bytes) -> None:
    made = Proof(index, tuple(path), checkpoint, extra)
    assert Proof.parse(bytes(made)) == made


HASH = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text",
    ["", "c2sp.org/tlog-proof@v1\nindex 1\n", "c2sp.org/tlog-proof@v2\nindex 1\n\nc", "c2sp.org/tlog-proof@v1\n\nc",
     "c2sp.org/tlog-proof@v1\nindex 01\n\nc", "c2sp.org/tlog-proof@v1\nindex 1\nextra QQ==\n\nc",
     "c2sp.org/tlog-proof@v1\nextra \nindex 1\n\nc", f"c2sp.org/tlog-proof@v1\nindex 1\n{HASH}=\n\nc",
     "c2sp.org/tlog-proof@v1\nindex 1\n" + f"{HASH}\n" * 64 + "\nc", "c2sp.org/tlog-proof@v1\r\nindex 1\n\nc"],
)  # fmt: skip
def test_what_is_no_proof_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        Proof.parse(text.encode())


@given(st.binary(max_size=300))
def test_any_bytes_are_a_proof_or_refused(content: bytes) -> None:
    for given_ in (content, b"c2sp.org/tlog-proof@v1\nindex " + content):
        try:
            found = Proof.parse(given_)
        except BadInput:
            continue
        assert bytes(found) == given_
