"""Takes the wrapping off: e-mail, quoted lines, telegram control characters, line breaks inside data."""

from __future__ import annotations

import quopri
import re
from email import message_from_bytes
from email.message import Message as Mail
from pathlib import Path

from serai.registry.domain.errors import BadInput

MAX_BYTES = 64 * 1024 * 1024
_HEADER = re.compile(
    rb"^(From|Received|MIME-Version|Content-Type|Return-Path|Subject|Date|To|Message-ID):", re.I | re.M
)
_MAIL_PROOF = re.compile(rb"^(MIME-Version|Content-Type|Content-Transfer-Encoding|Received|From|Subject):", re.I | re.M)
_SOFT_BREAK = re.compile(rb"=\r?\n|=3D|=27|=2B")
_QUOTE = re.compile(r"^(?:> ?)+", re.M)
_BINARY = re.compile(r"[\x00\x05-\x08\x0e-\x1b]")
_TELEGRAM = str.maketrans("", "", "\x01\x02\x03\x04\x0b\x0c\r\n")


def text_of(path: Path) -> str:
    """The file's characters with wrapping and line breaks taken off; BadInput when too large, empty or binary."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput("file is too large", where=path.name, expected=f"at most {MAX_BYTES >> 20} MiB")
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot be read ({error.strerror})", where=path.name, expected="a readable file") from error
    return unwrap(raw, path.name)


def unwrap(raw: bytes, name: str) -> str:
    """`raw` as one line of characters. UTF-8 where it is valid, else Latin-1 (UNOC); BadInput when binary."""
    if not raw.strip():
        raise BadInput("file is empty", where=name, expected="a UN/EDIFACT message")
    text = _decode(_mail_body(raw))
    if _BINARY.search(text):
        raise BadInput("file is binary", where=name, expected="UN/EDIFACT text")
    lines = text.splitlines()
    if sum(line.startswith(">") for line in lines) * 2 > len(lines):
        text = _QUOTE.sub("", text)
    return text.translate(_TELEGRAM)


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _mail_body(raw: bytes) -> bytes:
    head = raw.lstrip()[:4096]
    if _HEADER.match(head) and _MAIL_PROOF.search(head):
        mail = message_from_bytes(raw.lstrip())
        leaves = _leaves(mail)
        plain = [body for body, kind in leaves if kind != "text/html"]
        return b"\n".join(plain or [body for body, _ in leaves]) or raw
    if b"=\n" in raw or b"=\r\n" in raw:
        return quopri.decodestring(raw) if _SOFT_BREAK.search(raw) else raw
    return raw


def _leaves(mail: Mail) -> list[tuple[bytes, str]]:
    leaves = [(_payload(part), part.get_content_type()) for part in mail.walk()]
    return [(body, kind) for body, kind in leaves if b"UN" in body]


def _payload(part: Mail) -> bytes:
    if part.is_multipart():
        return b""
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""
