from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.ledger.domain import hashing, merkle, note
from serai.ledger.domain.checkpoint import Checkpoint
from serai.ledger.domain.keys import COSIGNATURE, ED25519, MLDSA, SigningKey
from serai.ledger.domain.witness import Request, Witness
from serai.registry.domain.errors import BadInput
from tests.ledger.domain.test_merkle import LEAVES, nodes, slow_root

LOG = SigningKey("log.example/a", ED25519, bytes(32))  # the same in every process, for it stands in the names of tests
KEYS = [SigningKey.generate("w.example", COSIGNATURE), SigningKey.generate("w.example", MLDSA)]
NOW = 1_700_000_000


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    return Witness(tmp_path / "seen.db", KEYS, [LOG.verifier], lambda: NOW)


def signed(size: int, root: bytes | None = None, key: SigningKey = LOG, origin: str = LOG.name) -> note.Note:
    head = Checkpoint(origin, size, root if root is not None else slow_root(LEAVES[:size]))
    return note.Note(str(head), ()).signed(key)


def request(old: int, size: int, *, checkpoint: note.Note | None = None) -> bytes:
    proof = merkle.consistency_proof(old, size, nodes) if 0 < old < size else []
    return bytes(Request(old, tuple(proof), checkpoint or signed(size)))


def test_what_grows_is_cosigned_with_every_key(witness: Witness) -> None:
    for old, size in ((0, 3), (3, 7), (7, 7), (7, 64)):
        answer = witness.add_checkpoint(request(old, size))
        assert answer.status == 200
        lines = tuple(note.signature_line(line, "") for line in answer.content.splitlines())
        found = note.Note(signed(size).text, lines).verified([key.verifier for key in KEYS])
        assert [(v.key, v.at) for v in found] == [(key.verifier, NOW) for key in KEYS]
    served = witness.checkpoint(sha256(LOG.name.encode()).hexdigest())
    assert served is not None
    assert len(note.open(served, [LOG.verifier, *(key.verifier for key in KEYS)])[1]) == 3
    assert witness.checkpoint(sha256(b"other").hexdigest()) is None


def test_a_witness_that_saw_another_size_says_which(witness: Witness) -> None:
    witness.add_checkpoint(request(0, 5))
    answer = witness.add_checkpoint(request(3, 8))
    assert (answer.status, answer.content, answer.media_type) == (409, "5\n", "text/x.tlog.size")
    assert witness.add_checkpoint(request(0, 8)).status == 409
    assert witness.add_checkpoint(request(5, 8)).status == 200


def test_a_split_view_is_refused_and_kept_as_evidence(witness: Witness) -> None:
    witness.add_checkpoint(request(0, 5))
    other = signed(5, hashing.leaf(b"another tree"))
    assert witness.add_checkpoint(request(5, 5, checkpoint=other)).status == 422
    (at, origin, kind, seen, body) = witness.evidence()[0]
    assert (at, origin, kind) == (NOW, LOG.name, "split")
    two = [note.open(text, [LOG.verifier])[0].text for text in (seen, str(Request.parse(body).note))]
    assert two == [signed(5).text, other.text]


def test_a_rewritten_log_is_refused_and_kept_as_evidence(witness: Witness) -> None:
    witness.add_checkpoint(request(0, 5))
    rewritten = slow_root([hashing.leaf(b"forged"), *LEAVES[1:9]])
    assert witness.add_checkpoint(request(5, 9, checkpoint=signed(9, rewritten))).status == 422
    assert [e[2] for e in witness.evidence()] == ["proof"]


def test_a_smaller_tree_is_not_cosigned(witness: Witness) -> None:
    witness.add_checkpoint(request(0, 9))
    assert witness.add_checkpoint(request(9, 5, checkpoint=signed(5))).status == 400
    assert witness.add_checkpoint(request(5, 5)).status == 409


def test_proofs_that_must_be_empty_are(witness: Witness) -> None:
    hashed = (hashing.leaf(b"x"),)
    assert witness.add_checkpoint(bytes(Request(0, hashed, signed(3)))).status == 422
    witness.add_checkpoint(request(0, 3))
    assert witness.add_checkpoint(bytes(Request(3, hashed, signed(3)))).status == 422


def test_an_empty_tree_has_the_empty_root(witness: Witness) -> None:
    assert witness.add_checkpoint(bytes(Request(0, (), signed(0, hashing.leaf(b"x"))))).status == 422
    assert witness.add_checkpoint(bytes(Request(0, (), signed(0, hashing.EMPTY)))).status == 200


def test_only_known_logs_with_a_good_signature_are_heard(witness: Witness) -> None:
    stranger = SigningKey.generate("stranger.example")
    unknown = signed(3, key=stranger, origin=stranger.name)
    assert witness.add_checkpoint(request(0, 3, checkpoint=unknown)).status == 404
    assert witness.add_checkpoint(request(0, 3, checkpoint=signed(3, key=stranger))).status == 403
    line = signed(3).signatures[0]
    broken = note.Note(signed(3).text, (note.Signature(line.name, line.key_id, bytes(64)),))
    assert witness.add_checkpoint(request(0, 3, checkpoint=broken)).status == 403
    assert witness.add_checkpoint(request(0, 3, checkpoint=signed(3).signed(stranger))).status == 200


def test_what_was_seen_outlives_the_process(tmp_path: Path) -> None:
    for old, status in ((0, 200), (0, 409)):
        witness = Witness(tmp_path / "seen.db", KEYS, [LOG.verifier], lambda: NOW)
        assert witness.add_checkpoint(request(old, 5)).status == status
        witness.close()


def test_of_two_requests_at_once_one_is_first(witness: Witness) -> None:
    witness.add_checkpoint(request(0, 4))
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda size: witness.add_checkpoint(request(4, size)).status, range(5, 37)))
    assert sorted(set(said)) == [200, 409]
    assert said.count(200) == 1


@pytest.mark.parametrize(
    "body",
    [b"", b"old 0\n\n", b"old 01\n\n" + str(signed(1)).encode(), b"new 0\n\n" + str(signed(1)).encode(),
     b"old 0\nAAAA\n\n" + str(signed(1)).encode(), b"old 0\n" + b"A" * 300_000,
     b"old \xff\n\n" + str(signed(1)).encode(), request(0, 1)[:-1],
     bytes(Request(0, (hashing.EMPTY,) * 64, signed(1)))],
)  # fmt: skip
def test_what_is_no_request_is_refused(witness: Witness, body: bytes) -> None:
    assert witness.add_checkpoint(body).status == 400


@given(st.binary(max_size=300))
def test_any_bytes_are_a_request_or_refused(content: bytes) -> None:
    for body in (content, b"old " + content, request(3, 5)[: len(content)] + content):
        try:
            found = Request.parse(body)
        except BadInput:
            continue
        assert bytes(found) == body
