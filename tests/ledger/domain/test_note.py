from __future__ import annotations

import base64
import struct
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
from hypothesis import given
from hypothesis import strategies as st

from serai.ledger.domain import hashing, note
from serai.ledger.domain.checkpoint import Checkpoint
from serai.ledger.domain.errors import Invalid
from serai.ledger.domain.keys import COSIGNATURE, ED25519, MLDSA, SigningKey, VerifierKey
from serai.registry.domain.errors import BadInput

# The example of the C2SP text signed-note.
VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
HEAD = Checkpoint("example.com/log", 3, hashing.leaf(b"x"))
KINDS = [ED25519, COSIGNATURE, MLDSA]


def test_the_published_example_opens() -> None:
    found, valid = note.open(NOTE, [VerifierKey.parse(VKEY)])
    assert found.text == "This is an example message.\n"
    assert [v.key.name for v in valid] == ["example.com/foo"]
    assert str(found) == NOTE


@pytest.mark.parametrize("kind", KINDS)
def test_a_signature_holds_for_its_text_and_key_alone(kind: int) -> None:
    key, other = SigningKey.generate("a.example/w", kind), SigningKey.generate("a.example/w", kind)
    signed = note.Note(str(HEAD), ()).signed(key, 1_700_000_000)
    _, valid = note.open(str(signed), [key.verifier])
    assert valid[0].at == (None if kind == ED25519 else 1_700_000_000)
    with pytest.raises(Invalid, match="known key"):
        note.open(str(signed), [other.verifier])
    forged = note.Note(str(HEAD).replace("3", "4"), signed.signatures)
    with pytest.raises(Invalid, match="hold"):
        note.open(str(forged), [key.verifier])


def test_one_bad_signature_of_a_known_key_spoils_the_note() -> None:
    good, bad = SigningKey.generate("good.example"), SigningKey.generate("bad.example")
    signed = note.Note(str(HEAD), ()).signed(good).signed(bad)
    line = signed.signatures[1]
    broken = note.Note(signed.text, (signed.signatures[0], note.Signature(line.name, line.key_id, bytes(64))))
    assert len(note.open(str(broken), [good.verifier])[1]) == 1
    with pytest.raises(Invalid):
        note.open(str(broken), [good.verifier, bad.verifier])


def test_a_key_that_signs_twice_counts_once() -> None:
    key = SigningKey.generate("w.example", COSIGNATURE)
    signed = note.Note(str(HEAD), ()).signed(key, 5).signed(key, 6)
    assert len(note.open(str(signed), [key.verifier])[1]) == 1


def test_an_ed25519_cosignature_signs_the_bytes_of_the_specification() -> None:
    key = SigningKey.generate("w.example/1", COSIGNATURE)
    signature = key.sign(str(HEAD), 1_679_315_147)
    assert struct.unpack(">Q", signature[:8]) == (1_679_315_147,)
    written = f"cosignature/v1\ntime 1679315147\nexample.com/log\n3\n{base64.b64encode(HEAD.root).decode()}\n"
    SigningKey("any", ED25519, key.seed).verifier.verify(written, signature[8:])
    assert key.verifier.id == sha256(b"w.example/1\n\x04" + key.verifier.public).digest()[:4]


def test_an_ml_dsa_cosignature_signs_the_bytes_of_the_specification() -> None:
    key = SigningKey.generate("w.example/1", MLDSA)
    signature = key.sign(str(HEAD), 77)
    written = b"subtree/v1\n\0" + b"\x0bw.example/1" + struct.pack(">Q", 77) + b"\x0fexample.com/log"
    written += struct.pack(">QQ", 0, 3) + HEAD.root
    MLDSA44PublicKey.from_public_bytes(key.verifier.public).verify(signature[8:], written)
    assert (len(signature), len(key.verifier.public)) == (8 + 2420, 1312)
    assert key.verifier.id == sha256(b"w.example/1\n\x06" + key.verifier.public).digest()[:4]


@pytest.mark.parametrize("kind", KINDS)
def test_keys_are_read_as_they_were_written_and_show_no_secret(kind: int) -> None:
    key = SigningKey.generate("a.example/w", kind)
    assert SigningKey.parse(str(key) + "\n") == key
    assert VerifierKey.parse(str(key.verifier)) == key.verifier
    assert base64.b64encode(key.seed).decode()[:20] not in repr(key)
    wrong = str(key)[:-6] + ("AAAA" if not str(key).endswith("AAAA==") else "BBBB") + str(key)[-2:]
    with pytest.raises(BadInput) as said:
        SigningKey.parse(wrong)
    assert base64.b64encode(key.seed).decode()[:20] not in str(said.value)


@pytest.mark.parametrize(
    "vkey",
    ["", "a", "a+b", "a b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
     VKEY.replace("530d903a", "530d903b"), VKEY.replace("530d903a", "530D903A"),
     VKEY + "=", VKEY[:-4], VKEY.replace("+Ae", "+Be")],
)  # fmt: skip
def test_a_verifier_key_in_another_spelling_is_refused(vkey: str) -> None:
    with pytest.raises(BadInput):
        VerifierKey.parse(vkey)


@pytest.mark.parametrize(
    "content",
    ["", "text\n", "text\n\n", NOTE[:-1], NOTE.replace("—", "-"), NOTE.replace("\n\n", "\n"), NOTE + "x\n", NOTE + "\n",
     NOTE.replace("message", "mess\tage"), NOTE.replace("Uw2Q", "Uw2"), b"\xff" + NOTE.encode(),
     NOTE + NOTE.split("\n\n")[1] * 64, NOTE.replace(" Uw2Q", "  Uw2Q")],
)  # fmt: skip
def test_what_is_no_signed_note_is_refused(content: str | bytes) -> None:
    with pytest.raises(BadInput):
        note.open(content, [VerifierKey.parse(VKEY)])


@pytest.mark.parametrize(
    "text",
    ["", "o\n", "o\n1\n", "\n1\nr\n", "o\n01\n{r}\n", "o\n-1\n{r}\n", "o\n1\n{r}", "o\n1\n{r}=\n", "o\n1\nAAAA\n",
     "o\n1\n{r}\n\n", "o\n1\n{r}\nx\n\ny\n", "o\n18446744073709551616\n{r}\n", "o\n١\n{r}\n"],
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        Checkpoint.parse(text.replace("{r}", base64.b64encode(HEAD.root).decode()))


def test_a_checkpoint_is_written_as_it_was_read() -> None:
    text = str(HEAD) + "one extension\nanother\n"
    assert str(Checkpoint.parse(text)) == text
    assert Checkpoint.parse(text).extensions == ("one extension", "another")


@given(st.binary(max_size=400) | st.text(max_size=400))
def test_any_bytes_are_a_note_or_refused(content: str | bytes) -> None:
    try:
        found = note.Note.parse(content)
    except BadInput:
        return
    assert str(found) == (content.decode() if isinstance(content, bytes) else content)


@given(st.integers(0, len(NOTE.encode()) - 1), st.integers(1, 255))
def test_a_changed_byte_never_leaves_a_valid_note(at: int, flip: int) -> None:
    content = bytearray(NOTE.encode())
    content[at] ^= flip
    with pytest.raises((BadInput, Invalid)):
        note.open(bytes(content), [VerifierKey.parse(VKEY)])
